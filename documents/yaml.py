"""Read a YAML document into a tree that knows where everything stands, within a budget.

The parser is PyYAML's (libyaml where it is built in); the tree is made here from its events, because PyYAML's own
composer recurses as deep as the file does, expands aliases without bound and lets the last duplicate key win.
Not modelled: more than one document, tags other than the standard ones, lists or mappings as keys.
"""

import re
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NoReturn

import yaml
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
)
from yaml.reader import Reader as YamlReader

from documents import wording
from documents.budgets import COURSE_FILE, Budget
from documents.faults import Fault
from documents.nodes import Entry, MappingNode, Node, Place, Scalar, ScalarNode, SequenceNode
from documents.scalars import resolve_plain
from documents.text import LocalizedText

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNPRINTABLE: re.Pattern[str] = YamlReader.NON_PRINTABLE
_STANDARD = "tag:yaml.org,2002:"
_SCALAR_TAGS = {"str": str, "int": int, "float": float, "bool": bool, "null": type(None)}


def load_yaml(text: str, *, path: str, budget: Budget = COURSE_FILE, first_line: int = 1) -> Node | list[Fault]:
    """Return the root of a document, or every fault that was found in it.

    ``path`` is only for messages. ``first_line`` is the line of the file where ``text`` begins, for front matter.
    An empty document is a ScalarNode of None. Syntax ends at its first fault; all others are gathered.
    """
    loading = _Loading(path=path, budget=budget, first_line=first_line)
    if len(text) > budget.characters:
        loading.blame(Place(path, first_line, 1), wording.too_large("characters", "字符", budget.characters))
        return loading.faults
    text = text.removeprefix("\ufeff")
    if found := _UNPRINTABLE.search(text):
        before = text[: found.start()]
        place = loading.place(before.count("\n"), found.start() - (before.rfind("\n") + 1))
        loading.blame(place, wording.unprintable(found.group()))
        return loading.faults
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            loading.take(event)
    except yaml.MarkedYAMLError as error:
        loading.blame_syntax(error)
    except _OverBudgetError:
        pass
    return loading.faults or loading.root or ScalarNode(Place(path, first_line, 1), None)


class _OverBudgetError(Exception):
    """The document went past its budget; the fault is written already."""


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come yet."""

    place: Place
    anchor: str | None
    is_mapping: bool
    items: list[Node] = field(default_factory=list)
    entries: dict[str, Entry] = field(default_factory=dict)
    merged: dict[str, Entry] = field(default_factory=dict)
    key: tuple[str, Place, bool] | None = None
    size: int = 1
    height: int = 1


@dataclass(frozen=True, slots=True)
class _Anchored:
    """What an anchor names, with its size and height when written out; ``merges`` marks a plain ``<<``."""

    node: Node
    size: int
    height: int
    merges: bool = False


@dataclass(slots=True)
class _Loading:
    """Builds the tree from the parser's events with a stack of its own, never Python's."""

    path: str
    budget: Budget
    first_line: int
    faults: list[Fault] = field(default_factory=list)
    root: Node | None = None
    documents: int = 0
    aliases: int = 0
    nodes: int = 0
    stack: list[_Open] = field(default_factory=list)
    anchors: dict[str, _Anchored] = field(default_factory=dict)

    def place(self, line: int, column: int) -> Place:
        return Place(self.path, line + self.first_line, column + 1)

    def blame(self, place: Place, text: LocalizedText) -> None:
        self.faults.append(place.fault(text))

    def stop(self, place: Place, text: LocalizedText) -> NoReturn:
        self.blame(place, text)
        raise _OverBudgetError

    def blame_syntax(self, error: yaml.MarkedYAMLError) -> None:
        problem = error.problem or error.context or ""
        opened = "end of stream" in problem or "expected ','" in problem
        mark = (error.context_mark if opened else None) or error.problem_mark or error.context_mark
        place = self.place(mark.line, mark.column) if mark else Place(self.path, 0, 0)
        self.blame(place, wording.bad_syntax(problem))

    def take(self, event: Event) -> None:
        mark = event.start_mark
        place = self.place(mark.line, mark.column) if mark else Place(self.path, 0, 0)
        if isinstance(event, DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self.stop(place, wording.several_documents())
        elif isinstance(event, ScalarEvent):
            merges = event.value == "<<" and event.implicit[0]
            self.add(_Anchored(self.scalar(event, place), 1, 1, merges), event.anchor, place)
        elif isinstance(event, AliasEvent):
            self.alias(event, place)
        elif isinstance(event, CollectionStartEvent):
            self.open(event, place)
        elif isinstance(event, (MappingEndEvent, SequenceEndEvent)):
            self.close()

    def scalar(self, event: ScalarEvent, place: Place) -> Node:
        value: Scalar = event.value
        if event.tag is None:
            value = resolve_plain(event.value) if event.implicit[0] else event.value
        elif event.tag != "!":
            wanted = _SCALAR_TAGS.get(event.tag.removeprefix(_STANDARD))
            value = event.value if wanted is str else resolve_plain(event.value)
            if wanted is None or not isinstance(value, wanted):
                self.blame(place, wording.unknown_tag(event.tag.replace(_STANDARD, "!!")))
        return ScalarNode(place, value, event.value)

    def open(self, event: CollectionStartEvent, place: Place) -> None:
        is_mapping = isinstance(event, MappingStartEvent)
        if event.tag not in (None, "!", _STANDARD + ("map" if is_mapping else "seq")):
            self.blame(place, wording.unknown_tag(event.tag.replace(_STANDARD, "!!")))
        if self.stack and self.stack[-1].is_mapping and self.stack[-1].key is None:
            self.stop(place, wording.complex_key())
        if len(self.stack) >= self.budget.depth:
            self.stop(place, wording.too_large("levels", "层级", self.budget.depth))
        self.stack.append(_Open(place, event.anchor, is_mapping))

    def close(self) -> None:
        done = self.stack.pop()
        if done.is_mapping:
            kept = MappingProxyType(done.entries | {k: e for k, e in done.merged.items() if k not in done.entries})
            node: Node = MappingNode(done.place, kept)
        else:
            node = SequenceNode(done.place, tuple(done.items))
        self.add(_Anchored(node, done.size, done.height), done.anchor, done.place)

    def alias(self, event: AliasEvent, place: Place) -> None:
        self.aliases += 1
        name = event.anchor or ""
        if any(level.anchor == name for level in self.stack):
            self.stop(place, wording.endless_alias(name))
        if name not in self.anchors:
            self.stop(place, wording.bad_syntax("undefined alias"))
        if self.aliases > self.budget.aliases:
            self.stop(place, wording.too_large("aliases", "别名", self.budget.aliases))
        self.add(self.anchors[name], None, place)

    def add(self, made: _Anchored, anchor: str | None, place: Place) -> None:
        """Hang a finished value into the tree: as the root, an item, a key, or the value of the key before it."""
        if anchor is not None:
            self.anchors[anchor] = made
        if not self.stack:
            self.root = made.node
            return
        parent = self.stack[-1]
        self.measure(parent, made, place)
        if not parent.is_mapping:
            parent.items.append(made.node)
        elif parent.key is None:
            if not isinstance(made.node, ScalarNode):
                self.stop(place, wording.complex_key())
            parent.key = (made.node.source, place, made.merges)
        else:
            (key, key_place, merges), parent.key = parent.key, None
            self.enter(parent, key, Entry(key_place, made.node), merges=merges)

    def measure(self, parent: _Open, made: _Anchored, place: Place) -> None:
        """Count what a value adds when its aliases are written out."""
        parent.size += made.size
        parent.height = max(parent.height, made.height + 1)
        self.nodes += 1
        if max(self.nodes, parent.size) > self.budget.nodes:
            self.stop(place, wording.too_large("values", "值", self.budget.nodes))
        if len(self.stack) + made.height > self.budget.depth + 1:
            self.stop(place, wording.too_large("levels", "层级", self.budget.depth))

    def enter(self, parent: _Open, key: str, entry: Entry, *, merges: bool) -> None:
        if merges:
            self.merge(parent, entry.value)
        elif key in parent.entries:
            self.blame(entry.place, wording.duplicate_key(key, parent.entries[key].place.line))
        else:
            parent.entries[key] = entry

    def merge(self, parent: _Open, value: Node) -> None:
        """Take over the entries of ``<<: *anchor``; the mapping's own keys win, as in every YAML 1.1 reader."""
        sources = value.items if isinstance(value, SequenceNode) else (value,)
        for source in sources:
            if isinstance(source, MappingNode):
                parent.merged = dict(source.entries) | parent.merged
            else:
                self.blame(value.place, wording.bad_merge())
