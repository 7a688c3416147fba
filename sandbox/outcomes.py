"""What scoring an answer gave, as data that is stored with the submission."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from documents.text import LocalizedText

Verdict = Literal["passed", "partly", "wrong", "invalid", "timed out", "our fault"]


# JSON in PostgreSQL holds neither, and a program may well print them.
_UNSTORABLE = re.compile(r"[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Played:
    """One command of an answer and what it printed, as a terminal would show it, cut to a bounded size."""

    line: str
    exit_code: int
    stdout: str
    stderr: str


@dataclass(frozen=True, slots=True)
class Scored:
    """One check of the lab: whether it holds, the points it earned, and the reason where it does not hold."""

    id: str
    passed: bool
    points: int
    max_points: int
    reason: LocalizedText
    cost: int = 0
    """Points that opened hints took away."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why an answer cannot be read, and where: line and column count from 1, 0 when no place is to blame."""

    text: LocalizedText
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """A verdict with everything that a learner is told about it."""

    verdict: Verdict
    checks: tuple[Scored, ...] = ()
    transcript: tuple[Played, ...] = ()
    unreadable: Unreadable | None = None

    @property
    def points(self) -> int:
        """The sum of what the checks earned."""
        return sum(check.points for check in self.checks)

    def less_hints(self, costs: Mapping[str, int]) -> "Outcome":
        """Return the outcome with the cost of opened hints taken from each check that earned points, by check id."""
        checks = tuple(
            replace(
                check, points=max(0, check.points - costs.get(check.id, 0)), cost=min(check.points, costs[check.id])
            )
            if check.points and costs.get(check.id)
            else check
            for check in self.checks
        )
        return replace(self, checks=checks)

    def as_data(self) -> dict[str, Any]:
        """Return the outcome as JSON."""
        data = asdict(self)
        data["checks"] = [{**asdict(check), "reason": check.reason.as_data()} for check in self.checks]
        if self.unreadable is not None:
            data["unreadable"]["text"] = self.unreadable.text.as_data()
        storable: dict[str, Any] = _make_storable(data)
        return storable

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Outcome":
        """Return the outcome that as_data() wrote."""
        unreadable = data["unreadable"]
        return cls(
            verdict=data["verdict"],
            checks=tuple(Scored(**{**row, "reason": LocalizedText.from_data(row["reason"])}) for row in data["checks"]),
            transcript=tuple(Played(**row) for row in data["transcript"]),
            unreadable=None
            if unreadable is None
            else Unreadable(**{**unreadable, "text": LocalizedText.from_data(unreadable["text"])}),
        )


def _make_storable(value: Any) -> Any:
    """Return a JSON value with a replacement character for each character that no database takes."""
    if isinstance(value, str):
        return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", value)
    if isinstance(value, dict):
        return {key: _make_storable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_make_storable(item) for item in value]
    return value
