"""CustomResourceDefinitions.

Models k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/{v1/defaults,validation} v1.36.
Not modelled: conversion webhooks, selectable fields, CEL rules of schemas.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, invalid, not_supported, required
from sandbox.sim.cluster.apimachinery.names import dns1035_label, dns1123_subdomain
from sandbox.sim.cluster.apis.strategy import Strategy

Object = dict[str, Any]


def default(obj: Object) -> None:
    """Fill in names and conversion."""
    spec = obj.setdefault("spec", {})
    names = spec.setdefault("names", {})
    if names.get("kind"):
        names.setdefault("singular", names["kind"].lower())
        names.setdefault("listKind", f"{names['kind']}List")
    spec.setdefault("conversion", {}).setdefault("strategy", "None")


def prepare_create(obj: Object) -> None:
    """Begin without status."""
    obj["status"] = {"conditions": [], "acceptedNames": {"plural": "", "kind": ""}, "storedVersions": []}
    stored = [v["name"] for v in obj["spec"].get("versions", ()) if v.get("storage") and v.get("name")]
    obj["status"]["storedVersions"] = stored[:1]


def validate(obj: Object) -> list[FieldError]:
    """Check a definition."""
    spec, faults = obj["spec"], list[FieldError]()
    names, group = spec.get("names") or {}, spec.get("group", "")
    wanted = f"{names.get('plural', '')}.{group}"
    if obj["metadata"].get("name") != wanted:
        words = 'must be spec.names.plural+"."+spec.group'
        faults.append(invalid("metadata.name", obj["metadata"].get("name", ""), words))
    faults += _group(group)
    if spec.get("scope") not in ("Cluster", "Namespaced"):
        if spec.get("scope"):
            faults.append(not_supported("spec.scope", spec["scope"], ("Cluster", "Namespaced")))
        else:
            faults.append(required("spec.scope"))
    versions = spec.get("versions") or []
    for index, version in enumerate(versions):
        faults += _version(version, f"spec.versions[{index}]")
    stored = [version for version in versions if version.get("storage")]
    if len(stored) != 1:
        words = "must have exactly one version marked as storage version"
        faults.append(invalid("spec.versions", [_shown(v) for v in versions], words))
    return faults + _names(names)


def _shown(version: Object) -> Object:
    return {
        "name": version.get("name", ""),
        "served": bool(version.get("served")),
        "storage": bool(version.get("storage")),
    }


def _group(group: str) -> list[FieldError]:
    if not group:
        return [required("spec.group")]
    faults = [invalid("spec.group", group, words) for words in dns1123_subdomain(group)]
    if "." not in group:
        faults.append(invalid("spec.group", group, "should be a domain with at least one dot"))
    return faults


def _version(version: Object, path: str) -> list[FieldError]:
    name = version.get("name", "")
    faults = [invalid(f"{path}.name", name, words) for words in dns1035_label(name)]
    schema = (version.get("schema") or {}).get("openAPIV3Schema")
    if schema is None:
        return [*faults, required(f"{path}.schema.openAPIV3Schema")]
    if not schema.get("type") and not schema.get("x-kubernetes-preserve-unknown-fields"):
        faults.append(required(f"{path}.schema.openAPIV3Schema.type", "must not be empty at the root"))
    return faults


def _names(names: Object) -> list[FieldError]:
    faults: list[FieldError] = []
    for key in ("plural", "singular"):
        value = names.get(key, "")
        faults += [invalid(f"spec.names.{key}", value, words) for words in dns1035_label(value)]
    kind = names.get("kind", "")
    if not kind:
        faults.append(required("spec.names.kind"))
    else:
        faults += [invalid("spec.names.kind", kind, words) for words in dns1035_label(kind.lower())]
    if not names.get("listKind"):
        faults.append(required("spec.names.listKind"))
    return faults


def validate_update(new: Object, old: Object) -> list[FieldError]:
    """Check that group, scope and names stay."""
    faults = validate(new)
    for key in ("group", "scope"):
        if new["spec"].get(key) != old["spec"].get(key):
            faults.append(invalid(f"spec.{key}", new["spec"].get(key), "field is immutable"))
    for key in ("plural", "kind"):
        if new["spec"]["names"].get(key) != old["spec"]["names"].get(key):
            faults.append(invalid(f"spec.names.{key}", new["spec"]["names"].get(key), "field is immutable"))
    return faults


DEFINITION = Strategy(
    default=default,
    prepare_create=prepare_create,
    validate=validate,
    validate_update=validate_update,
    has_status=True,
    generation=True,
)
