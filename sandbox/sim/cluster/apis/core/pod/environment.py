"""Environment variables and what they are read from.

Models ValidateEnv, ValidateEnvFrom and the selectors of k8s.io/kubernetes/pkg/apis/core/validation v1.36.
"""

import re
from collections.abc import Callable
from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, invalid, not_supported, required
from sandbox.sim.cluster.apimachinery.names import (
    config_map_key,
    dns1123_subdomain,
    env_var_name,
    qualified_name,
)
from sandbox.sim.cluster.apimachinery.quantity import to_quantity

Object = dict[str, Any]
ENV_FIELDS = (
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
    "spec.nodeName",
    "spec.serviceAccountName",
    "status.hostIP",
    "status.hostIPs",
    "status.podIP",
    "status.podIPs",
)
VOLUME_FIELDS = ("metadata.name", "metadata.namespace", "metadata.labels", "metadata.annotations", "metadata.uid")
_KNOWN_FIELDS = frozenset(
    (
        *ENV_FIELDS,
        *VOLUME_FIELDS,
        "spec.restartPolicy",
        "spec.schedulerName",
        "spec.hostNetwork",
        "status.phase",
        "status.nominatedNodeName",
    )
)
CONTAINER_RESOURCES = (
    "limits.cpu",
    "limits.ephemeral-storage",
    "limits.memory",
    "requests.cpu",
    "requests.ephemeral-storage",
    "requests.memory",
)
_HUGE_PAGES = ("requests.hugepages-", "limits.hugepages-")
_BYTES = ("1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei")
_SOURCES = ("fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef")
_ONE_OF = "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`"


def validate_env(variables: list[Object], path: str) -> list[FieldError]:
    """Check environment variables."""
    faults: list[FieldError] = []
    for index, variable in enumerate(variables):
        here = f"{path}[{index}]"
        name = variable.get("name", "")
        if not name:
            faults.append(required(f"{here}.name"))
        else:
            faults += [invalid(f"{here}.name", name, words) for words in env_var_name(name)]
        if "valueFrom" in variable:
            faults += _validate_source(variable, f"{here}.valueFrom")
    return faults


def _validate_source(variable: Object, path: str) -> list[FieldError]:
    source = variable["valueFrom"]
    faults: list[FieldError] = []
    given = [name for name in _SOURCES if name in source]
    for name in given:
        faults += _SOURCE_RULES[name](source[name], f"{path}.{name}")
    if not given:
        faults.append(invalid(path, "", _ONE_OF))
    if variable.get("value"):
        if given:
            faults.append(invalid(path, "", "may not be specified when `value` is not empty"))
    elif len(given) > 1:
        faults.append(invalid(path, "", "may not have more than one field specified at a time"))
    return faults


def validate_field_reference(reference: Object, path: str, allowed: tuple[str, ...] = ENV_FIELDS) -> list[FieldError]:
    """Check an ObjectFieldSelector."""
    wanted = reference.get("fieldPath", "")
    if not wanted:
        return [required(f"{path}.fieldPath")]
    match = re.fullmatch(r"(.*)\['(.*)'\]", wanted)
    if match:
        return _subscripted(match.group(1), match.group(2), wanted, path)
    if wanted not in _KNOWN_FIELDS:
        return [
            invalid(f"{path}.fieldPath", wanted, f"error converting fieldPath: field label not supported: {wanted}")
        ]
    if wanted not in allowed:
        return [not_supported(f"{path}.fieldPath", wanted, sorted(allowed))]
    return []


def _subscripted(base: str, key: str, wanted: str, path: str) -> list[FieldError]:
    if base == "metadata.annotations":
        return [invalid(path, key.lower(), words) for words in qualified_name(key.lower())]
    if base == "metadata.labels":
        return [invalid(path, key, words) for words in qualified_name(key)]
    words = f"error converting fieldPath: field label does not support subscript: {wanted}"
    return [invalid(f"{path}.fieldPath", wanted, words)]


def validate_resource_reference(reference: Object, path: str, *, in_volume: bool = False) -> list[FieldError]:
    """Check a ResourceFieldSelector."""
    name = reference.get("resource", "")
    faults: list[FieldError] = []
    if in_volume and not reference.get("containerName"):
        faults.append(required(f"{path}.containerName"))
    elif not name:
        faults.append(required(f"{path}.resource"))
    elif name not in CONTAINER_RESOURCES and not name.startswith(_HUGE_PAGES):
        faults.append(not_supported(f"{path}.resource", name, CONTAINER_RESOURCES))
    return faults + _validate_divisor(name, reference.get("divisor", "0"), f"{path}.divisor")


def _validate_divisor(name: str, divisor: str, path: str) -> list[FieldError]:
    """Check the unit; like upstream, the fault shows the resource, not the unit."""
    if to_quantity(divisor).value == 0:
        return []
    kind = name.partition(".")[2]
    if name in ("limits.cpu", "requests.cpu"):
        fits, shown, noun = divisor in ("1m", "1"), "1m and 1", "cpu"
    elif name in CONTAINER_RESOURCES or name.startswith(_HUGE_PAGES):
        fits, shown = divisor in _BYTES, ", ".join(_BYTES)
        noun = {"memory": "memory", "ephemeral-storage": "local ephemeral storage"}.get(kind, "hugepages")
    else:
        return []
    verb = "are supported with the"
    return [] if fits else [invalid(path, name, f"only divisor's values {shown} {verb} {noun} resource")]


def validate_key_reference(reference: Object, path: str) -> list[FieldError]:
    """Check a ConfigMapKeySelector or SecretKeySelector."""
    name, key = reference.get("name", ""), reference.get("key", "")
    faults = [invalid(f"{path}.name", name, words) for words in dns1123_subdomain(name)]
    if not key:
        faults.append(required(f"{path}.key"))
    else:
        faults += [invalid(f"{path}.key", key, words) for words in config_map_key(key)]
    return faults


def _validate_file_key(reference: Object, path: str) -> list[FieldError]:
    return [required(f"{path}.{key}") for key in ("key", "volumeName", "path") if not reference.get(key)]


_SOURCE_RULES: dict[str, Callable[[Object, str], list[FieldError]]] = {
    "fieldRef": validate_field_reference,
    "resourceFieldRef": validate_resource_reference,
    "configMapKeyRef": validate_key_reference,
    "secretKeyRef": validate_key_reference,
    "fileKeyRef": _validate_file_key,
}


def validate_env_from(sources: list[Object], path: str) -> list[FieldError]:
    """Check whole ConfigMaps and Secrets taken as environment."""
    faults: list[FieldError] = []
    for index, source in enumerate(sources):
        here = f"{path}[{index}]"
        prefix = source.get("prefix", "")
        if prefix:
            faults += [invalid(f"{here}.prefix", prefix, words) for words in env_var_name(prefix)]
        given = [name for name in ("configMapRef", "secretRef") if name in source]
        for name in given:
            faults += _validate_name(source[name].get("name", ""), f"{here}.{name}.name")
        if not given:
            faults.append(invalid(here, "", "must specify one of: `configMapRef` or `secretRef`"))
        elif len(given) > 1:
            faults.append(invalid(here, "", "may not have more than one field specified at a time"))
    return faults


def _validate_name(name: str, path: str) -> list[FieldError]:
    if not name:
        return [required(path)]
    return [invalid(path, name, words) for words in dns1123_subdomain(name)]
