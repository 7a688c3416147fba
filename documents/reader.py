"""Read a mapping key by key, gathering every fault instead of stopping at the first.

    root = load_yaml(text, path=path)
    if isinstance(root, list): return root                   # YAML faults
    faults: list[Fault] = []
    reader = Reader(root, faults)
    title = reader.localized("title")                        # LocalizedText
    points = reader.integer("points", minimum=1, default=1)
    for check in reader.mappings("expect", minimum=1):       # a Reader each
        check.text("id", pattern=SLUG)
        check.unknown_keys()
    reader.unknown_keys()
    if faults: return faults

A faulty or missing value comes back as an empty value of its type, or as its default, so that reading can go
on; look at ``faults`` before using anything. A key without ``default`` is required.
"""

import difflib
import re
from typing import TypeVar

from documents import kinds, wording
from documents.faults import Fault
from documents.nodes import Data, MappingNode, Node, Place, ScalarNode, SequenceNode
from documents.text import LocalizedText

LANGUAGES = ("zh-hans", "en")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST = 20_000
_Number = TypeVar("_Number", int, float)


class Reader:
    """The typed door to one mapping of a document."""

    def __init__(self, node: Node, faults: list[Fault], *, name: str = "") -> None:
        """Open ``node``; if it is not a mapping, that is a fault and the reader is empty. ``name`` is for messages."""
        self.place: Place = node.place
        self.faults = faults
        self._asked: dict[str, None] = {}
        self._entries = node.entries if isinstance(node, MappingNode) else {}
        self._silent = not isinstance(node, MappingNode)
        if self._silent:
            self.faults.append(node.fault(wording.wrong_kind(name, kinds.MAPPING)))

    def __contains__(self, key: str) -> bool:
        """Tell whether the key is written, even if its value is empty; asking makes the key known."""
        self._asked[key] = None
        return key in self._entries

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys as written, in order."""
        return tuple(self._entries)

    def fault(self, text: LocalizedText, key: str | None = None) -> None:
        """Add a fault at a key's value (its place), or at the mapping itself."""
        entry = self._entries.get(key) if key is not None else None
        self.faults.append((entry.value.place if entry else self.place).fault(text))

    def key_place(self, key: str) -> Place:
        """Return where a key stands, or the mapping's place if it is not written."""
        return self._entries[key].place if key in self._entries else self.place

    def node(self, key: str, *, required: bool = False) -> Node | None:
        """Return a key's value as a node, or None. A key without a value counts as not written."""
        self._asked[key] = None
        entry = self._entries.get(key)
        if entry is None or (isinstance(entry.value, ScalarNode) and entry.value.value is None):
            if required and not self._silent:
                self.fault(wording.missing_key(key), key)
            return None
        return entry.value

    def data(self, key: str, *, required: bool = False) -> Data:
        """Return a key's value as plain dicts, lists and scalars, whatever it is; None if it is not written."""
        node = self.node(key, required=required)
        return None if node is None else node.data()

    def text(
        self, key: str, *, default: str | None = None, pattern: re.Pattern[str] | None = None, maximum: int = _LONGEST
    ) -> str:
        """Return a text that is not empty. ``pattern`` must match it whole; ``maximum`` counts characters."""
        node = self.node(key, required=default is None)
        if node is None:
            return default or ""
        return self._check_text(key, node, pattern, maximum)

    def texts(self, key: str, *, minimum: int = 0, maximum: int | None = None) -> list[str]:
        """Return a list of texts; a single text counts as a list of one."""
        node = self.node(key, required=minimum > 0)
        if node is None:
            return []
        if kinds.is_text(node):
            return [self._check_text(key, node, None, _LONGEST)]
        items = self.sequence(key, minimum=minimum, maximum=maximum)
        return [self._check_text(key, item, None, _LONGEST) for item in items]

    def text_map(self, key: str) -> dict[str, str]:
        """Return a mapping of names to texts, such as file names to contents; empty if it is not written."""
        node = self.node(key)
        if node is None:
            return {}
        if not isinstance(node, MappingNode):
            self.faults.append(node.fault(wording.wrong_kind(key, kinds.TEXT_MAP)))
            return {}
        pairs = node.entries.items()
        return {name: self._plain_text(f"{key}.{name}", entry.value) for name, entry in pairs}

    def localized(self, key: str, *, default: LocalizedText | None = None, maximum: int = _LONGEST) -> LocalizedText:
        """Return a text in both languages: one plain text for both, or ``{zh-hans: …, en: …}``, complete."""
        node = self.node(key, required=default is None)
        if node is None:
            return default or LocalizedText.same("")
        if isinstance(node, MappingNode):
            reader = Reader(node, self.faults)
            texts = {code: reader._translation(key, code, maximum) for code in LANGUAGES}
            reader.unknown_keys()
            return LocalizedText.from_data(texts)
        if isinstance(node, SequenceNode):
            self.faults.append(node.fault(wording.wrong_kind(key, kinds.LOCALIZED)))
            return LocalizedText.same("")
        return LocalizedText.same(self._check_text(key, node, None, maximum))

    def integer(
        self, key: str, *, default: int | None = None, minimum: int | None = None, maximum: int | None = None
    ) -> int:
        """Return a whole number within bounds; 0 stands in for a fault."""
        node = self.node(key, required=default is None)
        value = node.value if isinstance(node, ScalarNode) else None
        if node is not None and (not isinstance(value, int) or isinstance(value, bool)):
            self.faults.append(node.fault(wording.wrong_kind(key, kinds.INTEGER)))
            return default or 0
        return self._bounded(key, node, value if isinstance(value, int) else default or 0, minimum, maximum)

    def number(
        self, key: str, *, default: float | None = None, minimum: float | None = None, maximum: float | None = None
    ) -> float:
        """Return a number within bounds, whole or not; 0 stands in for a fault."""
        node = self.node(key, required=default is None)
        value = node.value if isinstance(node, ScalarNode) else None
        if node is not None and (not isinstance(value, (int, float)) or isinstance(value, bool)):
            self.faults.append(node.fault(wording.wrong_kind(key, kinds.NUMBER)))
            return default or 0.0
        return self._bounded(key, node, value if isinstance(value, (int, float)) else default or 0.0, minimum, maximum)

    def boolean(self, key: str, *, default: bool | None = None) -> bool:
        """Return true or false."""
        node = self.node(key, required=default is None)
        if node is None:
            return bool(default)
        if isinstance(node, ScalarNode) and isinstance(node.value, bool):
            return node.value
        self.faults.append(node.fault(wording.wrong_kind(key, kinds.BOOLEAN)))
        return bool(default)

    def choice(self, key: str, options: tuple[str, ...], *, default: str | None = None) -> str:
        """Return one of a few words; the default or the first option stands in for a fault."""
        node = self.node(key, required=default is None)
        if isinstance(node, ScalarNode) and node.source in options:
            return node.source
        if node is not None:
            self.faults.append(node.fault(wording.wrong_kind(key, kinds.one_of(options))))
        return default if default is not None else options[0]

    def sequence(self, key: str, *, minimum: int = 0, maximum: int | None = None) -> list[Node]:
        """Return a list's items; a list with a minimum is required."""
        node = self.node(key, required=minimum > 0)
        if node is None:
            return []
        items = list(node.items) if isinstance(node, SequenceNode) else []
        if not isinstance(node, SequenceNode):
            self.faults.append(node.fault(wording.wrong_kind(key, kinds.SEQUENCE)))
        elif len(items) < minimum or (maximum is not None and len(items) > maximum):
            self.faults.append(node.fault(wording.wrong_kind(key, kinds.list_of(minimum, maximum))))
        return items

    def mapping(self, key: str, *, required: bool = False) -> "Reader | None":
        """Return a reader of a nested mapping, or None if it is not written."""
        node = self.node(key, required=required)
        return None if node is None else Reader(node, self.faults, name=key)

    def mappings(self, key: str, *, minimum: int = 0, maximum: int | None = None) -> "list[Reader]":
        """Return a reader for each mapping of a list; items that are not mappings are faults and left out."""
        readers = [Reader(item, self.faults, name=key) for item in self.sequence(key, minimum=minimum, maximum=maximum)]
        return [reader for reader in readers if not reader._silent]  # noqa: SLF001 - own class.

    def unknown_keys(self) -> None:
        """Make a fault of each key that nobody asked for, naming the known key that looks most like it."""
        for key, entry in self._entries.items():
            if key in self._asked:
                continue
            if isinstance(entry.value, ScalarNode) and not entry.value.source and not SLUG.fullmatch(key.lower()):
                self.faults.append(entry.place.fault(wording.cut_text(key)))
                continue
            close = difflib.get_close_matches(key, self._asked, n=1)
            self.faults.append(entry.place.fault(wording.unknown_key(key, close[0] if close else "")))

    def _translation(self, key: str, code: str, maximum: int) -> str:
        node = self.node(code)
        if node is None:
            self.fault(wording.missing_language(key, code), code)
            return ""
        return self._check_text(key, node, None, maximum)

    def _plain_text(self, key: str, node: Node) -> str:
        if isinstance(node, ScalarNode) and isinstance(node.value, str):
            return node.value
        self.faults.append(node.fault(wording.wrong_kind(key, kinds.wanted_text(node))))
        return ""

    def _check_text(self, key: str, node: Node, pattern: re.Pattern[str] | None, maximum: int) -> str:
        before = len(self.faults)
        # A word such as an id is taken as it is written, even if YAML reads it as a number or as a boolean.
        as_written = isinstance(node, ScalarNode) and pattern is not None
        value = getattr(node, "source", "") if as_written else self._plain_text(key, node)
        if len(self.faults) > before:
            return ""
        if not value.strip():
            self.faults.append(node.fault(wording.wrong_kind(key, kinds.FILLED_TEXT)))
        elif len(value) > maximum:
            self.faults.append(node.fault(wording.wrong_kind(key, kinds.at_most(maximum))))
        elif pattern is not None and not pattern.fullmatch(value):
            self.faults.append(node.fault(wording.wrong_form(key, value, pattern is SLUG)))
        return value

    def _bounded(
        self, key: str, node: Node | None, value: _Number, minimum: float | None, maximum: float | None
    ) -> _Number:
        low, high = minimum is not None and value < minimum, maximum is not None and value > maximum
        if node is not None and (low or high):
            self.faults.append(node.fault(wording.wrong_kind(key, kinds.number_between(minimum, maximum))))
        return value
