"""The OpenAPI v2 document as protobuf: what kubectl asks for when a kind is unknown, and older ones before each apply.

Models the messages of google/gnostic openapiv2/OpenAPIv2.proto, as far as the server's document uses them.
"""

from collections.abc import Iterable
from typing import Any

import orjson

Object = dict[str, Any]
MEDIA = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf"
CONTENT_TYPE = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf"
"""The same without the ``@``, with which it would be no media type."""
_METHODS = {"get": 2, "put": 3, "post": 4, "delete": 5, "patch": 8}
_LAST = 0x80


def encode(document: Object) -> bytes:
    """Return a swagger 2.0 document as a gnostic Document."""
    info = _text(1, document["info"]["title"]) + _text(2, document["info"]["version"])
    paths = b"".join(_bytes(2, _named(name, _path_item(item))) for name, item in document["paths"].items())
    schemas = b"".join(_bytes(1, _named(name, _schema(node))) for name, node in document["definitions"].items())
    return _text(1, document["swagger"]) + _bytes(2, info) + _bytes(8, paths) + _bytes(9, schemas)


def _number(value: int) -> bytes:
    out = b""
    while value >= _LAST:
        out += bytes([value & 0x7F | _LAST])
        value >>= 7
    return out + bytes([value])


def _bytes(field: int, data: bytes) -> bytes:
    return _number(field << 3 | 2) + _number(len(data)) + data


def _text(field: int, text: str) -> bytes:
    return _bytes(field, text.encode())


def _texts(field: int, texts: Iterable[str]) -> bytes:
    return b"".join(_text(field, text) for text in texts)


def _flag(field: int) -> bytes:
    return _number(field << 3) + b"\x01"


def _named(name: str, value: bytes) -> bytes:
    return _text(1, name) + _bytes(2, value)


def _yaml(value: Any) -> bytes:
    """Return an Any whose content is YAML: JSON is YAML too."""
    return _bytes(2, orjson.dumps(value) + b"\n")


def _extensions(field: int, node: Object) -> bytes:
    found = ((key, value) for key, value in node.items() if key.startswith("x-"))
    return b"".join(_bytes(field, _named(key, _yaml(value))) for key, value in found)


def _path_item(item: Object) -> bytes:
    out = b"".join(_bytes(number, _operation(item[name])) for name, number in _METHODS.items() if name in item)
    return out + b"".join(_bytes(9, _parameter(row)) for row in item.get("parameters", ()))


def _operation(node: Object) -> bytes:
    out = _texts(1, node.get("tags", ())) + _text(3, node["description"]) + _text(5, node["operationId"])
    out += _texts(7, node.get("consumes", ()))
    out += b"".join(_bytes(8, _parameter(row)) for row in node.get("parameters", ()))
    answers = b"".join(_bytes(1, _named(code, _response(row))) for code, row in node["responses"].items())
    return out + _bytes(9, answers) + _extensions(13, node)


def _response(node: Object) -> bytes:
    schema = _bytes(2, _bytes(1, _schema(node["schema"]))) if "schema" in node else b""
    return _bytes(1, _text(1, node["description"]) + schema)


def _parameter(node: Object) -> bytes:
    """Return a ParametersItem: of a body, or of the query or the path, whose fields have numbers of their own."""
    if node["in"] == "body":
        body = _text(2, node["name"]) + _text(3, "body") + _flag(4) + _bytes(5, _schema(node["schema"]))
        return _bytes(1, _bytes(1, body))
    query = node["in"] == "query"
    out = _flag(1) if node.get("required") else b""
    out += _text(2, node["in"]) + _text(4, node["name"]) + _text(6 if query else 5, node["type"])
    out += _flag(20 if query else 19)
    return _bytes(1, _bytes(2, _bytes(3 if query else 4, out)))


def _schema(node: Object) -> bytes:
    out = b"".join(
        _text(number, node[name]) for name, number in (("$ref", 1), ("format", 2), ("description", 4)) if name in node
    )
    if "default" in node:
        out += _bytes(5, _yaml(node["default"]))
    out += _texts(19, node.get("required", ()))
    extra = node.get("additionalProperties")
    if isinstance(extra, dict):
        out += _bytes(21, _bytes(1, _schema(extra)))
    if "type" in node:
        out += _bytes(22, _text(1, node["type"]))
    if "items" in node:
        out += _bytes(23, _bytes(1, _schema(node["items"])))
    if "properties" in node:
        rows = (_bytes(1, _named(name, _schema(child))) for name, child in node["properties"].items())
        out += _bytes(25, b"".join(rows))
    return out + _extensions(31, node)
