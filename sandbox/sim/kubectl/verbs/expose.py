"""kubectl expose.

Models k8s.io/kubectl/pkg/cmd/expose/expose.go v1.36.
"""

from typing import Any

from sandbox.sim.kubectl.builder import Info, find, request_of
from sandbox.sim.kubectl.change_cause import record
from sandbox.sim.kubectl.dry_run import DryRun
from sandbox.sim.kubectl.errors import KubectlError, raise_all
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.printers.formats import object_name
from sandbox.sim.kubectl.results import FILES, Results
from sandbox.sim.kubectl.results import FLAGS as RESULT_FLAGS
from sandbox.sim.kubectl.verbs.run.pod import override

Object = dict[str, Any]
FLAGS = RESULT_FLAGS | FILES | {
    "cluster-ip", "external-ip", "labels", "load-balancer-ip", "name", "override-type", "overrides", "port", "protocol",
    "save-config", "selector", "session-affinity", "target-port", "type",
}  # fmt: skip
_KINDS = ("ReplicationController", "Service", "Pod", "Deployment", "ReplicaSet")
_MAX_NAME = 63


def run(invocation: Invocation) -> int:
    """Create a Service for what is already there."""
    results = Results(invocation)
    found = find(invocation, request_of(invocation, selector="", validate=False))
    raise_all(found.errors)
    for info in found.infos:
        _expose(invocation, results, info)
    return 0


def _expose(invocation: Invocation, results: Results, info: Info) -> None:
    if info.resource.kind not in _KINDS:
        raise KubectlError(f"cannot expose a {info.resource.kind}.{info.resource.group}".rstrip("."))
    service = record(invocation, _service(invocation, info))
    made = service
    if results.dry_run is not DryRun.CLIENT:
        made = invocation.client.create(
            invocation.client.types.find("services"),
            service,
            info.namespace,
            dry_run=results.dry_run.is_server,
            field_manager=invocation.flags["field-manager"],
        )
    if results.output.name:
        invocation.out(results.printer.render(made, sort_keys=False))
    else:
        invocation.out(f"{object_name(service)} exposed{results.dry_run.suffix}\n")


def _service(invocation: Invocation, info: Info) -> Object:
    flags = invocation.flags
    meta: Object = {"name": flags["name"] or info.name[:_MAX_NAME]}
    if invocation.explicit_namespace:
        meta["namespace"] = invocation.namespace
    labels = _pairs(flags["labels"]) if flags["labels"] else (info.obj or {})["metadata"].get("labels")
    if labels:
        meta["labels"] = labels
    selector = _pairs(flags["selector"]) if flags["selector"] else _selector(info)
    spec: Object = {"ports": _ports(invocation, info)}
    spec["selector"] = selector
    for flag, key in (("cluster-ip", "clusterIP"), ("type", "type"), ("session-affinity", "sessionAffinity")):
        if flags[flag]:
            spec[key] = flags[flag]
    if flags["external-ip"]:
        spec["externalIPs"] = [flags["external-ip"]]
    if flags["load-balancer-ip"]:
        spec["loadBalancerIP"] = flags["load-balancer-ip"]
    service = {
        "kind": "Service",
        "apiVersion": "v1",
        "metadata": meta,
        "spec": spec,
        "status": {"loadBalancer": {}},
    }
    return override(service, str(flags["overrides"]), str(flags["override-type"]))


def _pairs(text: str) -> dict[str, str]:
    found = {}
    for part in text.split(","):
        key, equals, value = part.partition("=")
        if not equals:
            raise KubectlError(f"unexpected label spec: {part}")
        found[key] = value
    return dict(sorted(found.items()))


def _selector(info: Info) -> dict[str, str]:
    obj = info.obj or {}
    spec = obj.get("spec") or {}
    if info.resource.kind == "Pod":
        labels: dict[str, str] = obj["metadata"].get("labels") or {}
        if not labels:
            raise KubectlError(
                "couldn't retrieve selectors via --selector flag or introspection: the pod has no labels and "
                "cannot be exposed"
            )
        return labels
    if info.resource.kind in ("Service", "ReplicationController"):
        selector: dict[str, str] = spec.get("selector") or {}
        if not selector:
            raise KubectlError(
                "couldn't retrieve selectors via --selector flag or introspection: the service has no pod selector set"
            )
        return selector
    matches: dict[str, str] = (spec.get("selector") or {}).get("matchLabels") or {}
    if not matches:
        raise KubectlError(
            "couldn't retrieve selectors via --selector flag or introspection: invalid deployment: no "
            "selectors, therefore cannot be exposed"
        )
    return matches


def _known_ports(info: Info) -> list[tuple[int, str]]:
    spec = (info.obj or {}).get("spec") or {}
    if info.resource.kind == "Service":
        return [(port["port"], port.get("protocol", "TCP")) for port in spec.get("ports") or []]
    pod = spec if info.resource.kind == "Pod" else (spec.get("template") or {}).get("spec") or {}
    ports = [port for container in pod.get("containers") or [] for port in container.get("ports") or []]
    return [(port["containerPort"], port.get("protocol", "TCP")) for port in ports]


def _ports(invocation: Invocation, info: Info) -> list[Object]:
    flags = invocation.flags
    known = _known_ports(info)
    words = [word for word in str(flags["port"]).split(",") if word] or [str(port) for port, _ in known]
    if not words:
        raise KubectlError("couldn't find port via --port flag or introspection")
    protocols = {str(port): protocol for port, protocol in known}
    found = []
    for index, word in enumerate(words, 1):
        if not word.isdigit():
            raise KubectlError(f'strconv.Atoi: parsing "{word}": invalid syntax')
        port: Object = {"name": f"port-{index}"} if len(words) > 1 else {}
        port["protocol"] = flags["protocol"] or protocols.get(word, "TCP")
        port["port"] = int(word)
        target = flags["target-port"]
        port["targetPort"] = (int(target) if target.isdigit() else target) if target else int(word)
        found.append(port)
    return found
