"""How long ago, for people: ``5s``, ``2m10s``, ``3h``, ``4d``.

Models k8s.io/apimachinery/pkg/util/duration v1.36 (HumanDuration).
"""

from datetime import UTC, datetime

_MINUTE, _HOUR, _DAY, _YEAR = 60, 3600, 86400, 86400 * 365


def human_duration(seconds: int) -> str:  # noqa: PLR0911  (one answer for each size of span)
    """Return a span as ``kubectl get`` prints it; negative ones as ``<invalid>``."""
    if seconds < -1:
        return "<invalid>"
    seconds = max(seconds, 0)
    if seconds < 2 * _MINUTE:
        return f"{seconds}s"
    if seconds < 10 * _MINUTE:
        return _two(seconds, _MINUTE, "m", 1, "s")
    if seconds < 3 * _HOUR:
        return f"{seconds // _MINUTE}m"
    if seconds < 8 * _HOUR:
        return _two(seconds, _HOUR, "h", _MINUTE, "m")
    if seconds < 2 * _DAY:
        return f"{seconds // _HOUR}h"
    if seconds < 8 * _DAY:
        return _two(seconds, _DAY, "d", _HOUR, "h")
    if seconds < 2 * _YEAR:
        return f"{seconds // _DAY}d"
    if seconds < 8 * _YEAR:
        return _two(seconds, _YEAR, "y", _DAY, "d")
    return f"{seconds // _YEAR}y"


def _two(seconds: int, big: int, big_name: str, small: int, small_name: str) -> str:
    whole, rest = divmod(seconds, big)
    part = rest // small
    return f"{whole}{big_name}{part}{small_name}" if part else f"{whole}{big_name}"


def parse_time(text: str) -> datetime:
    """Read an RFC 3339 timestamp."""
    return datetime.fromisoformat(text).astimezone(UTC)


def since(text: str | None, now: int) -> str:
    """Return how long before ``now`` (nanoseconds) a timestamp was; ``<unknown>`` for none."""
    if not text:
        return "<unknown>"
    return human_duration(int(now / 10**9 - parse_time(text).timestamp()))


def rfc1123z(text: str) -> str:
    """Return a timestamp as ``Mon, 23 Nov 2026 09:56:03 +0000``."""
    return f"{parse_time(text):%a, %d %b %Y %H:%M:%S +0000}"
