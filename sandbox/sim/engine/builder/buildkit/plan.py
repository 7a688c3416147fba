"""Which stages a Dockerfile has, and which of them a target needs.

Models moby buildkit frontend/dockerfile/instructions (parse.go) and dockerfile2llb (convert.go), v0.22. Not modelled:
several platforms at once.
"""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from sandbox.sim.engine.builder import dockerfile
from sandbox.sim.engine.builder.buildkit.failure import SolveError, suggestion
from sandbox.sim.engine.builder.dockerfile import Instruction
from sandbox.sim.engine.builder.expand import expand
from sandbox.sim.engine.builder.failure import DockerfileFault
from sandbox.sim.engine.errors import BadRequest

PLATFORM = {
    f"{whose}{key}": value
    for whose in ("BUILD", "TARGET")
    for key, value in (("PLATFORM", "linux/amd64"), ("OS", "linux"), ("ARCH", "amd64"), ("VARIANT", ""))
}
NAME = re.compile(r"[a-z][a-z0-9._-]*")
SCRATCH = "scratch"
STEPS = frozenset(("ADD", "COPY", "RUN", "WORKDIR"))
"""Instructions that make a layer, and so a line of the progress."""
FLAGS = {
    "FROM": ("platform",), "RUN": ("mount", "network", "security", "device"),
    "COPY": ("from", "chown", "chmod", "link", "parents", "exclude"),
    "ADD": ("chown", "chmod", "link", "checksum", "keep-git-dir", "exclude", "unpack"),
    "HEALTHCHECK": ("interval", "timeout", "start-period", "start-interval", "retries"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stage:
    """One FROM and what follows it."""

    index: int
    name: str
    base: str
    start: Instruction
    rows: tuple[Instruction, ...]

    def steps(self) -> int:
        """Return how many instructions make layers."""
        return sum(row.name in STEPS for row in self.rows)


@lru_cache(maxsize=64)
def read(text: str) -> tuple[Instruction, ...]:
    """Return a Dockerfile's instructions. Raises SolveError in BuildKit's words."""
    try:
        rows = dockerfile.parse(text, heredocs=True)
    except DockerfileFault as fault:
        raise parse_fault(fault) from fault
    except BadRequest as error:
        raise SolveError("the Dockerfile cannot be empty" if not text else "file with no instructions") from error
    for row in rows:
        _check_flags(row)
    if all(row.name == "ARG" for row in rows):
        raise SolveError("no build stage in current context")
    for row in rows:
        if row.name == "FROM":
            break
        if row.name != "ARG":
            raise parse_fault(DockerfileFault("no build stage in current context", row.line, row.last_line))
    return tuple(rows)


def parse_fault(fault: DockerfileFault) -> SolveError:
    """Return a fault of the Dockerfile in BuildKit's words."""
    reason = fault.reason
    if reason.startswith("unknown instruction: "):
        reason += suggestion(reason.rpartition(" ")[2], sorted(dockerfile.NAMES))
    return SolveError(f"dockerfile parse error on line {fault.line}: {reason}", lines=(fault.line, fault.last_line))


def _check_flags(row: Instruction) -> None:
    known = FLAGS.get(row.name, ())
    for flag in row.flags:
        name = flag[2:].partition("=")[0]
        if name not in known:
            hint = suggestion(name, known)
            raise parse_fault(DockerfileFault(f"unknown flag: --{name}{hint}", row.line, row.last_line))


def global_values(rows: tuple[Instruction, ...], given: Mapping[str, str]) -> dict[str, str]:
    """Return the values of ARGs before the first FROM, those of the platform included."""
    values = dict(PLATFORM)
    for row in rows:
        if row.name == "FROM":
            break
        name, equals, default = row.text.partition("=")
        if name in given:
            values[name] = given[name]
        elif equals:
            values[name] = expand(default, values)
        else:
            values.setdefault(name, "")
    return values


def stages(rows: tuple[Instruction, ...], given: Mapping[str, str]) -> list[Stage]:
    """Return the stages in their order. Raises SolveError."""
    values, found = global_values(rows, given), list[Stage]()
    for row in rows:
        if row.name == "FROM":
            found.append(_stage(len(found), row, values))
        elif found:
            found[-1] = replace(found[-1], rows=(*found[-1].rows, row))
    return found


def _stage(index: int, row: Instruction, values: Mapping[str, str]) -> Stage:
    words = row.text.split()
    if len(words) not in (1, 3) or (len(words) == 3 and words[1].upper() != "AS"):  # noqa: PLR2004  (FROM x AS y)
        raise parse_fault(DockerfileFault("FROM requires either one or three arguments", row.line, row.last_line))
    name = words[2].lower() if len(words) == 3 else ""  # noqa: PLR2004
    if name and not NAME.fullmatch(name):
        fault = f'invalid name for build stage: "{words[2]}", name can\'t start with a number or contain symbols'
        raise parse_fault(DockerfileFault(fault, row.line, row.last_line))
    lines = (row.line, row.last_line)
    try:
        base = expand(words[0], values)
    except BadRequest as error:
        raise SolveError(f"failed to process arguments for base name {words[0]}: {error}", lines=lines) from error
    if not base:
        raise SolveError(f"base name ({words[0]}) should not be blank", lines=lines)
    return Stage(index, name, base, row, ())


def find(found: list[Stage], name: str, before: int) -> Stage | None:
    """Return the stage of a name or number that comes before another one; the latest of that name."""
    for stage in reversed(found[:before]):
        if stage.name and stage.name == name.lower():
            return stage
    return found[int(name)] if name.isdecimal() and int(name) < before else None


def target(found: list[Stage], name: str) -> Stage:
    """Return the stage to build. Raises SolveError."""
    if not name:
        return found[-1]
    stage = find(found, name, len(found))
    if stage is None:
        hint = suggestion(name, [row.name for row in found if row.name])
        raise SolveError(f'target stage "{name}" could not be found{hint}')
    return stage


def sources(row: Instruction) -> list[str]:
    """Return the stages or images that an instruction takes files from."""
    named = [row.flag("from")] if row.flag("from") else []
    for flag in row.flags:
        key, _, value = flag.partition("=")
        fields = dict(part.partition("=")[::2] for part in value.split(","))
        if key == "--mount" and fields.get("from"):
            named.append(fields["from"])
    return named


def needed(found: list[Stage], wanted: Stage) -> list[Stage]:
    """Return the stages that a target needs, itself included, in the order of the file."""
    chosen: set[int] = set()
    waiting = [wanted]
    while waiting:
        stage = waiting.pop()
        if stage.index in chosen:
            continue
        chosen.add(stage.index)
        names = [stage.base, *(name for row in stage.rows for name in sources(row))]
        waiting += [other for name in names if (other := find(found, name, stage.index)) is not None]
    return [stage for stage in found if stage.index in chosen]


def label(stage: Stage, count: int) -> str:
    """Return what the progress calls a stage; nothing where it is the only one."""
    return "" if count == 1 else f"{stage.name or f'stage-{stage.index}'} "


def absolute(workdir: str, path: str) -> str:
    """Return a path below the working directory, with the slash at its end kept."""
    slash = "/" if path.endswith("/") or path in (".", "") else ""
    joined = posixpath.normpath(posixpath.join(workdir or "/", path))
    return joined if joined == "/" else joined + slash
