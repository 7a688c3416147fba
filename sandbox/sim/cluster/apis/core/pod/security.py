"""Security contexts of Pods and containers.

Models validatePodSpecSecurityContext and ValidateSecurityContext of k8s.io/kubernetes/pkg/apis/core/validation v1.36.
Not modelled: Windows options.
"""

import re
from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, GoStruct, duplicate, invalid, not_supported, required
from sandbox.sim.cluster.apis.core.pod.volumes import validate_descending_path

Object = dict[str, Any]
_ID_WORDS = "must be between 0 and 2147483647, inclusive"
_PROFILES = ("Localhost", "RuntimeDefault", "Unconfined")
_SYSCTL = re.compile(r"^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$")
_SYSCTL_WORDS = (
    "must have at most 253 characters and match regex "
    "^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$"
)


def validate_pod_security(spec: Object, path: str) -> list[FieldError]:
    """Check ``spec.securityContext`` and what host namespaces demand."""
    context = spec.get("securityContext") or {}
    here = f"{path}.securityContext"
    faults: list[FieldError] = []
    if spec.get("hostPID") and spec.get("shareProcessNamespace"):
        words = "ShareProcessNamespace and HostPID cannot both be enabled"
        faults.append(invalid(f"{here}.shareProcessNamespace", True, words))  # noqa: FBT003  (the field's value)
    for key in ("fsGroup", "runAsUser", "runAsGroup"):
        faults += _identity(context.get(key), f"{here}.{key}")
    for index, group in enumerate(context.get("supplementalGroups", ())):
        faults += _identity(group, f"{here}.supplementalGroups[{index}]")
    faults += _enum(context, "supplementalGroupsPolicy", ("Merge", "Strict"), here)
    faults += _sysctls(context.get("sysctls", ()), f"{here}.sysctls")
    faults += _enum(context, "fsGroupChangePolicy", ("Always", "OnRootMismatch"), here)
    return faults + _profile(context.get("seccompProfile"), f"{here}.seccompProfile")


def _enum(context: Object, key: str, allowed: tuple[str, ...], path: str) -> list[FieldError]:
    value = context.get(key)
    return [] if value is None or value in allowed else [not_supported(f"{path}.{key}", value, allowed)]


def _identity(number: int | None, path: str) -> list[FieldError]:
    return [invalid(path, number, _ID_WORDS)] if number is not None and not 0 <= number < 2**31 else []


def _sysctls(sysctls: Any, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    names: set[str] = set()
    for index, sysctl in enumerate(sysctls):
        here, name = f"{path}[{index}].name", sysctl.get("name", "")
        if not name:
            faults.append(required(here))
        elif len(name) > 253 or not _SYSCTL.match(name):  # noqa: PLR2004  (upstream's limit)
            faults.append(invalid(here, name, _SYSCTL_WORDS))
        elif name in names:
            faults.append(duplicate(here, name))
        names.add(name)
    return faults


def _profile(profile: Object | None, path: str) -> list[FieldError]:
    if profile is None:
        return []
    kind = profile.get("type", "")
    if not kind:
        return [required(f"{path}.type", "type is required when seccompProfile is set")]
    local = profile.get("localhostProfile")
    if kind == "Localhost":
        if not local:
            return [required(f"{path}.localhostProfile", "must be set when seccomp type is Localhost")]
        return validate_descending_path(local, f"{path}.localhostProfile")
    faults = [] if kind in _PROFILES else [not_supported(f"{path}.type", kind, _PROFILES)]
    if local is not None:
        words = "can only be set when seccomp type is Localhost"
        faults.append(invalid(f"{path}.localhostProfile", local, words))
    return faults


def validate_container_security(context: Object | None, path: str) -> list[FieldError]:
    """Check a container's security context."""
    if not context:
        return []
    faults = _identity(context.get("runAsUser"), f"{path}.runAsUser")
    faults += _identity(context.get("runAsGroup"), f"{path}.runAsGroup")
    if context.get("procMount") not in (None, "Default", "Unmasked"):
        faults.append(not_supported(f"{path}.procMount", context["procMount"], ("Default", "Unmasked")))
    faults += _profile(context.get("seccompProfile"), f"{path}.seccompProfile")
    if context.get("allowPrivilegeEscalation") is False:
        if context.get("privileged"):
            words = "cannot set `allowPrivilegeEscalation` to false and `privileged` to true"
            faults.append(invalid(path, _shown(context), words))
        added = (context.get("capabilities") or {}).get("add", ())
        if "CAP_SYS_ADMIN" in added:
            words = "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN"
            faults.append(invalid(path, _shown(context), words))
    return faults


_CONTEXT_FIELDS = {
    "capabilities": "Capabilities",
    "privileged": "Privileged",
    "seLinuxOptions": "SELinuxOptions",
    "windowsOptions": "WindowsOptions",
    "runAsUser": "RunAsUser",
    "runAsGroup": "RunAsGroup",
    "runAsNonRoot": "RunAsNonRoot",
    "readOnlyRootFilesystem": "ReadOnlyRootFilesystem",
    "allowPrivilegeEscalation": "AllowPrivilegeEscalation",
    "procMount": "ProcMount",
    "seccompProfile": "SeccompProfile",
    "appArmorProfile": "AppArmorProfile",
}


def _shown(context: Object) -> GoStruct:
    return GoStruct({internal: context.get(key) for key, internal in _CONTEXT_FIELDS.items()})
