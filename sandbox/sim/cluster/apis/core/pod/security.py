"""Security contexts of Pods and containers.

Models validatePodSpecSecurityContext and ValidateSecurityContext of k8s.io/kubernetes/pkg/apis/core/validation v1.36.
Not modelled: Windows options.
"""

import re
from typing import Any

from sandbox.sim.cluster.apimachinery.field import (
    FieldError,
    GoStruct,
    duplicate,
    forbidden,
    invalid,
    not_supported,
    required,
    too_long,
)
from sandbox.sim.cluster.apis.core.pod.paths import validate_descending_path

Object = dict[str, Any]
_ID_WORDS = "must be between 0 and 2147483647, inclusive"
_LONGEST_PATH = 4095
_IPC_SYSCTLS = ("kernel.shm", "kernel.msg", "kernel.sem", "fs.mqueue.")
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
    for key in ("fsGroup", "runAsUser", "runAsGroup"):
        faults += _identity(context.get(key), f"{here}.{key}")
    for index, group in enumerate(context.get("supplementalGroups", ())):
        faults += _identity(group, f"{here}.supplementalGroups[{index}]")
    if spec.get("hostPID") and spec.get("shareProcessNamespace"):
        words = "ShareProcessNamespace and HostPID cannot both be enabled"
        faults.append(invalid(f"{here}.shareProcessNamespace", True, words))  # noqa: FBT003  (the field's value)
    faults += _sysctls(context.get("sysctls", ()), spec, f"{here}.sysctls")
    faults += _enum(context, "fsGroupChangePolicy", ("Always", "OnRootMismatch"), here)
    faults += _profile(context.get("seccompProfile"), f"{here}.seccompProfile")
    faults += _app_armor(context.get("appArmorProfile"), f"{here}.appArmorProfile")
    faults += _enum(context, "supplementalGroupsPolicy", ("Merge", "Strict"), here)
    return faults + _enum(context, "seLinuxChangePolicy", ("MountOption", "Recursive"), here)


def validate_host_users(spec: Object, path: str) -> list[FieldError]:
    """Check that a Pod with users of its own shares nothing else with the host."""
    if spec.get("hostUsers") is not False:
        return []
    shown = (("hostNetwork", "hostNetwork"), ("hostPID", "HostPID"), ("hostIPC", "HostIPC"))
    words = "when `pod.Spec.HostUsers` is false"
    return [forbidden(f"{path}.{name}", words) for key, name in shown if spec.get(key)]


def _enum(context: Object, key: str, allowed: tuple[str, ...], path: str) -> list[FieldError]:
    value = context.get(key)
    return [] if value is None or value in allowed else [not_supported(f"{path}.{key}", value, allowed)]


def _identity(number: int | None, path: str) -> list[FieldError]:
    return [invalid(path, number, _ID_WORDS)] if number is not None and not 0 <= number < 2**31 else []


def _sysctls(sysctls: Any, spec: Object, path: str) -> list[FieldError]:
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
        if spec.get("hostNetwork") and name.replace("/", ".").startswith("net."):
            faults.append(invalid(here, name, "may not be specified when 'hostNetwork' is true"))
        elif spec.get("hostIPC") and name.replace("/", ".").startswith(_IPC_SYSCTLS):
            faults.append(invalid(here, name, "may not be specified when 'hostIPC' is true"))
        names.add(name)
    return faults


def _profile(profile: Object | None, path: str) -> list[FieldError]:
    if profile is None:
        return []
    kind, local = profile.get("type", ""), profile.get("localhostProfile")
    faults: list[FieldError] = []
    if not kind:
        faults.append(required(f"{path}.type", "type is required when seccompProfile is set"))
    elif kind not in _PROFILES:
        faults.append(not_supported(f"{path}.type", kind, _PROFILES))
    if kind == "Localhost" and local is None:
        faults.append(required(f"{path}.localhostProfile", "must be set when seccomp type is Localhost"))
    elif kind == "Localhost":
        faults += validate_descending_path(local or "", f"{path}.localhostProfile")
    elif local is not None:
        shown = GoStruct(Type=kind, LocalhostProfile=local)
        faults.append(invalid(f"{path}.localhostProfile", shown, "can only be set when seccomp type is Localhost"))
    return faults


def _app_armor(profile: Object | None, path: str) -> list[FieldError]:
    if profile is None:
        return []
    kind, local = profile.get("type", ""), profile.get("localhostProfile")
    if kind == "Localhost":
        return _app_armor_file(local, f"{path}.localhostProfile")
    if kind in ("RuntimeDefault", "Unconfined"):
        words = "can only be set when AppArmor type is Localhost"
        return [] if local is None else [invalid(f"{path}.localhostProfile", local, words)]
    if not kind:
        return [required(f"{path}.type", "type is required when appArmorProfile is set")]
    return [not_supported(f"{path}.type", kind, _PROFILES)]


def _app_armor_file(local: str | None, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    if not (local or "").strip() and (local or "") == (local or "").strip():
        faults.append(required(path, "must be set when AppArmor type is Localhost"))
    elif local is not None and local.strip() != local:
        faults.append(invalid(path, local, "must not be padded with whitespace"))
    if local is not None and len(local) > _LONGEST_PATH:
        faults.append(too_long(path, _LONGEST_PATH))
    return faults


def validate_container_security(context: Object | None, path: str, *, host_users: bool = True) -> list[FieldError]:
    """Check a container's security context; ``host_users`` tells whether the Pod shares the host's users."""
    if not context:
        return []
    faults = _identity(context.get("runAsUser"), f"{path}.runAsUser")
    faults += _identity(context.get("runAsGroup"), f"{path}.runAsGroup")
    if context.get("procMount") not in (None, "Default", "Unmasked"):
        faults.append(not_supported(f"{path}.procMount", context["procMount"], ("Default", "Unmasked")))
    if host_users and context.get("procMount") == "Unmasked":
        words = "`hostUsers` must be false to use `Unmasked`"
        faults.append(invalid(f"{path}.procMount", "Unmasked", words))
    faults += _profile(context.get("seccompProfile"), f"{path}.seccompProfile")
    if context.get("allowPrivilegeEscalation") is False:
        if context.get("privileged"):
            words = "cannot set `allowPrivilegeEscalation` to false and `privileged` to true"
            faults.append(invalid(path, _shown(context), words))
        added = (context.get("capabilities") or {}).get("add", ())
        if "CAP_SYS_ADMIN" in added:
            words = "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN"
            faults.append(invalid(path, _shown(context), words))
    return faults + _app_armor(context.get("appArmorProfile"), f"{path}.appArmorProfile")


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
