"""What of a Pod may change after it was created.

Models ValidatePodUpdate of k8s.io/kubernetes/pkg/apis/core/validation v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, forbidden, invalid
from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apis.core.pod.spec import validate_pod_spec
from sandbox.sim.cluster.apis.internal_dump import diff_of

Object = dict[str, Any]
_MAX_INT32 = 2**31 - 1
_MAY_CHANGE = (
    "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,"
    "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),"
    "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)"
)


def validate_pod_update(new: Object, old: Object) -> list[FieldError]:
    """Check a changed Pod."""
    spec, before = new["spec"], old["spec"]
    faults = validate_pod_spec(spec)
    for key in ("containers", "initContainers"):
        found, stop = _containers(spec.get(key, []), before.get(key, []), f"spec.{key}")
        faults += found
        if stop:
            return faults
    found = _deadline(spec.get("activeDeadlineSeconds"), before.get("activeDeadlineSeconds"))
    if found:
        return faults + found
    faults += _tolerations(spec.get("tolerations", []), before.get("tolerations", []))
    faults += _gates(spec.get("schedulingGates", []), before.get("schedulingGates", []))
    munged = _munged(spec, before)
    if munged != before:
        faults.append(forbidden("spec", f"{_MAY_CHANGE}\n{diff_of('PodSpec', before, munged)}"))
    return faults


def _containers(new: list[Object], old: list[Object], path: str) -> tuple[list[FieldError], bool]:
    if len(new) != len(old):
        return [forbidden(path, "pod updates may not add or remove containers")], True
    return [], False


def _deadline(new: int | None, old: int | None) -> list[FieldError]:
    path = "spec.activeDeadlineSeconds"
    if new is None:
        words = "must not update from a positive integer to nil value"
        return [invalid(path, None, words)] if old is not None else []
    if not 0 <= new <= _MAX_INT32:
        return [invalid(path, new, f"must be between 0 and {_MAX_INT32}, inclusive")]
    if old is not None and old < new:
        return [invalid(path, new, "must be less than or equal to previous value")]
    return []


def _tolerations(new: list[Object], old: list[Object]) -> list[FieldError]:
    def identity(toleration: Object) -> Object:
        return {key: value for key, value in toleration.items() if key != "tolerationSeconds"}

    kept = [identity(toleration) for toleration in new]
    if all(identity(toleration) in kept for toleration in old):
        return []
    return [forbidden("spec.tolerations", "existing toleration can not be modified except its tolerationSeconds")]


def _gates(new: list[Object], old: list[Object]) -> list[FieldError]:
    before = [gate["name"] for gate in old]
    return [
        forbidden(
            f"spec.schedulingGates[{index}]",
            f"only deletion is allowed, but found new scheduling gate '{gate['name']}'",
        )
        for index, gate in enumerate(new)
        if gate["name"] not in before
    ]


def _munged(spec: Object, before: Object) -> Object:
    munged: Object = copy_json(spec)
    for key in ("containers", "initContainers"):
        for container, old in zip(munged.get(key, ()), before.get(key, ()), strict=True):
            container["image"] = old.get("image", "")
    for key in ("activeDeadlineSeconds", "tolerations", "schedulingGates", "serviceAccount"):
        if key in before:
            munged[key] = before[key]
        else:
            munged.pop(key, None)
    if before.get("terminationGracePeriodSeconds", 0) < 0 and spec.get("terminationGracePeriodSeconds") == 1:
        munged["terminationGracePeriodSeconds"] = before["terminationGracePeriodSeconds"]
    if before.get("schedulingGates"):
        _allow_gated(munged, before)
    return munged


def _allow_gated(munged: Object, before: Object) -> None:
    """Let a Pod that waits behind a gate narrow its node selector, as upstream does."""
    old, new = before.get("nodeSelector") or {}, munged.get("nodeSelector") or {}
    if all(new.get(key) == value for key, value in old.items()):
        if old:
            munged["nodeSelector"] = old
        else:
            munged.pop("nodeSelector", None)


def validate_ephemeral_update(new: Object, old: Object) -> list[FieldError]:
    """Check an update of the ``ephemeralcontainers`` subresource: only additions."""
    faults = validate_pod_spec(new["spec"])
    path = "spec.ephemeralContainers"
    before = {container["name"]: container for container in old["spec"].get("ephemeralContainers", ())}
    after = {container["name"]: container for container in new["spec"].get("ephemeralContainers", ())}
    for name, standing in before.items():
        if name not in after:
            words = f'existing ephemeral containers "{name}" may not be removed\n'
            faults.append(forbidden(path, words))
        elif after[name] != standing:
            words = f'existing ephemeral containers "{name}" may not be changed\n'
            faults.append(forbidden(path, words))
    return faults
