"""Write sandbox/sim/cluster/http/data/protobuf.json: which field of a Kubernetes message has which number.

``python -m scripts.kubernetes_protobuf [PATH]`` reads them from a kubectl binary before 1.34, which carries the
descriptors of its messages compressed. Only messages that the served kinds consist of are kept.
"""

import json
import shutil
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sandbox.sim.cluster.apimachinery.resources import built_in, other_versions
from sandbox.sim.cluster.apimachinery.schema import definition_name, definitions

OUTPUT = Path("sandbox/sim/cluster/http/data/protobuf.json")
_GZIP, _MOST = b"\x1f\x8b\x08", 2_000_000
_SCALARS = {1: "d", 2: "d", 3: "i", 4: "i", 5: "i", 8: "b", 9: "s", 12: "y", 13: "i"}
_MESSAGE, _REPEATED = 11, 3
_MORE = ("Eviction", "Binding", "TokenRequest", "Scale", "DeleteOptions")
_OPAQUE = ("Time", "MicroTime", "Duration", "Quantity", "IntOrString", "RawExtension", "FieldsV1", "Timestamp")


def read_descriptors(binary: bytes) -> Iterator[bytes]:
    """Yield every FileDescriptorProto of a binary."""
    start = binary.find(_GZIP)
    while start >= 0:
        reader = zlib.decompressobj(31)
        try:
            found = reader.decompress(binary[start : start + _MOST])
        except zlib.error:
            found = b""
        if reader.eof and b"generated.proto" in found[:200]:
            yield found
        start = binary.find(_GZIP, start + 1)


def fields_of(data: bytes) -> Iterator[tuple[int, Any]]:
    """Yield the (number, value) pairs of a message: whole numbers, or bytes."""
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        if key & 7 == 2:  # noqa: PLR2004  (length-delimited)
            size, at = _varint(data, at)
            yield key >> 3, data[at : at + size]
            at += size
        else:
            value, at = _varint(data, at)
            yield key >> 3, value


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        value, shift, at = value | (byte & 127) << shift, shift + 7, at + 1
        if byte < 128:  # noqa: PLR2004  (the last byte)
            return value, at


def messages_of(descriptor: bytes) -> Iterator[tuple[str, dict[int, tuple[str, str]], dict[str, Any]]]:
    """Yield (full name, {number: (field, type)}, nested maps) of every message of a file."""
    package = next(value.decode() for number, value in fields_of(descriptor) if number == 2)  # noqa: PLR2004
    for number, value in fields_of(descriptor):
        if number == 4:  # noqa: PLR2004  (message_type)
            parts = list(fields_of(value))
            name = next(part.decode() for key, part in parts if key == 1)
            maps = dict(_map_entry(part, f"{package}.{name}") for key, part in parts if key == 3)  # noqa: PLR2004
            yield f"{package}.{name}", dict(_field(part) for key, part in parts if key == 2), maps  # noqa: PLR2004


def _map_entry(data: bytes, owner: str) -> tuple[str, str]:
    parts = list(fields_of(data))
    name = next(part.decode() for key, part in parts if key == 1)
    value = dict(_field(part) for key, part in parts if key == 2)[2][1]  # noqa: PLR2004
    return f"{owner}.{name}", value


def _field(data: bytes) -> tuple[int, tuple[str, str]]:
    parts = dict(fields_of(data))
    kind = _SCALARS.get(parts[5]) or parts[6].decode().lstrip(".")
    return parts[3], (parts[1].decode(), ("*" if parts[4] == _REPEATED else "") + kind)


def _wanted() -> list[str]:
    names = [definition_name(r.group, r.version, r.kind) for r in (*built_in(), *other_versions())]
    found = [name for name in names if name]
    return found + [name for name in definitions() if name.rsplit(".", 1)[-1] in _MORE]


def make_table(binary: bytes) -> dict[str, dict[str, list[str]]]:
    """Return {message: {number: [field, type]}}; a field that JSON does not show is ``""``: its content is inlined."""
    messages: dict[str, dict[int, tuple[str, str]]] = {}
    maps: dict[str, str] = {}
    for descriptor in read_descriptors(binary):
        for name, fields, own in messages_of(descriptor):
            messages[name] = fields
            maps |= own
    waiting = [_message_name(name) for name in _wanted()]
    found: dict[str, dict[str, list[str]]] = {}
    while waiting:
        name = waiting.pop()
        if name in found or name not in messages:
            continue
        known = definitions().get(_definition(name), {}).get("properties")
        found[_short(name)] = {str(n): _row(known, field, kind, maps) for n, (field, kind) in messages[name].items()}
        kinds = [maps.get(kind.lstrip("*"), kind.lstrip("*")) for _, kind in messages[name].values()]
        waiting += [kind for kind in kinds if "." in kind and _short(kind) not in found]
    return dict(sorted(found.items()))


def _row(known: Any, field: str, kind: str, maps: dict[str, str]) -> list[str]:
    small = field[0].lower() + field[1:]
    field = small if known is not None and field not in known and small in known else field
    inlined = known is not None and field not in known and "." in kind and not kind.startswith("*")
    bare = kind.lstrip("*")
    if bare in maps:
        return [field, "{" + _short(maps[bare])]
    return ["" if inlined else field, kind.replace(bare, _short(bare))]


def _message_name(definition: str) -> str:
    return definition.replace("io.k8s.", "k8s.io.", 1)


def _definition(message: str) -> str:
    return message.replace("k8s.io.", "io.k8s.", 1)


def _short(name: str) -> str:
    """Return ``core.v1.Pod`` for ``k8s.io.api.core.v1.Pod``; types that have a form of their own lose their package."""
    last = name.rsplit(".", 1)[-1]
    if last in _OPAQUE and "apimachinery" in name:
        return last
    return name.removeprefix("k8s.io.api.").removeprefix("k8s.io.apimachinery.pkg.apis.").removeprefix("k8s.io.")


def main() -> None:
    """Write the file."""
    path = sys.argv[1] if len(sys.argv) > 1 else shutil.which("kubectl") or "kubectl"
    table = make_table(Path(path).read_bytes())
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(row, separators=(',', ':'))}" for name, row in table.items())
    OUTPUT.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
    print(f"{OUTPUT}: {len(table)} messages")


if __name__ == "__main__":
    main()
