"""kubectl describe of kinds that have no description of their own.

Models genericDescriber of k8s.io/kubectl/pkg/describe/describe.go v1.36: the object itself, with names made readable.
"""

import re
from collections.abc import Mapping
from typing import Any

from sandbox.sim.cluster.apimachinery.yaml_writer import go_number
from sandbox.sim.kubectl.describe.page import Page

Object = dict[str, Any]
_SKIPPED = frozenset(
    (
        ".metadata.managedFields", ".metadata.name", ".metadata.namespace", ".metadata.labels", ".metadata.annotations",
    )
)  # fmt: skip
_ACRONYMS = {"API", "URL", "UID", "OSB", "GUID", "IP", "ID", "TLS", "CPU"}


def describe(page: Page, obj: Object) -> None:
    """Describe an object by its fields."""
    page.metadata(obj)
    _members(page, 0, "", obj)


def _members(page: Page, level: int, path: str, content: Mapping[str, Any]) -> None:
    for key in sorted(content):
        where = f"{path}.{key}"
        value = content[key]
        if where in _SKIPPED:
            continue
        if isinstance(value, dict):
            page.add(f"{readable(key)}:", level)
            _members(page, level + 1, where, value)
        elif isinstance(value, list):
            page.add(f"{readable(key)}:", level)
            _items(page, level + 1, where, value)
        else:
            page.add(f"{readable(key)}:\t{_scalar(value)}", level)


def _items(page: Page, level: int, path: str, items: list[Any]) -> None:
    for item in items:
        if isinstance(item, dict):
            _members(page, level, path, item)
        elif isinstance(item, list):
            _items(page, level + 1, path, item)
        else:
            page.add(_scalar(item), level)


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return go_number(value)
    return "<nil>" if value is None else str(value)


def readable(name: str) -> str:
    """Return ``Creation Timestamp`` for ``creationTimestamp``, ``UID`` for ``uid``."""
    if not re.fullmatch(r"[A-Za-z0-9]+", name):
        return name
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+|[A-Z][a-z]*", name)
    return " ".join(word.upper() if word.upper() in _ACRONYMS else word[:1].upper() + word[1:] for word in words)
