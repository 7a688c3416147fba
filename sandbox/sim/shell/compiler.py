"""From commands to instructions.

An instruction is a tuple: its name (a method of the virtual machine) and operands. Places in the code are plain
numbers, so that a shell's whole position is a number too. ``guarded`` marks commands whose failure ``set -e``
forgives: conditions, and all but the last of ``&&`` and ``||``.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from sandbox.sim.shell import syntax
from sandbox.sim.shell.lexer import HereDocument
from sandbox.sim.shell.parser import Parser
from sandbox.sim.shell.syntax import Commands, Redirection, ShellSyntaxError

Instruction = tuple[Any, ...]
MAX_TEXT = 262_144
"""Characters of the longest script that is compiled."""


class Unit(NamedTuple):
    """A compiled text: its instructions and the line on which each stands."""

    code: tuple[Instruction, ...]
    lines: tuple[int, ...]


@lru_cache(maxsize=1024)
def compile_text(text: str, first_line: int = 1) -> Unit:
    """Compile a script. Where it cannot be read, what stands before that line runs and the error is an instruction."""
    builder = Builder(first_line)
    if len(text) > MAX_TEXT:
        builder.emit("complain", f"script too long: {len(text)} characters, at most {MAX_TEXT}", None)
        return builder.unit()
    parser = Parser(text, first_line)
    warned = 0
    try:
        while True:
            mark = len(builder.code)
            commands = parser.parse_line()
            if commands is None:
                break
            for line, warning in parser.lexer.warnings[warned:]:
                builder.line = line
                builder.emit("warn", warning)
            warned = len(parser.lexer.warnings)
            builder.add_list(commands, guarded=False)
            builder.emit("line_end")
    except ShellSyntaxError as error:
        del builder.code[mark:], builder.lines[mark:]
        builder.line = error.line
        builder.emit("complain", str(error), error.source_line)
    return builder.unit()


class Builder:
    """Collects instructions; places that are not known yet are filled in with ``patch()``."""

    def __init__(self, line: int) -> None:
        self.code: list[Instruction] = []
        self.lines: list[int] = []
        self.line = line

    def unit(self) -> Unit:
        """Return what was built."""
        return Unit(tuple(self.code), tuple(self.lines))

    def emit(self, *instruction: Any) -> int:
        """Add an instruction and return its place."""
        self.code.append(instruction)
        self.lines.append(self.line)
        return len(self.code) - 1

    def here(self) -> int:
        """Return the place of the next instruction."""
        return len(self.code)

    def patch(self, place: int, *operands: Any) -> None:
        """Give an instruction its operands."""
        self.code[place] = (self.code[place][0], *operands)

    # Lists

    def add_list(self, commands: Commands, *, guarded: bool) -> None:
        """Add a list; ``&`` starts its part in the background."""
        for and_or, background in commands.items:
            if background:
                self.line = and_or.first.line
                start = self.emit("background")
                self.add_and_or(and_or, guarded=True)
                self.emit("end")
                self.patch(start, self.here(), _source(and_or))
            else:
                self.add_and_or(and_or, guarded=guarded)

    def add_and_or(self, and_or: syntax.AndOr, *, guarded: bool) -> None:
        """Add pipelines joined by ``&&`` and ``||``."""
        self.add_pipeline(and_or.first, guarded=guarded or bool(and_or.rest))
        for number, (operator, pipeline) in enumerate(and_or.rest):
            skip = self.emit("jump_if_failed" if operator == "&&" else "jump_if_ok")
            self.add_pipeline(pipeline, guarded=guarded or number < len(and_or.rest) - 1)
            self.patch(skip, self.here())

    def add_pipeline(self, pipeline: syntax.Pipeline, *, guarded: bool) -> None:
        """Add a pipeline: one command runs in the shell itself, several in a process each."""
        self.line = pipeline.line
        if pipeline.timed:
            self.emit("time_start")
        inner_guarded = guarded or pipeline.negated
        if len(pipeline.stages) == 1:
            self.add_command(pipeline.stages[0], guarded=inner_guarded)
        elif pipeline.stages:
            self._stages(pipeline.stages, guarded=inner_guarded)
        else:
            self.emit("set_status", 0)
        if pipeline.negated:
            self.emit("negate")
        if pipeline.timed:
            self.emit("time_end")

    def _stages(self, stages: tuple[Any, ...], *, guarded: bool) -> None:
        line = self.line
        place = self.emit("pipeline")
        starts = []
        for stage in stages:
            starts.append(self.here())
            self.add_command(stage, guarded=guarded)
            self.emit("end")
        self.line = line
        self.patch(place, tuple(starts), self.here(), guarded)

    # Commands

    def add_command(self, command: Any, *, guarded: bool) -> None:
        """Add one command of any kind."""
        if isinstance(command, syntax.Simple):
            self.line = command.line
            redirections = _resolve(command.redirections)
            self.emit("simple", command._replace(redirections=redirections), guarded)
            return
        ADDERS[type(command)](self, command, guarded)

    def add_if(self, command: syntax.If, guarded: bool) -> None:  # noqa: FBT001  (one shape for all kinds)
        """Add ``if``."""
        ends = []
        for condition, body in command.clauses:
            self.add_list(condition, guarded=True)
            skip = self.emit("jump_if_failed")
            self.add_list(body, guarded=guarded)
            ends.append(self.emit("jump"))
            self.patch(skip, self.here())
        if command.otherwise is not None:
            self.add_list(command.otherwise, guarded=guarded)
        else:
            self.emit("set_status", 0)
        for end in ends:
            self.patch(end, self.here())

    def add_while(self, command: syntax.While, guarded: bool) -> None:  # noqa: FBT001  (one shape for all kinds)
        """Add ``while`` and ``until``."""
        start = self.emit("loop")
        again = self.here()
        self.add_list(command.condition, guarded=True)
        leave = self.emit("jump_if_ok" if command.until else "jump_if_failed")
        self.add_list(command.body, guarded=guarded)
        self.emit("loop_again", again)
        self.patch(leave, self.here())
        self.emit("loop_end")
        self.patch(start, self.here(), again)

    def add_for(self, command: syntax.For, guarded: bool) -> None:  # noqa: FBT001  (one shape for all kinds)
        """Add ``for … in`` and ``select``."""
        self.line = command.line
        start = self.emit("for_start")
        again = self.emit("for_next")
        self.add_list(command.body, guarded=guarded)
        self.emit("loop_again", again)
        self.patch(again, command.name, self.here(), command.menu)
        self.emit("loop_end")
        self.patch(start, command.words, self.here(), again, command.name)

    def add_arithmetic_for(self, command: syntax.ArithmeticFor, guarded: bool) -> None:  # noqa: FBT001  (one shape)
        """Add ``for ((…))``."""
        self.line = command.line
        self.emit("arithmetic", command.start or "1", True)  # noqa: FBT003  (an operand)
        start = self.emit("loop")
        again = self.here()
        self.emit("arithmetic", command.condition or "1", True)  # noqa: FBT003  (an operand)
        leave = self.emit("jump_if_failed")
        self.add_list(command.body, guarded=guarded)
        step = self.emit("loop_status")
        self.emit("arithmetic", command.step or "1", True)  # noqa: FBT003  (an operand)
        self.emit("jump", again)
        self.patch(leave, self.here())
        self.emit("loop_end")
        self.patch(start, self.here(), step)

    def add_case(self, command: syntax.Case, guarded: bool) -> None:  # noqa: FBT001  (one shape for all kinds)
        """Add ``case``; ``;;&`` goes on looking with what is left."""
        self.line = command.line
        ends = []
        rows: list[tuple[tuple[syntax.Word, ...], int]] = []
        lookups = [(self.emit("case"), 0)]
        for number, (patterns, body, terminator) in enumerate(command.items):
            rows.append((patterns, self.here()))
            self.add_list(body, guarded=guarded)
            if terminator == ";;":
                ends.append(self.emit("jump"))
            elif terminator == ";;&":
                lookups.append((self.emit("case"), number + 1))
        end = self.here()
        for place, first in lookups:
            self.patch(place, command.word, tuple(rows[first:]), end, first == 0)
        for place in ends:
            self.patch(place, end)

    def add_group(self, command: syntax.Group, guarded: bool) -> None:  # noqa: FBT001  (one shape for all kinds)
        """Add ``{ … }``."""
        self.add_list(command.body, guarded=guarded)

    def add_subshell(self, command: syntax.Subshell, guarded: bool) -> None:  # noqa: FBT001  (one shape for all kinds)
        """Add ``( … )``."""
        self.line = command.line
        start = self.emit("subshell")
        self.add_list(command.body, guarded=guarded)
        self.emit("end")
        self.line = command.line
        self.patch(start, self.here(), guarded)

    def add_arithmetic(self, command: syntax.Arithmetic, guarded: bool) -> None:  # noqa: FBT001  (one shape)
        """Add ``((…))``."""
        self.line = command.line
        self.emit("arithmetic", command.text, guarded)

    def add_conditional(self, command: syntax.Conditional, guarded: bool) -> None:  # noqa: FBT001  (one shape)
        """Add ``[[ … ]]``."""
        self.line = command.line
        self.emit("conditional", command.expression, guarded)

    def add_function(self, command: syntax.Function, guarded: bool) -> None:  # noqa: FBT001  (one shape for all kinds)
        """Add a function's definition."""
        del guarded
        self.emit("define", command.name, command.text, command.line)

    def add_redirected(self, command: syntax.Redirected, guarded: bool) -> None:  # noqa: FBT001  (one shape)
        """Add a compound command with redirections."""
        self.line = command.line
        redirections = _resolve(command.redirections)
        if isinstance(command.command, syntax.Function):
            inner = command.command
            text = f"{{ {inner.text}\n}} {' '.join(_written(row) for row in redirections)}"
            self.emit("define", inner.name, text, inner.line)
            return
        start = self.emit("redirect")
        self.add_command(command.command, guarded=guarded)
        self.emit("restore")
        self.patch(start, redirections, self.here())


ADDERS: dict[type, Callable[..., None]] = {
    syntax.If: Builder.add_if, syntax.While: Builder.add_while, syntax.For: Builder.add_for,
    syntax.ArithmeticFor: Builder.add_arithmetic_for, syntax.Case: Builder.add_case, syntax.Group: Builder.add_group,
    syntax.Subshell: Builder.add_subshell, syntax.Arithmetic: Builder.add_arithmetic,
    syntax.Conditional: Builder.add_conditional, syntax.Function: Builder.add_function,
    syntax.Redirected: Builder.add_redirected,
}  # fmt: skip


def _source(and_or: syntax.AndOr) -> str:
    """Return the text of a list that is a single simple command, as ``jobs`` shows it."""
    stages = and_or.first.stages
    single = len(stages) == 1 and not and_or.rest and isinstance(stages[0], syntax.Simple)
    return str(stages[0].source) if single else ""


def _resolve(rows: tuple[Any, ...]) -> tuple[Redirection, ...]:
    return tuple(row.redirection() if isinstance(row, HereDocument) else row for row in rows)


def _written(row: Redirection) -> str:
    return f"{'' if row.fd is None else row.fd}{row.op}{row.target.raw}"
