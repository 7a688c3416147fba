"""EndpointSlices.

Models k8s.io/kubernetes/pkg/apis/discovery/{v1/defaults,validation} v1.36.
"""

from ipaddress import ip_address
from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, duplicate, invalid, not_supported, required, too_many
from sandbox.sim.cluster.apimachinery.names import (
    dns1123_label,
    dns1123_subdomain,
    ip,
    port_number,
    qualified_name,
    special_ip,
)
from sandbox.sim.cluster.apis.object_meta import immutable
from sandbox.sim.cluster.apis.strategy import Strategy

Object = dict[str, Any]
_TYPES = ("FQDN", "IPv4", "IPv6")
_PROTOCOLS = ("SCTP", "TCP", "UDP")
_MOST_ENDPOINTS = 1000
_MOST_ADDRESSES = 100
_MOST_PORTS = 20000


def default(obj: Object) -> None:
    """Fill in names and protocols of ports."""
    obj.setdefault("endpoints", [])
    obj.setdefault("ports", [])
    for port in obj["ports"] or ():
        port.setdefault("name", "")
        port.setdefault("protocol", "TCP")


def validate(obj: Object) -> list[FieldError]:
    """Check a slice."""
    kind, faults = obj.get("addressType", ""), list[FieldError]()
    if not kind:
        faults.append(required("addressType"))
    elif kind not in _TYPES:
        faults.append(not_supported("addressType", kind, _TYPES))
    return faults + _endpoints(obj.get("endpoints") or [], kind) + _ports(obj.get("ports") or [])


def _endpoints(endpoints: list[Object], kind: str) -> list[FieldError]:
    if len(endpoints) > _MOST_ENDPOINTS:
        return [too_many("endpoints", len(endpoints), _MOST_ENDPOINTS)]
    faults: list[FieldError] = []
    for index, endpoint in enumerate(endpoints):
        here, addresses = f"endpoints[{index}]", endpoint.get("addresses") or []
        if not addresses:
            faults.append(required(f"{here}.addresses", "must contain at least 1 address"))
        elif len(addresses) > _MOST_ADDRESSES:
            faults.append(too_many(f"{here}.addresses", len(addresses), _MOST_ADDRESSES))
        for number, address in enumerate(addresses):
            faults += _address(address, kind, f"{here}.addresses[{number}]")
        if endpoint.get("nodeName") is not None:
            name = endpoint["nodeName"]
            faults += [invalid(f"{here}.nodeName", name, words) for words in dns1123_subdomain(name)]
        if endpoint.get("hostname") is not None:
            name = endpoint["hostname"]
            faults += [invalid(f"{here}.hostname", name, words) for words in dns1123_label(name)]
    return faults


def _address(address: str, kind: str, path: str) -> list[FieldError]:
    if kind == "FQDN":
        return [invalid(path, address, words) for words in dns1123_subdomain(address)]
    if kind not in _TYPES:
        return []
    words = ip(address)
    if not words and f"IPv{ip_address(address).version}" != kind:
        words = [f"must be an {kind} address"]
    return [invalid(path, address, text) for text in words or special_ip(address)]


def _ports(ports: list[Object]) -> list[FieldError]:
    if len(ports) > _MOST_PORTS:
        return [too_many("ports", len(ports), _MOST_PORTS)]
    faults: list[FieldError] = []
    names: set[str] = set()
    for index, port in enumerate(ports):
        here, name, protocol = f"ports[{index}]", port.get("name", ""), port.get("protocol", "")
        if name:
            faults += [invalid(f"{here}.name", name, words) for words in dns1123_label(name)]
        if name in names:
            faults.append(duplicate(f"{here}.name", name))
        names.add(name)
        if not protocol:
            faults.append(required(f"{here}.protocol"))
        elif protocol not in _PROTOCOLS:
            faults.append(not_supported(f"{here}.protocol", protocol, _PROTOCOLS))
        if port.get("port") is not None:
            faults += [invalid(f"{here}.port", port["port"], words) for words in port_number(port["port"])]
        if port.get("appProtocol") is not None:
            words_of = qualified_name(port["appProtocol"])
            faults += [invalid(f"{here}.appProtocol", port["appProtocol"], words) for words in words_of]
    return faults


def validate_update(new: Object, old: Object) -> list[FieldError]:
    """Check a changed slice, whose kind of addresses stays."""
    return validate(new) + immutable(new.get("addressType"), old.get("addressType"), "addressType")


ENDPOINT_SLICE = Strategy(default=default, validate=validate, validate_update=validate_update, generation=True)
