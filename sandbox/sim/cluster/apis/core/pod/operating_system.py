"""What Pods for one operating system may not say.

Models validateOS, validateLinux and validateWindows of k8s.io/kubernetes/pkg/apis/core/validation v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, forbidden, not_supported, required

Object = dict[str, Any]
_NOT_WINDOWS = "cannot be set for a windows pod"
_NOT_LINUX = "windows options cannot be set for a linux pod"
_POD_FIELDS = (
    "securityContext.appArmorProfile securityContext.seLinuxOptions hostUsers hostPID hostIPC "
    "securityContext.seccompProfile securityContext.fsGroup securityContext.fsGroupChangePolicy "
    "securityContext.sysctls shareProcessNamespace securityContext.runAsUser securityContext.runAsGroup "
    "securityContext.supplementalGroups securityContext.supplementalGroupsPolicy securityContext.seLinuxChangePolicy"
).split()
_ZERO_IS_UNSET = ("hostPID", "hostIPC", "securityContext.sysctls")
_CONTAINER_FIELDS = (
    "appArmorProfile seLinuxOptions seccompProfile capabilities readOnlyRootFilesystem privileged "
    "allowPrivilegeEscalation procMount runAsUser runAsGroup"
).split()


def validate_operating_system(spec: Object, path: str) -> list[FieldError]:
    """Check ``spec.os`` and the fields that belong to the other system."""
    if "os" not in spec:
        return []
    name = (spec["os"] or {}).get("name", "")
    if not name:
        return [required(f"{path}.os.name", "cannot be empty")]
    if name == "linux":
        return _linux(spec, path)
    return _windows(spec, path) if name == "windows" else [not_supported(f"{path}.os", name, ("linux", "windows"))]


def _contexts(spec: Object, path: str) -> list[tuple[Object, str]]:
    return [
        (container.get("securityContext") or {}, f"{path}.{group}[{index}].securityContext")
        for group in ("initContainers", "containers", "ephemeralContainers")
        for index, container in enumerate(spec.get(group, ()))
    ]


def _linux(spec: Object, path: str) -> list[FieldError]:
    whole = [(spec.get("securityContext") or {}, f"{path}.securityContext")]
    return [
        forbidden(f"{here}.windowsOptions", _NOT_LINUX)
        for context, here in whole + _contexts(spec, path)
        if "windowsOptions" in context
    ]


def _windows(spec: Object, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    for name in _POD_FIELDS:
        parent, _, key = name.rpartition(".")
        value = (spec.get(parent) or {} if parent else spec).get(key)
        if value is not None and (value or name not in _ZERO_IS_UNSET):
            faults.append(forbidden(f"{path}.{name}", _NOT_WINDOWS))
    for context, here in _contexts(spec, path):
        faults += [forbidden(f"{here}.{key}", _NOT_WINDOWS) for key in _CONTAINER_FIELDS if key in context]
    return faults
