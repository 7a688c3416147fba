"""Rows of Services, Endpoints, Ingresses and their kin.

Models print* of k8s.io/kubernetes/pkg/printers/internalversion v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apiserver.scaling import selector_text
from sandbox.sim.cluster.apiserver.tables.ages import age
from sandbox.sim.cluster.apiserver.tables.columns import NONE, UNKNOWN, columns, name, or_none

Object = dict[str, Any]
_SHOWN_ENDPOINTS = 3


def _labels(labels: dict[str, str] | None) -> str:
    return ",".join(f"{key}={value}" for key, value in sorted((labels or {}).items())) or NONE


def _service(obj: Object, now: int) -> list[Any]:
    spec = obj["spec"]
    ports = [
        f"{p['port']}:{p['nodePort']}/{p.get('protocol', 'TCP')}"
        if p.get("nodePort")
        else f"{p['port']}/{p.get('protocol', 'TCP')}"
        for p in spec.get("ports", ())
    ]
    return [
        name(obj),
        spec.get("type", "ClusterIP"),
        or_none((spec.get("clusterIPs") or [spec.get("clusterIP", "")])[0]),
        _external_ip(obj),
        ",".join(ports) or NONE,
        age(obj, now),
        _labels(spec.get("selector")),
    ]


def _external_ip(obj: Object) -> str:
    spec = obj["spec"]
    kind, given = spec.get("type", "ClusterIP"), spec.get("externalIPs", [])
    if kind == "ExternalName":
        return str(spec.get("externalName", ""))
    if kind != "LoadBalancer":
        return ",".join(given) or NONE
    ingress = ((obj.get("status") or {}).get("loadBalancer") or {}).get("ingress", ())
    found = [row.get("ip") or row.get("hostname", "") for row in ingress]
    return ",".join(found + given) or "<pending>"


def _endpoints(obj: Object, now: int) -> list[Any]:
    found: list[str] = []
    for subset in obj.get("subsets", ()):
        ports = subset.get("ports", ())
        for address in subset.get("addresses", ()):
            found += [f"{address['ip']}:{port['port']}" for port in ports] or [address["ip"]]
    return [name(obj), _with_more(found), age(obj, now)]


def _with_more(found: list[str]) -> str:
    if not found:
        return NONE
    shown = ",".join(found[:_SHOWN_ENDPOINTS])
    return f"{shown} + {len(found) - _SHOWN_ENDPOINTS} more..." if len(found) > _SHOWN_ENDPOINTS else shown


def _endpoint_slice(obj: Object, now: int) -> list[Any]:
    ports = [str(port["port"]) if port.get("port") else "*" for port in obj.get("ports") or ()]
    addresses = [address for endpoint in obj.get("endpoints") or () for address in endpoint.get("addresses", ())]
    return [
        name(obj),
        obj.get("addressType", ""),
        _more(ports) if ports else "<unset>",
        _more(addresses) if addresses else "<unset>",
        age(obj, now),
    ]


def _more(found: list[str]) -> str:
    shown = ",".join(found[:_SHOWN_ENDPOINTS])
    return f"{shown} + {len(found) - _SHOWN_ENDPOINTS} more..." if len(found) > _SHOWN_ENDPOINTS else shown


def _ingress(obj: Object, now: int) -> list[Any]:
    spec = obj["spec"]
    hosts = [rule["host"] for rule in spec.get("rules", ()) if rule.get("host")]
    shown = ",".join(hosts[:3]) + (f" + {len(hosts) - 3} more..." if len(hosts) > _SHOWN_ENDPOINTS else "")
    ingress = ((obj.get("status") or {}).get("loadBalancer") or {}).get("ingress", ())
    addresses = ",".join(row.get("ip") or row.get("hostname", "") for row in ingress)
    ports = "80, 443" if spec.get("tls") else "80"
    return [name(obj), or_none(spec.get("ingressClassName")), shown or "*", addresses, ports, age(obj, now)]


def _ingress_class(obj: Object, now: int) -> list[Any]:
    parameters = obj["spec"].get("parameters")
    shown = NONE
    if parameters:
        group = f".{parameters['apiGroup']}" if parameters.get("apiGroup") else ""
        shown = f"{parameters['kind']}{group}/{parameters['name']}"
    return [name(obj), or_none(obj["spec"].get("controller")), shown, age(obj, now)]


def _network_policy(obj: Object, now: int) -> list[Any]:
    return [name(obj), selector_text(obj["spec"].get("podSelector")) or NONE, age(obj, now)]


def _service_cidr(obj: Object, now: int) -> list[Any]:
    return [name(obj), ",".join(obj["spec"].get("cidrs", ())), age(obj, now)]


def _ip_address(obj: Object, now: int) -> list[Any]:
    parent = (obj.get("spec") or {}).get("parentRef") or {}
    shown = f"{parent.get('resource', '')}/{parent.get('namespace', '')}/{parent.get('name', '')}"
    return [name(obj), shown if parent else UNKNOWN, age(obj, now)]


NETWORKING = {
    "/services": columns("Name|Type|Cluster-IP|External-IP|Port(s)|Age|Selector*", _service),
    "/endpoints": columns("Name|Endpoints|Age", _endpoints),
    "discovery.k8s.io/endpointslices": columns("Name|AddressType|Ports|Endpoints|Age", _endpoint_slice),
    "networking.k8s.io/ingresses": columns("Name|Class|Hosts|Address|Ports|Age", _ingress),
    "networking.k8s.io/ingressclasses": columns("Name|Controller|Parameters|Age", _ingress_class),
    "networking.k8s.io/networkpolicies": columns("Name|Pod-Selector|Age", _network_policy),
    "networking.k8s.io/servicecidrs": columns("Name|CIDRs|Age", _service_cidr),
    "networking.k8s.io/ipaddresses": columns("Name|ParentRef|Age", _ip_address),
}
