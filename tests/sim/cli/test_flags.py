import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.sim.cli.flags import Flag, FlagError, FlagSet, HelpWanted

FLAGS = FlagSet(
    [
        Flag("output", shorthand="o"),
        Flag("watch", "bool", shorthand="w"),
        Flag("replicas", "int32", 1, shorthand="r"),
        Flag("timeout", "duration"),
        Flag("label", "strings", shorthand="l"),
        Flag("env", "array", shorthand="e"),
        Flag("dry-run", default="none", without_value="unchanged"),
        Flag("record", "bool", deprecated="--record will be removed in the future"),
    ]
)


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["--nope"], "unknown flag: --nope"),
        (["-x"], "unknown shorthand flag: 'x' in -x"),
        (["-wx"], "unknown shorthand flag: 'x' in -wx"),
        (["--output"], "flag needs an argument: --output"),
        (["-o"], "flag needs an argument: 'o' in -o"),
        (["-wo"], "flag needs an argument: 'o' in -wo"),
        (["--=x"], "bad flag syntax: --=x"),
        (["---x"], "bad flag syntax: ---x"),
        (
            ["--replicas=abc"],
            'invalid argument "abc" for "-r, --replicas" flag: strconv.ParseInt: parsing "abc": invalid syntax',
        ),
        (
            ["-r", "3000000000"],
            (
                'invalid argument "3000000000" for "-r, --replicas" flag: strconv.ParseInt: parsing "3000000000": '
                "value out of range"
            ),
        ),
        (["--timeout=abc"], 'invalid argument "abc" for "--timeout" flag: time: invalid duration "abc"'),
        (["--timeout=5"], 'invalid argument "5" for "--timeout" flag: time: missing unit in duration "5"'),
        (["-w=abc"], 'invalid argument "abc" for "-w, --watch" flag: strconv.ParseBool: parsing "abc": invalid syntax'),
    ],
)
def test_bad_flags_are_refused_in_the_words_of_pflag(argv: list[str], message: str) -> None:
    with pytest.raises(FlagError) as caught:
        FLAGS.parse(argv)
    assert str(caught.value) == message


def test_help_is_asked_for_by_either_flag() -> None:
    for word in ("-h", "--help"):
        with pytest.raises(HelpWanted):
            FLAGS.parse(["x", word])


def test_values_may_follow_in_the_same_word_or_the_next() -> None:
    for argv in (["-oyaml"], ["-o=yaml"], ["-o", "yaml"], ["--output", "yaml"], ["--output=yaml"], ["-woyaml"]):
        assert FLAGS.parse(argv)["output"] == "yaml"


def test_a_flag_with_an_optional_value_takes_no_separate_word() -> None:
    flags = FLAGS.parse(["--dry-run", "client"])
    assert (flags["dry-run"], flags.args) == ("unchanged", ["client"])
    assert FLAGS.parse(["--dry-run=client"])["dry-run"] == "client"


def test_lists_split_at_commas_and_arrays_do_not() -> None:
    flags = FLAGS.parse(["-l", "a,b", "--label=c", "-e", "A=1,2", "-e", "B=3"])
    assert flags["label"] == ["a", "b", "c"]
    assert flags["env"] == ["A=1,2", "B=3"]


def test_words_after_two_dashes_are_no_flags() -> None:
    flags = FLAGS.parse(["pod", "--", "ls", "-l", "--output=x"])
    assert (flags.args, flags.dash_at, flags["output"]) == (["pod", "ls", "-l", "--output=x"], 1, "")


def test_flags_end_at_the_first_other_word_where_they_may_not_be_mixed() -> None:
    flags = FLAGS.parse(["-w", "image", "-o", "x"], interspersed=False)
    assert (flags["watch"], flags["output"], flags.args) == (True, "", ["image", "-o", "x"])


def test_a_deprecated_flag_warns_once() -> None:
    warning = "Flag --record has been deprecated, --record will be removed in the future"
    assert FLAGS.parse(["--record", "--record=false"]).warnings == [warning]


@given(st.lists(st.text(max_size=8), max_size=6))
def test_any_words_are_read_or_refused_but_never_crash(argv: list[str]) -> None:
    try:
        flags = FLAGS.parse(argv)
    except (FlagError, HelpWanted):
        return
    assert set(flags.values) == set(FLAGS.flags)
