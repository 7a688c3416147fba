"""Objects that come as protobuf: what Go clients send of built-in kinds.

Models k8s.io/apimachinery/pkg/runtime/serializer/protobuf v1.36, decoding alone: answers are JSON, which every client
accepts beside. Which field has which number is data, written by scripts/kubernetes_protobuf.py. Not modelled: fields
that Kubernetes 1.33 and later added; a body with one is refused.
"""

from base64 import b64encode
from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib.resources import files
from struct import unpack
from typing import Any

import orjson

from sandbox.sim.cluster.apimachinery.schema import definition_name
from sandbox.sim.cluster.apimachinery.status import bad_request
from sandbox.sim.kernel.clock import SECOND, rfc3339

Object = dict[str, Any]
MEDIA = "application/vnd.kubernetes.protobuf"
_MAGIC = b"k8s\0"
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_DEEPEST = 64
_SIGN, _WRAP = 1 << 63, 1 << 64


class _BrokenError(ValueError):
    """The bytes are no message of that type."""


@lru_cache(maxsize=1)
def _messages() -> dict[str, dict[str, list[str]]]:
    data = files("sandbox.sim.cluster.http").joinpath("data", "protobuf.json").read_bytes()
    found: dict[str, dict[str, list[str]]] = orjson.loads(data)
    return found


def read_protobuf(body: bytes) -> Object:
    """Return the object in a body. Raises ApiError BadRequest."""
    if not body.startswith(_MAGIC):
        raise bad_request("provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]")
    try:
        parts = dict(_fields(body[len(_MAGIC) :]))
        about = dict(_fields(_bytes(parts.get(1, b""))))
        api_version, kind = (_bytes(about.get(number, b"")).decode() for number in (1, 2))
        found = _decode(_message_of(api_version, kind), _bytes(parts.get(2, b"")), 0)
    except (_BrokenError, IndexError, UnicodeDecodeError) as error:
        raise bad_request(f"proto: {error}") from error
    return {"kind": kind, "apiVersion": api_version, **found}


def _message_of(api_version: str, kind: str) -> str:
    group, _, version = api_version.rpartition("/")
    name = definition_name(group, version, kind) or ""
    short = name.removeprefix("io.k8s.api.").removeprefix("io.k8s.apimachinery.pkg.apis.")
    if short not in _messages():
        words = f'not modelled in this sandbox: {kind} in version "{api_version}" as protobuf; send it as JSON'
        raise bad_request(words)
    return short


def _fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        number, wire = key >> 3, key & 7
        if wire == _VARINT:
            value, at = _varint(data, at)
            yield number, value
            continue
        size = 8 if wire == _FIXED64 else 4
        if wire == _BYTES:
            size, at = _varint(data, at)
        elif wire not in (_FIXED64, _FIXED32):
            raise _BrokenError(f"illegal wireType {wire}")
        if at + size > len(data):
            raise _BrokenError("unexpected EOF")
        yield number, data[at : at + size]
        at += size


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while shift < 64:  # noqa: PLR2004  (bits)
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:  # noqa: PLR2004  (the last byte of a number)
            return value, at
    raise _BrokenError("integer overflow")


def _bytes(value: int | bytes) -> bytes:
    if isinstance(value, int):
        raise _BrokenError("wrong wireType = 0")
    return value


def _integer(value: int | bytes) -> int:
    if not isinstance(value, int):
        raise _BrokenError("wrong wireType = 2")
    return value - _WRAP if value >= _SIGN else value


def _decode(message: str, data: bytes, depth: int) -> Object:
    """Return the message as JSON; what is repeated gathers, what is inlined joins its owner."""
    known, found = _messages()[message], dict[str, Any]()
    if depth > _DEEPEST:
        raise _BrokenError("exceeded max depth")
    for number, value in _fields(data):
        row = known.get(str(number))
        if row is None:
            raise bad_request(
                f"not modelled in this sandbox: field {number} of {message} as protobuf; send the object as JSON"
            )
        name, kind = row
        if kind.startswith("*"):
            found.setdefault(name, []).append(_value(kind[1:], value, depth))
        elif kind.startswith("{"):
            key, entry = _entry(kind[1:], _bytes(value), depth)
            found.setdefault(name, {})[key] = entry
        elif name:
            found[name] = _value(kind, value, depth)
        else:
            found |= _decode(kind, _bytes(value), depth + 1)
    return found


def _entry(kind: str, data: bytes, depth: int) -> tuple[str, Any]:
    parts = dict(_fields(data))
    return _bytes(parts.get(1, b"")).decode(), _value(kind, parts.get(2, b""), depth)


def _value(kind: str, value: int | bytes, depth: int) -> Any:
    read = _SCALARS.get(kind)
    if read is not None:
        return read(value)
    special = _SPECIAL.get(kind)
    if special is not None:
        return special(dict(_fields(_bytes(value))))
    return _decode(kind, _bytes(value), depth + 1)


def _time(parts: dict[int, int | bytes]) -> str | None:
    if not parts:
        return None
    return rfc3339(_integer(parts.get(1, 0)) * SECOND)


def _micro_time(parts: dict[int, int | bytes]) -> str | None:
    whole = _time(parts)
    return None if whole is None else f"{whole[:-1]}.{_integer(parts.get(2, 0)) // 1000:06d}Z"


def _int_or_string(parts: dict[int, int | bytes]) -> int | str:
    if _integer(parts.get(1, 0)):
        return _bytes(parts.get(3, b"")).decode()
    return _integer(parts.get(2, 0))


def _raw(parts: dict[int, int | bytes]) -> Any:
    try:
        return orjson.loads(_bytes(parts.get(1, b"null")))
    except orjson.JSONDecodeError as error:
        raise _BrokenError(str(error)) from error


_SCALARS: dict[str, Callable[[int | bytes], Any]] = {
    "s": lambda value: _bytes(value).decode(),
    "b": lambda value: bool(_integer(value)),
    "i": _integer,
    "d": lambda value: unpack("<d", _bytes(value))[0],
    "y": lambda value: b64encode(_bytes(value)).decode(),
}
_SPECIAL: dict[str, Callable[[dict[int, int | bytes]], Any]] = {
    "Time": _time,
    "MicroTime": _micro_time,
    "Quantity": lambda parts: _bytes(parts.get(1, b"0")).decode(),
    "IntOrString": _int_or_string,
    "RawExtension": _raw,
    "FieldsV1": _raw,
}
