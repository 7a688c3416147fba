"""Warnings on a Dockerfile.

Models moby buildkit frontend/dockerfile/linter (ruleset.go), v0.22. Not modelled: NoEmptyContinuation,
InvalidDefaultArgInFrom, and the experimental rules.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from sandbox.sim.engine.builder.buildkit import plan
from sandbox.sim.engine.builder.buildkit.failure import suggestion
from sandbox.sim.engine.builder.buildkit.plan import Stage
from sandbox.sim.engine.builder.dockerfile import Instruction
from sandbox.sim.engine.builder.expand import split_words

Inherited = Callable[[str], Iterable[str]]
"""Returns the names of the variables that an image sets."""
URL = "https://docs.docker.com/go/dockerfile/rule/"
SECRET = re.compile(r"(?:_|^)(?:apikey|auth|credentials?|key|password|pword|passwd|secret|token)(?:_|$)", re.IGNORECASE)
PUBLIC = re.compile(r"(?:_|^)public(?:_|$)", re.IGNORECASE)
VARIABLE = re.compile(r"(?<!\\)\$(?:\{([A-Za-z_]\w*)(:?[-+?])?|([A-Za-z_]\w*))")
EXPANDED = frozenset(("ADD", "COPY", "ENV", "EXPOSE", "LABEL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR"))
ONCE = ("CMD", "ENTRYPOINT", "HEALTHCHECK")
RESERVED = ("context", "scratch")
PREDEFINED = frozenset(("HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "NO_PROXY", "ALL_PROXY", "PATH"))


@dataclass(frozen=True, slots=True)
class Warning:  # noqa: A001  (the linter's own word)
    """One warning: the rule's name, what it says, and the lines that it is about."""

    rule: str
    text: str
    line: int
    last_line: int

    @property
    def short(self) -> str:
        """The warning in one line."""
        return f"{self.rule}: {self.text} (line {self.line})"

    @property
    def url(self) -> str:
        """Where the rule is explained."""
        return URL + re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-", self.rule).lower() + "/"


def check(
    rows: tuple[Instruction, ...], stages: list[Stage], needed: list[Stage], inherited: Inherited
) -> list[Warning]:
    """Return the warnings on a Dockerfile; those of its meaning only for stages that are built."""
    found = [*_casing(rows), *_names(stages), *_forms(rows), *_from_arguments(rows)]
    for stage in needed:
        found += [*_repeated(stage), *_json(stage), *_workdir(stage), *_secrets(stage)]
        found += _variables(stage, stages, inherited)
    return found


def _at(row: Instruction, rule: str, text: str) -> Warning:
    return Warning(rule, text, row.line, row.last_line)


def _casing(rows: tuple[Instruction, ...]) -> Iterator[Warning]:
    lower = sum(row.typed.islower() for row in rows)
    majority = "lowercase" if lower > len(rows) - lower else "uppercase"
    for row in rows:
        wanted = row.typed.lower() if majority == "lowercase" else row.typed.upper()
        if row.typed != wanted:
            text = f"Command '{row.typed}' should match the case of the command majority ({majority})"
            yield _at(row, "ConsistentInstructionCasing", text)


def _names(stages: list[Stage]) -> Iterator[Warning]:
    seen: set[str] = set()
    for stage in stages:
        words = stage.start.text.split()
        if len(words) < 3:  # noqa: PLR2004  (FROM x AS y)
            continue
        typed = stage.start.typed
        if words[1].islower() != typed.islower() or words[1].isupper() != typed.isupper():
            yield _at(stage.start, "FromAsCasing", f"'{words[1]}' and '{typed}' keywords' casing do not match")
        if words[2] != words[2].lower():
            yield _at(stage.start, "StageNameCasing", f"Stage name '{words[2]}' should be lowercase")
        if stage.name in RESERVED:
            text = f'Stage name should not use the same name as reserved stage "{stage.name}"'
            yield _at(stage.start, "ReservedStageName", text)
        if stage.name in seen:
            text = f'Duplicate stage name "{stage.name}", stage names should be unique'
            yield _at(stage.start, "DuplicateStageName", text)
        seen.add(stage.name)


def _forms(rows: tuple[Instruction, ...]) -> Iterator[Warning]:
    for row in rows:
        if row.name == "MAINTAINER":
            yield _at(row, "MaintainerDeprecated", "Maintainer instruction is deprecated in favor of using label")
        words = split_words(row.text)
        if row.name in ("ENV", "LABEL") and words and "=" not in words[0]:
            text = f'"{row.name} key=value" should be used instead of legacy "{row.name} key value" format'
            yield _at(row, "LegacyKeyValueFormat", text)


def _from_arguments(rows: tuple[Instruction, ...]) -> Iterator[Warning]:
    known = set(plan.PLATFORM)
    for row in rows:
        if row.name == "ARG" and "FROM" not in (other.name for other in rows[: rows.index(row)]):
            known.add(row.text.partition("=")[0])
        if row.name != "FROM":
            continue
        platform = row.flag("platform")
        if platform in ("$TARGETPLATFORM", "${TARGETPLATFORM}"):
            text = f"Setting platform to predefined {platform} in FROM is redundant as this is the default behavior"
            yield _at(row, "RedundantTargetPlatform", text)
        elif platform and "$" not in platform:
            text = f'FROM --platform flag should not use constant value "{platform}"'
            yield _at(row, "FromPlatformFlagConstDisallowed", text)
        for name in _used(row.text):
            if name not in known:
                text = f"FROM argument '{name}' is not declared{suggestion(name, sorted(known))}"
                yield _at(row, "UndefinedArgInFrom", text)


def _used(text: str) -> list[str]:
    """Return the variables that a text takes for granted: one with a default is not."""
    return [match[1] or match[3] for match in VARIABLE.finditer(text) if not match[2]]


def _repeated(stage: Stage) -> Iterator[Warning]:
    for name in ONCE:
        rows = [row for row in stage.rows if row.name == name]
        for row in rows[:-1]:
            text = (
                f"Multiple {name} instructions should not be used in the same stage "
                "because only the last one will be used"
            )
            yield _at(row, "MultipleInstructionsDisallowed", text)


def _json(stage: Stage) -> Iterator[Warning]:
    own_shell = False
    for row in stage.rows:
        own_shell |= row.name == "SHELL"
        if row.name in ("CMD", "ENTRYPOINT") and row.words is None and not own_shell:
            text = f"JSON arguments recommended for {row.name} to prevent unintended behavior related to OS signals"
            yield _at(row, "JSONArgsRecommended", text)


def _workdir(stage: Stage) -> Iterator[Warning]:
    for row in stage.rows:
        if row.name != "WORKDIR":
            continue
        if row.text.startswith(("/", "$")):
            return
        text = f'Relative workdir "{row.text}" can have unexpected results if the base image changes'
        yield _at(row, "WorkdirRelativePath", text)


def _secrets(stage: Stage) -> Iterator[Warning]:
    for row in stage.rows:
        if row.name not in ("ARG", "ENV"):
            continue
        for name in _assigned(row):
            if SECRET.search(name) and not PUBLIC.search(name):
                text = f'Do not use ARG or ENV instructions for sensitive data ({row.name} "{name}")'
                yield _at(row, "SecretsUsedInArgOrEnv", text)


def _assigned(row: Instruction) -> list[str]:
    words = split_words(row.text)
    if row.name == "ENV" and words and "=" not in words[0]:
        return words[:1]
    return [word.partition("=")[0] for word in words]


def _variables(stage: Stage, stages: list[Stage], inherited: Inherited) -> Iterator[Warning]:
    known = {*PREDEFINED, *_of_base(stage, stages, inherited)}
    for row in stage.rows:
        for name in _used(row.text) if row.name in EXPANDED else ():
            if name not in known:
                hint = suggestion(name, sorted(known)).replace("mean ", "mean $")
                yield _at(row, "UndefinedVar", f"Usage of undefined variable '${name}'{hint}")
        if row.name in ("ARG", "ENV"):
            known.update(_assigned(row))


def _of_base(stage: Stage, stages: list[Stage], inherited: Inherited) -> set[str]:
    """Return the variables that a stage has from the one, or the image, that it stands on."""
    base = plan.find(stages, stage.base, stage.index)
    if base is None:
        return set(inherited(stage.base))
    own = {name for row in base.rows if row.name == "ENV" for name in _assigned(row)}
    return own | _of_base(base, stages, inherited)
