"""A learner's answer as commands to run, or the reason why it cannot be read.

An answer that cannot be read costs nothing, so only what no reader could take is refused here; what kubectl, the API
server or bash refuse in their own words is left to them.
"""

from dataclasses import dataclass

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    ScalarEvent,
)

from documents import wording
from documents.text import LocalizedText
from sandbox.outcomes import Unreadable
from sandbox.sim.shell.parser import Parser
from sandbox.sim.shell.syntax import ShellSyntaxError

ANSWER_FILE = "/root/answer.yaml"
APPLY = "kubectl apply -f answer.yaml"
MOST_CHARACTERS = 65_536
MOST_COMMANDS = 200
_DEEPEST = 64
_MOST_VALUES = 20_000
"""Values of one document, aliases written out: far more than any manifest has, far fewer than an alias bomb."""
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_NO_OBJECT = LocalizedText(
    en="A manifest is made of keys and values, such as `kind: Pod`. Write the object here, not a command.",
    zh_hans="清单由键和值组成，例如 `kind: Pod`。请在这里写对象本身，而不是命令。",
)


@dataclass(frozen=True, slots=True)
class Play:
    """What is done with an answer: files by absolute path, then command lines, each run on its own."""

    files: dict[str, str]
    commands: tuple[str, ...]


def read_answer(kind: str, text: str) -> Play | Unreadable:
    """Return how an answer of the kind (manifest, commands or terminal) is played, or why it cannot be read."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > MOST_CHARACTERS:
        return Unreadable(
            LocalizedText(
                en=f"The answer is longer than {MOST_CHARACTERS} characters.",
                zh_hans=f"答案超过了 {MOST_CHARACTERS} 个字符。",
            )
        )
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        return Unreadable(wording.unprintable("\0"), line)
    return read_manifest(text) if kind == "manifest" else read_script(text)


def read_manifest(text: str) -> Play | Unreadable:
    """Look at YAML of one or several documents; syntax alone is judged here."""
    try:
        return _Documents().read(text) or Play({ANSWER_FILE: text}, (APPLY,))
    except yaml.MarkedYAMLError as error:
        problem = error.problem or error.context or ""
        # What was opened and never closed is at fault where it was opened, not where the text went on.
        was_left_open = "end of stream" in problem or "expected ','" in problem
        mark = (error.context_mark if was_left_open else None) or error.problem_mark or error.context_mark
        return Unreadable(wording.bad_syntax(problem), mark.line + 1 if mark else 0, mark.column + 1 if mark else 0)
    except yaml.reader.ReaderError as error:
        before = text[: error.position]
        character = error.character if isinstance(error.character, str) else chr(error.character)
        return Unreadable(wording.unprintable(character), before.count("\n") + 1, len(before) - before.rfind("\n"))


class _Documents:
    """Walks the parser's events, which expand no alias and build nothing, and counts what they would expand to."""

    def __init__(self) -> None:
        self.values = 0
        self.open: list[_Counted] = []
        self.anchors: dict[str, int] = {}

    def read(self, text: str) -> Unreadable | None:
        for event in yaml.parse(text, Loader=_LOADER):
            said = self._take(event)
            if said is not None and event.start_mark is not None:
                return Unreadable(said, event.start_mark.line + 1, event.start_mark.column + 1)
        if not self.values:
            return Unreadable(LocalizedText(en="There is no YAML here yet.", zh_hans="这里还没有写 YAML。"))
        return None

    def _take(self, event: Event) -> LocalizedText | None:
        """Count an event; return what is wrong with it, where something is."""
        if isinstance(event, DocumentStartEvent):
            self.anchors.clear()
        elif isinstance(event, AliasEvent):
            known = self.anchors.get(event.anchor or "")
            return wording.bad_syntax("undefined alias") if known is None else self._count(known)
        elif isinstance(event, ScalarEvent):
            return self._take_scalar(event)
        elif isinstance(event, CollectionStartEvent):
            return self._open(event)
        elif isinstance(event, CollectionEndEvent):
            closed = self.open.pop()
            return self._count(closed.values, closed.anchor)
        return None

    def _open(self, event: CollectionStartEvent) -> LocalizedText | None:
        if not self.open and not isinstance(event, MappingStartEvent):
            return _NO_OBJECT
        self.open.append(_Counted(event.anchor))
        return wording.too_large("levels", "层级", _DEEPEST) if len(self.open) > _DEEPEST else None

    def _take_scalar(self, event: ScalarEvent) -> LocalizedText | None:
        if not self.open and event.value:
            return _NO_OBJECT
        return self._count(1 if event.value else 0, event.anchor)

    def _count(self, values: int, anchor: str | None = None) -> LocalizedText | None:
        if anchor:
            self.anchors[anchor] = values
        if self.open:
            self.open[-1].values += values
        else:
            self.values += values
        over = (self.open[-1].values if self.open else values) > _MOST_VALUES
        return wording.too_large("values", "值", _MOST_VALUES) if over else None


@dataclass(slots=True)
class _Counted:
    """A list or mapping that is still open: how many values it would hold, itself included."""

    anchor: str | None
    values: int = 1


def read_script(text: str) -> Play | Unreadable:
    """Split a bash script into the commands that a person would enter one after the other, as bash itself reads it."""
    parser = Parser(text)
    commands: list[str] = []
    try:
        while True:
            start = parser.lexer.at
            if parser.parse_line() is None:
                break
            commands.append(text[start : parser.lexer.at].strip("\n"))
    except ShellSyntaxError as error:
        said = f"bash: {error}"
        return Unreadable(
            LocalizedText(
                en=f"`{said}`. Check quotes, brackets and the ends of if, for and here-documents.",
                zh_hans=f"`{said}`。请检查引号、括号，以及 if、for 和 here-document 的结尾。",
            ),
            error.line,
            1,
        )
    if not commands:
        return Unreadable(LocalizedText(en="There is no command here yet.", zh_hans="这里还没有写命令。"))
    if len(commands) > MOST_COMMANDS:
        return Unreadable(wording.too_large("commands", "命令", MOST_COMMANDS))
    return Play({}, tuple(commands))
