"""What a script consists of: words, redirections, commands.

Models the grammar of bash 5.2 (parse.y). Not modelled: coproc, extended globs outside ``[[`` and ``case``.
"""

from typing import Any, NamedTuple


class ShellSyntaxError(Exception):
    """A script cannot be read. ``str()`` is bash's message without its prefix, ``line`` the script's line."""

    def __init__(self, message: str, line: int, source_line: str | None = None, near: str = "") -> None:
        super().__init__(message)
        self.line = line
        self.source_line = source_line
        self.near = near


Part = tuple[Any, ...]
"""A piece of a word; the first element tells which:

``("L", text)`` bare text, in which ``*`` and ``~`` have their meaning; ``("Q", text)`` quoted text; ``("D", parts)``
double quotes; ``("P", Parameter)``; ``("C", text, line)`` a command substitution; ``("A", parts)`` arithmetic;
``("S", "<" or ">", text, line)`` a process substitution.
"""


class Word(NamedTuple):
    """One word as it was written (``raw``) and taken apart."""

    parts: tuple[Part, ...]
    raw: str

    @property
    def literal(self) -> str | None:
        """The word's text where it has neither quotes nor expansions."""
        if not self.parts:
            return "" if not self.raw else None
        return self.parts[0][1] if len(self.parts) == 1 and self.parts[0][0] == "L" else None

    @property
    def is_quoted(self) -> bool:
        """Say whether any of it stands in quotes (which makes a here-document literal)."""
        return any(part[0] in "QD" for part in self.parts)


class Parameter(NamedTuple):
    """``${name[index]op…}``. ``op`` is empty for a plain one, ``bad`` for what bash calls a bad substitution."""

    name: str
    op: str = ""
    arguments: tuple[Word, ...] = ()
    subscript: Word | None = None
    indirect: bool = False
    raw: str = ""


class Assignment(NamedTuple):
    """``name[index]=value`` or ``name+=value``; ``elements`` is there for ``name=(…)``."""

    name: str
    value: Word
    subscript: Word | None = None
    append: bool = False
    elements: "tuple[Word | Assignment, ...] | None" = None


class Redirection(NamedTuple):
    """``fd op target``; for a here-document the target is its body. ``variable`` is of ``{name}>file``."""

    op: str
    target: Word
    fd: int | None = None
    variable: str = ""


class Simple(NamedTuple):
    """A simple command. ``source`` is its text from the first word on, for aliases and messages."""

    assignments: tuple[Assignment, ...]
    words: "tuple[Word | Assignment, ...]"
    redirections: tuple[Redirection, ...]
    line: int
    source: str


class Pipeline(NamedTuple):
    """Stages joined by ``|``; ``negated`` for a leading ``!``, ``timed`` for ``time``."""

    stages: tuple[Any, ...]
    negated: bool
    timed: bool
    line: int


class AndOr(NamedTuple):
    """Pipelines joined by ``&&`` and ``||``: the first, then rows of operator and pipeline."""

    first: Pipeline
    rest: tuple[tuple[str, Pipeline], ...]


class Commands(NamedTuple):
    """A list of commands: rows of the and-or list and whether ``&`` ends it."""

    items: tuple[tuple[AndOr, bool], ...]


class If(NamedTuple):
    """``if``: rows of condition and body, and the ``else`` part."""

    clauses: tuple[tuple[Commands, Commands], ...]
    otherwise: Commands | None


class While(NamedTuple):
    """``while`` and ``until``."""

    condition: Commands
    body: Commands
    until: bool


class For(NamedTuple):
    """``for name in words``; ``words`` is None for the positional parameters. ``menu`` is set for ``select``."""

    name: str
    words: tuple[Word, ...] | None
    body: Commands
    line: int
    menu: bool = False


class ArithmeticFor(NamedTuple):
    """``for ((start; condition; step))``."""

    start: str
    condition: str
    step: str
    body: Commands
    line: int


class Case(NamedTuple):
    """``case``: rows of patterns, body and terminator (``;;``, ``;&``, ``;;&``)."""

    word: Word
    items: tuple[tuple[tuple[Word, ...], Commands, str], ...]
    line: int


class Group(NamedTuple):
    """``{ …; }``."""

    body: Commands


class Subshell(NamedTuple):
    """``( … )``."""

    body: Commands
    line: int


class Arithmetic(NamedTuple):
    """``(( … ))``."""

    text: str
    line: int


class Conditional(NamedTuple):
    """``[[ … ]]``: nested rows ``("not", x)``, ``("and", x, y)``, ``("or", x, y)``, ``("unary", op, word)``, …."""

    expression: tuple[Any, ...]
    line: int


class Function(NamedTuple):
    """A function: the text of its body and the line on which that begins."""

    name: str
    text: str
    line: int


class Redirected(NamedTuple):
    """A compound command with redirections."""

    command: Any
    redirections: tuple[Redirection, ...]
    line: int
