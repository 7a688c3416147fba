"""Services.

Models k8s.io/kubernetes/pkg/apis/core/{v1/defaults,validation} and pkg/registry/core/service v1.36.
Not modelled: dual stack beyond its fields, topology hints.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import (
    FieldError,
    forbidden,
    invalid,
    not_supported,
    required,
)
from sandbox.sim.cluster.apimachinery.names import (
    cidr,
    dns1123_label,
    dns1123_subdomain,
    ip,
    port_number,
    qualified_name,
    special_ip,
)
from sandbox.sim.cluster.apis.core.service_addresses import is_headless, validate_addresses_stay, validate_cluster_ips
from sandbox.sim.cluster.apis.core.service_ports import validate_port_pairs, validate_service_ports
from sandbox.sim.cluster.apis.object_meta import validate_labels
from sandbox.sim.cluster.apis.strategy import Strategy

Object = dict[str, Any]
_TYPES = ("ClusterIP", "ExternalName", "LoadBalancer", "NodePort")
_EXTERNAL = ("NodePort", "LoadBalancer")
_POLICIES = ("Cluster", "Local")
_NEARNESS = ("PreferClose", "PreferSameNode", "PreferSameZone")
_RANGES = "service.beta.kubernetes.io/load-balancer-source-ranges"
_BALANCER_ONLY = "may only be used when `type` is 'LoadBalancer'"
_DAY = 86400


def default(service: Object) -> None:
    """Fill in a Service."""
    spec = service.setdefault("spec", {})
    spec.setdefault("sessionAffinity", "None")
    if spec["sessionAffinity"] == "None":
        spec.pop("sessionAffinityConfig", None)
    elif spec["sessionAffinity"] == "ClientIP":
        config = spec.setdefault("sessionAffinityConfig", {}).setdefault("clientIP", {})
        config.setdefault("timeoutSeconds", 10800)
    spec.setdefault("type", "ClusterIP")
    for port in spec.get("ports", ()):
        port.setdefault("protocol", "TCP")
        if port.get("targetPort") in (None, 0, ""):
            port["targetPort"] = port.get("port", 0)
    if spec["type"] in _EXTERNAL or (spec["type"] == "ClusterIP" and spec.get("externalIPs")):
        spec.setdefault("externalTrafficPolicy", "Cluster")
    if spec["type"] in (*_EXTERNAL, "ClusterIP"):
        spec.setdefault("internalTrafficPolicy", "Cluster")
    if spec["type"] == "LoadBalancer":
        spec.setdefault("allocateLoadBalancerNodePorts", True)


def prepare_create(service: Object) -> None:
    """Begin without a load balancer's address."""
    service["status"] = {"loadBalancer": {}}


def prepare_update(new: Object, old: Object) -> None:
    """Drop what the new type does not have."""
    spec, before = new["spec"], old["spec"]
    if spec["type"] == "ExternalName" and before.get("type") != "ExternalName":
        for key in ("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "internalTrafficPolicy"):
            if spec.get(key) == before.get(key):
                spec.pop(key, None)
    if spec["type"] not in _EXTERNAL and before.get("type") in _EXTERNAL:
        _drop_node_ports(spec, before)
    if spec["type"] != "LoadBalancer":
        if spec.get("allocateLoadBalancerNodePorts") == before.get("allocateLoadBalancerNodePorts"):
            spec.pop("allocateLoadBalancerNodePorts", None)
        new["status"] = {"loadBalancer": {}}


def _drop_node_ports(spec: Object, before: Object) -> None:
    kept = {port.get("nodePort") for port in before.get("ports", ())}
    for port in spec.get("ports", ()):
        if port.get("nodePort") in kept:
            port.pop("nodePort", None)
    if spec.get("externalTrafficPolicy") == before.get("externalTrafficPolicy") and not spec.get("externalIPs"):
        spec.pop("externalTrafficPolicy", None)


def validate(service: Object) -> list[FieldError]:
    """Check a Service."""
    spec = service["spec"]
    headless, kind = is_headless(spec), spec["type"]
    faults: list[FieldError] = []
    if not spec.get("ports") and not headless and kind != "ExternalName":
        faults.append(required("spec.ports"))
    if headless and kind in _EXTERNAL:
        faults.append(invalid("spec.clusterIPs[0]", "None", f"may not be set to 'None' for {kind} services"))
    if kind == "ExternalName":
        faults += _external_name(spec)
    faults += validate_service_ports(spec)
    faults += validate_labels(spec.get("selector") or {}, "spec.selector")
    faults += _session(spec)
    faults += validate_cluster_ips(spec)
    faults += _external_ips(spec.get("externalIPs", []))
    if not kind:
        faults.append(required("spec.type"))
    elif kind not in _TYPES:
        faults.append(not_supported("spec.type", kind, _TYPES))
    faults += validate_port_pairs(spec)
    faults += _load_balancer(service)
    faults += _load_balancer_class(spec)
    return faults + _traffic(spec)


def _external_name(spec: Object) -> list[FieldError]:
    words = "may not be set for ExternalName services"
    if spec.get("clusterIP") and not spec.get("clusterIPs"):
        spec = {**spec, "clusterIPs": [spec["clusterIP"]]}
    faults = [forbidden(f"spec.{key}", words) for key in ("clusterIPs", "ipFamilies") if spec.get(key)]
    if "ipFamilyPolicy" in spec:
        faults.append(forbidden("spec.ipFamilyPolicy", words))
    name = spec.get("externalName", "").removesuffix(".")
    if not name:
        return [*faults, required("spec.externalName")]
    return faults + [invalid("spec.externalName", name, text) for text in dns1123_subdomain(name)]


def _session(spec: Object) -> list[FieldError]:
    affinity, path = spec.get("sessionAffinity", ""), "spec.sessionAffinityConfig"
    if not affinity:
        return [required("spec.sessionAffinity")]
    if affinity == "None":
        words = "must not be set when session affinity is None"
        return [forbidden(path, words)] if "sessionAffinityConfig" in spec else []
    if affinity != "ClientIP":
        return [not_supported("spec.sessionAffinity", affinity, ("ClientIP", "None"))]
    here, value = path, spec.get("sessionAffinityConfig")
    for key in ("clientIP", "timeoutSeconds"):
        if value is None:
            break
        here, value = f"{here}.{key}", value.get(key)
    if value is None:
        return [required(here, "when session affinity type is ClientIP")]
    words = f"must be greater than 0 and less than {_DAY}"
    return [] if 0 < value <= _DAY else [invalid(here, value, words)]


def _external_ips(addresses: list[str]) -> list[FieldError]:
    faults: list[FieldError] = []
    for index, address in enumerate(addresses):
        here = f"spec.externalIPs[{index}]"
        words = ip(address) or special_ip(address)
        faults += [invalid(here, address, text) for text in words]
    return faults


def _load_balancer(service: Object) -> list[FieldError]:
    spec, faults = service["spec"], list[FieldError]()
    is_balancer = spec["type"] == "LoadBalancer"
    ranges, path = spec.get("loadBalancerSourceRanges") or [], "spec.LoadBalancerSourceRanges"
    annotation = (service["metadata"].get("annotations") or {}).get(_RANGES)
    places = [f"{path}[{index}]" for index in range(len(ranges))]
    if not ranges and annotation is not None:
        path = f"metadata.annotations[{_RANGES}]"
        ranges = [text for text in annotation.strip().split(",") if annotation.strip()]
        places = [path] * len(ranges)
    if (ranges or annotation is not None) and not is_balancer:
        faults.append(forbidden(path, _BALANCER_ONLY))
    for here, text in zip(places, ranges, strict=True):
        faults += [invalid(here, text.strip(), words) for words in cidr(text.strip())]
    if "allocateLoadBalancerNodePorts" in spec and not is_balancer:
        faults.append(forbidden("spec.allocateLoadBalancerNodePorts", _BALANCER_ONLY))
    if is_balancer and "allocateLoadBalancerNodePorts" not in spec:
        faults.append(required("allocateLoadBalancerNodePorts"))
    return faults


def _load_balancer_class(spec: Object) -> list[FieldError]:
    name = spec.get("loadBalancerClass")
    if name is None:
        return []
    if spec["type"] != "LoadBalancer":
        return [forbidden("spec.loadBalancerClass", _BALANCER_ONLY)]
    return [invalid("spec.loadBalancerClass", name, words) for words in qualified_name(name)]


def _is_external(spec: Object) -> bool:
    return spec["type"] in _EXTERNAL or (spec["type"] == "ClusterIP" and bool(spec.get("externalIPs")))


def needs_health_check(spec: Object) -> bool:
    """Tell whether a load balancer asks the nodes where the endpoints are."""
    return spec["type"] == "LoadBalancer" and spec.get("externalTrafficPolicy") == "Local"


def _traffic(spec: Object) -> list[FieldError]:
    faults: list[FieldError] = []
    policy = spec.get("externalTrafficPolicy", "")
    if not _is_external(spec):
        if policy:
            words = "may only be set for externally-accessible services"
            faults.append(invalid("spec.externalTrafficPolicy", policy, words))
    elif not policy:
        faults.append(required("spec.externalTrafficPolicy"))
    elif policy not in _POLICIES:
        faults.append(not_supported("spec.externalTrafficPolicy", policy, _POLICIES))
    port = spec.get("healthCheckNodePort", 0)
    if port and not needs_health_check(spec):
        words = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'"
        faults.append(invalid("spec.healthCheckNodePort", port, words))
    elif port:
        faults += [invalid("spec.healthCheckNodePort", port, words) for words in port_number(port)]
    internal = spec.get("internalTrafficPolicy")
    if internal is None and spec["type"] in (*_EXTERNAL, "ClusterIP"):
        faults.append(required("spec.internalTrafficPolicy"))
    if internal is not None and internal not in _POLICIES:
        faults.append(not_supported("spec.internalTrafficPolicy", internal, _POLICIES))
    nearness = spec.get("trafficDistribution")
    if nearness is not None and nearness not in _NEARNESS:
        faults.append(not_supported("spec.trafficDistribution", nearness, _NEARNESS))
    return faults


def validate_update(new: Object, old: Object) -> list[FieldError]:
    """Check a changed Service: what was allocated stays."""
    before, after = old["spec"], new["spec"]
    faults = validate_addresses_stay(after, before)
    if before.get("type") == after["type"] == "LoadBalancer":
        name = after.get("loadBalancerClass")
        if name != before.get("loadBalancerClass"):
            faults.append(invalid("spec.loadBalancerClass", name, "may not change once set"))
    faults += _load_balancer_class(after)
    moved = after.get("healthCheckNodePort") != before.get("healthCheckNodePort")
    if moved and needs_health_check(before) and needs_health_check(after):
        faults.append(forbidden("spec.healthCheckNodePort", "field is immutable"))
    return faults + validate(new)


SERVICE = Strategy(
    default=default,
    prepare_create=prepare_create,
    prepare_update=prepare_update,
    validate=validate,
    validate_update=validate_update,
    name_rule=dns1123_label,
    has_status=True,
)
