"""The checks of the Pod Security Standards.

Models k8s.io/pod-security-admission/policy v1.36, latest versions; each check returns its words or nothing.
"""

from collections.abc import Callable
from typing import Any

Object = dict[str, Any]
Check = Callable[[Object], str]
_BASE_CAPABILITIES = frozenset(
    (
        "AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID "
        "SYS_CHROOT"
    ).split()
)
_VOLUMES = frozenset(
    "configMap csi downwardAPI emptyDir ephemeral image persistentVolumeClaim projected secret".split()
)
_SYSCTLS = frozenset(
    (
        "kernel.shm_rmid_forced net.ipv4.ip_local_port_range net.ipv4.tcp_syncookies net.ipv4.ping_group_range "
        "net.ipv4.ip_unprivileged_port_start net.ipv4.ip_local_reserved_ports net.ipv4.tcp_keepalive_time "
        "net.ipv4.tcp_fin_timeout net.ipv4.tcp_keepalive_intvl net.ipv4.tcp_keepalive_probes"
    ).split()
)


def _containers(pod: Object) -> list[Object]:
    spec = pod["spec"]
    groups = ("initContainers", "containers", "ephemeralContainers")
    return [container for group in groups for container in spec.get(group, ())]


def _security(holder: Object) -> Object:
    return holder.get("securityContext") or {}


def _named(names: list[str], one: str, many: str) -> str:
    quoted = ", ".join(f'"{name}"' for name in names)
    return f"{one if len(names) == 1 else many} {quoted}"


def _of(containers: list[Object]) -> str:
    return _named([container["name"] for container in containers], "container", "containers")


def host_namespaces(pod: Object) -> str:
    """No sharing of the host's namespaces."""
    found = [f"{key}=true" for key in ("hostNetwork", "hostPID", "hostIPC") if pod["spec"].get(key)]
    return f"host namespaces ({', '.join(found)})" if found else ""


def privileged(pod: Object) -> str:
    """No privileged containers."""
    bad = [c for c in _containers(pod) if _security(c).get("privileged")]
    return f"privileged ({_of(bad)} must not set securityContext.privileged=true)" if bad else ""


def capabilities_baseline(pod: Object) -> str:
    """No capabilities beyond the default ones."""
    bad, names = [], set()
    for container in _containers(pod):
        more = set((_security(container).get("capabilities") or {}).get("add") or ()) - _BASE_CAPABILITIES
        if more:
            bad.append(container)
            names |= more
    if not bad:
        return ""
    shown = ", ".join(f'"{name}"' for name in sorted(names))
    return f"non-default capabilities ({_of(bad)} must not include {shown} in securityContext.capabilities.add)"


def host_path(pod: Object) -> str:
    """No hostPath volumes."""
    bad = [volume["name"] for volume in pod["spec"].get("volumes", ()) if "hostPath" in volume]
    return f"hostPath volumes ({_named(bad, 'volume', 'volumes')})" if bad else ""


def host_ports(pod: Object) -> str:
    """No host ports."""
    bad, ports = [], list[str]()
    for container in _containers(pod):
        used = [str(port["hostPort"]) for port in container.get("ports", ()) if port.get("hostPort")]
        if used:
            bad.append(container)
            ports += used
    if not bad:
        return ""
    verb = "uses" if len(bad) == 1 else "use"
    noun = "hostPort" if len(ports) == 1 else "hostPorts"
    return f"hostPort ({_of(bad)} {verb} {noun} {', '.join(ports)})"


def sysctls(pod: Object) -> str:
    """Only safe sysctls."""
    bad = [row["name"] for row in _security(pod["spec"]).get("sysctls", ()) if row["name"] not in _SYSCTLS]
    return f"forbidden sysctls ({', '.join(bad)})" if bad else ""


def seccomp_baseline(pod: Object) -> str:
    """No Unconfined seccomp profile."""
    setters = []
    if (_security(pod["spec"]).get("seccompProfile") or {}).get("type") == "Unconfined":
        setters.append("pod")
    bad = [c for c in _containers(pod) if (_security(c).get("seccompProfile") or {}).get("type") == "Unconfined"]
    if bad:
        setters.append(_of(bad))
    return (
        f'seccompProfile ({" and ".join(setters)} must not set securityContext.seccompProfile.type to "Unconfined")'
        if setters
        else ""
    )


def allow_escalation(pod: Object) -> str:
    """No gaining of privileges."""
    bad = [c for c in _containers(pod) if _security(c).get("allowPrivilegeEscalation") is not False]
    if not bad:
        return ""
    return f"allowPrivilegeEscalation != false ({_of(bad)} must set securityContext.allowPrivilegeEscalation=false)"


def capabilities_restricted(pod: Object) -> str:
    """All capabilities dropped, at most NET_BIND_SERVICE added."""
    containers = _containers(pod)
    keep = [c for c in containers if "ALL" not in ((_security(c).get("capabilities") or {}).get("drop") or ())]
    added = [
        c for c in containers if set((_security(c).get("capabilities") or {}).get("add") or ()) - {"NET_BIND_SERVICE"}
    ]
    parts = []
    if keep:
        parts.append(f'{_of(keep)} must set securityContext.capabilities.drop=["ALL"]')
    if added:
        names = sorted({n for c in added for n in _security(c)["capabilities"]["add"] if n != "NET_BIND_SERVICE"})
        shown = ", ".join(f'"{name}"' for name in names)
        parts.append(f"{_of(added)} must not include {shown} in securityContext.capabilities.add")
    return f"unrestricted capabilities ({'; '.join(parts)})" if parts else ""


def volume_types(pod: Object) -> str:
    """Only harmless volume types."""
    bad, kinds = list[str](), set[str]()
    for volume in pod["spec"].get("volumes", ()):
        kind = next((key for key in volume if key != "name"), "")
        if kind and kind not in _VOLUMES:
            bad.append(volume["name"])
            kinds.add(kind)
    if not bad:
        return ""
    shown = ", ".join(f'"{kind}"' for kind in sorted(kinds))
    verb = "uses restricted volume type" if len(bad) == 1 else "use restricted volume types"
    if len(bad) > 1 and len(kinds) == 1:
        verb = "use restricted volume type"
    return f"restricted volume types ({_named(bad, 'volume', 'volumes')} {verb} {shown})"


def run_as_non_root(pod: Object) -> str:
    """Nobody runs as root unless they say that they do not."""
    whole = _security(pod["spec"]).get("runAsNonRoot")
    containers = _containers(pod)
    explicit = [c for c in containers if _security(c).get("runAsNonRoot") is False]
    implicit = [c for c in containers if _security(c).get("runAsNonRoot") is None and whole is not True]
    parts = []
    if whole is False and (implicit or explicit):
        parts.append("pod must not set securityContext.runAsNonRoot=false")
    if explicit:
        parts.append(f"{_of(explicit)} must not set securityContext.runAsNonRoot=false")
    if implicit and whole is not False and not parts:
        parts.append(f"pod or {_of(implicit)} must set securityContext.runAsNonRoot=true")
    return f"runAsNonRoot != true ({'; '.join(parts)})" if parts else ""


def run_as_user(pod: Object) -> str:
    """Nobody asks for user 0."""
    setters = []
    if _security(pod["spec"]).get("runAsUser") == 0:
        setters.append("pod")
    bad = [c for c in _containers(pod) if _security(c).get("runAsUser") == 0]
    if bad:
        setters.append(_of(bad))
    return f"runAsUser=0 ({' and '.join(setters)} must not set runAsUser=0)" if setters else ""


def seccomp_restricted(pod: Object) -> str:
    """Every container has a seccomp profile."""
    allowed = ("RuntimeDefault", "Localhost")
    whole = (_security(pod["spec"]).get("seccompProfile") or {}).get("type")
    containers = _containers(pod)
    own = {c["name"]: (_security(c).get("seccompProfile") or {}).get("type") for c in containers}
    bad = [c for c in containers if own[c["name"]] is not None and own[c["name"]] not in allowed]
    if whole is not None and whole not in allowed:
        return 'seccompProfile (pod must not set securityContext.seccompProfile.type to "Unconfined")'
    if bad:
        return f'seccompProfile ({_of(bad)} must not set securityContext.seccompProfile.type to "Unconfined")'
    missing = [c for c in containers if own[c["name"]] is None and whole is None]
    if not missing:
        return ""
    wanted = 'must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"'
    return f"seccompProfile (pod or {_of(missing)} {wanted})"


BASELINE: tuple[Check, ...] = (
    capabilities_baseline,
    host_namespaces,
    host_path,
    host_ports,
    privileged,
    seccomp_baseline,
    sysctls,
)
RESTRICTED: tuple[Check, ...] = (
    host_namespaces,
    host_ports,
    privileged,
    sysctls,
    allow_escalation,
    capabilities_restricted,
    volume_types,
    run_as_non_root,
    run_as_user,
    seccomp_restricted,
)
