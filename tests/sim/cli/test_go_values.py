import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.sim.cli.go_values import GoValueError, format_duration, parse_bool, parse_duration, parse_int


@pytest.mark.parametrize(
    ("text", "nanoseconds"),
    [("0", 0), ("1h2m3.5s", 3723_500_000_000), ("-1.5s", -1_500_000_000), ("300ms", 300_000_000), (".5s", 500_000_000)],
)
def test_durations_are_read_as_go_reads_them(text: str, nanoseconds: int) -> None:
    assert parse_duration(text) == nanoseconds


@pytest.mark.parametrize(
    ("text", "message"), [("", 'time: invalid duration ""'), ("3x", 'time: unknown unit "x" in duration "3x"')]
)
def test_other_texts_are_no_durations(text: str, message: str) -> None:
    with pytest.raises(GoValueError) as caught:
        parse_duration(text)
    assert str(caught.value) == message


@given(st.integers(min_value=-(10**18), max_value=10**18))
def test_a_written_duration_reads_as_itself(nanoseconds: int) -> None:
    assert parse_duration(format_duration(nanoseconds)) == nanoseconds


def test_integers_may_be_written_in_any_base() -> None:
    assert [parse_int(text) for text in ("10", "0x10", "010", "0b11", "-1_000")] == [10, 16, 8, 3, -1000]


def test_booleans_have_six_names_each() -> None:
    assert all(parse_bool(text) for text in ("1", "t", "T", "TRUE", "true", "True"))
    with pytest.raises(GoValueError):
        parse_bool("yes")
