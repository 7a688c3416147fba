"""What a build prints while it goes on: plainly, as JSON, or as one picture on a terminal.

Models moby buildkit util/progress/progressui (printer.go, display.go), v0.22. Not modelled: pictures that move; a
terminal gets the last one.
"""

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from sandbox.sim.kernel.clock import SECOND, rfc3339_nano
from sandbox.sim.runtime.images.image import digest

WIDTH = 80
TAIL = 10
"""How many lines of a failed step are shown again."""
UNITS = ("B", "kB", "MB", "GB", "TB")


def size(number: float) -> str:
    """Return ``98B`` or ``1.95kB``."""
    step = 0
    while number >= 1000 and step < len(UNITS) - 1:  # noqa: PLR2004  (decimal units)
        number, step = number / 1000, step + 1
    return f"{number:.0f}B" if not step else f"{number:.2f}{UNITS[step]}"


@dataclass(slots=True)
class Progress:
    """The steps so far. ``mode`` is plain, tty, rawjson or quiet."""

    mode: str
    begun: int
    names: list[str] = field(default_factory=list)
    ends: list[str] = field(default_factory=list)
    """How each step ended, as the picture shows it."""
    notes: list[list[str]] = field(default_factory=list)
    started: int = 0
    tail: list[str] = field(default_factory=list)
    partial: str = ""

    def dump(self) -> dict[str, Any]:
        """Return JSON-able data."""
        return asdict(self)

    @property
    def number(self) -> int:
        """The number of the current step."""
        return len(self.names)

    def begin(self, name: str, now: int) -> str:
        """Begin a step and return what is printed."""
        self.names.append(name)
        self.ends.append("")
        self.notes.append([])
        self.started, self.tail, self.partial = now, [], ""
        gap = "\n" if self.number > 1 else ""
        return self._show(f"{gap}#{self.number} {name}", {"name": name, "started": rfc3339_nano(now)})

    def note(self, text: str, now: int) -> str:
        """Print a line of the current step's state, such as ``transferring context: 2B done``."""
        self.notes[-1].append(text.removesuffix(" done"))
        return self._show(f"#{self.number} {text}", {"status": text, "timestamp": rfc3339_nano(now)})

    def output(self, text: str, moment: int) -> str:
        """Print what a command of the current step prints, line by line; the rest waits for its end."""
        *lines, self.partial = (self.partial + text).split("\n")
        return "".join(self._line(line, moment) for line in lines)

    def _line(self, line: str, moment: int) -> str:
        stamp = f"{(moment - self.started) / SECOND:#.4g}"[:5]
        self.tail = [*self.tail, f"{stamp} {line}"][-TAIL:]
        return self._show(f"#{self.number} {stamp} {line}", {"log": line, "timestamp": rfc3339_nano(moment)})

    def end(self, now: int, *, cached: bool = False, error: str = "") -> str:
        """End the current step and return what is printed."""
        rest = self._line(self.partial, now) if self.partial else ""
        self.partial = ""
        seconds = f"{(now - self.started) / SECOND:.1f}s"
        self.ends[-1] = "CACHED" if cached else "ERROR" if error else seconds
        words = "CACHED" if cached else f"ERROR: {error}" if error else f"DONE {seconds}"
        extra = {"cached": True} if cached else {"error": error} if error else {}
        return rest + self._show(f"#{self.number} {words}", {"completed": rfc3339_nano(now), **extra})

    def _show(self, line: str, event: dict[str, Any]) -> str:
        if self.mode == "plain":
            return f"{line}\n"
        if self.mode != "rawjson":
            return ""
        vertex = digest("vertex", str(self.number), self.names[-1])
        if "log" in event or "status" in event:
            kind = "logs" if "log" in event else "statuses"
            return json.dumps({kind: [{"vertex": vertex, **event}]}) + "\n"
        return json.dumps({"vertexes": [{"digest": vertex, "name": self.names[-1], **event}]}) + "\n"

    def picture(self, now: int) -> str:
        """Return all steps at once, as a terminal shows them when the build is over."""
        total = f"{(now - self.begun) / SECOND:.1f}s"
        done = sum(end not in ("", "ERROR") for end in self.ends)
        finished = " FINISHED" if done == len(self.ends) else ""
        rows = [_spread(f"[+] Building {total} ({done}/{len(self.names)}){finished}", "docker:default")]
        for name, end, notes in zip(self.names, self.ends, self.notes, strict=True):
            mark = f"{end} " if end in ("CACHED", "ERROR") else ""
            rows.append(_spread(f" => {mark}{name}", "0.0s" if mark else end))
            rows += [_spread(f" => => {note}", "0.0s") for note in notes]
        return "".join(f"{row}\n" for row in rows)

    def failure(self) -> str:
        """Return the last lines of the step that failed."""
        return "".join(f"{line}\n" for line in ["------", f" > {self.names[-1]}:", *self.tail, "------"])


def _spread(left: str, right: str) -> str:
    room = WIDTH - len(right) - 1
    shown = left if len(left) <= room else f"{left[: room - 3]}..."
    return f"{shown:<{room}} {right}"
