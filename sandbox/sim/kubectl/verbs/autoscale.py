"""kubectl autoscale.

Models k8s.io/kubectl/pkg/cmd/autoscale/autoscale.go v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.quantity import QuantityError, parse_quantity
from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.kubectl.builder import Info, find, request_of
from sandbox.sim.kubectl.change_cause import record
from sandbox.sim.kubectl.dry_run import DryRun
from sandbox.sim.kubectl.errors import KubectlError, raise_all
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.printers.formats import object_name
from sandbox.sim.kubectl.results import FILES, Results
from sandbox.sim.kubectl.results import FLAGS as RESULT_FLAGS

Object = dict[str, Any]
FLAGS = RESULT_FLAGS | FILES | {"cpu", "cpu-percent", "max", "memory", "min", "name", "save-config"}
_SCALABLE = frozenset(("Deployment", "ReplicaSet", "StatefulSet", "ReplicationController"))


def run(invocation: Invocation) -> int:
    """Create a HorizontalPodAutoscaler."""
    flags = invocation.flags
    if flags["max"] < 1:
        raise KubectlError(f"--max=MAXPODS is required and must be at least 1, max: {flags['max']}")
    if flags["max"] < flags["min"]:
        raise KubectlError(
            f"--max=MAXPODS must be larger or equal to --min=MINPODS, max: {flags['max']}, min: {flags['min']}"
        )
    results = Results(invocation)
    found = find(invocation, request_of(invocation, validate=False))
    raise_all(found.errors)
    if not found.infos:
        raise KubectlError("no objects passed to autoscale")
    for info in found.infos:
        _autoscale(invocation, results, info)
    return 0


def _metric(name: str, text: str) -> Object:
    if text.endswith("%"):
        digits = text[:-1]
        if not digits.isdigit():
            raise KubectlError(f"invalid value for --{name}: {text}")
        target: Object = {"type": "Utilization", "averageUtilization": int(digits)}
    else:
        unit = "m" if name == "cpu" else "Mi"
        try:
            amount = str(parse_quantity(f"{text}{unit}" if text.isdigit() else text))
        except QuantityError as error:
            raise KubectlError(f"invalid value for --{name}: {text}") from error
        target = {"type": "AverageValue", "averageValue": amount}
    return {"type": "Resource", "resource": {"name": name, "target": target}}


def _metrics(invocation: Invocation) -> list[Object]:
    flags = invocation.flags
    found = []
    if flags["cpu-percent"] >= 0:
        found.append(_metric("cpu", f"{flags['cpu-percent']}%"))
    found += [_metric(name, flags[name]) for name in ("cpu", "memory") if flags[name]]
    return found


def _autoscale(invocation: Invocation, results: Results, info: Info) -> None:
    flags = invocation.flags
    if info.resource.kind not in _SCALABLE:
        raise KubectlError(f"cannot autoscale a {info.resource.kind}.{info.resource.group}".rstrip("."))
    metrics = _metrics(invocation)
    spec: Object = {
        "scaleTargetRef": {"kind": info.resource.kind, "name": info.name, "apiVersion": info.resource.api_version}
    }
    if flags["min"] > 0:
        spec["minReplicas"] = flags["min"]
    spec["maxReplicas"] = flags["max"]
    if metrics:
        spec["metrics"] = metrics
    meta: Object = {"name": flags["name"] or info.name}
    if invocation.explicit_namespace:
        meta["namespace"] = invocation.namespace
    obj: Object = {
        "kind": "HorizontalPodAutoscaler",
        "apiVersion": "autoscaling/v2",
        "metadata": meta,
        "spec": spec,
        "status": {"desiredReplicas": 0, "currentMetrics": None},
    }
    obj = record(invocation, obj)
    made = obj if results.dry_run is DryRun.CLIENT else _create(invocation, results, obj, metrics)
    if results.output.name:
        invocation.out(results.printer.render(made, sort_keys=False))
    else:
        invocation.out(f"{object_name(obj)} autoscaled{results.dry_run.suffix}\n")


def _create(invocation: Invocation, results: Results, obj: Object, metrics: list[Object]) -> Object:
    resource = invocation.client.types.find("horizontalpodautoscalers.autoscaling")
    try:
        return invocation.client.create(
            resource,
            obj,
            invocation.namespace,
            dry_run=results.dry_run.is_server,
            field_manager=invocation.flags["field-manager"],
        )
    except ApiError as error:
        if metrics:
            raise
        raise KubectlError(
            "failed to create autoscaling/v2 HPA and the configuration is incompatible with autoscaling/v1: empty input"
        ) from error
