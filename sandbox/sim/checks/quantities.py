"""Quantities such as ``500m`` or ``1Gi``, read to exact numbers so that ``0.5`` equals ``500m``.

Models apimachinery v1.36 pkg/api/resource/quantity.go. Not modelled: the bounds of int64 and rounding to nano.
"""

import re
from decimal import Decimal

_QUANTITY = re.compile(r"([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+))(?:([eE][+-]?[0-9]{1,3})|([KMGTPE]i|[numkMGTPE]))?")
_SUFFIXES = {
    **{suffix: Decimal(10) ** power for suffix, power in {"n": -9, "u": -6, "m": -3, "": 0}.items()},
    **{suffix: Decimal(1000) ** power for power, suffix in enumerate("kMGTPE", start=1)},
    **{f"{letter}i": Decimal(1024) ** power for power, letter in enumerate("KMGTPE", start=1)},
}
_MAPS = frozenset({
    "requests", "limits", "capacity", "allocatable", "hard", "used", "default", "defaultRequest", "min", "max",
    "podFixed", "maxLimitRequestRatio",
})  # fmt: skip
_FIELDS = frozenset({"sizeLimit", "divisor", "averageValue"})


def parse_quantity(value: object) -> Decimal | None:
    """Return the number that a quantity stands for; None for what is not a quantity."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    found = _QUANTITY.fullmatch(str(value))
    if found is None:
        return None
    number, exponent, suffix = found.groups()
    return Decimal(number + (exponent or "")) * _SUFFIXES[suffix or ""]


def is_quantity_field(parent: str, key: str) -> bool:
    """Tell whether the Kubernetes API keeps a quantity in this field; ``parent`` is the name of the map around it."""
    return parent in _MAPS or key in _FIELDS
