"""How many replicas a metric asks for.

Models replica_calculator.go of k8s.io/kubernetes/pkg/controller/podautoscaler v1.36 for Resource and ContainerResource
metrics: Pods that are not ready yet use nothing when more are wanted, Pods without figures use all of their request
when fewer are, and nothing when more are. Not modelled: metrics of adapters (Pods, Object, External), which nobody
serves.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

from sandbox.sim.cluster.apimachinery.labels import selects
from sandbox.sim.cluster.apimachinery.meta import is_deleting, labels_of, name_of
from sandbox.sim.cluster.apimachinery.quantity import to_quantity
from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.cluster.apiserver.metrics import Metrics
from sandbox.sim.cluster.apiserver.tables.ages import parse_time
from sandbox.sim.cluster.controllers.missing_metrics import MissingMetric, failed_resource, missing_metric
from sandbox.sim.kernel.clock import SECOND

Object = dict[str, Any]
_TOLERANCE = Fraction(1, 10)
_START_UP = 300 * SECOND
_READINESS_DELAY = 30 * SECOND
_UNITS = {"cpu": 10**9}


class NoFiguresError(Exception):
    """A metric gives no count; ``str()`` says why."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A size, the words for the metric that asks for it, and its entry in ``currentMetrics``."""

    replicas: int
    name: str
    status: Object


@dataclass(slots=True)
class Target:
    """What is scaled: its Pods, its size, and by how much it may miss before anything is done, up and down."""

    pods: list[Object]
    replicas: int
    namespace: str
    tolerances: tuple[Fraction, Fraction] = (_TOLERANCE, _TOLERANCE)

    def is_close(self, ratio: Fraction) -> bool:
        """Say whether a ratio is too near to 1 to act on."""
        return 1 - self.tolerances[1] <= ratio <= 1 + self.tolerances[0]


def select_pods(pods: list[Object], selector: Object | None) -> list[Object]:
    """Return the Pods that a target's selector chooses: a plain map of labels, or a LabelSelector."""
    plain = selector is not None and "matchLabels" not in selector and "matchExpressions" not in selector
    wanted = {"matchLabels": selector} if plain else selector
    return [pod for pod in pods if selects(wanted, labels_of(pod))]


def propose(metric: Object, target: Target, metrics: Metrics | None, now: int) -> Proposal | MissingMetric:
    """Return how many replicas one of ``spec.metrics`` asks for, or why that is not known."""
    if metric["type"] not in ("Resource", "ContainerResource") or metrics is None or not metrics.is_registered:
        return missing_metric(metric, target.namespace)
    field = "resource" if metric["type"] == "Resource" else "containerResource"
    source = metric[field]
    try:
        usage = _usage(source, target, metrics, now)
        replicas, current = _count(source, target, usage, now)
    except NoFiguresError as error:
        return failed_resource(metric, str(error))
    utilization = "averageUtilization" in source["target"]
    kind = "resource" if field == "resource" else "container resource"
    words = f"{source['name']} {kind}{' utilization (percentage of request)' if utilization else ''}"
    status = {key: source[key] for key in ("name", "container") if key in source} | {"current": current}
    return Proposal(replicas, words, {"type": metric["type"], field: status})


def _usage(source: Object, target: Target, metrics: Metrics, now: int) -> dict[str, int]:
    """Return the usage by Pod, of one container or of all: nanoseconds of CPU a second, or bytes."""
    name = source["name"]
    head = f"unable to get metrics for resource {name}: "
    try:
        found = metrics.pods(target.namespace, now)
    except ApiError as error:
        raise NoFiguresError(f"{head}unable to fetch metrics from resource metrics API: {error.message}") from error
    names = {name_of(pod) for pod in target.pods}
    only = source.get("container")
    usage = {}
    for row in found:
        chosen = [c["usage"] for c in row["containers"] if only in (None, c["name"])]
        if name_of(row) in names and chosen and all(name in used for used in chosen):
            usage[name_of(row)] = sum(int(to_quantity(used[name]).value * _UNITS.get(name, 1)) for used in chosen)
    if not usage:
        raise NoFiguresError(f"{head}no metrics returned from resource metrics API")
    return usage


@dataclass(slots=True)
class _Groups:
    ready: list[Object]
    unready: list[Object]
    missing: list[Object]


def _group(source: Object, pods: list[Object], usage: dict[str, int], now: int) -> _Groups:
    groups = _Groups([], [], [])
    for pod in pods:
        status = pod.get("status") or {}
        if is_deleting(pod) or status.get("phase") == "Failed":
            continue
        if status.get("phase", "Pending") == "Pending":
            groups.unready.append(pod)
        elif name_of(pod) not in usage:
            groups.missing.append(pod)
        elif source["name"] == "cpu" and _is_starting(status, now):
            groups.unready.append(pod)
        else:
            groups.ready.append(pod)
    return groups


def _is_starting(status: Object, now: int) -> bool:
    ready = next((c for c in status.get("conditions") or () if c["type"] == "Ready"), None)
    if ready is None or "startTime" not in status:
        return True
    started, changed = parse_time(status["startTime"]), parse_time(ready["lastTransitionTime"])
    if started + _START_UP > now:
        return ready["status"] == "False" or now - now % (15 * SECOND) < changed + 15 * SECOND
    return ready["status"] == "False" and started + _READINESS_DELAY > changed


def _count(source: Object, target: Target, usage: dict[str, int], now: int) -> tuple[int, Object]:
    """Return the size that the figures ask for, and the figures as the status shows them."""
    goal = source["target"]
    groups = _group(source, target.pods, usage, now)
    unit = _UNITS.get(source["name"], 1)
    by_request = "averageUtilization" in goal
    wanted = goal["averageUtilization"] if by_request else int(to_quantity(goal["averageValue"]).value * unit)
    requests = {name_of(pod): _request(pod, source, unit) for pod in target.pods} if by_request else {}
    if not groups.ready:
        raise NoFiguresError("did not receive metrics for targeted pods (pods might be unready)")
    known = {name_of(pod): usage[name_of(pod)] for pod in groups.ready}
    percent = sum(known.values()) * 100 // (sum(requests[name] for name in known) or 1) if by_request else 0
    shown: Object = {"averageUtilization": percent} if by_request else {}
    shown["averageValue"] = _quantity(source["name"], sum(known.values()) // len(known))

    def ratio_of(figures: dict[str, int]) -> Fraction:
        total = sum(figures.values())
        if by_request:
            return Fraction(total * 100 // (sum(requests[name] for name in figures) or 1), wanted)
        return Fraction(total, len(figures) * wanted)

    return _size(target, groups, known, (wanted, requests), ratio_of), shown


def _size(
    target: Target, groups: _Groups, known: dict[str, int], goal: tuple[int, dict[str, int]], ratio_of: Any
) -> int:
    ratio = ratio_of(known)
    early = groups.unready and ratio > 1
    if not early and not groups.missing:
        return target.replicas if target.is_close(ratio) else ceil(ratio * len(known))
    wanted, requests = goal
    assumed = dict(known)
    for pod in groups.missing if ratio != 1 else ():
        name = name_of(pod)
        full = requests[name] * max(100, wanted) // 100 if requests else wanted
        assumed[name] = full if ratio < 1 else 0
    if early:
        assumed |= {name_of(pod): 0 for pod in groups.unready}
    changed = ratio_of(assumed)
    if target.is_close(changed) or (changed - 1) * (ratio - 1) < 0:
        return target.replicas
    size = ceil(changed * len(assumed))
    flipped = size > target.replicas if changed < 1 else size < target.replicas
    return target.replicas if flipped else size


def _request(pod: Object, source: Object, unit: int) -> int:
    total = 0
    only = source.get("container")
    spec = pod["spec"]
    sidecars = [c for c in spec.get("initContainers", ()) if c.get("restartPolicy") == "Always"]
    for container in [*spec["containers"], *sidecars]:
        if only not in (None, container["name"]):
            continue
        asked = ((container.get("resources") or {}).get("requests") or {}).get(source["name"])
        if asked is None:
            where = f"container {container['name']} of Pod {name_of(pod)}"
            raise NoFiguresError(f"missing request for {source['name']} in {where}")
        total += int(to_quantity(asked).value * unit)
    return total


def _quantity(name: str, amount: int) -> str:
    return f"{-(-amount // 1_000_000)}m" if name == "cpu" else str(amount)
