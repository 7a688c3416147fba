"""Cron schedules.

Models github.com/robfig/cron/v3 ParseStandard and SpecSchedule.Next, as Kubernetes v1.36 uses them.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_BOUNDS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 6))
_MONTHS = {name: i + 1 for i, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split())}
_DAYS = {name: i for i, name in enumerate("sun mon tue wed thu fri sat".split())}
_NAMES: tuple[dict[str, int], ...] = ({}, {}, {}, _MONTHS, _DAYS)
_DESCRIPTORS = {
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@hourly": "0 * * * *",
}
_YEARS_AHEAD = 5
_UNITS = {"s": 1, "m": 60, "h": 3600}


class ScheduleError(ValueError):
    """The text is no schedule; ``str()`` is upstream's message."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """The moments at which a CronJob runs."""

    fields: tuple[frozenset[int], ...]
    stars: tuple[bool, ...]
    every: int = 0

    def next_after(self, moment: datetime) -> datetime | None:
        """Return the first moment after ``moment`` (aware), in its time zone; None within five years."""
        if self.every:
            return moment.replace(microsecond=0) + timedelta(seconds=self.every)
        minutes, hours, _, months, _ = self.fields
        at = (moment + timedelta(minutes=1)).replace(second=0, microsecond=0)
        end = moment.year + _YEARS_AHEAD
        while at.year <= end:
            if at.month not in months:
                at = (at.replace(day=1, hour=0, minute=0) + timedelta(days=32)).replace(day=1)
            elif not self._day_fits(at):
                at = at.replace(hour=0, minute=0) + timedelta(days=1)
            elif at.hour not in hours:
                at = at.replace(minute=0) + timedelta(hours=1)
            elif at.minute not in minutes:
                at += timedelta(minutes=1)
            else:
                return at
        return None

    def _day_fits(self, at: datetime) -> bool:
        of_month = at.day in self.fields[2]
        of_week = (at.weekday() + 1) % 7 in self.fields[4]
        return of_month and of_week if self.stars[2] or self.stars[4] else of_month or of_week


def parse_schedule(text: str) -> Schedule:
    """Return the schedule; ScheduleError in upstream's words where the text is none."""
    if text.startswith("@every "):
        return Schedule((), (), _duration(text))
    if text.startswith("@"):
        if text not in _DESCRIPTORS:
            raise ScheduleError(f"unrecognized descriptor: {text}")
        text = _DESCRIPTORS[text]
    parts = text.split()
    if len(parts) != len(_BOUNDS):
        shown = "[" + " ".join(parts) + "]"
        raise ScheduleError(f"expected exactly 5 fields, found {len(parts)}: {shown}")
    fields = tuple(_field(part, index) for index, part in enumerate(parts))
    stars = tuple(part.split(",")[0].split("/")[0] in ("*", "?") for part in parts)
    return Schedule(fields, stars)


def _duration(text: str) -> int:
    words = text.removeprefix("@every ")
    total, number = 0, ""
    for character in words:
        if character.isdigit():
            number += character
        elif character in _UNITS and number:
            total, number = total + int(number) * _UNITS[character], ""
        else:
            total, number = 0, "x"
            break
    if number or not total:
        raise ScheduleError(f'failed to parse duration {text}: time: invalid duration "{words}"')
    return total


def _field(text: str, index: int) -> frozenset[int]:
    found: set[int] = set()
    for part in text.split(","):
        found |= _range(part, index)
    return frozenset(found)


def _range(text: str, index: int) -> set[int]:
    low_bound, high_bound = _BOUNDS[index]
    span, slash, step_text = text.partition("/")
    if "/" in step_text:
        raise ScheduleError(f"too many slashes: {text}")
    low_text, dash, high_text = span.partition("-")
    if "-" in high_text:
        raise ScheduleError(f"too many hyphens: {text}")
    if low_text in ("*", "?"):
        low, high = low_bound, high_bound
    else:
        low = _number(low_text, index, text)
        high = _number(high_text, index, text) if dash else (high_bound if slash else low)
    step = _plain(step_text) if slash else 1
    if low < low_bound:
        raise ScheduleError(f"beginning of range ({low}) below minimum ({low_bound}): {text}")
    if high > high_bound:
        raise ScheduleError(f"end of range ({high}) above maximum ({high_bound}): {text}")
    if low > high:
        raise ScheduleError(f"beginning of range ({low}) beyond end of range ({high}): {text}")
    if step == 0:
        raise ScheduleError(f"step of range should be a positive number: {text}")
    return set(range(low, high + 1, step))


def _number(text: str, index: int, whole: str) -> int:
    del whole
    return _NAMES[index].get(text.lower(), -1) if text.lower() in _NAMES[index] else _plain(text)


def _plain(text: str) -> int:
    if text.lstrip("+-").isdigit():
        value = int(text)
        if value < 0:
            raise ScheduleError(f"negative number ({value}) not allowed: {text}")
        return value
    raise ScheduleError(f'failed to parse int from {text}: strconv.Atoi: parsing "{text}": invalid syntax')


def next_run(schedule: Schedule, moment: int, zone: str) -> int | None:
    """Return the first run after ``moment`` (seconds since the epoch), or None."""
    place = ZoneInfo(zone) if zone else UTC
    found = schedule.next_after(datetime.fromtimestamp(moment, place))
    return int(found.timestamp()) if found else None
