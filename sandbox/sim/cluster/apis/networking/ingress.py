"""Ingresses.

Models k8s.io/kubernetes/pkg/apis/networking/validation v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, invalid, not_supported, required
from sandbox.sim.cluster.apimachinery.names import (
    dns1123_label,
    dns1123_subdomain,
    ip,
    port_name,
    port_number,
    wildcard_subdomain,
)
from sandbox.sim.cluster.apis.networking.ingress_class import validate_reference
from sandbox.sim.cluster.apis.strategy import Strategy

Object = dict[str, Any]
_PATH_TYPES = ("Exact", "ImplementationSpecific", "Prefix")
_BAD_SEQUENCES = ("//", "/./", "/../", "%2f", "%2F")
_BAD_SUFFIXES = ("/..", "/.")
_CLASS_ANNOTATION = "kubernetes.io/ingress.class"


def prepare_create(obj: Object) -> None:
    """Begin without an address."""
    obj["status"] = {"loadBalancer": {}}


def validate(obj: Object) -> list[FieldError]:
    """Check an Ingress."""
    spec = obj.get("spec") or {}
    faults: list[FieldError] = []
    if not spec.get("rules") and "defaultBackend" not in spec:
        faults.append(invalid("spec", [], "either `defaultBackend` or `rules` must be specified"))
    if "defaultBackend" in spec:
        faults += _backend(spec["defaultBackend"], "spec.defaultBackend")
    for index, rule in enumerate(spec.get("rules", ())):
        faults += _rule(rule, f"spec.rules[{index}]")
    for index, tls in enumerate(spec.get("tls", ())):
        for number, host in enumerate(tls.get("hosts", ())):
            here = f"spec.tls[{index}].hosts[{number}]"
            check = wildcard_subdomain if "*" in host else dns1123_subdomain
            faults += [invalid(here, host, words) for words in check(host)]
        secret = tls.get("secretName")
        if secret:
            faults += [invalid(f"spec.tls[{index}].secretName", secret, w) for w in dns1123_subdomain(secret)]
    name = spec.get("ingressClassName")
    if name is not None:
        faults += [invalid("spec.ingressClassName", name, words) for words in dns1123_subdomain(name)]
        annotation = (obj["metadata"].get("annotations") or {}).get(_CLASS_ANNOTATION, name)
        if annotation != name and "resourceVersion" not in obj["metadata"]:
            words = "must match `ingressClassName` when both are specified"
            faults.append(invalid(f"annotations.{_CLASS_ANNOTATION}", annotation, words))
    return faults


def _rule(rule: Object, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    host = rule.get("host", "")
    if host:
        if not ip(host):
            faults.append(invalid(f"{path}.host", host, "must be a DNS name, not an IP address"))
        check = wildcard_subdomain if "*" in host else dns1123_subdomain
        faults += [invalid(f"{path}.host", host, words) for words in check(host)]
    http = rule.get("http")
    if http is not None:
        if not http.get("paths"):
            faults.append(required(f"{path}.http.paths"))
        for index, entry in enumerate(http.get("paths", ())):
            faults += _path(entry, f"{path}.http.paths[{index}]")
    return faults


def _path(entry: Object, path: str) -> list[FieldError]:
    kind, wanted = entry.get("pathType"), entry.get("path", "")
    if kind is None:
        return [required(f"{path}.pathType", "pathType must be specified")]
    faults: list[FieldError] = []
    if kind in ("Exact", "Prefix"):
        if not wanted.startswith("/"):
            faults.append(invalid(f"{path}.path", wanted, "must be an absolute path"))
        if wanted:
            faults += [
                invalid(f"{path}.path", wanted, f"must not contain '{s}'") for s in _BAD_SEQUENCES if s in wanted
            ]
            faults += [
                invalid(f"{path}.path", wanted, f"cannot end with '{s}'") for s in _BAD_SUFFIXES if wanted.endswith(s)
            ]
    elif kind == "ImplementationSpecific":
        if wanted and not wanted.startswith("/"):
            faults.append(invalid(f"{path}.path", wanted, "must be an absolute path"))
    else:
        faults.append(not_supported(f"{path}.pathType", kind, _PATH_TYPES))
    return faults + _backend(entry.get("backend") or {}, f"{path}.backend")


def _backend(backend: Object, path: str) -> list[FieldError]:
    service, resource = backend.get("service"), backend.get("resource")
    if service is not None and resource is not None:
        return [invalid(path, "", "cannot set both resource and service backends")]
    if resource is not None:
        return validate_reference(resource, f"{path}.resource")
    if service is None:
        return [invalid(path, "", "resource or service backend is required")]
    return _service_backend(service, path)


def _service_backend(service: Object, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    name, port = service.get("name", ""), service.get("port") or {}
    if not name:
        faults.append(required(f"{path}.service.name"))
    else:
        faults += [invalid(f"{path}.service.name", name, words) for words in dns1123_label(name)]
    if port.get("name") and port.get("number"):
        faults.append(invalid(path, "", "cannot set both port name & port number"))
    elif port.get("name"):
        faults += [invalid(f"{path}.service.port.name", port["name"], words) for words in port_name(port["name"])]
    elif port.get("number"):
        number = port["number"]
        faults += [invalid(f"{path}.service.port.number", number, words) for words in port_number(number)]
    else:
        faults.append(required(path, "port name or number is required"))
    return faults


def validate_update(new: Object, _old: Object) -> list[FieldError]:
    """Check a changed Ingress."""
    return validate(new)


def warn(obj: Object, old: Object | None) -> list[str]:
    """Warn of the old annotation."""
    if old is None and _CLASS_ANNOTATION in (obj["metadata"].get("annotations") or {}):
        return [f"annotation \"{_CLASS_ANNOTATION}\" is deprecated, please use 'spec.ingressClassName' instead"]
    return []


INGRESS = Strategy(
    prepare_create=prepare_create,
    validate=validate,
    validate_update=validate_update,
    warn=warn,
    has_status=True,
    generation=True,
)
