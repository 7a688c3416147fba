"""JSON Patch.

Models RFC 6902 as gopkg.in/evanphx/json-patch.v4 applies it, with its messages.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.gojson import copy_json


class PatchError(ValueError):
    """The patch does not apply; ``str()`` is upstream's message."""


def apply_json_patch(document: Any, operations: list[dict[str, Any]]) -> Any:
    """Return a copy of ``document`` with every operation applied in order; PatchError where one cannot be."""
    result = copy_json(document)
    for operation in operations:
        result = _apply(result, operation)
    return result


def _apply(document: Any, operation: dict[str, Any]) -> Any:
    kind = operation.get("op", "")
    handler = _OPERATIONS.get(kind)
    if handler is None:
        raise PatchError(f"Unexpected kind: {kind}")
    return handler(document, operation)


def _steps(pointer: str) -> list[str]:
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]


def _parent(document: Any, pointer: str, operation: str) -> tuple[Any, str]:
    *path, last = _steps(pointer) or [""]
    current = document
    for step in path:
        current = _child(current, step)
        if current is None:
            raise PatchError(
                f"{operation} operation does not apply: doc is missing path: {pointer!r}".replace("'", '"')
            )
    if not isinstance(current, dict | list):
        raise PatchError(f"{operation} operation does not apply: doc is missing path: {pointer!r}".replace("'", '"'))
    return current, last


def _child(value: Any, step: str) -> Any:
    if isinstance(value, dict):
        return value.get(step)
    if isinstance(value, list) and step.lstrip("-").isdigit() and -len(value) <= int(step) < len(value):
        return value[int(step)]
    return None


def _add(document: Any, operation: dict[str, Any]) -> Any:
    pointer, value = operation.get("path", ""), operation.get("value")
    if pointer == "":
        return value
    container, last = _parent(document, pointer, "add")
    if isinstance(container, dict):
        container[last] = value
    elif last == "-":
        container.append(value)
    else:
        container.insert(_index(last, len(container), "add", pointer), value)
    return document


def _index(step: str, length: int, operation: str, pointer: str) -> int:
    if not step.lstrip("-").isdigit():
        raise PatchError(f'{operation} operation does not apply: doc is missing path: "{pointer}": missing value')
    index = int(step)
    if not -length <= index <= length:
        raise PatchError(
            f"{operation} operation does not apply: doc is missing path: Unable to access invalid index: {index}: "
            "invalid index referenced"
        )
    return index


def _missing(operation: str, pointer: str) -> PatchError:
    return PatchError(f"{operation} operation does not apply: doc is missing key: {pointer}: missing value")


def _remove(document: Any, operation: dict[str, Any]) -> Any:
    pointer = operation.get("path", "")
    container, last = _parent(document, pointer, "remove")
    if isinstance(container, dict):
        if last not in container:
            raise PatchError(f"remove operation does not apply: doc is missing path: {pointer}: missing value")
        del container[last]
        return document
    index = _index(last, len(container) - 1, "remove", pointer)
    del container[index]
    return document


def _replace(document: Any, operation: dict[str, Any]) -> Any:
    pointer = operation.get("path", "")
    if pointer == "":
        return operation.get("value")
    container, last = _parent(document, pointer, "replace")
    if isinstance(container, dict):
        if last not in container:
            raise _missing("replace", pointer)
        container[last] = operation.get("value")
        return document
    container[_index(last, len(container) - 1, "replace", pointer)] = operation.get("value")
    return document


def _read(document: Any, pointer: str, operation: str) -> Any:
    current = document
    for step in _steps(pointer):
        if _child(current, step) is None and not (isinstance(current, dict) and step in current):
            raise _missing(operation, pointer)
        current = _child(current, step)
    return current


def _test(document: Any, operation: dict[str, Any]) -> Any:
    pointer = operation.get("path", "")
    try:
        found = _read(document, pointer, "test")
    except PatchError:
        found = None
    if found != operation.get("value"):
        raise PatchError(f"testing value {pointer} failed")
    return document


def _move(document: Any, operation: dict[str, Any]) -> Any:
    value = _read(document, operation.get("from", ""), "move")
    document = _remove(document, {"path": operation.get("from", "")})
    return _add(document, {"path": operation.get("path", ""), "value": value})


def _copy(document: Any, operation: dict[str, Any]) -> Any:
    value = copy_json(_read(document, operation.get("from", ""), "copy"))
    return _add(document, {"path": operation.get("path", ""), "value": value})


_OPERATIONS = {"add": _add, "remove": _remove, "replace": _replace, "test": _test, "move": _move, "copy": _copy}
