"""YAML as kubectl reads it: YAML 1.1 scalars, JSON out.

Models sigs.k8s.io/yaml v1.6 (YAMLToJSON on goyaml.v2), error texts included. Not modelled: timestamps, which stay text.
"""

import re
from typing import Any

import yaml
from yaml.constructor import ConstructorError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

MAX_NODES = 200_000
"""How many values a document may have once its aliases are written out."""

_BOOLEANS = dict.fromkeys(("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"), True)
_BOOLEANS |= dict.fromkeys(("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"), False)
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_INTEGER = re.compile(r"[-+]?(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_SPECIAL = {".nan": "nan", ".NaN": "nan", ".NAN": "nan"} | {
    f"{sign}{word}": f"{sign}inf" for sign in ("", "+", "-") for word in (".inf", ".Inf", ".INF")
}


class YamlError(ValueError):
    """The text is no YAML; ``str()`` is go-yaml's message, such as ``yaml: line 3: did not find expected key``."""


def resolve_plain(text: str) -> Any:
    """Return what an unquoted scalar means: None, a bool, a number, or the text itself."""
    if text in _NULLS:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if text[0] not in "+-.0123456789":
        return text
    plain = text.replace("_", "")
    if _INTEGER.fullmatch(plain):
        return _integer(plain)
    if _FLOAT.fullmatch(plain):
        return float(plain)
    return float(_SPECIAL[text]) if text in _SPECIAL else text


def _integer(text: str) -> int:
    sign = -1 if text[0] == "-" else 1
    digits = text.lstrip("+-")
    octal = len(digits) > 1 and digits[0] == "0" and digits[1].isdigit()
    return sign * (int(digits, 8) if octal else int(digits, 0))


def read_yaml(text: str) -> Any:
    """Return the JSON value of one YAML document. Raises YamlError."""
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
        return None if node is None else _Builder().build(node)
    except RecursionError as error:
        raise YamlError("yaml: exceeded max depth of 10000") from error
    except yaml.MarkedYAMLError as error:
        raise YamlError(f"yaml: {_where(error)}{error.problem}") from error
    except yaml.reader.ReaderError as error:
        raise YamlError("yaml: control characters are not allowed") from error


def _where(error: yaml.MarkedYAMLError) -> str:
    mark = error.problem_mark
    if mark is None or isinstance(error, (ConstructorError, yaml.composer.ComposerError)):
        return ""
    line = mark.line + (1 if mark.line and isinstance(error, yaml.scanner.ScannerError) else 0)
    return f"line {line}: " if line else ""


class _Builder:
    def __init__(self) -> None:
        self.count = 0
        self.open: set[int] = set()

    def build(self, node: Node) -> Any:
        self.count += 1
        if self.count > MAX_NODES:
            raise YamlError("yaml: document contains excessive aliasing")
        if isinstance(node, ScalarNode):
            return _scalar(node)
        if id(node) in self.open:
            raise YamlError("yaml: anchor value contains itself")
        self.open.add(id(node))
        try:
            return self._collection(node)
        finally:
            self.open.discard(id(node))

    def _collection(self, node: Node) -> Any:
        if isinstance(node, SequenceNode):
            return [self.build(item) for item in node.value]
        found: dict[str, Any] = {}
        if isinstance(node, MappingNode):
            for key, value in node.value:
                self._entry(found, key, value)
        return found

    def _entry(self, found: dict[str, Any], key: Node, value: Node) -> None:
        if isinstance(key, ScalarNode) and key.value == "<<" and not key.style:
            for source in value.value if isinstance(value, SequenceNode) else [value]:
                merged = self.build(source)
                if not isinstance(merged, dict):
                    raise YamlError("yaml: map merge requires map or sequence of maps as the value")
                for name, item in merged.items():
                    found.setdefault(name, item)
            return
        found[_key(key)] = self.build(value)


def _key(node: Node) -> str:
    if not isinstance(node, ScalarNode):
        raise YamlError("yaml: invalid map key")
    value = _scalar(node)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "null" if value is None else str(value)


_RESOLVER = yaml.resolver.Resolver()
_TEXT_TAG = "tag:yaml.org,2002:str"


def _scalar(node: ScalarNode) -> Any:
    if node.style or _is_tagged_text(node):
        return node.value
    return resolve_plain(node.value)


def _is_tagged_text(node: ScalarNode) -> bool:
    """Tell whether ``!!str`` was written: libyaml gives other plain scalars the tag that they resolve to."""
    resolved: str = _RESOLVER.resolve(ScalarNode, node.value, (True, False))  # type: ignore[no-untyped-call]
    return bool(node.tag == _TEXT_TAG and resolved != _TEXT_TAG)
