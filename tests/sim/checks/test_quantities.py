"""Quantities compare by value."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.sim.checks.quantities import parse_quantity


@pytest.mark.parametrize(
    ("left", "right"),
    [("500m", "0.5"), ("1Gi", "1024Mi"), ("1k", 1000), ("1e3", "1k"), ("0", "0Gi"), ("1E", "1e18"), (".5", "500m")],
)
def test_the_same_amount_in_two_spellings(left: object, right: object) -> None:
    assert parse_quantity(left) == parse_quantity(right) is not None


@pytest.mark.parametrize("value", ["", "1 Gi", "Gi", "1gi", "--1", "1Mib", True, None, [], "1.2.3", "0x10"])
def test_what_is_not_a_quantity(value: object) -> None:
    assert parse_quantity(value) is None


@given(st.integers(-(10**9), 10**9))
def test_milli_is_a_thousandth(number: int) -> None:
    assert parse_quantity(f"{number}m") == Decimal(number) / 1000
