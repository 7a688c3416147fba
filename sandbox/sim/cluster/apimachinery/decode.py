"""Strict decoding: a JSON value becomes an object of its kind, or the decoder's own words.

Models sigs.k8s.io/json (strict, case-sensitive) on the Go types of k8s.io/api v1.36: the first type error wins,
unknown fields are collected; empty optional values are left out as ``omitempty`` does.
Not modelled: duplicate keys (the YAML reader keeps the last one, as upstream's accepts them).
"""

import binascii
import re
from base64 import b64decode
from collections.abc import Callable
from typing import Any

from sandbox.sim.cluster.apimachinery import gotypes
from sandbox.sim.cluster.apimachinery.quantity import QuantityError, to_quantity
from sandbox.sim.cluster.apimachinery.schema import Node, definition

_INT_LIMITS = {"int32": 2**31, "int64": 2**63}
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)\Z")
_JSON_SCHEMA = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps"


class DecodeError(ValueError):
    """The value does not fit the type; ``str()`` is the decoder's message."""


class Decoder:
    """Decodes one object. ``unknown`` lists the paths of unknown fields in the order of the input's sorted keys."""

    def __init__(self, root: Node) -> None:
        self.root = root
        self.unknown: list[str] = []
        self._struct = root.name
        self._stack: list[str] = []

    def decode(self, obj: dict[str, Any]) -> dict[str, Any]:
        """Return the object as Go would write it back; DecodeError on the first value of a wrong type."""
        result: dict[str, Any] = self._decode_struct(obj, self.root, "")
        return result

    def _fail(self, value: Any, go_type: str, description: str = "") -> DecodeError:
        words = f"json: cannot unmarshal {description or _describe(value)} into Go "
        if self._stack:
            return DecodeError(f"{words}struct field {self._struct}.{'.'.join(self._stack)} of type {go_type}")
        return DecodeError(f"{words}value of type {go_type}")

    def _decode(self, value: Any, node: Node, path: str) -> Any:
        return _DECODERS[node.kind](self, value, node, path)

    def _decode_struct(self, value: Any, node: Node, path: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self._fail(value, node.go_type)
        outer, depth = self._struct, len(self._stack)
        result: dict[str, Any] = {}
        fields = node.fields
        for key, item in value.items():
            child = fields.get(key)
            if child is None:
                self.unknown.append(f"{path}.{key}" if path else key)
                continue
            if item is None:
                continue
            self._struct = node.name
            if key in node.embedded:
                self._stack.append(node.embedded[key])
            self._stack.append(key)
            decoded = self._decode(item, child, f"{path}.{key}" if path else key)
            del self._stack[depth:]
            if not _is_omitted(decoded, child, key, node):
                result[key] = decoded
        self._struct = outer
        return result

    def _decode_map(self, value: Any, node: Node, path: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self._fail(value, node.go_type)
        item = node.item
        assert item is not None  # noqa: S101  (a map's node always has an item)
        if item.kind == "string":
            for text in value.values():
                if not isinstance(text, str) and text is not None:
                    raise self._fail(text, item.go_type)
            return {str(key): text or "" for key, text in value.items()}
        return {
            str(key): _zero(item) if entry is None else self._decode(entry, item, f"{path}.{key}")
            for key, entry in value.items()
        }

    def _decode_list(self, value: Any, node: Node, path: str) -> list[Any]:
        if not isinstance(value, list):
            raise self._fail(value, node.go_type)
        item = node.item
        assert item is not None  # noqa: S101  (a list's node always has an item)
        return [
            _zero(item) if entry is None else self._decode(entry, item, f"{path}[{index}]")
            for index, entry in enumerate(value)
        ]

    def _decode_string(self, value: Any, node: Node, _path: str) -> str:
        if not isinstance(value, str):
            raise self._fail(value, node.go_type)
        return value

    def _decode_bool(self, value: Any, node: Node, _path: str) -> bool:
        if not isinstance(value, bool):
            raise self._fail(value, node.go_type)
        return value

    def _decode_int(self, value: Any, node: Node, _path: str) -> int:
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._fail(value, node.go_type)
        limit = _INT_LIMITS[node.kind]
        if isinstance(value, float) or not -limit <= value < limit:
            raise self._fail(value, node.go_type, f"number {value!r}")
        return value

    def _decode_float(self, value: Any, node: Node, _path: str) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._fail(value, node.go_type)
        return value

    def _decode_bytes(self, value: Any, _node: Node, _path: str) -> str:
        if not isinstance(value, str):
            raise self._fail(value, "[]uint8")
        return _check_base64(value)

    def _decode_quantity(self, value: Any, _node: Node, _path: str) -> str:
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            value = "true" if value is True else "{}"
        try:
            return str(to_quantity(value))
        except QuantityError as error:
            raise DecodeError(str(error)) from error

    def _decode_intstr(self, value: Any, node: Node, path: str) -> Any:
        if isinstance(value, str):
            return value
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise DecodeError(f"json: cannot unmarshal {_describe(value)} into Go value of type int32")
        if isinstance(value, float) and not value.is_integer():
            raise DecodeError(f"json: cannot unmarshal number {value!r} into Go value of type int32")
        del node, path
        return int(value)

    def _decode_time(self, value: Any, _node: Node, _path: str) -> str:
        if not isinstance(value, str):
            raise DecodeError(f"json: cannot unmarshal {_describe(value)} into Go value of type string")
        if not _TIME.match(value):
            shown = value
            raise DecodeError(
                f'parsing time "{shown}" as "2006-01-02T15:04:05Z07:00": cannot parse "{shown}" as "2006"'
            )
        return value

    def _decode_any(self, value: Any, _node: Node, _path: str) -> Any:
        return value

    def _decode_schema_or_other(self, value: Any, _node: Node, path: str) -> Any:
        return self._decode_struct(value, definition(_JSON_SCHEMA), path) if isinstance(value, dict) else value


_DECODERS: dict[str, Callable[[Decoder, Any, Node, str], Any]] = {
    "struct": Decoder._decode_struct,  # noqa: SLF001  (the table belongs to the class)
    "map": Decoder._decode_map,  # noqa: SLF001
    "list": Decoder._decode_list,  # noqa: SLF001
    "string": Decoder._decode_string,  # noqa: SLF001
    "bool": Decoder._decode_bool,  # noqa: SLF001
    "int32": Decoder._decode_int,  # noqa: SLF001
    "int64": Decoder._decode_int,  # noqa: SLF001
    "float64": Decoder._decode_float,  # noqa: SLF001
    "bytes": Decoder._decode_bytes,  # noqa: SLF001
    "quantity": Decoder._decode_quantity,  # noqa: SLF001
    "intstr": Decoder._decode_intstr,  # noqa: SLF001
    "time": Decoder._decode_time,  # noqa: SLF001
    "any": Decoder._decode_any,  # noqa: SLF001
    "schema-or-bool": Decoder._decode_schema_or_other,  # noqa: SLF001
    "schema-or-array": Decoder._decode_schema_or_other,  # noqa: SLF001
}


def _describe(value: Any) -> str:
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int | float):
        return "number"
    return "string" if isinstance(value, str) else "array" if isinstance(value, list) else "object"


def _zero(node: Node) -> Any:
    if node.kind in ("struct", "map"):
        return {}
    if node.kind in ("string", "bytes", "time"):
        return ""
    if node.kind == "list":
        return []
    if node.kind == "quantity":
        return "0"
    return None if node.kind == "any" else 0


def _is_omitted(value: Any, node: Node, key: str, struct: Node) -> bool:
    if value or key in struct.required:
        return False
    kind = node.kind
    if kind == "string":
        return key not in struct.pointers
    if kind in ("map", "list"):
        return True
    if kind in ("int32", "int64", "bool"):
        return gotypes.is_value_scalar(struct.name, key)
    return kind == "time"


_BASE64 = re.compile(r"[A-Za-z0-9+/]")


def _check_base64(text: str) -> str:
    """Return the text without line breaks; DecodeError names the byte at which Go's decoder stops."""
    clean = text.replace("\n", "").replace("\r", "")
    try:
        b64decode(clean, validate=True)
    except (binascii.Error, ValueError):
        raise DecodeError(f"illegal base64 data at input byte {_bad_byte(text)}") from None
    return clean


def _bad_byte(text: str) -> int:
    """Model encoding/base64.decodeQuantum: the offset of the first byte that breaks a group of four."""
    group: list[int] = []
    for index, character in enumerate(text):
        if character in "\r\n":
            continue
        if character == "=":
            return _bad_padding(text, index, len(group))
        if not _BASE64.match(character):
            return index
        group.append(index)
        if len(group) == 4:  # noqa: PLR2004  (base64 works in groups of four)
            group = []
    return len(text) - len(group) if group else len(text)


def _bad_padding(text: str, index: int, filled: int) -> int:
    if filled < 2:  # noqa: PLR2004  (padding may follow two or three characters)
        return index
    rest = [i for i in range(index + 1, len(text)) if text[i] not in "\r\n"]
    if filled == 2:  # noqa: PLR2004  (two characters take two signs of padding)
        if not rest:
            return len(text)
        if text[rest[0]] != "=":
            return rest[0] - 1
        rest = rest[1:]
    return rest[0] if rest else len(text)
