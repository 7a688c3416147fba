"""Ages as `kubectl get` shows them.

Models k8s.io/apimachinery/pkg/util/duration.HumanDuration v1.36.
"""

from datetime import UTC, datetime
from typing import Any

from sandbox.sim.kernel.clock import SECOND

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def parse_time(text: str) -> int:
    """Return a timestamp (RFC 3339) in nanoseconds since the epoch."""
    moment = datetime.fromisoformat(text).astimezone(UTC)
    return int(moment.timestamp()) * SECOND + moment.microsecond * 1000


def age(obj: dict[str, Any], now: int) -> str:
    """Return how long ago an object was created."""
    return since(obj["metadata"].get("creationTimestamp"), now)


def since(text: str | None, now: int) -> str:
    """Return how long ago a timestamp was, ``<unknown>`` without one."""
    return human((now - parse_time(text)) // SECOND) if text else "<unknown>"


def human(seconds: int) -> str:  # noqa: PLR0911  (a ladder of units)
    """Return a duration in two units at most."""
    if seconds < -1:
        return "<invalid>"
    seconds = max(0, seconds)
    if seconds < 2 * _MINUTE:
        return f"{seconds}s"
    minutes = seconds // _MINUTE
    if minutes < 10:  # noqa: PLR2004  (upstream's limits, here and below)
        return _pair(minutes, "m", seconds % _MINUTE, "s")
    if minutes < 3 * 60:
        return f"{minutes}m"
    hours = seconds // _HOUR
    if hours < 8:  # noqa: PLR2004
        return _pair(hours, "h", minutes % 60, "m")
    if hours < 48:  # noqa: PLR2004
        return f"{hours}h"
    days = hours // 24
    if days < 8:  # noqa: PLR2004
        return _pair(days, "d", hours % 24, "h")
    if days < 365 * 2:
        return f"{days}d"
    if days < 365 * 8:
        return _pair(days // 365, "y", days % 365, "d")
    return f"{days // 365}y"


def _pair(first: int, unit: str, second: int, other: str) -> str:
    return f"{first}{unit}{second}{other}" if second else f"{first}{unit}"
