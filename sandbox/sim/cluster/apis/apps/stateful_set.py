"""StatefulSets.

Models k8s.io/kubernetes/pkg/apis/apps/{v1/defaults,validation} and pkg/registry/apps/statefulset v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, forbidden, invalid, required
from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apis.core.pod.defaults import default_template
from sandbox.sim.cluster.apis.core.pod.template import warn_of_template
from sandbox.sim.cluster.apis.int_or_percent import at_most_100_percent, validate_int_or_percent
from sandbox.sim.cluster.apis.object_meta import non_negative, require_enum
from sandbox.sim.cluster.apis.selected_template import Words, validate_chosen, validate_selector
from sandbox.sim.cluster.apis.storage.claim_spec import default_claim_spec, validate_claim_spec
from sandbox.sim.cluster.apis.strategy import Strategy

Object = dict[str, Any]
_WORDS = Words("statefulset", "StatefulSet")
_FIXED = (
    "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', "
    "'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden"
)
_MAY_CHANGE = (
    "replicas",
    "ordinals",
    "template",
    "updateStrategy",
    "revisionHistoryLimit",
    "persistentVolumeClaimRetentionPolicy",
    "minReadySeconds",
)


def default(obj: Object) -> None:
    """Fill in a StatefulSet."""
    spec = obj.setdefault("spec", {})
    spec.setdefault("podManagementPolicy", "OrderedReady")
    strategy = spec.setdefault("updateStrategy", {})
    if not strategy.get("type"):
        strategy["type"] = "RollingUpdate"
    if strategy["type"] == "RollingUpdate":
        strategy.setdefault("rollingUpdate", {}).setdefault("partition", 0)
    retention = spec.setdefault("persistentVolumeClaimRetentionPolicy", {})
    retention.setdefault("whenDeleted", "Retain")
    retention.setdefault("whenScaled", "Retain")
    spec.setdefault("replicas", 1)
    spec.setdefault("revisionHistoryLimit", 10)
    default_template(spec.setdefault("template", {}))
    for claim in spec.get("volumeClaimTemplates", ()):
        claim["apiVersion"], claim["kind"] = "v1", "PersistentVolumeClaim"
        claim.setdefault("status", {}).setdefault("phase", "Pending")
        default_claim_spec(claim.setdefault("spec", {}))


def prepare_create(obj: Object) -> None:
    """Begin without status."""
    obj["status"] = {"replicas": 0, "availableReplicas": 0}


def validate(obj: Object) -> list[FieldError]:
    """Check a StatefulSet."""
    spec = obj["spec"]
    policy = spec.get("podManagementPolicy", "")
    faults: list[FieldError] = []
    if not policy:
        faults.append(required("spec.podManagementPolicy"))
    elif policy not in ("OrderedReady", "Parallel"):
        faults.append(invalid("spec.podManagementPolicy", policy, "must be 'OrderedReady' or 'Parallel'"))
    faults += _update_strategy(spec.get("updateStrategy") or {})
    retention = spec.get("persistentVolumeClaimRetentionPolicy") or {}
    for key in ("whenDeleted", "whenScaled"):
        path = f"spec.persistentVolumeClaimRetentionPolicy.{key}"
        faults += require_enum(retention.get(key, "Retain"), path, ("Delete", "Retain"))
    faults += non_negative(spec.get("replicas"), "spec.replicas")
    faults += non_negative(spec.get("minReadySeconds"), "spec.minReadySeconds")
    faults += non_negative((spec.get("ordinals") or {}).get("start"), "spec.ordinals.start")
    found, usable = validate_selector(spec.get("selector"), _WORDS)
    faults += found + validate_chosen({**spec, "template": _with_claims(spec)}, _WORDS, usable=usable)
    return faults + _claims(spec) + non_negative(spec.get("revisionHistoryLimit"), "spec.revisionHistoryLimit")


def _with_claims(spec: Object) -> Object:
    """Return the template with a volume for each claim template, as the controller will make it."""
    template: Object = copy_json(spec["template"])
    volumes = template["spec"].setdefault("volumes", [])
    names = {volume.get("name") for volume in volumes}
    for claim in spec.get("volumeClaimTemplates", ()):
        name = (claim.get("metadata") or {}).get("name", "")
        if name not in names:
            volumes.append({"name": name, "persistentVolumeClaim": {"claimName": name}})
    return template


def _claims(spec: Object) -> list[FieldError]:
    faults: list[FieldError] = []
    for index, claim in enumerate(spec.get("volumeClaimTemplates", ())):
        faults += validate_claim_spec(claim["spec"], f"spec.volumeClaimTemplates[{index}].spec")
    return faults


def _update_strategy(strategy: Object) -> list[FieldError]:
    kind, rolling = strategy.get("type", ""), strategy.get("rollingUpdate")
    if not kind:
        return [required("spec.updateStrategy")]
    if kind == "OnDelete":
        if rolling is not None:
            words = "only allowed for updateStrategy 'RollingUpdate'"
            return [invalid("spec.updateStrategy.rollingUpdate", rolling, words)]
        return []
    if kind != "RollingUpdate":
        return [invalid("spec.updateStrategy", strategy, "must be 'RollingUpdate' or 'OnDelete'")]
    path = "spec.updateStrategy.rollingUpdate"
    faults = non_negative((rolling or {}).get("partition"), f"{path}.partition")
    unavailable = (rolling or {}).get("maxUnavailable")
    if unavailable is not None:
        faults += validate_int_or_percent(unavailable, f"{path}.maxUnavailable")
        if unavailable == 0:
            faults.append(invalid(f"{path}.maxUnavailable", 0, "cannot be 0"))
        faults += at_most_100_percent(unavailable, f"{path}.maxUnavailable")
    return faults


def validate_update(new: Object, old: Object) -> list[FieldError]:
    """Check that only what may change did."""
    faults = validate(new)
    kept = {key: value for key, value in new["spec"].items() if key not in _MAY_CHANGE}
    before = {key: value for key, value in old["spec"].items() if key not in _MAY_CHANGE}
    if kept != before:
        faults.append(forbidden("spec", _FIXED))
    return faults


def warn(obj: Object, _old: Object | None) -> list[str]:
    """Warn of the template."""
    return warn_of_template(obj["spec"]["template"])


STATEFUL_SET = Strategy(
    default=default,
    prepare_create=prepare_create,
    validate=validate,
    validate_update=validate_update,
    warn=warn,
    has_status=True,
    generation=True,
    scale=True,
)
