"""The versions of a CustomResourceDefinition: schemas, subresources, columns.

Models k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/{v1/conversion,validation} v1.36: what all versions share
is checked, and named, once, at ``spec.validation``, ``spec.subresources`` and ``spec.additionalPrinterColumns``.
"""

import re
from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, forbidden, invalid, required
from sandbox.sim.cluster.apimachinery.names import dns1035_label
from sandbox.sim.cluster.apimachinery.schema_values import validate_value
from sandbox.sim.cluster.apis.extensions.schema_rules import schema_faults
from sandbox.sim.cluster.apis.extensions.schema_structure import structural_faults

Object = dict[str, Any]
_COLUMN_TYPES = "boolean,date,integer,number,string"
_FORMATS = "byte,date,date-time,double,float,int32,int64,password"
_PATH = re.compile(r"(\.[A-Za-z_][\w\-/]*|\\\.|\[[^\]]+\])+$")


def version_faults(versions: list[Object], path: str) -> list[FieldError]:
    """Check what each version says for itself."""
    faults = [
        required(f"{path}[{index}].schema.openAPIV3Schema")
        for index, version in enumerate(versions)
        if _schema(version) is None
    ]
    shared = {key for key in ("schema", "subresources", "additionalPrinterColumns") if is_shared(versions, key)}
    for index, version in enumerate(versions):
        name, here = version.get("name", ""), f"{path}[{index}]"
        words = ",".join(dns1035_label(name))
        if words:
            faults.append(invalid(f"{here}.name", name, words))
        if version.get("deprecationWarning") is not None and not version.get("deprecated"):
            words = "can only be set for deprecated versions"
            faults.append(invalid(f"{here}.deprecationWarning", version["deprecationWarning"], words))
        own = {key: value for key, value in version.items() if key not in shared}
        faults += _content(own, f"{here}.schema", f"{here}.subresources", f"{here}.additionalPrinterColumns")
    return faults


def shared_faults(versions: list[Object], path: str) -> list[FieldError]:
    """Check what all versions have in common."""
    keys = ("schema", "subresources", "additionalPrinterColumns")
    common = {key: versions[0][key] for key in keys if versions and is_shared(versions, key)}
    return _content(common, f"{path}.validation", f"{path}.subresources", f"{path}.additionalPrinterColumns")


def is_shared(versions: list[Object], key: str) -> bool:
    """Tell whether all versions say the same of something."""
    return all(version.get(key) and version[key] == versions[0].get(key) for version in versions)


def _schema(version: Object) -> Any:
    return (version.get("schema") or {}).get("openAPIV3Schema")


def _content(version: Object, schema: str, subresources: str, columns: str) -> list[FieldError]:
    faults: list[FieldError] = []
    if _schema(version) is not None:
        faults += _schema_faults(_schema(version), f"{schema}.openAPIV3Schema")
    faults += _scale((version.get("subresources") or {}).get("scale"), f"{subresources}.scale")
    for index, column in enumerate(version.get("additionalPrinterColumns") or ()):
        faults += _column(column, f"{columns}[{index}]")
    return faults


def _schema_faults(schema: Object, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    if schema.get("nullable"):
        faults.append(forbidden(f"{path}.nullable", "nullable cannot be true at the root"))
    structural = structural_faults(schema, path)
    faults += structural or _defaults(schema, path)
    return faults + schema_faults(schema, path)


def _defaults(schema: Object, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    if "default" in schema:
        found: list[FieldError] = []
        validate_value(schema["default"], schema, "", found)
        words = ((fault, f"{path}.default{'.' if fault.field else ''}{fault.field}") for fault in found)
        faults += [FieldError(fault.reason, here, fault.body) for fault, here in words]
    for key, child in (schema.get("properties") or {}).items():
        faults += _defaults(child, f"{path}.properties[{key}]")
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            faults += _defaults(schema[key], f"{path}.{key}")
    return faults


def _scale(scale: Object | None, path: str) -> list[FieldError]:
    if scale is None:
        return []
    faults: list[FieldError] = []
    for key, root in (("specReplicasPath", ".spec"), ("statusReplicasPath", ".status"), ("labelSelectorPath", "")):
        value, here = scale.get(key) or "", f"{path}.{key}"
        if not value:
            if root:
                faults.append(required(here))
        elif not value.startswith("."):
            faults.append(invalid(here, value, "must be a simple json path starting with ."))
        elif "[" in value or not _PATH.match(value):
            faults.append(invalid(here, value, "should be a json path without array notation"))
        elif root and not value.startswith(f"{root}."):
            faults.append(invalid(here, value, f"should be a json path under {root}"))
        elif not root and not value.startswith((".spec.", ".status.")):
            faults.append(invalid(here, value, "should be a json path under either .spec or .status"))
    return faults


def _column(column: Object, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    if not column.get("name"):
        faults.append(required(f"{path}.name"))
    kind = column.get("type") or ""
    if not kind:
        faults.append(required(f"{path}.type", f"must be one of {_COLUMN_TYPES}"))
    elif kind not in _COLUMN_TYPES.split(","):
        faults.append(invalid(f"{path}.type", kind, f"must be one of {_COLUMN_TYPES}"))
    if column.get("format") and column["format"] not in _FORMATS.split(","):
        faults.append(invalid(f"{path}.format", column["format"], f"must be one of {_FORMATS}"))
    where = column.get("jsonPath") or ""
    if not where:
        faults.append(required(f"{path}.JSONPath"))
    elif not where.startswith("."):
        faults.append(invalid(f"{path}.JSONPath", where, "must be a simple json path starting with ."))
    return faults
