"""What of a Pod may change after it was created.

Models ValidatePodUpdate of k8s.io/kubernetes/pkg/apis/core/validation v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, forbidden, invalid, required
from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apis.core.pod.annotations import validate_annotation_update, validate_pod_annotations
from sandbox.sim.cluster.apis.core.pod.containers import validate_image
from sandbox.sim.cluster.apis.core.pod.spec import validate_pod_spec
from sandbox.sim.cluster.apis.internal_dump import diff_of

Object = dict[str, Any]
_MAX_INT32 = 2**31 - 1
_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
_MAY_CHANGE = (
    "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,"
    "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),"
    "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)"
)


def validate_pod(pod: Object) -> list[FieldError]:
    """Check a whole Pod beside its name and labels; what only Pods must obey, and templates need not, included."""
    spec, meta = pod["spec"], pod["metadata"]
    faults = validate_pod_annotations(meta.get("annotations") or {}, spec, "metadata.annotations")
    faults += validate_pod_spec(spec, pod_name=meta.get("name", ""))
    if not spec.get("serviceAccountName"):
        faults += [
            forbidden(
                f"spec.volumes[{index}].projected.sources[{number}].serviceAccountToken",
                "must not be specified when serviceAccountName is not set",
            )
            for index, volume in enumerate(spec.get("volumes", ()))
            for number, source in enumerate((volume.get("projected") or {}).get("sources", ()))
            if "serviceAccountToken" in source
        ]
    for group in ("containers", "initContainers"):
        for index, container in enumerate(spec.get(group, ())):
            faults += validate_image(container, f"spec.{group}[{index}]")
    return faults


def validate_pod_update(new: Object, old: Object) -> list[FieldError]:
    """Check a changed Pod."""
    spec, before = new["spec"], old["spec"]
    faults = validate_pod(new)
    annotations = (new["metadata"].get("annotations") or {}, old["metadata"].get("annotations") or {})
    faults += validate_annotation_update(*annotations, "metadata.annotations")
    for key in ("containers", "initContainers"):
        found, stop = _containers(spec.get(key, []), before.get(key, []), f"spec.{key}")
        faults += found
        if stop:
            return faults
    found = _deadline(spec.get("activeDeadlineSeconds"), before.get("activeDeadlineSeconds"))
    if found and spec.get("activeDeadlineSeconds") is not None:
        return faults + found
    faults += found
    faults += _tolerations(spec.get("tolerations", []), before.get("tolerations", []))
    faults += _gates(spec.get("schedulingGates", []), before.get("schedulingGates", []))
    munged = _munged(spec, before)
    if before.get("schedulingGates"):
        faults += _allow_gated(munged, before)
    if munged != before:
        faults.append(forbidden("spec", f"{_MAY_CHANGE}\n{diff_of('PodSpec', before, munged)}"))
    return faults


def _containers(new: list[Object], old: list[Object], path: str) -> tuple[list[FieldError], bool]:
    if len(new) != len(old):
        return [forbidden(path, "pod updates may not add or remove containers")], True
    faults: list[FieldError] = []
    for index, container in enumerate(new):
        if not container.get("image"):
            faults.append(required(f"{path}[{index}].image"))
        faults += validate_image(container, f"{path}[{index}]")
    return faults, False


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
            f"spec.schedulingGates[{index}].name",
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
        _restore(munged, before, key)
    if before.get("terminationGracePeriodSeconds", 0) < 0 and spec.get("terminationGracePeriodSeconds") == 1:
        munged["terminationGracePeriodSeconds"] = before["terminationGracePeriodSeconds"]
    return munged


def _allow_gated(munged: Object, before: Object) -> list[FieldError]:
    """Let a Pod that waits behind a gate narrow where it may go, and check that it does no more."""
    faults: list[FieldError] = []
    old, new = before.get("nodeSelector") or {}, munged.get("nodeSelector") or {}
    if any(new.get(key) != value for key, value in old.items()):
        words = "only additions to spec.nodeSelector are allowed (no mutations or deletions)"
        faults.append(invalid("spec.nodeSelector", new, words))
    _restore(munged, before, "nodeSelector")
    had = (before.get("affinity") or {}).get("nodeAffinity")
    has = (munged.get("affinity") or {}).get("nodeAffinity")
    if has != had:
        faults += _narrowed(has or {}, had or {}, f"spec.affinity.nodeAffinity.{_REQUIRED}.nodeSelectorTerms")
        affinity = {key: value for key, value in (munged.get("affinity") or {}).items() if key != "nodeAffinity"}
        if had is not None:
            affinity["nodeAffinity"] = had
        munged["affinity"] = affinity
        if not affinity and "affinity" not in before:
            del munged["affinity"]
    return faults


def _restore(target: Object, source: Object, key: str) -> None:
    if key in source:
        target[key] = source[key]
    else:
        target.pop(key, None)


def _narrowed(new: Object, old: Object, path: str) -> list[FieldError]:
    before = (old.get(_REQUIRED) or {}).get("nodeSelectorTerms") or []
    after = (new.get(_REQUIRED) or {}).get("nodeSelectorTerms") or []
    if before and len(before) != len(after):
        words = "no additions/deletions to non-empty NodeSelectorTerms list are allowed"
        return [invalid(path, after, words)]
    return [
        invalid(f"{path}[{index}]", after[index], "only additions are allowed (no mutations or deletions)")
        for index, term in enumerate(before)
        if not _only_adds(after[index], term)
    ]


def _only_adds(new: Object, old: Object) -> bool:
    keys = ("matchExpressions", "matchFields")
    if not any(old.get(key) for key in keys):
        return not any(new.get(key) for key in keys)
    return all((new.get(key) or [])[: len(old.get(key) or [])] == (old.get(key) or []) for key in keys)


def validate_ephemeral_update(new: Object, old: Object) -> list[FieldError]:
    """Check an update of the ``ephemeralcontainers`` subresource: only additions."""
    faults = validate_pod(new)
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
