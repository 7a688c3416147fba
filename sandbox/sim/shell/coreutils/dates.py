"""Dates as ``date``, ``touch`` and ``stat`` read and write them, all in UTC.

Models lib/parse-datetime.y of coreutils 9.1 for the forms that scripts use. Not modelled: time zones by name.
"""

import re
from calendar import monthrange
from datetime import UTC, datetime, timedelta

from sandbox.sim.kernel.clock import SECOND

UNITS = {
    "sec": 1,
    "second": 1,
    "min": 60,
    "minute": 60,
    "hour": 3600,
    "day": 86400,
    "week": 604800,
    "fortnight": 1209600,
}
PIVOT = 69
"""Two-digit years below this are of this century, as POSIX says."""
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
RELATIVE = re.compile(
    r"([-+]?\s*\d+|next|last|a|an)?\s*(seconds?|secs?|minutes?|mins?|hours?|days?|weeks?|fortnights?|months?|years?)(\s+ago)?"
)
FORMS = (
    "%Y-%m-%dT%H:%M:%S%z",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M:%S%z",
    "%Y-%m-%d %H:%M:%S %z",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%m/%d/%Y",
    "%Y%m%d",
    "%d %b %Y",
    "%d %B %Y",
    "%b %d %Y",
    "%B %d %Y",
    "%d %b %Y %H:%M:%S",
    "%d %b %Y %H:%M",
    "%b %d %Y %H:%M:%S",
    "%b %d %Y %H:%M",
    "%b %d %H:%M:%S %Y",
    "%a %b %d %H:%M:%S UTC %Y",
    "%a, %d %b %Y %H:%M:%S %z",
    "%b %d %H:%M:%S %Y %Z",
)


def iso(moment: int) -> str:
    """Return nanoseconds since the epoch as ``2026-01-05 09:00:00.000000000 +0000``."""
    return f"{datetime.fromtimestamp(moment // SECOND, UTC):%Y-%m-%d %H:%M:%S}.{moment % SECOND:09d} +0000"


def parse_stamp(text: str, now: int) -> int | None:
    """Return the seconds of ``[[CC]YY]MMDDhhmm[.ss]``."""
    found = re.fullmatch(r"(?:(\d{2})?(\d{2}))?(\d{2})(\d{2})(\d{2})(\d{2})(?:\.(\d{2}))?", text)
    if not found:
        return None
    century, year, *rest = found.groups()
    full = (
        datetime.fromtimestamp(now, UTC).year
        if year is None
        else int(f"{century or ('20' if int(year) < PIVOT else '19')}{year}")
    )
    try:
        month, day, hour, minute, second = (int(part or 0) for part in rest)
        return int(datetime(full, month, day, hour, minute, second, tzinfo=UTC).timestamp())
    except ValueError:
        return None


def parse_date(text: str, now: int) -> int | None:
    """Return the seconds since the epoch of a date; None where it cannot be read."""
    text = text.strip()
    if re.fullmatch(r"@-?\d{1,11}(\.\d+)?", text):
        return int(text[1:].split(".")[0])
    text = re.sub(r"\.\d+", "", text) if re.match(r"\d{4}-", text) else text
    moment = _absolute(re.sub(r"Z$", "+0000", text).replace(" UTC", " +0000").replace(" GMT", " +0000"))
    if moment is not None:
        return int(moment.timestamp())
    return _words(text.lower(), now)


def _absolute(text: str) -> datetime | None:
    for form in FORMS:
        try:
            moment = datetime.strptime(text, form)  # noqa: DTZ007  (the zone is set below)
        except ValueError:
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None


def _words(text: str, now: int) -> int | None:
    moment = datetime.fromtimestamp(now, UTC)
    head = re.match(r"\d{4}-\d{2}-\d{2}(?:[ t]\d{2}:\d{2}(?::\d{2})?)?", text)
    if head:
        start = _absolute(head.group().upper().replace("T", " "))
        if start is None:
            return None
        moment, text = start, text[head.end() :]
    for word, days in (("today", 0), ("now", 0), ("tomorrow", 1), ("yesterday", -1), ("midnight", 0)):
        if word in text:
            moment += timedelta(days=days)
            moment = moment.replace(hour=0, minute=0, second=0) if word == "midnight" else moment
            text = text.replace(word, " ")
    clock = re.search(r"\b(\d{1,2}):(\d{2})(?::(\d{2}))?\b", text)
    if clock:
        try:
            moment = moment.replace(
                hour=int(clock.group(1)), minute=int(clock.group(2)), second=int(clock.group(3) or 0)
            )
        except ValueError:
            return None
        text = text.replace(clock.group(), " ")
    return _relative(text, moment)


def _relative(text: str, moment: datetime) -> int | None:
    for found in RELATIVE.finditer(text):
        amount, unit, ago = found.groups()
        count = (
            {"next": 1, "last": -1, "a": 1, "an": 1, None: 1}.get(amount)
            if not amount or not amount[-1].isdigit()
            else int(amount.replace(" ", ""))
        )
        try:
            moment = _shift(moment, (count or 0) * (-1 if ago else 1), unit.rstrip("s"))
        except (OverflowError, ValueError):
            return None
    rest = RELATIVE.sub(" ", text)
    for number, day in enumerate(DAYS):
        found_day = re.search(rf"\b(next |last )?{day}\b|\b(next |last )?{day[:3]}\b", rest)
        if found_day:
            ahead = (number - moment.weekday()) % 7
            if "last" in found_day.group():
                ahead -= 7
            elif "next" in found_day.group() and ahead == 0:
                ahead = 7
            moment = (moment + timedelta(days=ahead)).replace(hour=0, minute=0, second=0)
            rest = rest.replace(found_day.group(), " ")
    return None if rest.replace("utc", " ").replace(",", " ").strip() else int(moment.timestamp())


def _shift(moment: datetime, count: int, unit: str) -> datetime:
    if unit in ("month", "year"):
        months = moment.year * 12 + moment.month - 1 + count * (12 if unit == "year" else 1)
        year, month = divmod(months, 12)
        extra = max(0, moment.day - monthrange(year, month + 1)[1])
        return moment.replace(year=year, month=month + 1, day=moment.day - extra) + timedelta(days=extra)
    return moment + timedelta(seconds=count * UNITS[unit])


def format_date(form: str, moment: int) -> str:
    """Return nanoseconds since the epoch in a format of ``date``."""
    when = datetime.fromtimestamp(moment // SECOND, UTC)
    special = {
        "s": str(moment // SECOND),
        "N": f"{moment % SECOND:09d}",
        "Z": "UTC",
        "z": "+0000",
        "e": f"{when.day:2d}",
        "k": f"{when.hour:2d}",
        "l": f"{(when.hour - 1) % 12 + 1:2d}",
        "P": f"{when:%p}".lower(),
        "n": "\n",
        "t": "\t",
        "F": f"{when:%Y-%m-%d}",
        "T": f"{when:%H:%M:%S}",
        "R": f"{when:%H:%M}",
        "D": f"{when:%m/%d/%y}",
        "h": f"{when:%b}",
        "q": str((when.month - 1) // 3 + 1),
        "C": f"{when.year // 100:02d}",
        "r": f"{when:%I:%M:%S %p}",
    }

    def one(found: re.Match[str]) -> str:
        flag, width, letter = found.groups()
        if letter == "%":
            return "%"
        if letter == "N" and width:
            return special["N"][: int(width)]
        text = special[letter] if letter in special else when.strftime(f"%{letter}")
        if flag == "-":
            return text.lstrip("0 ") or "0"
        if flag == "_":
            return re.sub(r"^0+(?=\d)", lambda zeros: " " * len(zeros.group()), text)
        return text.upper() if flag == "^" else text

    return re.sub(r"%([-_0^#]?)(\d*):?([A-Za-z%])", one, form)
