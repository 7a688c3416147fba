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
    too_many,
)
from sandbox.sim.cluster.apimachinery.names import dns1123_label, port_name, port_number
from sandbox.sim.cluster.apis.core.pod.environment import validate_env, validate_env_from
from sandbox.sim.cluster.apis.core.pod.mounts import validate_devices, validate_mounts
from sandbox.sim.cluster.apis.core.pod.probes import validate_lifecycle, validate_probes
from sandbox.sim.cluster.apis.core.pod.resources import validate_requirements, validate_resize_policy
from sandbox.sim.cluster.apis.core.pod.security import validate_container_security

Object = dict[str, Any]
_PROTOCOLS = ("SCTP", "TCP", "UDP")
_TERMINATION = ("File", "FallbackToLogsOnError")
_PULL = ("Always", "IfNotPresent", "Never")
_INIT_ONLY = "may not be set for init containers without restartPolicy=Always"
_RESTART = ("Always", "Never", "OnFailure")
_MOST_RULES = 20


@dataclass(frozen=True, slots=True)
class PodContext:
    """What containers need to know of their Pod: sound volumes by name, grace in seconds, its claims and policy."""

    volumes: dict[str, Object]
    grace: int
    restart_policy: str
    claims: tuple[str, ...] = ()
    host_users: bool = True


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
        faults += _restart_policy(container, here)
        name = container.get("name", "")
        if name in names:
            faults.append(duplicate(f"{here}.name", name))
        elif name:
            names.add(name)
        faults += _host_port_conflicts([container], path)
        faults += _validate_init(container, pod, here)
    return faults


def _validate_init(container: Object, pod: PodContext, path: str) -> list[FieldError]:
    if container.get("restartPolicy") == "Always":
        faults = validate_lifecycle(container.get("lifecycle"), pod.grace, f"{path}.lifecycle")
        return faults + validate_probes(container, pod.grace, path)
    keys = ("lifecycle", "livenessProbe", "readinessProbe", "startupProbe")
    return [forbidden(f"{path}.{key}", _INIT_ONLY) for key in keys if key in container]


_EPHEMERAL_NOT = (
    "ports resources resizePolicy restartPolicy restartPolicyRules livenessProbe readinessProbe startupProbe lifecycle"
).split()
_NOT_EPHEMERAL = "cannot be set for an Ephemeral Container"


def validate_ephemeral(containers: list[Object], others: list[Object], pod: PodContext, path: str) -> list[FieldError]:
    """Check ``spec.ephemeralContainers``."""
    faults: list[FieldError] = []
    stable = {container.get("name", "") for container in others}
    names = set(stable)
    for index, container in enumerate(containers):
        here = f"{path}[{index}]"
        faults += _validate_common(container, pod, here)
        faults += validate_image(container, here)
        name = container.get("name", "")
        if name in names:
            faults.append(duplicate(f"{here}.name", name))
        names.add(name)
        target = container.get("targetContainerName")
        if target and target not in stable:
            faults.append(not_found(f"{here}.targetContainerName", target))
        faults += [forbidden(f"{here}.{key}", _NOT_EPHEMERAL) for key in _EPHEMERAL_NOT if container.get(key)]
        for number, mount in enumerate(container.get("volumeMounts", ())):
            place = f"{here}.volumeMounts[{number}]"
            faults += [
                forbidden(f"{place}.{key}", _NOT_EPHEMERAL) for key in ("subPath", "subPathExpr") if mount.get(key)
            ]
    return faults


def validate_image(container: Object, path: str) -> list[FieldError]:
    """Check what templates leave unchecked: blanks around the image's name."""
    image = container.get("image", "")
    words = "must not have leading or trailing whitespace"
    return [invalid(f"{path}.image", image, words)] if image.strip() != image else []


def _validate_common(container: Object, pod: PodContext, path: str) -> list[FieldError]:
    faults = _identity(container, path)
    policy = container.get("terminationMessagePolicy", "")
    if policy not in _TERMINATION:
        faults.append(not_supported(f"{path}.terminationMessagePolicy", policy, _TERMINATION))
    faults += _ports(container.get("ports", []), f"{path}.ports")
    faults += validate_env(container.get("env", []), f"{path}.env")
    faults += validate_env_from(container.get("envFrom", []), f"{path}.envFrom")
    faults += validate_mounts(container, pod.volumes, path)
    faults += validate_devices(container, pod.volumes, path)
    policy = container.get("imagePullPolicy", "")
    if policy not in _PULL:
        faults.append(not_supported(f"{path}.imagePullPolicy", policy, _PULL))
    faults += validate_requirements(container.get("resources") or {}, f"{path}.resources", claims=pod.claims)
    faults += validate_resize_policy(container.get("resizePolicy", ()), pod.restart_policy, f"{path}.resizePolicy")
    context, here = container.get("securityContext"), f"{path}.securityContext"
    return faults + validate_container_security(context, here, host_users=pod.host_users)


def _identity(container: Object, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    name, image = container.get("name", ""), container.get("image", "")
    if not name:
        faults.append(required(f"{path}.name"))
    else:
        faults += [invalid(f"{path}.name", name, words) for words in dns1123_label(name)]
    if not image:
        faults.append(required(f"{path}.image"))
    return faults


def _ports(ports: list[Object], path: str) -> list[FieldError]:
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
        faults += _port_numbers(port, here)
        protocol = port.get("protocol", "")
        if not protocol:
            faults.append(required(f"{here}.protocol"))
        elif protocol not in _PROTOCOLS:
            faults.append(not_supported(f"{here}.protocol", protocol, _PROTOCOLS))
    return faults


def _port_numbers(port: Object, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    number, host = port.get("containerPort", 0), port.get("hostPort", 0)
    if number == 0:
        faults.append(required(f"{path}.containerPort"))
    else:
        faults += [invalid(f"{path}.containerPort", number, words) for words in port_number(number)]
    if host:
        faults += [invalid(f"{path}.hostPort", host, words) for words in port_number(host)]
    return faults


def _restart_policy(container: Object, path: str) -> list[FieldError]:
    policy, rules = container.get("restartPolicy"), container.get("restartPolicyRules", ())
    faults: list[FieldError] = []
    if policy is None and rules:
        faults.append(required(f"{path}.restartPolicy", "must specify restartPolicy when restart rules are used"))
    elif policy is not None and policy not in _RESTART:
        faults.append(not_supported(f"{path}.restartPolicy", policy, _RESTART))
    if len(rules) > _MOST_RULES:
        faults.append(too_many(f"{path}.restartPolicyRules", len(rules), _MOST_RULES))
    for index, rule in enumerate(rules):
        faults += _restart_rule(rule, f"{path}.restartPolicyRules[{index}]")
    return faults


def _restart_rule(rule: Object, path: str) -> list[FieldError]:
    action, codes = rule.get("action", ""), rule.get("exitCodes")
    faults: list[FieldError] = []
    if not action:
        faults.append(required(f"{path}.action"))
    elif action != "Restart":
        faults.append(not_supported(f"{path}.action", action, ("Restart",)))
    if codes is None:
        return [*faults, required(f"{path}.exitCodes", "must be specified")]
    operator = codes.get("operator", "")
    if not operator:
        faults.append(required(f"{path}.exitCodes.operator", "must be specified"))
    elif operator not in ("In", "NotIn"):
        faults.append(not_supported(f"{path}.exitCodes.operator", operator, ("In", "NotIn")))
    return faults


def validate_host_network(spec: Object, path: str) -> list[FieldError]:
    """Check that a Pod in its node's network publishes ports under their own numbers."""
    faults: list[FieldError] = []
    for index, container in enumerate(spec.get("containers", ()) if spec.get("hostNetwork") else ()):
        for number, port in enumerate(container.get("ports", ())):
            host = port.get("hostPort", 0)
            if host and host != port.get("containerPort", 0):
                words = "must match `containerPort` when `hostNetwork` is true"
                faults.append(invalid(f"{path}.containers[{index}].ports[{number}].hostPort", host, words))
    return faults


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
