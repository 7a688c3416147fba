"""CustomResourceDefinitions.

Models k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/{v1/defaults,validation} v1.36.
Not modelled: conversion webhooks (objects are not converted), selectable fields.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, forbidden, invalid, not_supported, required
from sandbox.sim.cluster.apimachinery.names import dns1035_label, dns1123_subdomain
from sandbox.sim.cluster.apis.extensions.definition_versions import shared_faults, version_faults
from sandbox.sim.cluster.apis.strategy import Strategy

Object = dict[str, Any]
_APPROVAL = "api-approved.kubernetes.io"
_STORED = (
    "missing from spec.versions; {0} was previously a storage version, and must remain in spec.versions until a "
    "storage migration ensures no data remains persisted in {0} and removes {0} from status.storedVersions"
)
_SEE = "https://github.com/kubernetes/enhancements/pull/1111"


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
    names, group, versions = spec.get("names") or {}, spec.get("group", ""), spec.get("versions") or []
    wanted = f"{names.get('plural', '')}.{group}"
    if obj["metadata"].get("name") != wanted:
        words = 'must be spec.names.plural+"."+spec.group'
        faults.append(invalid("metadata.name", obj["metadata"].get("name", ""), words))
    faults += _group(group)
    if not spec.get("scope"):
        faults.append(required("spec.scope"))
    elif spec["scope"] not in ("Cluster", "Namespaced"):
        faults.append(not_supported("spec.scope", spec["scope"], ("Cluster", "Namespaced")))
    faults += version_faults(versions, "spec.versions")
    faults += _version_list(versions)
    faults += [
        required(f"spec.names.{key}") for key in ("plural", "singular", "kind", "listKind") if not names.get(key)
    ]
    faults += _names(names)
    faults += shared_faults(versions, "spec")
    faults += _conversion(spec["conversion"], "spec.conversion")
    faults += _approval(obj["metadata"], group)
    if spec.get("preserveUnknownFields"):
        words = (
            "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead"
        )
        faults.append(invalid("spec.preserveUnknownFields", True, words))  # noqa: FBT003  (the value)
    return faults


def _version_list(versions: list[Object]) -> list[FieldError]:
    faults: list[FieldError] = []
    shown = [_shown(version) for version in versions]
    if len({version.get("name") for version in versions}) != len(versions):
        faults.append(invalid("spec.versions", shown, "must contain unique version names"))
    if len([version for version in versions if version.get("storage")]) != 1:
        words = "must have exactly one version marked as storage version"
        faults.append(invalid("spec.versions", shown, words))
    return faults


def _shown(version: Object) -> Object:
    return {
        "name": version.get("name", ""),
        "served": bool(version.get("served")),
        "storage": bool(version.get("storage")),
    }


def _group(group: str) -> list[FieldError]:
    if not group:
        return [required("spec.group")]
    words = ",".join(dns1123_subdomain(group))
    if words:
        return [invalid("spec.group", group, words)]
    if "." not in group:
        return [invalid("spec.group", group, "should be a domain with at least one dot")]
    return []


def _names(names: Object) -> list[FieldError]:
    faults: list[FieldError] = []
    rows = [("plural", names.get("plural", ""), ""), ("singular", names.get("singular", ""), "")]
    rows += [
        (key, names.get(key, ""), "may have mixed case, but should otherwise match: ") for key in ("kind", "listKind")
    ]
    rows += [(f"shortNames[{index}]", name, "") for index, name in enumerate(names.get("shortNames") or ())]
    for key, value, head in rows:
        words = ",".join(dns1035_label(value.lower() if head else value)) if value else ""
        if words:
            faults.append(invalid(f"spec.names.{key}", value, head + words))
    if names.get("kind") and names["kind"] == names.get("listKind"):
        faults.append(invalid("spec.names.listKind", names["listKind"], "kind and listKind may not be the same"))
    for index, category in enumerate(names.get("categories") or ()):
        words = ",".join(dns1035_label(category))
        if words:
            faults.append(invalid(f"spec.names.categories[{index}]", category, words))
    return faults


def _conversion(conversion: Object, path: str) -> list[FieldError]:
    strategies, faults = ("None", "Webhook"), list[FieldError]()
    strategy, webhook = conversion.get("strategy", ""), conversion.get("webhook") or {}
    if strategy not in strategies:
        faults.append(not_supported(f"{path}.strategy", strategy, strategies))
    if strategy == "Webhook":
        config = webhook.get("clientConfig")
        if not config:
            faults.append(required(f"{path}.webhookClientConfig", "required when strategy is set to Webhook"))
        elif bool(config.get("url")) == bool(config.get("service")):
            faults.append(required(f"{path}.webhookClientConfig", "exactly one of url or service is required"))
        if not webhook.get("conversionReviewVersions"):
            faults.append(required(f"{path}.conversionReviewVersions"))
    elif webhook.get("clientConfig"):
        words = "should not be set when strategy is not set to Webhook"
        faults.append(forbidden(f"{path}.webhookClientConfig", words))
    return faults


def _approval(metadata: Object, group: str) -> list[FieldError]:
    if not (group.endswith((".k8s.io", ".kubernetes.io")) or group in ("k8s.io", "kubernetes.io")):
        return []
    if (metadata.get("annotations") or {}).get(_APPROVAL):
        return []
    words = f'protected groups must have approval annotation "{_APPROVAL}", see {_SEE}'
    return [required(f"metadata.annotations[{_APPROVAL}]", words)]


def validate_update(new: Object, old: Object) -> list[FieldError]:
    """Check that group, scope and names stay."""
    faults = validate(new)
    rows = [("scope", new["spec"], old["spec"]), ("kind", new["spec"]["names"], old["spec"]["names"])]
    rows += [("group", new["spec"], old["spec"]), ("plural", new["spec"]["names"], old["spec"]["names"])]
    for key, mine, theirs in rows:
        if mine.get(key) != theirs.get(key):
            path = f"spec.{key}" if mine is new["spec"] else f"spec.names.{key}"
            faults.append(invalid(path, mine.get(key), "field is immutable"))
    names = [version.get("name") for version in new["spec"].get("versions") or ()]
    for index, name in enumerate((old.get("status") or {}).get("storedVersions") or ()):
        if name not in names:
            faults.append(invalid(f"status.storedVersions[{index}]", name, _STORED.format(name)))
    return faults


DEFINITION = Strategy(
    default=default,
    prepare_create=prepare_create,
    validate=validate,
    validate_update=validate_update,
    has_status=True,
    generation=True,
)
