"""Custom resources: pruning, defaulting and validation by their definition's schema.

Models k8s.io/apiextensions-apiserver/pkg/{apiserver/schema,apiserver/validation} and kube-openapi/pkg/validation v1.36.
Not modelled: conversion between versions by webhooks (an object is shown as it was written), embedded resources.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError
from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apimachinery.resources import ApiResource
from sandbox.sim.cluster.apimachinery.schema_values import validate_value
from sandbox.sim.cluster.apiserver.core import Core
from sandbox.sim.cluster.apiserver.custom_rules import rule_faults

Object = dict[str, Any]
_OWN = ("apiVersion", "kind", "metadata")
_PRESERVE = "x-kubernetes-preserve-unknown-fields"


def is_custom(core: Core, resource: ApiResource) -> bool:
    """Tell whether a resource comes from a CustomResourceDefinition."""
    return core.discovery.definition_of(resource) is not None


def _version(core: Core, resource: ApiResource) -> Object:
    definition = core.discovery.definition_of(resource)
    versions = definition["spec"]["versions"] if definition else []
    return next((version for version in versions if version["name"] == resource.version), {})


def _schema(core: Core, resource: ApiResource) -> Object:
    return (_version(core, resource).get("schema") or {}).get("openAPIV3Schema") or {_PRESERVE: True}


def has_status(core: Core, resource: ApiResource) -> bool:
    """Tell whether a custom resource has a status subresource."""
    if "." not in resource.group or not is_custom(core, resource):
        return False
    return "status" in (_version(core, resource).get("subresources") or {})


def scale_of(core: Core, resource: ApiResource) -> Object | None:
    """Return the scale subresource of a custom resource, if it has one."""
    if "." not in resource.group or not is_custom(core, resource):
        return None
    return (_version(core, resource).get("subresources") or {}).get("scale")


def decode(core: Core, resource: ApiResource, obj: Object) -> tuple[Object, list[str]]:
    """Return (the object pruned and defaulted, paths of unknown fields)."""
    schema, unknown, result = _schema(core, resource), list[str](), copy_json(obj)
    properties = schema.get("properties") or {}
    for key in list(result):
        if key in _OWN:
            continue
        if key in properties:
            _prune(result[key], properties[key], key, unknown)
        elif not schema.get(_PRESERVE):
            unknown.append(key)
            del result[key]
    _default(result, schema)
    return result, unknown


def _prune(value: Any, schema: Object, path: str, unknown: list[str]) -> None:
    if isinstance(value, list):
        for index, item in enumerate(value):
            _prune(item, schema.get("items") or {_PRESERVE: True}, f"{path}[{index}]", unknown)
        return
    if not isinstance(value, dict):
        return
    properties, extra = schema.get("properties") or {}, schema.get("additionalProperties")
    for key in list(value):
        here = f"{path}.{key}"
        if key in properties:
            _prune(value[key], properties[key], here, unknown)
        elif isinstance(extra, dict):
            _prune(value[key], extra, here, unknown)
        elif extra is not True and not schema.get(_PRESERVE):
            unknown.append(here)
            del value[key]


def _default(value: Any, schema: Object) -> None:
    if isinstance(value, list):
        for item in value:
            _default(item, schema.get("items") or {})
        return
    if not isinstance(value, dict):
        return
    for key, child in (schema.get("properties") or {}).items():
        if "default" in child and value.get(key) is None:
            value[key] = copy_json(child["default"])
        if key in value:
            _default(value[key], child)


def validate(core: Core, resource: ApiResource, new: Object, old: Object | None) -> list[FieldError]:
    """Check an object against its definition's schema."""
    schema, faults = _schema(core, resource), list[FieldError]()
    content = {key: value for key, value in new.items() if key not in _OWN}
    validate_value(content, schema, "", faults)
    return faults + rule_faults(new, old, schema, faults)
