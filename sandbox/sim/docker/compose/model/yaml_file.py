"""A compose file's YAML as plain data.

Models gopkg.in/yaml.v3, error texts included: ``yes`` and ``on`` are texts. Not modelled: several documents in a file,
the tags !reset and !override, keys that are no texts.
"""

from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    Event,
    MappingStartEvent,
    ScalarEvent,
)

from documents.nodes import MappingNode, Node, ScalarNode, SequenceNode
from documents.yaml import load_yaml
from sandbox.sim.docker.compose.warnings import ProjectError
from sandbox.sim.docker.errors import NotModelled

WORDS = frozenset({"yes", "no", "on", "off", "y", "n"})
TAGS = ("!reset", "!override")


def read_yaml(text: str, path: str) -> Any:
    """Return the document's plain value. Raises ProjectError."""
    _check_syntax(text, path)
    loaded = load_yaml(text, path=path)
    if isinstance(loaded, list):
        fault = loaded[0]
        raise ProjectError(f"yaml: line {fault.line}: {fault.text.en}")
    return _plain(loaded)


def _plain(node: Node) -> Any:
    if isinstance(node, MappingNode):
        return {key: _plain(entry.value) for key, entry in node.entries.items()}
    if isinstance(node, SequenceNode):
        return [_plain(item) for item in node.items]
    if isinstance(node, ScalarNode):
        word = isinstance(node.value, bool) and node.source.lower() in WORDS
        return node.source if word else node.value
    return None


def _check_syntax(text: str, path: str) -> None:
    """Raise ProjectError with go-yaml's words for bad syntax and for a key that stands twice."""
    keys = _Keys()
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            tag = getattr(event, "tag", None)
            if tag in TAGS:
                raise NotModelled(f"the YAML tag {tag} in {path}")
            keys.take(event)
    except yaml.MarkedYAMLError as error:
        raise ProjectError(f"yaml: {_where(error)}{error.problem or error.context}") from error
    except yaml.reader.ReaderError as error:
        raise ProjectError("yaml: control characters are not allowed") from error
    if keys.faults:
        raise ProjectError("yaml: unmarshal errors:\n" + "\n".join(keys.faults))


def _where(error: yaml.MarkedYAMLError) -> str:
    """Return ``line 3: ``; a scanner counts the line before the one that it stands on (yaml.v3 parser.fail)."""
    for mark in (error.context_mark, error.problem_mark):
        if mark is not None and mark.line:
            return f"line {mark.line + isinstance(error, yaml.scanner.ScannerError)}: "
    return ""


class _Keys:
    """Finds keys that stand twice in one mapping."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.open: list[dict[str, int] | None] = []
        self.awaits_key: list[bool] = []

    def take(self, event: Event) -> None:
        """Look at the next event of the parser."""
        if isinstance(event, CollectionStartEvent):
            self._value()
            self.open.append({} if isinstance(event, MappingStartEvent) else None)
            self.awaits_key.append(True)
        elif isinstance(event, CollectionEndEvent):
            self.open.pop()
            self.awaits_key.pop()
        elif isinstance(event, ScalarEvent):
            self._scalar(event)
        elif isinstance(event, AliasEvent):
            self._value()

    def _value(self) -> None:
        if self.open and self.open[-1] is not None:
            self.awaits_key[-1] = not self.awaits_key[-1]

    def _scalar(self, event: ScalarEvent) -> None:
        keys = self.open[-1] if self.open else None
        if keys is not None and self.awaits_key[-1] and event.value != "<<":
            line = (event.start_mark.line if event.start_mark else 0) + 1
            first = keys.setdefault(event.value, line)
            if first != line:
                self.faults.append(f'  line {line}: mapping key "{event.value}" already defined at line {first}')
        self._value()
