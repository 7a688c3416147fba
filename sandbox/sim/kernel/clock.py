"""The virtual clock.

Models the wall clock of a host. Not modelled: time zones other than UTC, leap seconds, drift between hosts.
"""

from datetime import UTC, datetime

SECOND = 1_000_000_000
"""One second in the clock's unit, the nanosecond."""

DEFAULT_START = int(datetime(2026, 1, 5, 9, 0, tzinfo=UTC).timestamp()) * SECOND
"""A Monday morning, where a World begins when nobody says when."""


class Clock:
    """The World's time: ``now`` in nanoseconds since the epoch, moved by the World alone."""

    __slots__ = ("now",)

    def __init__(self, now: int = DEFAULT_START) -> None:
        self.now = now

    @property
    def seconds(self) -> int:
        """Whole seconds since the epoch."""
        return self.now // SECOND

    def moment(self) -> datetime:
        """Return the time as an aware datetime in UTC, to the microsecond."""
        return datetime.fromtimestamp(self.seconds, UTC).replace(microsecond=self.now % SECOND // 1000)

    def rfc3339(self) -> str:
        """Return ``2026-01-05T09:00:00Z``, the form of Kubernetes timestamps."""
        return rfc3339(self.now)

    def rfc3339_nano(self) -> str:
        """Return ``2026-01-05T09:00:00.123456789Z``, the form of Docker timestamps, without trailing zeros."""
        return rfc3339_nano(self.now)


def rfc3339(moment: int) -> str:
    """Format nanoseconds since the epoch to the second."""
    return datetime.fromtimestamp(moment // SECOND, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def rfc3339_nano(moment: int) -> str:
    """Format nanoseconds since the epoch as Go's time.RFC3339Nano does."""
    fraction = f"{moment % SECOND:09d}".rstrip("0")
    whole = rfc3339(moment)
    return f"{whole[:-1]}.{fraction}Z" if fraction else whole
