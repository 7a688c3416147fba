"""Sizes and ages as docker prints them.

Models github.com/docker/go-units: HumanSize, BytesSize, HumanDuration.
"""

from datetime import UTC, datetime

from sandbox.sim.kernel.clock import SECOND

DECIMAL = ("B", "kB", "MB", "GB", "TB", "PB")
BINARY = ("B", "KiB", "MiB", "GiB", "TiB", "PiB")
MINUTE, HOUR, DAY = 60, 3600, 86400


def human_size(size: float, digits: int = 3) -> str:
    """Return ``1.98MB`` for a number of bytes."""
    return _size(size, 1000.0, DECIMAL, digits)


def bytes_size(size: float) -> str:
    """Return ``64MiB`` for a number of bytes."""
    return _size(size, 1024.0, BINARY, 4)


def _size(size: float, base: float, units: tuple[str, ...], digits: int) -> str:
    step = 0
    while size >= base and step < len(units) - 1:
        size /= base
        step += 1
    return f"{size:.{digits}g}{units[step]}"


def human_duration(nanoseconds: int) -> str:
    """Return ``About a minute`` for a span of time."""
    seconds = nanoseconds // SECOND
    if seconds < 1:
        return "Less than a second"
    if seconds < MINUTE:
        return "1 second" if seconds == 1 else f"{seconds} seconds"
    minutes = seconds // MINUTE
    if minutes < 60:  # noqa: PLR2004  (minutes of an hour)
        return "About a minute" if minutes == 1 else f"{minutes} minutes"
    return _long(int(seconds / HOUR + 0.5))


def _long(hours: int) -> str:
    if hours == 1:
        return "About an hour"
    spans = (
        (48, 1, "hours"),
        (24 * 7 * 2, 24, "days"),
        (24 * 30 * 2, 24 * 7, "weeks"),
        (24 * 365 * 2, 24 * 30, "months"),
    )
    for limit, unit, word in spans:
        if hours < limit:
            return f"{hours // unit} {word}"
    return f"{hours // (24 * 365)} years"


def created_at(nanoseconds: int) -> str:
    """Return ``2026-01-05 09:00:00 +0000 UTC``."""
    return datetime.fromtimestamp(nanoseconds // SECOND, UTC).strftime("%Y-%m-%d %H:%M:%S +0000 UTC")


def parse_rfc3339(text: str) -> int:
    """Return nanoseconds since the epoch for an image's time."""
    whole, _, fraction = text.removesuffix("Z").partition(".")
    seconds = int(datetime.strptime(whole, "%Y-%m-%dT%H:%M:%S").replace(tzinfo=UTC).timestamp())
    return seconds * SECOND + int((fraction + "0" * 9)[:9])


def ellipsis(text: str, size: int) -> str:
    """Return at most ``size`` characters, the last of them an ellipsis where something is left out."""
    return text if len(text) <= size else text[: size - 1] + "…"
