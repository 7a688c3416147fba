"""A Dockerfile read into instructions.

Models moby buildkit frontend/dockerfile/parser. Not modelled: here-documents, other frontends (``syntax``).
"""

import json
import re
from dataclasses import dataclass

from sandbox.sim.engine.errors import BadRequest

DIRECTIVE = re.compile(r"#\s*(escape|syntax|check)\s*=\s*(\S+)\s*$", re.IGNORECASE)
_NAMES = (
    "ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME "
    "WORKDIR"
)
NAMES = frozenset(_NAMES.split())
JSON_FORM = frozenset(("ADD", "CMD", "COPY", "ENTRYPOINT", "RUN", "SHELL", "VOLUME"))
FLAGGED = frozenset(("ADD", "COPY", "FROM", "HEALTHCHECK", "RUN"))


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction: its name in capitals, its flags, the rest of the line, and the line's number."""

    name: str
    flags: tuple[str, ...]
    text: str
    line: int
    original: str
    """As the build shows it."""

    @property
    def words(self) -> list[str] | None:
        """The JSON form's words, or None where it is not in that form."""
        if self.name not in JSON_FORM or not self.text.startswith("["):
            return None
        try:
            words = json.loads(self.text)
        except ValueError:
            return None
        return words if isinstance(words, list) and all(isinstance(word, str) for word in words) else None

    def flag(self, name: str) -> str:
        """Return the value of ``--name=value``, empty where it is not given."""
        for row in self.flags:
            key, _, value = row[2:].partition("=")
            if key == name:
                return value or "true"
        return ""


def parse(text: str, name: str = "Dockerfile") -> list[Instruction]:
    """Return the instructions. Raises BadRequest with the daemon's words."""
    escape, body = _escape(text.splitlines()), text.splitlines()
    found: list[Instruction] = []
    line, start = "", 0
    for number, row in enumerate(body, 1):
        if row.lstrip().startswith("#") or not row.strip():
            continue
        start = start or number
        stripped = row.rstrip()
        if stripped.endswith(escape):
            line += stripped[:-1]
            continue
        found.append(instruction(line + row, start))
        line, start = "", 0
    if line.strip():
        found.append(instruction(line, start))
    if not found:
        raise BadRequest(
            f"the Dockerfile ({name}) cannot be empty"
            if not text
            else "failed to parse Dockerfile: file with no instructions"
        )
    return found


def _escape(lines: list[str]) -> str:
    for row in lines:
        directive = DIRECTIVE.match(row)
        if directive is None:
            break
        if directive[1].lower() == "escape":
            return directive[2]
    return "\\"


def instruction(row: str, line: int) -> Instruction:
    """Read one instruction. Raises BadRequest."""
    stripped = row.strip()
    name, _, rest = stripped.replace("\t", " ", 1).partition(" ")
    upper, rest = name.upper(), rest.strip()
    if upper not in NAMES:
        raise BadRequest(f"dockerfile parse error line {line}: unknown instruction: {name}")
    flags: list[str] = []
    while upper in FLAGGED and rest.startswith("--"):
        flag, _, rest = rest.partition(" ")
        rest = rest.lstrip()
        flags.append(flag)
    if not rest and upper != "CMD":
        raise BadRequest(f"dockerfile parse error line {line}: {upper} requires {_requirement(upper)}")
    return Instruction(upper, tuple(flags), rest, line, f"{upper} {stripped[len(name) :].strip()}")


def _requirement(name: str) -> str:
    if name in ("ADD", "COPY"):
        return "at least two arguments, but only one was provided. Destination could not be determined"
    one = ("FROM", "MAINTAINER", "STOPSIGNAL", "USER", "WORKDIR")
    return "exactly one argument" if name in one else "at least one argument"
