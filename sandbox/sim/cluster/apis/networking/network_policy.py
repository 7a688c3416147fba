"""NetworkPolicies.

Models k8s.io/kubernetes/pkg/apis/networking/{v1/defaults,validation} v1.36.
"""

from ipaddress import ip_network
from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, forbidden, invalid, not_supported, required
from sandbox.sim.cluster.apimachinery.names import port_name, port_number
from sandbox.sim.cluster.apis.object_meta import validate_label_selector
from sandbox.sim.cluster.apis.strategy import Strategy

Object = dict[str, Any]
_CIDR = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"
_PROTOCOLS = ("TCP", "UDP", "SCTP")


def default(obj: Object) -> None:
    """Fill in a NetworkPolicy."""
    spec = obj.setdefault("spec", {})
    spec.setdefault("podSelector", {})
    for rule in [*spec.get("ingress", ()), *spec.get("egress", ())]:
        for port in rule.get("ports", ()):
            port.setdefault("protocol", "TCP")
    if not spec.get("policyTypes"):
        spec["policyTypes"] = ["Ingress", "Egress"] if spec.get("egress") else ["Ingress"]


def validate(obj: Object) -> list[FieldError]:
    """Check a NetworkPolicy."""
    spec = obj["spec"]
    faults = validate_label_selector(spec.get("podSelector"), "spec.podSelector")
    for direction, peers in (("ingress", "from"), ("egress", "to")):
        for index, rule in enumerate(spec.get(direction, ())):
            faults += _rule(rule, peers, f"spec.{direction}[{index}]")
    types = spec.get("policyTypes", [])
    if len(types) > 2:  # noqa: PLR2004  (Ingress and Egress)
        return [*faults, invalid("spec.policyTypes", types, "may not specify more than two policyTypes")]
    for index, kind in enumerate(types):
        if kind not in ("Ingress", "Egress"):
            faults.append(not_supported(f"spec.policyTypes[{index}]", kind, ("Ingress", "Egress")))
    return faults


def _rule(rule: Object, peers: str, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    for index, port in enumerate(rule.get("ports", ())):
        faults += _port(port, f"{path}.ports[{index}]")
    for index, peer in enumerate(rule.get(peers, ())):
        faults += _peer(peer, f"{path}.{peers}[{index}]")
    return faults


def _port(port: Object, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    protocol, number, end = port.get("protocol"), port.get("port"), port.get("endPort")
    if protocol is not None and protocol not in _PROTOCOLS:
        faults.append(not_supported(f"{path}.protocol", protocol, _PROTOCOLS))
    if isinstance(number, str):
        if end is not None:
            faults.append(invalid(f"{path}.endPort", end, "may not be specified when `port` is non-numeric"))
        faults += [invalid(f"{path}.port", number, words) for words in port_name(number)]
    elif number is not None:
        faults += [invalid(f"{path}.port", number, words) for words in port_number(number)]
        if end is not None:
            if end < number:
                faults.append(invalid(f"{path}.endPort", number, "must be greater than or equal to `port`"))
            faults += [invalid(f"{path}.endPort", end, words) for words in port_number(end)]
    elif end is not None:
        faults.append(invalid(f"{path}.endPort", end, "may not be specified when `port` is not specified"))
    return faults


def _peer(peer: Object, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    for key in ("podSelector", "namespaceSelector"):
        faults += validate_label_selector(peer.get(key), f"{path}.{key}")
    block = peer.get("ipBlock")
    if block is not None:
        faults += _block(block, f"{path}.ipBlock")
    if not any(key in peer for key in ("podSelector", "namespaceSelector", "ipBlock")):
        faults.append(required(path, "must specify a peer"))
    elif block is not None and len(peer) > 1:
        faults.append(forbidden(path, "may not specify both ipBlock and another peer"))
    return faults


def _network(text: str) -> Any:
    if "/" not in text:
        return None
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None


def _block(block: Object, path: str) -> list[FieldError]:
    cidr = block.get("cidr", "")
    if not cidr:
        return [required(f"{path}.cidr")]
    outer = _network(cidr)
    faults = [invalid(f"{path}.cidr", cidr, _CIDR)] if outer is None else []
    for index, text in enumerate(block.get("except", ())):
        here = f"{path}.except[{index}]"
        inner = _network(text)
        if inner is None:
            faults.append(invalid(here, text, _CIDR))
        elif outer is not None and not (inner.version == outer.version and inner.subnet_of(outer) and inner != outer):
            faults.append(invalid(here, text, "must be a strict subset of `cidr`"))
    return faults


def validate_update(new: Object, _old: Object) -> list[FieldError]:
    """Check a changed NetworkPolicy."""
    return validate(new)


NETWORK_POLICY = Strategy(default=default, validate=validate, validate_update=validate_update, generation=True)
