"""Rows of Pods.

Models printPod of k8s.io/kubernetes/pkg/printers/internalversion v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apiserver.tables.ages import age, human, parse_time
from sandbox.sim.cluster.apiserver.tables.columns import NONE, columns, name, or_none
from sandbox.sim.kernel.clock import SECOND

Object = dict[str, Any]


def _cells(pod: Object, now: int) -> list[Any]:
    spec, status = pod["spec"], pod.get("status") or {}
    init = {row["name"]: row for row in status.get("initContainerStatuses", ())}
    regular = status.get("containerStatuses", [])
    sidecars = [c for c in spec.get("initContainers", ()) if c.get("restartPolicy") == "Always"]
    total = len(spec.get("containers", ())) + len(sidecars)
    ready = sum(bool(init.get(c["name"], {}).get("ready")) for c in sidecars)
    reason, initializing = _init_reason(spec, status)
    rows = list(init.values()) if initializing else regular + [init[c["name"]] for c in sidecars if c["name"] in init]
    if not initializing:
        reason, more_ready = _regular_reason(reason, status, regular)
        ready += more_ready
    if "deletionTimestamp" in pod["metadata"]:
        reason = _deleting_reason(reason, status)
    ips = [row["ip"] for row in status.get("podIPs", ())]
    return [
        name(pod),
        f"{ready}/{total}",
        reason,
        _restarts(rows, now),
        age(pod, now),
        or_none(ips[0] if ips else ""),
        or_none(spec.get("nodeName")),
        or_none(status.get("nominatedNodeName")),
        _gates(spec, status),
    ]


def _deleting_reason(reason: str, status: Object) -> str:
    if status.get("reason") == "NodeLost":
        return "Unknown"
    return reason if status.get("phase") in ("Succeeded", "Failed") else "Terminating"


def _init_reason(spec: Object, status: Object) -> tuple[str, bool]:
    reason = status.get("reason") or status.get("phase", "Unknown")
    for condition in status.get("conditions", ()):
        if condition["type"] == "PodScheduled" and condition.get("reason") == "SchedulingGated":
            reason = "SchedulingGated"
    specs = {c["name"]: c for c in spec.get("initContainers", ())}
    for index, row in enumerate(status.get("initContainerStatuses", ())):
        state = row.get("state") or {}
        terminated, waiting = state.get("terminated"), state.get("waiting") or {}
        if terminated is not None and terminated["exitCode"] == 0:
            continue
        if specs.get(row["name"], {}).get("restartPolicy") == "Always" and row.get("started"):
            continue
        if terminated is not None:
            return f"Init:{_terminated(terminated)}", True
        if waiting.get("reason", "") not in ("", "PodInitializing"):
            return f"Init:{waiting['reason']}", True
        return f"Init:{index}/{len(specs)}", True
    return reason, False


def _terminated(state: Object) -> str:
    if state.get("reason"):
        return str(state["reason"])
    return f"Signal:{state['signal']}" if state.get("signal") else f"ExitCode:{state['exitCode']}"


def _regular_reason(reason: str, status: Object, regular: list[Object]) -> tuple[str, int]:
    running, ready = False, 0
    for row in reversed(regular):
        state = row.get("state") or {}
        if (state.get("waiting") or {}).get("reason"):
            reason = state["waiting"]["reason"]
        elif state.get("terminated") is not None:
            reason = _terminated(state["terminated"])
        elif row.get("ready") and state.get("running") is not None:
            running, ready = True, ready + 1
    if reason == "Completed" and running:
        conditions = {c["type"]: c["status"] for c in status.get("conditions", ())}
        reason = "Running" if conditions.get("Ready") == "True" else "NotReady"
    return reason, ready


def _restarts(rows: list[Object], now: int) -> str:
    count = sum(row.get("restartCount", 0) for row in rows)
    ends = [(row.get("lastState") or {}).get("terminated") for row in rows]
    times = [parse_time(end["finishedAt"]) for end in ends if end]
    return f"{count} ({human((now - max(times)) // SECOND)} ago)" if count and times else str(count)


def _gates(spec: Object, status: Object) -> str:
    gates = [gate["conditionType"] for gate in spec.get("readinessGates", ())]
    if not gates:
        return NONE
    conditions = {c["type"]: c["status"] for c in status.get("conditions", ())}
    return f"{sum(conditions.get(gate) == 'True' for gate in gates)}/{len(gates)}"


POD = columns("Name|Ready|Status|Restarts|Age|IP*|Node*|Nominated Node*|Readiness Gates*", _cells)
