"""Resource quantities: ``500m``, ``1.5Gi``, ``3e2``.

Models k8s.io/apimachinery/pkg/api/resource v1.36. A quantity is an exact Fraction plus the format it was written in.
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

FORMAT_ERROR = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
SUFFIX_ERROR = "unable to parse quantity's suffix"
NUMERIC_ERROR = "unable to parse numeric part of quantity"

BINARY = {"Ki": 1024, "Mi": 1024**2, "Gi": 1024**3, "Ti": 1024**4, "Pi": 1024**5, "Ei": 1024**6}
DECIMAL = {
    "n": Fraction(1, 10**9),
    "u": Fraction(1, 10**6),
    "m": Fraction(1, 1000),
    "": Fraction(1),
    "k": Fraction(1000),
    "M": Fraction(10**6),
    "G": Fraction(10**9),
    "T": Fraction(10**12),
    "P": Fraction(10**15),
    "E": Fraction(10**18),
}
_EXPONENTS = {-9: "n", -6: "u", -3: "m", 0: "", 3: "k", 6: "M", 9: "G", 12: "T", 15: "P", 18: "E"}
_PATTERN = re.compile(r"^([+-]?)(\d+\.?\d*|\.\d+)([a-zA-Z]*)([-+]?\d*)$")
_MOST_DIGITS = 100
_LIMIT = 2**63 - 1


class QuantityError(ValueError):
    """The text is no quantity; ``str()`` is upstream's message."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount: its exact value, and whether it is written with binary, decimal or exponent suffixes."""

    value: Fraction
    format: str

    def __str__(self) -> str:
        return _canonical(self.value, self.format)

    def rounded_up(self) -> int:
        """Return the value as Quantity.Value() does: rounded up to an integer."""
        return -((-self.value.numerator) // self.value.denominator)

    def milli(self) -> int:
        """Return thousandths, rounded up, as Quantity.MilliValue() does."""
        scaled = self.value * 1000
        return -((-scaled.numerator) // scaled.denominator)


@lru_cache(maxsize=4096)
def parse_quantity(text: str) -> Quantity:
    """Return the quantity that ``text`` writes; QuantityError in upstream's words where it is none."""
    if not text:
        raise QuantityError(FORMAT_ERROR)
    match = _PATTERN.match(text)
    if match is None:
        raise QuantityError(FORMAT_ERROR)
    sign, digits, letters, exponent = match.groups()
    scale, form = _scale(letters, exponent)
    value = _amount(digits) * scale
    if value and value < DECIMAL["n"]:
        value = DECIMAL["n"]
    nanos = value * 10**9
    value = Fraction(-((-nanos.numerator) // nanos.denominator), 10**9)
    value = min(value, Fraction(_LIMIT))
    return Quantity(-value if sign == "-" else value, form)


def _amount(digits: str) -> Fraction:
    """Return the number before the suffix; digits that cannot change the result any more are left out.

    A quantity is capped far below 10⁴⁰ and rounded up to nanos, so a hostile length costs nothing.
    """
    whole, _, rest = digits.partition(".")
    whole = whole.lstrip("0")
    if len(whole) > _MOST_DIGITS:
        return Fraction(10) ** _MOST_DIGITS
    beyond = "1" if rest[_MOST_DIGITS:].strip("0") else ""
    return Fraction(f"{whole or '0'}.{rest[:_MOST_DIGITS] or '0'}{beyond}")


def _scale(letters: str, exponent: str) -> tuple[Fraction, str]:
    if letters in ("e", "E") and exponent not in ("", "+", "-"):
        shown = exponent.lstrip("+-").lstrip("0")
        power = min(int(shown[:3] or "0") if len(shown) <= len("999") else _MOST_DIGITS * 2, _MOST_DIGITS * 2)
        return Fraction(10) ** (-power if exponent.startswith("-") else power), "exponent"
    if exponent:
        raise QuantityError(FORMAT_ERROR if not letters else SUFFIX_ERROR)
    if letters in BINARY:
        return Fraction(BINARY[letters]), "binary"
    if letters in DECIMAL:
        return DECIMAL[letters], "decimal"
    if re.fullmatch(r"[eEinumkKMGTP]*", letters):
        raise QuantityError(SUFFIX_ERROR)
    raise QuantityError(FORMAT_ERROR)


def to_quantity(value: Any) -> Quantity:
    """Return the quantity of a decoded JSON scalar (string, int or float)."""
    if isinstance(value, float):
        value = repr(int(value)) if value.is_integer() else repr(value)
    return parse_quantity(str(value))


def canonical(value: Any) -> str:
    """Return how the API server writes this quantity back."""
    return str(to_quantity(value))


def _canonical(value: Fraction, form: str) -> str:
    if value == 0:
        return "0"
    sign, amount = ("-", -value) if value < 0 else ("", value)
    if form == "binary" and (amount < BINARY["Ki"] or amount.denominator != 1):
        form = "decimal"
    if form == "binary":
        return sign + _with_binary_suffix(int(amount))
    return sign + _with_decimal_suffix(amount, exponent_form=form == "exponent")


def _with_binary_suffix(amount: int) -> str:
    suffix = ""
    for name, factor in BINARY.items():
        if amount % factor:
            break
        suffix = name
    return f"{amount // BINARY[suffix] if suffix else amount}{suffix}"


def _with_decimal_suffix(amount: Fraction, *, exponent_form: bool) -> str:
    best = -9
    for power in sorted(_EXPONENTS):
        scaled = amount / Fraction(10) ** power
        if scaled.denominator == 1:
            best = power
    mantissa = amount / Fraction(10) ** best
    digits = -((-mantissa.numerator) // mantissa.denominator)
    if exponent_form:
        return f"{digits}e{best}" if best else str(digits)
    return f"{digits}{_EXPONENTS[best]}"
