"""Whether a schema is structural: every value has a type, and what Kubernetes knows of objects is left to it.

Models k8s.io/apiextensions-apiserver/pkg/apiserver/schema/validation.go v1.36. Go walks properties in any order; here
it is theirs.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, forbidden, invalid, required

Object = dict[str, Any]
_EMBEDDED, _KEEP, _MIXED = (
    "x-kubernetes-embedded-resource",
    "x-kubernetes-preserve-unknown-fields",
    "x-kubernetes-int-or-string",
)
_LEVELS = {
    "root": "must not be empty at the root",
    "item": "must not be empty for specified array items",
    "field": "must not be empty for specified object fields",
}
_NOT_IN_LOGIC = ("type", "additionalProperties", "default", "title", "description", "nullable")


def structural_faults(schema: Object, path: str, level: str = "root") -> list[FieldError]:
    """Return what keeps a schema from being structural."""
    faults: list[FieldError] = []
    kind = schema.get("type") or ""
    if kind == "array" and schema.get("items") is None:
        faults.append(required(f"{path}.items", "must be specified"))
    if isinstance(schema.get("items"), dict):
        faults += structural_faults(schema["items"], f"{path}.items", "item")
    for key, child in (schema.get("properties") or {}).items():
        faults += structural_faults(child, f"{path}.properties[{key}]", "field")
    if isinstance(schema.get("additionalProperties"), dict):
        faults += structural_faults(schema["additionalProperties"], f"{path}.additionalProperties", "field")
    faults += _logic(schema, path)
    if schema.get(_EMBEDDED) and kind != "object":
        words = "must be object if x-kubernetes-embedded-resource is true"
        faults.append(invalid(f"{path}.type", kind, words) if kind else required(f"{path}.type", words))
    elif not kind and not schema.get(_MIXED) and not schema.get(_KEEP):
        faults.append(required(f"{path}.type", _LEVELS[level]))
    if level == "root" and kind and kind != "object":
        faults.append(invalid(f"{path}.type", kind, "must be object at the root"))
    if level == "root" or schema.get(_EMBEDDED):
        faults += _meta(schema, path)
    return faults


def _meta(schema: Object, path: str) -> list[FieldError]:
    properties, faults = schema.get("properties") or {}, list[FieldError]()
    kinds = {key: properties[key].get("type", "") for key in ("kind", "apiVersion") if key in properties}
    faults += [
        invalid(f"{path}.properties[{key}].type", kind, "must be string")
        for key, kind in kinds.items()
        if kind != "string"
    ]
    if "metadata" in properties:
        metadata, here = properties["metadata"], f"{path}.properties[metadata]"
        if metadata.get("type") != "object":
            faults.append(invalid(f"{here}.type", metadata.get("type", ""), "must be object"))
        more = set(metadata.get("properties") or {}) - {"name", "generateName"}
        if more or set(metadata) - {"type", "description", "properties", "required"}:
            words = "must not specify anything other than name and generateName, but metadata is implicitly specified"
            faults.append(forbidden(here, words))
    return faults


def _logic(schema: Object, path: str) -> list[FieldError]:
    """Return what is wrong with anyOf, oneOf, allOf and not: they may only narrow values of the skeleton."""
    faults: list[FieldError] = []
    branches = [
        (branch, f"{path}.{key}[{index}]", schema.get(_MIXED) and key in ("anyOf", "allOf"))
        for key in ("allOf", "anyOf", "oneOf")
        for index, branch in enumerate(schema.get(key) or ())
    ]
    if schema.get("not"):
        branches.append((schema["not"], f"{path}.not", False))
    for branch, here, mixed in branches:
        if not mixed:
            faults += _branch(branch, schema, path, here)
    return faults


def _branch(branch: Object, skeleton: Object, path: str, here: str) -> list[FieldError]:
    faults = [
        forbidden(f"{here}.{key}", f"must be {'false' if key == 'nullable' else 'empty'} to be structural")
        for key in _NOT_IN_LOGIC
        if branch.get(key)
    ]
    known = skeleton.get("properties") or {}
    for key, child in (branch.get("properties") or {}).items():
        if key not in known:
            words = f"because it is defined in {here}.properties[{key}]"
            faults.append(required(f"{path}.properties[{key}]", words))
            continue
        faults += _branch(child, known[key], f"{path}.properties[{key}]", f"{here}.properties[{key}]")
    if isinstance(branch.get("items"), dict):
        if not isinstance(skeleton.get("items"), dict):
            faults.append(required(f"{path}.items", f"because it is defined in {here}.items"))
        else:
            faults += _branch(branch["items"], skeleton["items"], f"{path}.items", f"{here}.items")
    return faults
