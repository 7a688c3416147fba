"""Containers of a Pod: regular, init and ephemeral ones.

Models validateContainers, validateInitContainers and validateEphemeralContainers of
k8s.io/kubernetes/pkg/apis/core/validation v1.36.
"""

from dataclasses import dataclass
from typing import Any

from sandbox.sim.cluster.apimachinery.field import (
    FieldError,
    duplicate,
    forbidden,
    invalid,
    not_found,
    not_supported,
    required,
)
from sandbox.sim.cluster.apimachinery.names import dns1123_label, port_name, port_number
from sandbox.sim.cluster.apis.core.pod.environment import validate_env, validate_env_from
from sandbox.sim.cluster.apis.core.pod.probes import validate_lifecycle, validate_probes
from sandbox.sim.cluster.apis.core.pod.resources import validate_requirements
from sandbox.sim.cluster.apis.core.pod.security import validate_container_security
from sandbox.sim.cluster.apis.core.pod.volumes import validate_devices, validate_mounts

Object = dict[str, Any]
_PROTOCOLS = ("SCTP", "TCP", "UDP")
_TERMINATION = ("FallbackToLogsOnError", "File")
_PULL = ("Always", "IfNotPresent", "Never")
_INIT_ONLY = "may not be set for init containers without restartPolicy=Always"
_RESTART = ("Always", "Never", "OnFailure")


@dataclass(frozen=True, slots=True)
class PodContext:
    """What containers need to know of their Pod: volumes by name, grace in seconds, shared network of the host."""

    volumes: dict[str, Object]
    grace: int
    host_network: bool


def validate_containers(containers: list[Object], pod: PodContext, path: str) -> list[FieldError]:
    """Check ``spec.containers``."""
    if not containers:
        return [required(path)]
    faults: list[FieldError] = []
    names: set[str] = set()
    for index, container in enumerate(containers):
        here = f"{path}[{index}]"
        faults += _validate_common(container, pod, here)
        name = container.get("name", "")
        if name in names:
            faults.append(duplicate(f"{here}.name", name))
        names.add(name)
        faults += validate_lifecycle(container.get("lifecycle"), pod.grace, f"{here}.lifecycle")
        faults += validate_probes(container, pod.grace, here)
        faults += _restart_policy(container, here)
    return faults + _host_port_conflicts(containers, path)


def validate_init_containers(
    containers: list[Object], regular: list[Object], pod: PodContext, path: str
) -> list[FieldError]:
    """Check ``spec.initContainers``."""
    faults: list[FieldError] = []
    names = {container.get("name", "") for container in regular}
    for index, container in enumerate(containers):
        here = f"{path}[{index}]"
        faults += _validate_common(container, pod, here)
        name = container.get("name", "")
        if name in names:
            faults.append(duplicate(f"{here}.name", name))
        elif name:
            names.add(name)
        faults += _restart_policy(container, here)
        faults += _validate_init(container, pod, here)
    return faults


def _validate_init(container: Object, pod: PodContext, path: str) -> list[FieldError]:
    if container.get("restartPolicy") == "Always":
        faults = validate_lifecycle(container.get("lifecycle"), pod.grace, f"{path}.lifecycle")
        return faults + validate_probes(container, pod.grace, path)
    keys = ("lifecycle", "livenessProbe", "readinessProbe", "startupProbe")
    return [forbidden(f"{path}.{key}", _INIT_ONLY) for key in keys if key in container]


def validate_ephemeral(containers: list[Object], others: list[Object], pod: PodContext, path: str) -> list[FieldError]:
    """Check ``spec.ephemeralContainers``."""
    faults: list[FieldError] = []
    names = {container.get("name", "") for container in others}
    forbidden_keys = ("ports", "livenessProbe", "readinessProbe", "startupProbe", "lifecycle")
    for index, container in enumerate(containers):
        here = f"{path}[{index}]"
        faults += _validate_common(container, pod, here)
        name = container.get("name", "")
        if name in names:
            faults.append(duplicate(f"{here}.name", name))
        names.add(name)
        target = container.get("targetContainerName")
        if target and target not in {other.get("name") for other in others}:
            faults.append(not_found(f"{here}.targetContainerName", target))
        for key in forbidden_keys:
            if container.get(key):
                faults.append(forbidden(f"{here}.{key}", "cannot be set for an Ephemeral Container"))
    return faults


def _validate_common(container: Object, pod: PodContext, path: str) -> list[FieldError]:
    faults = _identity(container, path)
    policy = container.get("terminationMessagePolicy", "")
    if policy not in _TERMINATION:
        faults.append(not_supported(f"{path}.terminationMessagePolicy", policy, _TERMINATION))
    faults += _ports(container.get("ports", []), pod, f"{path}.ports")
    faults += validate_env(container.get("env", []), f"{path}.env")
    faults += validate_env_from(container.get("envFrom", []), f"{path}.envFrom")
    faults += validate_mounts(container, pod.volumes, path)
    faults += validate_devices(container, pod.volumes, path)
    policy = container.get("imagePullPolicy", "")
    if policy not in _PULL:
        faults.append(not_supported(f"{path}.imagePullPolicy", policy, _PULL))
    faults += validate_requirements(container.get("resources") or {}, f"{path}.resources")
    return faults + validate_container_security(container.get("securityContext"), f"{path}.securityContext")


def _identity(container: Object, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    name, image = container.get("name", ""), container.get("image", "")
    if not name:
        faults.append(required(f"{path}.name"))
    else:
        faults += [invalid(f"{path}.name", name, words) for words in dns1123_label(name)]
    if not image:
        faults.append(required(f"{path}.image"))
    elif image.strip() != image:
        faults.append(invalid(f"{path}.image", image, "must not have leading or trailing whitespace"))
    return faults


def _ports(ports: list[Object], pod: PodContext, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    names: set[str] = set()
    for index, port in enumerate(ports):
        here = f"{path}[{index}]"
        name = port.get("name", "")
        words = port_name(name) if name else []
        faults += [invalid(f"{here}.name", name, text) for text in words]
        if name and not words and name in names:
            faults.append(duplicate(f"{here}.name", name))
        names.add(name)
        faults += _port_numbers(port, pod, here)
        protocol = port.get("protocol", "")
        if protocol not in _PROTOCOLS:
            faults.append(not_supported(f"{here}.protocol", protocol, _PROTOCOLS))
    return faults


def _port_numbers(port: Object, pod: PodContext, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    number, host = port.get("containerPort", 0), port.get("hostPort", 0)
    if number == 0:
        faults.append(required(f"{path}.containerPort"))
    else:
        faults += [invalid(f"{path}.containerPort", number, words) for words in port_number(number)]
    if host:
        faults += [invalid(f"{path}.hostPort", host, words) for words in port_number(host)]
        if pod.host_network and host != number:
            words = "must match `containerPort` when `hostNetwork` is true"
            faults.append(invalid(f"{path}.hostPort", host, words))
    return faults


def _restart_policy(container: Object, path: str) -> list[FieldError]:
    policy = container.get("restartPolicy")
    return [] if policy is None or policy in _RESTART else [not_supported(f"{path}.restartPolicy", policy, _RESTART)]


def _host_port_conflicts(containers: list[Object], path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    taken: set[tuple[str, str, int]] = set()
    for index, container in enumerate(containers):
        for number, port in enumerate(container.get("ports", ())):
            host = port.get("hostPort", 0)
            if not host:
                continue
            key = (port.get("protocol", "TCP"), port.get("hostIP", ""), host)
            if key in taken:
                shown = f"{key[0]}/{key[1]}/{host}"
                faults.append(duplicate(f"{path}[{index}].ports[{number}].hostPort", shown))
            taken.add(key)
    return faults
