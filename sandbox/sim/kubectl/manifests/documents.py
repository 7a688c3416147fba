"""From the text of a file to the objects in it.

Models k8s.io/cli-runtime/pkg/resource v1.36 (StreamVisitor, FileVisitor, mapper) and the client-side checks of
k8s.io/kubectl/pkg/validation. Not modelled: URLs, UTF-16.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from sandbox.sim.cli.go_values import quote
from sandbox.sim.cluster.apimachinery.yaml_reader import YamlError, read_yaml
from sandbox.sim.kubectl.errors import KubectlError

Object = dict[str, Any]
MAX_CHARACTERS = 3 * 1024 * 1024
_SEPARATOR = re.compile(r"^---(?:[ \t].*)?$", re.MULTILINE)
_TURN_OFF = "if you choose to ignore these errors, turn validation off with --validate=false"
_GO_DETECTOR = r'struct { APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" }'
_STRINGS = ("name", "generateName", "namespace", "selfLink", "uid", "resourceVersion")
_MAPS = ("labels", "annotations")


def read_documents(text: str, source: str, *, validate: bool = True) -> Iterator[Object]:
    """Yield the objects of a file, those of a List one by one. Raises KubectlError naming ``source``."""
    if len(text) > MAX_CHARACTERS:
        raise KubectlError(f"error parsing {source}: the file is larger than {MAX_CHARACTERS} bytes")
    for document in _documents(text, source):
        yield from _objects(document, source, validate=validate)


def _documents(text: str, source: str) -> Iterator[Any]:
    if text.lstrip().startswith("{"):
        yield from _json_documents(text, source)
        return
    for part in _SEPARATOR.split(text):
        if part.strip():
            try:
                value = read_yaml(part.lstrip("\n") if not part.startswith("\n") else part[1:])
            except YamlError as error:
                raise KubectlError(f"error parsing {source}: error converting YAML to JSON: {error}") from error
            if value is not None:
                yield value


def _json_documents(text: str, source: str) -> Iterator[Any]:
    decoder = json.JSONDecoder()
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        try:
            value, at = decoder.raw_decode(text, at)
        except (json.JSONDecodeError, RecursionError):
            yield from _yaml_flow(text[at:], source)
            return
        yield value


def _yaml_flow(text: str, source: str) -> Iterator[Any]:
    """Read what starts with a brace and is no JSON: flow style YAML, or an error."""
    for part in _SEPARATOR.split(text):
        try:
            value = read_yaml(part)
        except YamlError as error:
            raise KubectlError(f"error parsing {source}: error converting YAML to JSON: {error}") from error
        if value is not None:
            yield value


def _objects(value: Any, source: str, *, validate: bool) -> Iterator[Object]:
    if validate:
        check_kind(value, source)
    if not isinstance(value, dict):
        raise KubectlError(
            f"unable to decode {quote(source)}: couldn't get version/kind; json parse error: json: cannot unmarshal "
            f"{_json_type(value)} into Go value of type {_GO_DETECTOR}"
        )
    if isinstance(value.get("items"), list) and str(value.get("kind", "")).endswith("List"):
        for item in value["items"]:
            yield from _objects(item, source, validate=validate)
        return
    for key, name in (("kind", "Kind"), ("apiVersion", "apiVersion")):
        if not value.get(key):
            shown = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            raise KubectlError(f"unable to decode {quote(source)}: Object '{name}' is missing in '{shown}'")
    check_metadata(value, source)
    yield value


def check_kind(value: Any, source: str) -> None:
    """Refuse what has no apiVersion or kind, as kubectl does before it asks the server."""
    faults = []
    if not isinstance(value, dict):
        faults = ["invalid object to validate"]
    else:
        for key in ("apiVersion", "kind"):
            if value.get(key) is None:
                faults.append(f"{key} not set")
            elif not isinstance(value[key], str):
                faults.append(f"{key} isn't string type")
    if faults:
        text = faults[0] if len(faults) == 1 else f"[{', '.join(faults)}]"
        raise KubectlError(f"error validating {quote(source)}: error validating data: {text}; {_TURN_OFF}")


def _json_type(value: Any) -> str:
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, (int, float)):
        return "number"
    names: dict[type, str] = {str: "string", list: "array", dict: "object"}
    return names.get(type(value), "null")


def check_metadata(obj: Object, source: str) -> None:
    """Refuse names, labels and annotations that are no text, in the words of Go's JSON decoder."""
    metadata = obj.get("metadata")
    if metadata is None:
        return
    if not isinstance(metadata, dict):
        _refuse(source, metadata, "PartialObjectMetadata.metadata", "v1.ObjectMeta")
        return
    for key in _STRINGS:
        if metadata.get(key) is not None and not isinstance(metadata[key], str):
            _refuse(source, metadata[key], f"ObjectMeta.metadata.{key}", "string")
    for key in _MAPS:
        _check_map(source, key, metadata.get(key))


def _check_map(source: str, key: str, value: Any) -> None:
    if value is None:
        return
    if not isinstance(value, dict):
        _refuse(source, value, f"ObjectMeta.metadata.{key}", "map[string]string")
        return
    for item in value.values():
        if item is not None and not isinstance(item, str):
            _refuse(source, item, f"ObjectMeta.metadata.{key}", "string")


def _refuse(source: str, value: Any, field: str, wanted: str) -> None:
    kind = _json_type(value)
    raise KubectlError(
        f"unable to decode {quote(source)}: json: cannot unmarshal {kind} into Go struct field {field} of type {wanted}"
    )
