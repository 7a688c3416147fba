"""A Pod's priority comes from its PriorityClass.

Models k8s.io/kubernetes/plugin/pkg/admission/priority v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apiserver.admission.request import Request

Object = dict[str, Any]
_KEY = "scheduling.k8s.io/priorityclasses"


def admit(request: Request) -> None:
    """Resolve the priority of a new Pod; keep the only default PriorityClass the only one."""
    if request.is_create_of("/pods"):
        _set_priority(request)
    elif request.resource.key == _KEY:
        _check_default(request)


def _set_priority(request: Request) -> None:
    spec = request.obj["spec"]
    name = spec.get("priorityClassName", "")
    if name:
        chosen = request.core.storage.get(_KEY, "", name)
        if chosen is None:
            raise request.forbid(f"no PriorityClass with name {name} was found")
    else:
        chosen = _default_class(request)
        if chosen is not None:
            spec["priorityClassName"] = chosen["metadata"]["name"]
    value = chosen.get("value", 0) if chosen else 0
    policy = (chosen or {}).get("preemptionPolicy", "PreemptLowerPriority")
    if spec.get("priority", value) != value:
        raise request.forbid(
            f"the integer value of priority ({spec['priority']}) must not be provided in pod spec; "
            f"priority admission controller computed {value} from the given PriorityClass name"
        )
    spec["priority"] = value
    if spec.get("preemptionPolicy", policy) != policy:
        raise request.forbid(
            f"the string value of PreemptionPolicy ({spec['preemptionPolicy']}) must not be provided in pod spec; "
            f"priority admission controller computed {policy} from the given PriorityClass name"
        )
    spec["preemptionPolicy"] = policy


def _default_class(request: Request) -> Object | None:
    defaults = [found for found in request.core.storage.scan(_KEY) if found.get("globalDefault")]
    return min(defaults, key=lambda found: found.get("value", 0)) if defaults else None


def _check_default(request: Request) -> None:
    if not request.obj.get("globalDefault"):
        return
    for other in request.core.storage.scan(_KEY):
        if other.get("globalDefault") and other["metadata"]["name"] != request.obj["metadata"].get("name"):
            name = other["metadata"]["name"]
            raise request.forbid(f"PriorityClass {name} is already marked as default. Only one default can exist")
