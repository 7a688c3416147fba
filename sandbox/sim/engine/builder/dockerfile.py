"""A Dockerfile read into instructions.

Models moby buildkit frontend/dockerfile/parser. Not modelled: other frontends than the built-in one (``syntax``).
"""

import json
import re
from dataclasses import dataclass, replace

from sandbox.sim.engine.builder.failure import DockerfileFault
from sandbox.sim.engine.errors import BadRequest

DIRECTIVE = re.compile(r"#\s*(escape|syntax|check)\s*=\s*(\S+)\s*$", re.IGNORECASE)
_NAMES = (
    "ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME "
    "WORKDIR"
)
NAMES = frozenset(_NAMES.split())
JSON_FORM = frozenset(("ADD", "CMD", "COPY", "ENTRYPOINT", "RUN", "SHELL", "VOLUME"))
FLAGGED = frozenset(("ADD", "COPY", "FROM", "HEALTHCHECK", "RUN"))


HEREDOC = re.compile(r"<<(-?)([\"']?)([A-Za-z_][\w.]*)\2")
WITH_HEREDOCS = frozenset(("ADD", "COPY", "RUN"))


@dataclass(frozen=True, slots=True)
class Heredoc:
    """A here-document: its delimiter, what stands in it, and whether variables in it are replaced."""

    name: str
    text: str
    expand: bool


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction: its name in capitals, its flags, the rest of the line, and the line's number."""

    name: str
    flags: tuple[str, ...]
    text: str
    line: int
    original: str
    """As the build shows it."""
    last_line: int = 0
    heredocs: tuple["Heredoc", ...] = ()
    typed: str = ""
    """Its name as it was typed."""

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


def parse(text: str, name: str = "Dockerfile", *, heredocs: bool = False) -> list[Instruction]:
    """Return the instructions. Raises BadRequest with the daemon's words.

    The classic builder of the engine knows no here-documents, BuildKit does (``heredocs``).
    """
    lines = text.splitlines()
    escape, at = _escape(lines), 0
    found: list[Instruction] = []
    while at < len(lines):
        if _is_blank(lines[at]):
            at += 1
            continue
        start = at + 1
        line, at = _logical_line(lines, at, escape)
        row = replace(instruction(line, start), last_line=at)
        if heredocs and row.name in WITH_HEREDOCS:
            row, at = _with_heredocs(row, lines, at)
        found.append(row)
    if not found:
        raise BadRequest(
            f"the Dockerfile ({name}) cannot be empty"
            if not text
            else "failed to parse Dockerfile: file with no instructions"
        )
    return found


def _is_blank(row: str) -> bool:
    return row.lstrip().startswith("#") or not row.strip()


def _logical_line(lines: list[str], at: int, escape: str) -> tuple[str, int]:
    """Return a line with those that continue it, and where the next one stands."""
    line = ""
    while at < len(lines):
        row = lines[at]
        at += 1
        if _is_blank(row):
            continue
        if not row.rstrip().endswith(escape):
            return line + row, at
        line += row.rstrip()[:-1]
    return line, at


def _with_heredocs(row: Instruction, lines: list[str], at: int) -> tuple[Instruction, int]:
    """Read the here-documents that an instruction begins."""
    found: list[Heredoc] = []
    for strip, quote, name in HEREDOC.findall(row.text):
        body: list[str] = []
        while True:
            if at >= len(lines):
                raise DockerfileFault("unterminated heredoc", row.line, len(lines))
            line = lines[at].lstrip("\t") if strip else lines[at]
            at += 1
            if line == name:
                break
            body.append(f"{line}\n")
        found.append(Heredoc(name, "".join(body), not quote))
    return replace(row, heredocs=tuple(found), last_line=at), at


def _escape(lines: list[str]) -> str:
    for row in lines:
        directive = DIRECTIVE.match(row)
        if directive is None:
            break
        if directive[1].lower() == "escape":
            return directive[2]
    return "\\"


def directive(text: str, name: str) -> str:
    """Return the value of a parser directive at the top of a Dockerfile, empty where there is none."""
    for row in text.splitlines():
        found = DIRECTIVE.match(row)
        if found is None:
            break
        if found[1].lower() == name:
            return found[2]
    return ""


def instruction(row: str, line: int) -> Instruction:
    """Read one instruction. Raises BadRequest."""
    stripped = row.strip()
    name, _, rest = stripped.replace("\t", " ", 1).partition(" ")
    upper, rest = name.upper(), rest.strip()
    if upper not in NAMES:
        raise DockerfileFault(f"unknown instruction: {name}", line)
    flags: list[str] = []
    while upper in FLAGGED and rest.startswith("--"):
        flag, _, rest = rest.partition(" ")
        rest = rest.lstrip()
        flags.append(flag)
    if not rest and upper != "CMD":
        raise DockerfileFault(f"{upper} requires {_requirement(upper)}", line)
    return Instruction(upper, tuple(flags), rest, line, f"{upper} {stripped[len(name) :].strip()}", line, (), name)


def _requirement(name: str) -> str:
    if name in ("ADD", "COPY"):
        return "at least two arguments, but only one was provided. Destination could not be determined"
    if name == "FROM":
        return "either one or three arguments"
    one = ("MAINTAINER", "STOPSIGNAL", "USER", "WORKDIR")
    return "exactly one argument" if name in one else "at least one argument"
