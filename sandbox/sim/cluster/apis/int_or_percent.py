"""Numbers that may be given in percent.

Models ValidatePositiveIntOrPercent and IsNotMoreThan100Percent of k8s.io/kubernetes/pkg/apis/apps/validation and
intstr.GetScaledValueFromIntOrPercent v1.36.
"""

import re
from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, invalid

_WORDS = (
    "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', "
    "regex used for validation is '[0-9]+%')"
)


def validate_int_or_percent(value: Any, path: str) -> list[FieldError]:
    """Check a number that is not negative, or a percentage."""
    if isinstance(value, str):
        return [] if re.fullmatch("[0-9]+%", value) else [invalid(path, value, _WORDS)]
    return [invalid(path, value, "must be greater than or equal to 0")] if value < 0 else []


def at_most_100_percent(value: Any, path: str) -> list[FieldError]:
    """Check that a percentage is not above 100 %."""
    if isinstance(value, str) and re.fullmatch("[0-9]+%", value) and int(value[:-1]) > 100:  # noqa: PLR2004
        return [invalid(path, value, "must not be greater than 100%")]
    return []


def scaled(value: Any, total: int, *, up: bool) -> int:
    """Return the number that a value means of ``total``, rounded up or down."""
    if not isinstance(value, str):
        return int(value or 0)
    if not re.fullmatch("[0-9]+%", value):
        return 0
    product = int(value[:-1]) * total
    return -(-product // 100) if up else product // 100
