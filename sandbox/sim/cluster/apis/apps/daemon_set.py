"""DaemonSets.

Models k8s.io/kubernetes/pkg/apis/apps/{v1/defaults,validation} and pkg/registry/apps/daemonset v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, invalid, not_supported, required
from sandbox.sim.cluster.apis.core.pod.defaults import default_template
from sandbox.sim.cluster.apis.core.pod.template import warn_of_template
from sandbox.sim.cluster.apis.int_or_percent import at_most_100_percent, scaled, validate_int_or_percent
from sandbox.sim.cluster.apis.object_meta import immutable, non_negative
from sandbox.sim.cluster.apis.selected_template import Words, validate_chosen, validate_selector
from sandbox.sim.cluster.apis.strategy import Strategy

Object = dict[str, Any]
_WORDS = Words("daemonset", "DaemonSet")


def default(obj: Object) -> None:
    """Fill in a DaemonSet."""
    spec = obj.setdefault("spec", {})
    strategy = spec.setdefault("updateStrategy", {})
    if not strategy.get("type"):
        strategy["type"] = "RollingUpdate"
    if strategy["type"] == "RollingUpdate":
        rolling = strategy.setdefault("rollingUpdate", {})
        rolling.setdefault("maxUnavailable", 1)
        rolling.setdefault("maxSurge", 0)
    spec.setdefault("revisionHistoryLimit", 10)
    default_template(spec.setdefault("template", {}))


def prepare_create(obj: Object) -> None:
    """Begin with a template generation of one and no Pods."""
    keys = ("currentNumberScheduled", "numberMisscheduled", "desiredNumberScheduled", "numberReady")
    obj["status"] = dict.fromkeys(keys, 0)
    annotations = obj["metadata"].setdefault("annotations", {})
    annotations["deprecated.daemonset.template.generation"] = "1"


def prepare_update(new: Object, old: Object) -> None:
    """Count changes of the template."""
    key = "deprecated.daemonset.template.generation"
    before = int((old["metadata"].get("annotations") or {}).get(key, "1"))
    changed = new["spec"]["template"] != old["spec"]["template"]
    new["metadata"].setdefault("annotations", {})[key] = str(before + changed)


def validate(obj: Object) -> list[FieldError]:
    """Check a DaemonSet."""
    spec = obj["spec"]
    faults, usable = validate_selector(spec.get("selector"), _WORDS)
    faults += validate_chosen(spec, _WORDS, usable=usable)
    faults += non_negative(spec.get("minReadySeconds"), "spec.minReadySeconds")
    faults += _update_strategy(spec.get("updateStrategy") or {})
    return faults + non_negative(spec.get("revisionHistoryLimit"), "spec.revisionHistoryLimit")


def _update_strategy(strategy: Object) -> list[FieldError]:
    kind, path = strategy.get("type", ""), "spec.updateStrategy.rollingUpdate"
    if kind == "OnDelete":
        return []
    if kind != "RollingUpdate":
        return [not_supported("spec.updateStrategy", strategy, ("RollingUpdate", "OnDelete"))]
    rolling = strategy.get("rollingUpdate")
    if rolling is None:
        return [required(path)]
    unavailable, surge = rolling.get("maxUnavailable", 0), rolling.get("maxSurge", 0)
    faults = validate_int_or_percent(unavailable, f"{path}.maxUnavailable")
    faults += at_most_100_percent(unavailable, f"{path}.maxUnavailable")
    faults += validate_int_or_percent(surge, f"{path}.maxSurge")
    faults += at_most_100_percent(surge, f"{path}.maxSurge")
    both = scaled(unavailable, 100, up=True), scaled(surge, 100, up=True)
    if both[0] and both[1]:
        faults.append(invalid(f"{path}.maxSurge", surge, "may not be set when maxUnavailable is non-zero"))
    elif not any(both):
        faults.append(required(f"{path}.maxUnavailable", "cannot be 0 when maxSurge is 0"))
    return faults


def validate_update(new: Object, old: Object) -> list[FieldError]:
    """Check a changed DaemonSet."""
    faults = validate(new)
    return faults + immutable(new["spec"].get("selector"), old["spec"].get("selector"), "spec.selector")


def warn(obj: Object, _old: Object | None) -> list[str]:
    """Warn of the template."""
    return warn_of_template(obj["spec"]["template"])


DAEMON_SET = Strategy(
    default=default,
    prepare_create=prepare_create,
    prepare_update=prepare_update,
    validate=validate,
    validate_update=validate_update,
    warn=warn,
    has_status=True,
    generation=True,
)
