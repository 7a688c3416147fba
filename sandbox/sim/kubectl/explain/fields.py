"""What an OpenAPI schema says of a field: its type, its members, its words.

Models the plaintext template of k8s.io/kubectl/pkg/explain/v2 v1.36.
"""

from collections.abc import Callable
from typing import Any

Schema = dict[str, Any]
Resolve = Callable[[str], Schema]


class Fields:
    """Reads schemas; ``resolve`` finds what a ``$ref`` points to."""

    def __init__(self, resolve: Resolve) -> None:
        self._resolve = resolve

    def reference(self, schema: Schema) -> str:
        """Return the name that a schema refers to, empty where it stands by itself."""
        found = schema.get("$ref") or next((part["$ref"] for part in schema.get("allOf", ()) if "$ref" in part), "")
        return str(found).rsplit("/", 1)[-1]

    def target(self, schema: Schema) -> Schema:
        """Return the schema with references followed."""
        name = self.reference(schema)
        return self._resolve(name) if name else schema

    def type_of(self, schema: Schema) -> str:
        """Return ``[]Container``, ``map[string]string``, ``PodSpec``, ``integer``."""
        name = self.reference(schema)
        if name:
            kind = _plain(self._resolve(name).get("type"))
            return name.rsplit(".", 1)[-1] if kind in ("", "object") else kind
        if "items" in schema:
            return f"[]{self.type_of(schema['items'])}"
        extra = schema.get("additionalProperties")
        if isinstance(extra, dict):
            return f"map[string]{self.type_of(extra)}"
        kind = _plain(schema.get("type"))
        return "Object" if kind in ("object", "") else kind

    def inside(self, schema: Schema) -> Schema:
        """Return the schema whose members a field shows: that of its items or values, references followed."""
        found = self.target(schema)
        while "items" in found or isinstance(found.get("additionalProperties"), dict):
            found = self.target(found["items"] if "items" in found else found["additionalProperties"])
        return found

    def members(self, schema: Schema) -> dict[str, Schema]:
        """Return the fields of a schema by name."""
        found: dict[str, Schema] = self.inside(schema).get("properties") or {}
        return found


def _plain(kind: Any) -> str:
    if isinstance(kind, list):
        return next((str(one) for one in kind if one != "null"), "")
    return str(kind or "")
