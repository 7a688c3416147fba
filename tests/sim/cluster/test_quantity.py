"""Quantities: what they mean, and how the API server writes them back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.sim.cluster.apimachinery.quantity import QuantityError, canonical, parse_quantity


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0.5", "500m"),
        ("1000m", "1"),
        ("1.5Gi", "1536Mi"),
        ("1024Ki", "1Mi"),
        ("0.1Gi", "107374182400m"),
        ("2000Mi", "2000Mi"),
        ("1e3", "1e3"),
        ("100", "100"),
        ("0Gi", "0"),
        ("-1Gi", "-1Gi"),
        ("0.0001", "100u"),
    ],
)
def test_a_quantity_is_written_in_its_canonical_form(text: str, expected: str) -> None:
    assert canonical(text) == expected


@pytest.mark.parametrize("text", ["", "abc", "1GB", "1.5.2", "1 Gi", "Gi", "--1"])
def test_what_is_no_quantity_is_refused(text: str) -> None:
    with pytest.raises(QuantityError):
        parse_quantity(text)


@given(st.integers(min_value=0, max_value=10**12), st.sampled_from(["", "m", "k", "M", "Ki", "Mi", "Gi"]))
def test_the_canonical_form_means_the_same(number: int, suffix: str) -> None:
    text = f"{number}{suffix}"
    assert parse_quantity(canonical(text)).value == parse_quantity(text).value
