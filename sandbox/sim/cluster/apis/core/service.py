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
    dns1123_label,
    dns1123_subdomain,
    ip,
    qualified_name,
)
from sandbox.sim.cluster.apis.core.service_ports import validate_ports
from sandbox.sim.cluster.apis.object_meta import validate_labels
from sandbox.sim.cluster.apis.strategy import Strategy

Object = dict[str, Any]
_TYPES = ("ClusterIP", "ExternalName", "LoadBalancer", "NodePort")
_EXTERNAL = ("NodePort", "LoadBalancer")


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
    headless = spec.get("clusterIP") == "None"
    faults: list[FieldError] = []
    if not spec.get("ports") and not headless and spec["type"] != "ExternalName":
        faults.append(required("spec.ports"))
    if spec["type"] == "ExternalName":
        faults += _external_name(spec)
    faults += validate_ports(spec)
    faults += validate_labels(spec.get("selector") or {}, "spec.selector")
    if spec["sessionAffinity"] not in ("ClientIP", "None"):
        faults.append(not_supported("spec.sessionAffinity", spec["sessionAffinity"], ("ClientIP", "None")))
    faults += _session(spec)
    faults += _cluster_ips(spec)
    faults += _external_ips(spec.get("externalIPs", []))
    if spec["type"] not in _TYPES:
        faults.append(not_supported("spec.type", spec["type"], _TYPES))
    if spec["type"] == "ClusterIP":
        faults += [
            forbidden(f"spec.ports[{i}].nodePort", "may not be used when `type` is 'ClusterIP'")
            for i, port in enumerate(spec.get("ports", ()))
            if port.get("nodePort")
        ]
    faults += _load_balancer(spec)
    return faults + _traffic(spec)


def _external_name(spec: Object) -> list[FieldError]:
    faults: list[FieldError] = []
    if spec.get("clusterIP"):
        faults.append(forbidden("spec.clusterIPs[0]", "may not be set for ExternalName services"))
    name = spec.get("externalName", "").removesuffix(".")
    if name:
        faults += [invalid("spec.externalName", spec["externalName"], words) for words in dns1123_subdomain(name)]
    else:
        faults.append(required("spec.externalName"))
    return faults


def _session(spec: Object) -> list[FieldError]:
    config = (spec.get("sessionAffinityConfig") or {}).get("clientIP") or {}
    seconds = config.get("timeoutSeconds")
    if seconds is None or 0 < seconds <= 86400:  # noqa: PLR2004  (a day, upstream's limit)
        return []
    path = "spec.sessionAffinityConfig.clientIP.timeoutSeconds"
    return [invalid(path, seconds, "must be greater than 0 and less than 86400")]


def _cluster_ips(spec: Object) -> list[FieldError]:
    addresses = spec.get("clusterIPs") or []
    faults: list[FieldError] = []
    for index, address in enumerate(addresses):
        if address == "None":
            if spec["type"] in _EXTERNAL:
                words = f"may not be set to 'None' for {spec['type']} services"
                faults.append(invalid(f"spec.clusterIPs[{index}]", address, words))
            continue
        faults += [invalid(f"spec.clusterIPs[{index}]", address, words) for words in ip(address)]
    return faults


def _external_ips(addresses: list[str]) -> list[FieldError]:
    faults: list[FieldError] = []
    for index, address in enumerate(addresses):
        here = f"spec.externalIPs[{index}]"
        words = ip(address)
        faults += [invalid(here, address, text) for text in words]
        if (not words and address.startswith(("127.", "169.254."))) or address in ("0.0.0.0", "::", "::1"):  # noqa: S104
            faults.append(invalid(here, address, "may not be in the loopback, link-local or unspecified range"))
    return faults


def _load_balancer(spec: Object) -> list[FieldError]:
    faults: list[FieldError] = []
    if spec.get("loadBalancerSourceRanges") and spec["type"] != "LoadBalancer":
        faults.append(forbidden("spec.LoadBalancerSourceRanges", "may only be used when `type` is 'LoadBalancer'"))
    if "allocateLoadBalancerNodePorts" in spec and spec["type"] != "LoadBalancer":
        path = "spec.allocateLoadBalancerNodePorts"
        faults.append(forbidden(path, "may only be used when `type` is 'LoadBalancer'"))
    if spec["type"] == "LoadBalancer" and "allocateLoadBalancerNodePorts" not in spec:
        faults.append(required("spec.allocateLoadBalancerNodePorts"))
    if "loadBalancerClass" in spec:
        name = spec["loadBalancerClass"]
        if spec["type"] != "LoadBalancer":
            faults.append(forbidden("spec.loadBalancerClass", "may only be used when `type` is 'LoadBalancer'"))
        faults += [invalid("spec.loadBalancerClass", name, words) for words in qualified_name(name)]
    return faults


def _traffic(spec: Object) -> list[FieldError]:
    faults: list[FieldError] = []
    policy = spec.get("externalTrafficPolicy")
    if policy is not None:
        if spec["type"] not in _EXTERNAL and not spec.get("externalIPs"):
            words = "may only be set for externally-accessible services"
            faults.append(invalid("spec.externalTrafficPolicy", policy, words))
        elif policy not in ("Cluster", "Local"):
            faults.append(not_supported("spec.externalTrafficPolicy", policy, ("Cluster", "Local")))
    internal = spec.get("internalTrafficPolicy")
    if internal is not None and internal not in ("Cluster", "Local"):
        faults.append(not_supported("spec.internalTrafficPolicy", internal, ("Cluster", "Local")))
    return faults


def validate_update(new: Object, old: Object) -> list[FieldError]:
    """Check a changed Service."""
    faults: list[FieldError] = []
    before, after = old["spec"], new["spec"]
    kept = before.get("type") != "ExternalName" and after["type"] != "ExternalName"
    if kept and before.get("clusterIP") and after.get("clusterIPs", [])[:1] != before.get("clusterIPs", [])[:1]:
        faults.append(invalid("spec.clusterIPs[0]", after.get("clusterIPs"), "may not change once set"))
    return faults + validate(new)


def warn(service: Object, _old: Object | None) -> list[str]:
    """Say that connections go round the endpoints, whoever makes them."""
    if service["spec"].get("sessionAffinity") == "ClientIP":
        return ["not modelled in this sandbox: sessionAffinity ClientIP is stored but not obeyed"]
    return []


SERVICE = Strategy(
    default=default,
    prepare_create=prepare_create,
    prepare_update=prepare_update,
    validate=validate,
    validate_update=validate_update,
    warn=warn,
    name_rule=dns1123_label,
    has_status=True,
)
