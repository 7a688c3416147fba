"""Deployments.

Models k8s.io/kubernetes/pkg/apis/apps/{v1/defaults,validation} and pkg/registry/apps/deployment v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, GoStruct, forbidden, invalid, not_supported, required
from sandbox.sim.cluster.apimachinery.names import dns1123_label
from sandbox.sim.cluster.apis.core.pod.defaults import default_template
from sandbox.sim.cluster.apis.core.pod.template import warn_of_template
from sandbox.sim.cluster.apis.int_or_percent import at_most_100_percent, scaled, validate_int_or_percent
from sandbox.sim.cluster.apis.object_meta import immutable, non_negative
from sandbox.sim.cluster.apis.selected_template import Words, validate_chosen, validate_selector
from sandbox.sim.cluster.apis.strategy import Strategy

Object = dict[str, Any]
_WORDS = Words("deployment", "ReplicaSet", "invalid label selector")
_POD_NAMES = (
    "metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; "
    "a DNS label is recommended: "
)


def default(obj: Object) -> None:
    """Fill in a Deployment."""
    spec = obj.setdefault("spec", {})
    spec.setdefault("replicas", 1)
    strategy = spec.setdefault("strategy", {})
    if not strategy.get("type"):
        strategy["type"] = "RollingUpdate"
    if strategy["type"] == "RollingUpdate":
        rolling = strategy.setdefault("rollingUpdate", {})
        rolling.setdefault("maxUnavailable", "25%")
        rolling.setdefault("maxSurge", "25%")
    spec.setdefault("revisionHistoryLimit", 10)
    spec.setdefault("progressDeadlineSeconds", 600)
    default_template(spec.setdefault("template", {}))


def prepare_create(obj: Object) -> None:
    """Begin without status."""
    obj["status"] = {}


def validate(obj: Object) -> list[FieldError]:
    """Check a Deployment."""
    spec = obj["spec"]
    faults = non_negative(spec.get("replicas"), "spec.replicas")
    found, usable = validate_selector(spec.get("selector"), _WORDS)
    faults += found + validate_chosen(spec, _WORDS, usable=usable)
    faults += _strategy(spec.get("strategy") or {}, "spec.strategy")
    faults += non_negative(spec.get("minReadySeconds"), "spec.minReadySeconds")
    faults += non_negative(spec.get("revisionHistoryLimit"), "spec.revisionHistoryLimit")
    return faults + _deadline(spec)


def _strategy(strategy: Object, path: str) -> list[FieldError]:
    kind, rolling = strategy.get("type", ""), strategy.get("rollingUpdate")
    if kind == "Recreate":
        if rolling is not None:
            words = "may not be specified when strategy `type` is 'Recreate'"
            return [forbidden(f"{path}.rollingUpdate", words)]
        return []
    if kind != "RollingUpdate":
        shown = GoStruct(Type=kind, RollingUpdate=rolling)
        return [not_supported(path, shown, ("Recreate", "RollingUpdate"))]
    if rolling is None:
        return [required(f"{path}.rollingUpdate", "this should be defaulted and never be nil")]
    return validate_rolling(rolling, f"{path}.rollingUpdate")


def validate_rolling(rolling: Object, path: str) -> list[FieldError]:
    """Check maxSurge and maxUnavailable."""
    unavailable, surge = rolling.get("maxUnavailable", 0), rolling.get("maxSurge", 0)
    faults = validate_int_or_percent(unavailable, f"{path}.maxUnavailable")
    faults += validate_int_or_percent(surge, f"{path}.maxSurge")
    if scaled(unavailable, 100, up=True) == 0 and scaled(surge, 100, up=True) == 0 and not faults:
        faults.append(invalid(f"{path}.maxUnavailable", unavailable, "may not be 0 when `maxSurge` is 0"))
    return faults + at_most_100_percent(unavailable, f"{path}.maxUnavailable")


def _deadline(spec: Object) -> list[FieldError]:
    seconds = spec.get("progressDeadlineSeconds")
    if seconds is None:
        return []
    faults = non_negative(seconds, "spec.progressDeadlineSeconds")
    if seconds <= spec.get("minReadySeconds", 0):
        faults.append(invalid("spec.progressDeadlineSeconds", seconds, "must be greater than minReadySeconds"))
    return faults


def validate_update(new: Object, old: Object) -> list[FieldError]:
    """Check a changed Deployment."""
    faults = validate(new)
    return faults + immutable(new["spec"].get("selector"), old["spec"].get("selector"), "spec.selector")


def warn(obj: Object, old: Object | None) -> list[str]:
    """Warn of names that make bad host names, and of the template."""
    found: list[str] = []
    if old is None:
        words = dns1123_label(obj["metadata"].get("name", ""))
        found = [f"{_POD_NAMES}[{' '.join(words)}]"] if words else []
    return found + warn_of_template(obj["spec"]["template"])


DEPLOYMENT = Strategy(
    default=default,
    prepare_create=prepare_create,
    validate=validate,
    validate_update=validate_update,
    warn=warn,
    has_status=True,
    generation=True,
    scale=True,
)
