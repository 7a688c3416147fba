"""Annotations that mean something to a Pod.

Models ValidatePodSpecificAnnotations and its kin of k8s.io/kubernetes/pkg/apis/core/validation v1.36.
"""

import re
from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, forbidden, invalid
from sandbox.sim.cluster.apis.core.pod.paths import validate_descending_path

Object = dict[str, Any]
_MIRROR = "kubernetes.io/config.mirror"
_COST = "controller.kubernetes.io/pod-deletion-cost"
_APP_ARMOR = "container.apparmor.security.beta.kubernetes.io/"
_SECCOMP = "seccomp.security.alpha.kubernetes.io/pod"
_SECCOMP_CONTAINER = "container.seccomp.security.alpha.kubernetes.io/"
_SECCOMP_PROFILES = ("runtime/default", "docker/default", "unconfined")
_APP_ARMOR_PROFILES = ("", "runtime/default", "unconfined")


def validate_pod_annotations(annotations: dict[str, str], spec: Object, path: str) -> list[FieldError]:
    """Check the annotations that upstream reads."""
    faults: list[FieldError] = []
    if _MIRROR in annotations and not spec.get("nodeName"):
        words = "must set spec.nodeName if mirror pod annotation is set"
        faults.append(invalid(f"{path}[{_MIRROR}]", annotations[_MIRROR], words))
    cost = annotations.get(_COST)
    if cost is not None and not _is_cost(cost):
        faults.append(invalid(f"{path}[{_COST}]", cost, "must be a 32bit integer"))
    for key in sorted(annotations):
        if key == _SECCOMP or key.startswith(_SECCOMP_CONTAINER):
            faults += _seccomp(annotations[key], f"{path}.{key}")
    for key in sorted(annotations):
        if key.startswith(_APP_ARMOR):
            faults += _app_armor(key, annotations[key], spec, path)
    return faults


def _is_cost(text: str) -> bool:
    return re.fullmatch(r"0|-?[1-9][0-9]*", text) is not None and -(2**31) <= int(text) < 2**31


def _seccomp(profile: str, path: str) -> list[FieldError]:
    if profile in _SECCOMP_PROFILES:
        return []
    if profile.startswith("localhost/"):
        return validate_descending_path(profile.removeprefix("localhost/"), path)
    return [invalid(path, profile, "must be a valid seccomp profile")]


def _app_armor(key: str, profile: str, spec: Object, path: str) -> list[FieldError]:
    name, faults = key.removeprefix(_APP_ARMOR), list[FieldError]()
    groups = ("initContainers", "containers", "ephemeralContainers")
    if all(container.get("name") != name for group in groups for container in spec.get(group, ())):
        faults.append(invalid(f"{path}[{key}]", name, "container not found"))
    if profile not in _APP_ARMOR_PROFILES and not profile.startswith("localhost/"):
        faults.append(invalid(f"{path}[{key}]", profile, f'invalid AppArmor profile name: "{profile}"'))
    return faults


def validate_annotation_update(new: dict[str, str], old: dict[str, str], path: str) -> list[FieldError]:
    """Check that what the kubelet has acted upon stays."""
    faults: list[FieldError] = []
    for key in sorted({*new, *old}):
        verb = "add" if key not in old else "remove or update"
        if new.get(key) == old.get(key) or (key in old and key in new and new[key] == old[key]):
            continue
        if key.startswith(_APP_ARMOR):
            faults.append(forbidden(f"{path}[{key}]", f"may not {verb} AppArmor annotations"))
        if key == _MIRROR:
            faults.append(forbidden(f"{path}[{key}]", f"may not {verb} mirror pod annotation"))
    return faults
