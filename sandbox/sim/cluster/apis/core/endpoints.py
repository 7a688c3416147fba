"""Endpoints.

Models ValidateEndpoints of k8s.io/kubernetes/pkg/apis/core/validation v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, invalid, not_supported, required
from sandbox.sim.cluster.apimachinery.names import (
    dns1123_label,
    dns1123_subdomain,
    ip,
    port_number,
    qualified_name,
    special_ip,
)
from sandbox.sim.cluster.apis.strategy import Strategy

Object = dict[str, Any]
_PROTOCOLS = ("SCTP", "TCP", "UDP")


def default(obj: Object) -> None:
    """Fill in the protocol of ports."""
    for subset in obj.get("subsets") or ():
        for port in subset.get("ports") or ():
            port.setdefault("protocol", "TCP")


def validate(obj: Object) -> list[FieldError]:
    """Check addresses and ports."""
    faults: list[FieldError] = []
    for index, subset in enumerate(obj.get("subsets") or ()):
        here = f"subsets[{index}]"
        if not subset.get("addresses") and not subset.get("notReadyAddresses"):
            faults.append(required(here, "must specify `addresses` or `notReadyAddresses`"))
        for key in ("addresses", "notReadyAddresses"):
            for number, address in enumerate(subset.get(key) or ()):
                faults += _address(address, f"{here}.{key}[{number}]")
        ports = subset.get("ports") or []
        for number, port in enumerate(ports):
            faults += validate_endpoint_port(port, f"{here}.ports[{number}]", needs_name=len(ports) > 1)
    return faults


def _address(address: Object, path: str) -> list[FieldError]:
    text = address.get("ip", "")
    faults = [invalid(f"{path}.ip", text, words) for words in ip(text)]
    broken = bool(faults)
    if address.get("hostname"):
        faults += [invalid(f"{path}.hostname", address["hostname"], w) for w in dns1123_label(address["hostname"])]
    if address.get("nodeName") is not None:
        faults += [invalid(f"{path}.nodeName", address["nodeName"], w) for w in dns1123_subdomain(address["nodeName"])]
    special = ["must be a valid IP address"] if broken else special_ip(text)
    return faults + [invalid(f"{path}.ip", text, words) for words in special]


def validate_endpoint_port(port: Object, path: str, *, needs_name: bool) -> list[FieldError]:
    """Check a port of endpoints."""
    name, protocol, faults = port.get("name", ""), port.get("protocol", ""), list[FieldError]()
    if not name and needs_name:
        faults.append(required(f"{path}.name"))
    elif name:
        faults += [invalid(f"{path}.name", name, words) for words in dns1123_label(name)]
    number = port.get("port", 0)
    faults += [invalid(f"{path}.port", number, words) for words in port_number(number)]
    if not protocol:
        faults.append(required(f"{path}.protocol"))
    elif protocol not in _PROTOCOLS:
        faults.append(not_supported(f"{path}.protocol", protocol, _PROTOCOLS))
    if port.get("appProtocol") is not None:
        faults += [invalid(f"{path}.appProtocol", port["appProtocol"], w) for w in qualified_name(port["appProtocol"])]
    return faults


def validate_update(new: Object, _old: Object) -> list[FieldError]:
    """Check changed Endpoints."""
    return validate(new)


ENDPOINTS = Strategy(default=default, validate=validate, validate_update=validate_update)
