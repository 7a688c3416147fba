"""ClusterIPs and node ports.

Models k8s.io/kubernetes/pkg/registry/core/service/{ipallocator,portallocator,storage} v1.36: what is taken is read
off the stored Services. Not modelled: dual stack, several ServiceCIDRs.
"""

from ipaddress import IPv4Address, IPv4Network, ip_address
from typing import Any

from sandbox.sim.cluster.apimachinery import field
from sandbox.sim.cluster.apimachinery.resources import resource as built_in_resource
from sandbox.sim.cluster.apimachinery.status import ApiError, invalid
from sandbox.sim.cluster.apis.core.service import needs_health_check
from sandbox.sim.cluster.apiserver.core import Core

Object = dict[str, Any]
SERVICE_CIDR = IPv4Network("10.96.0.0/12")
NODE_PORTS = range(30000, 32768)
_OUT_OF_RANGE = "provided port is not in the valid range. The range of valid ports is 30000-32767"


def _refuse(obj: Object, path: str, value: Any, words: str) -> ApiError:
    service = built_in_resource("services")
    return invalid(service, obj["metadata"].get("name", ""), [field.invalid(path, value, words)])


def allocate(core: Core, obj: Object, old: Object | None) -> None:
    """Fill in ``clusterIP(s)``, node ports and the health check port; ApiError Invalid where one is taken."""
    spec = obj["spec"]
    kind = spec.get("type", "ClusterIP")
    if kind not in ("ClusterIP", "NodePort", "LoadBalancer"):
        _release_all(spec, kind)
        return
    _keep(spec, old)
    services = [s for s in core.storage.scan("/services") if not _is_same(s, obj)]
    _allocate_ip(core, obj, services, old)
    _allocate_ports(core, obj, services)


def _is_same(service: Object, obj: Object) -> bool:
    meta, other = service["metadata"], obj["metadata"]
    return bool(meta["name"] == other.get("name") and meta["namespace"] == other.get("namespace"))


def _release_all(spec: Object, kind: str) -> None:
    if kind == "ExternalName":
        for key in ("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"):
            if not spec.get(key) or key != "clusterIP":
                spec.pop(key, None)


def _keep(spec: Object, old: Object | None) -> None:
    if old is None:
        return
    before = old["spec"]
    moved = spec.get("clusterIP") and spec["clusterIP"] != before.get("clusterIP")
    if moved and spec.get("clusterIPs") == before.get("clusterIPs"):
        spec["clusterIPs"] = [spec["clusterIP"]]
    if not spec.get("clusterIP") and before.get("clusterIP") and before.get("type") != "ExternalName":
        spec["clusterIP"], spec["clusterIPs"] = before["clusterIP"], list(before.get("clusterIPs", []))
    if needs_health_check(spec) and needs_health_check(before):
        spec.setdefault("healthCheckNodePort", before.get("healthCheckNodePort"))
    elif spec.get("healthCheckNodePort") == before.get("healthCheckNodePort"):
        spec.pop("healthCheckNodePort", None)
    if spec.get("type") in ("NodePort", "LoadBalancer"):
        ports = {(p.get("protocol"), p.get("port")): p.get("nodePort") for p in before.get("ports") or ()}
        for port in spec.get("ports") or ():
            kept = ports.get((port.get("protocol"), port.get("port")))
            if not port.get("nodePort") and kept:
                port["nodePort"] = kept


def _allocate_ip(core: Core, obj: Object, services: list[Object], old: Object | None) -> None:
    spec = obj["spec"]
    if spec.get("clusterIPs") and not spec.get("clusterIP"):
        spec["clusterIP"] = spec["clusterIPs"][0]
    wanted = spec.get("clusterIP")
    taken = {ip for s in services for ip in s["spec"].get("clusterIPs") or ()}
    if not wanted:
        wanted = _free_ip(core, taken)
        spec["clusterIP"], spec["clusterIPs"] = wanted, [wanted]
    elif wanted != "None" and not spec.get("clusterIPs"):
        spec["clusterIPs"] = [wanted]
    elif wanted == "None":
        spec.setdefault("clusterIPs", ["None"])
    if wanted != "None" and old is None:
        _check_ip(obj, wanted, taken)
    if spec.get("ipFamilies") is None:
        spec["ipFamilies"] = ["IPv4"]
    spec.setdefault("ipFamilyPolicy", "SingleStack")


def _check_ip(obj: Object, wanted: str, taken: set[str]) -> None:
    try:
        address = ip_address(wanted)
    except ValueError:
        return
    words = ""
    if address not in SERVICE_CIDR:
        words = f"failed to allocate IP {wanted}: the provided IP ({wanted}) is not in the valid range. "
        words += f"The range of valid IPs is {SERVICE_CIDR}"
    elif wanted in taken:
        words = f"failed to allocate IP {wanted}: provided IP is already allocated"
    if words:
        raise _refuse(obj, "spec.clusterIPs", [wanted], words)


def _free_ip(core: Core, taken: set[str]) -> str:
    while True:
        offset = 256 + core.rng.below("clusterip", SERVICE_CIDR.num_addresses - 512)
        found = str(IPv4Address(int(SERVICE_CIDR.network_address) + offset))
        if found not in taken:
            return found


def _allocate_ports(core: Core, obj: Object, services: list[Object]) -> None:
    spec = obj["spec"]
    if spec.get("type") not in ("NodePort", "LoadBalancer"):
        return
    if spec["type"] == "LoadBalancer" and spec.get("allocateLoadBalancerNodePorts") is False:
        return
    taken = {
        (p["nodePort"], p.get("protocol", "TCP"))
        for s in services
        for p in s["spec"].get("ports") or ()
        if p.get("nodePort")
    }
    for index, port in enumerate(spec.get("ports") or ()):
        protocol = port.get("protocol", "TCP")
        wanted = port.get("nodePort")
        if wanted:
            _check_port(obj, f"spec.ports[{index}].nodePort", wanted, (wanted, protocol) in taken)
        else:
            port["nodePort"] = wanted = _free_port(core, protocol, taken)
        taken.add((wanted, protocol))
    if needs_health_check(spec) and not spec.get("healthCheckNodePort"):
        spec["healthCheckNodePort"] = _free_port(core, "TCP", taken)


def _check_port(obj: Object, path: str, wanted: int, is_taken: bool) -> None:  # noqa: FBT001  (a plain fact)
    if wanted not in NODE_PORTS:
        raise _refuse(obj, path, wanted, _OUT_OF_RANGE)
    if is_taken:
        raise _refuse(obj, path, wanted, "provided port is already allocated")


def _free_port(core: Core, protocol: str, taken: set[tuple[int, str]]) -> int:
    while True:
        found = NODE_PORTS[86 + core.rng.below("nodeport", len(NODE_PORTS) - 86)]
        if (found, protocol) not in taken:
            return found
