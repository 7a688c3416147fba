"""Ports of Services.

Models validateServicePort of k8s.io/kubernetes/pkg/apis/core/validation v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import (
    FieldError,
    GoStruct,
    duplicate,
    forbidden,
    invalid,
    not_supported,
    required,
)
from sandbox.sim.cluster.apimachinery.names import dns1123_label, port_name, port_number, qualified_name

Object = dict[str, Any]
_PROTOCOLS = ("SCTP", "TCP", "UDP")


def validate_service_ports(spec: Object) -> list[FieldError]:
    """Check each of ``spec.ports``."""
    ports = spec.get("ports", [])
    faults: list[FieldError] = []
    names: set[str] = set()
    for index, port in enumerate(ports):
        faults += _port(port, f"spec.ports[{index}]", names, needs_name=len(ports) > 1)
    return faults


def validate_port_pairs(spec: Object) -> list[FieldError]:
    """Check what ports of a type may not have, and pairs that exclude each other."""
    ports, faults = spec.get("ports", []), list[FieldError]()
    if spec["type"] == "ClusterIP":
        words = "may not be used when `type` is 'ClusterIP'"
        faults += [forbidden(f"spec.ports[{i}].nodePort", words) for i, p in enumerate(ports) if p.get("nodePort")]
    return faults + _same_node_port(ports) + _same_port(ports)


def _port(port: Object, path: str, names: set[str], *, needs_name: bool) -> list[FieldError]:
    faults: list[FieldError] = []
    name = port.get("name", "")
    if not name:
        if needs_name:
            faults.append(required(f"{path}.name"))
    else:
        faults += [invalid(f"{path}.name", name, words) for words in dns1123_label(name)]
        if name in names:
            faults.append(duplicate(f"{path}.name", name))
        names.add(name)
    number, protocol, target = port.get("port", 0), port.get("protocol", ""), port.get("targetPort")
    faults += [invalid(f"{path}.port", number, words) for words in port_number(number)]
    if not protocol:
        faults.append(required(f"{path}.protocol"))
    elif protocol not in _PROTOCOLS:
        faults.append(not_supported(f"{path}.protocol", protocol, _PROTOCOLS))
    rule: Any = port_name if isinstance(target, str) else port_number
    faults += [invalid(f"{path}.targetPort", target, words) for words in rule(target)]
    if port.get("appProtocol") is not None:
        faults += [invalid(f"{path}.appProtocol", port["appProtocol"], w) for w in qualified_name(port["appProtocol"])]
    return faults


def _same_node_port(ports: list[Object]) -> list[FieldError]:
    faults: list[FieldError] = []
    seen: set[tuple[str, int]] = set()
    for index, port in enumerate(ports):
        if not port.get("nodePort"):
            continue
        key = (port.get("protocol", ""), port["nodePort"])
        if key in seen:
            faults.append(duplicate(f"spec.ports[{index}].nodePort", port["nodePort"]))
        seen.add(key)
    return faults


def _same_port(ports: list[Object]) -> list[FieldError]:
    faults: list[FieldError] = []
    seen: set[tuple[str, int]] = set()
    for index, port in enumerate(ports):
        key = (port.get("protocol", ""), port.get("port", 0))
        if key in seen:
            shown = GoStruct(Name="", Protocol=key[0], AppProtocol=None, Port=key[1], TargetPort=0, NodePort=0)
            faults.append(duplicate(f"spec.ports[{index}]", shown))
        seen.add(key)
    return faults
