"""Recorded rows replayed in fresh Worlds, and both sides brought to one form before they are compared.

What is normalised is what ``tests/golden/README.md`` lists, and nothing else: ids, uids, times and dates, ages, sizes,
addresses, generated name suffixes, resource versions; runs of blanks are folded.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sandbox.sim.world import World

AGE = r"(?:Less than a second|About a minute|About an hour|\d+ (?:second|minute|hour|day|week|month|year)s?)"
RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", "<UID>"),
        (r"\b[0-9a-f]{64}\b", "<ID64>"),
        (r"\b(?=[0-9a-f]*[0-9])[0-9a-f]{12}\b", "<ID12>"),
        (r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z| \+0000 UTC|[+-]\d\d:\d\d| [+-]\d{4}(?: UTC)?)?", "<TIME>"),
        (AGE, "<AGE>"),
        (r"\b(?:\d+d)?(?:\d+h)?(?:\d+m)?\d+(?:\.\d+)?s\b|\b\d+(?:m|h|d)(?:\d+[smh])?\b", "<AGE>"),
        (r"\b\d+(?:\.\d+)?(?:e\+\d+)?(?:[kMGT]i?B|B)\b", "<SIZE>"),
        (r"\b(?:172\.(?:1[6-9]|2\d|3[01])|192\.168|10\.\d+)\.\d+\.\d+\b", "<IP>"),
        (r"(?m)[ \t]+", " "),
    )
)


def normalise(text: str) -> str:
    """Return a text in the form in which recordings and answers are compared."""
    for pattern, replacement in RULES:
        text = pattern.sub(replacement, text)
    return text


@dataclass(frozen=True, slots=True)
class Row:
    """One recording: a World's start, a command, and what the real thing answered."""

    case: str
    group: str
    command: str
    exit: int
    stdout: str
    stderr: str
    setup: tuple[str, ...] = ()
    files: dict[str, str] = field(default_factory=dict)
    images: tuple[str, ...] = ()
    extra: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def load(cls, data: dict[str, Any]) -> "Row":
        """Return the row of one JSON line."""
        known = {"case", "group", "command", "exit", "stdout", "stderr", "setup", "files", "images"}
        return cls(
            data["case"], data["group"], data["command"], data["exit"], data["stdout"], data["stderr"],
            tuple(data.get("setup", ())), dict(data.get("files", {})), tuple(data.get("images", ())),
            {name: value for name, value in data.items() if name not in known},
        )  # fmt: skip


def rows(path: Path) -> Iterator[Row]:
    """Return the rows of a file of JSON lines."""
    for line in path.read_text(encoding="utf-8").splitlines():
        yield Row.load(json.loads(line))


@dataclass(frozen=True, slots=True)
class Answer:
    """What a World answered."""

    exit: int
    stdout: str
    stderr: str

    def matches(self, row: Row) -> bool:
        """Say whether the answer is the recorded one, both normalised."""
        return (self.exit, normalise(self.stdout), normalise(self.stderr)) == (
            row.exit, normalise(row.stdout), normalise(row.stderr),
        )  # fmt: skip


def perform(world: World, row: Row) -> Answer:
    """Run a row's command: in the shell, or typed on the terminal where it was recorded on one (``tty_keys``).

    A recording of a terminal has no prompt of the shell's, no echo of the command, and its lines end in CR LF.
    """
    if "tty_keys" not in row.extra:
        result = world.run(row.command)
        return Answer(result.exit_code, result.stdout, result.stderr)
    world.read()
    shown = world.type(f"{row.command}\n")
    text = shown.output.removeprefix(f"{row.command}\n")
    for keys in row.extra["tty_keys"]:
        text += shown.prompt
        shown = world.type(keys)
        text += shown.output
    return Answer(-1 if shown.exit_code is None else shown.exit_code, text.replace("\n", "\r\n"), "")
