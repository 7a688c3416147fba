"""kubectl create service clusterip | nodeport | loadbalancer | externalname.

Models k8s.io/kubectl/pkg/cmd/create/create_service.go v1.36.
"""

from collections.abc import Callable
from typing import Any

from sandbox.sim.cli.go_values import GoValueError, parse_int
from sandbox.sim.cluster.apimachinery.names import dns1123_subdomain, port_name
from sandbox.sim.kubectl.create.generator import Generator
from sandbox.sim.kubectl.errors import KubectlError
from sandbox.sim.kubectl.invocation import Invocation

Object = dict[str, Any]
FLAGS = frozenset(("tcp", "clusterip", "node-port", "external-name"))
_MAX_PORT = 65535


def _port(text: str, node_port: int) -> Object:
    first, colon, second = text.partition(":")
    if ":" in second:
        raise KubectlError(f"invalid port format: {text}")
    try:
        port = parse_int(first, "uint64")
    except GoValueError as error:
        raise KubectlError(str(error)) from error
    if port > _MAX_PORT:
        raise KubectlError(f'strconv.ParseUint: parsing "{first}": value out of range')
    target: int | str = port
    if colon:
        target = int(second) if second.isdigit() else second
        faults = port_name(second) if isinstance(target, str) else []
        if faults:
            raise KubectlError(",".join(faults))
    found: Object = {"name": text.replace(":", "-"), "protocol": "TCP", "port": port, "targetPort": target}
    if node_port:
        found["nodePort"] = node_port
    return found


def _builder(kind: str) -> Callable[[Invocation, str], Object]:
    def build(invocation: Invocation, name: str) -> Object:
        flags = invocation.flags.values
        spec: Object = {}
        _check(kind, flags)
        ports = [_port(text, flags.get("node-port") or 0) for text in flags["tcp"]]
        if ports:
            spec["ports"] = ports
        labels = {"app": name}
        spec["selector"] = labels
        if flags.get("clusterip"):
            spec["clusterIP"] = flags["clusterip"]
        spec["type"] = kind
        if flags.get("external-name"):
            spec["externalName"] = flags["external-name"]
        return {
            "kind": "Service",
            "apiVersion": "v1",
            "metadata": {"name": name, "labels": labels},
            "spec": spec,
            "status": {"loadBalancer": {}},
        }

    return build


def _check(kind: str, flags: dict[str, Any]) -> None:
    headless = flags.get("clusterip") == "None"
    if headless and flags["tcp"]:
        raise KubectlError("can not map ports with clusterip=None")
    if not flags["tcp"] and not headless and kind != "ExternalName":
        raise KubectlError("at least one tcp port specifier must be provided")
    if kind == "ExternalName":
        faults = dns1123_subdomain(flags["external-name"])
        if faults:
            raise KubectlError(f"invalid service external name {flags['external-name']}")


CLUSTER_IP = Generator(_builder("ClusterIP"), "failed to create ClusterIP service:")
NODE_PORT = Generator(_builder("NodePort"), "failed to create NodePort service:")
LOAD_BALANCER = Generator(_builder("LoadBalancer"), "failed to create LoadBalancer service:")
EXTERNAL_NAME = Generator(_builder("ExternalName"), "failed to create ExternalName service:")
