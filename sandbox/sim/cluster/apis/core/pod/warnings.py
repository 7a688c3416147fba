"""Warnings about Pods and templates that are legal but likely wrong.

Models k8s.io/kubernetes/pkg/api/pod/warnings.go v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.quantity import to_quantity

Object = dict[str, Any]
_DEPRECATED_LABELS = {
    "beta.kubernetes.io/arch": 'deprecated since v1.14; use "kubernetes.io/arch" instead',
    "beta.kubernetes.io/os": 'deprecated since v1.14; use "kubernetes.io/os" instead',
    "failure-domain.beta.kubernetes.io/region": 'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
    "failure-domain.beta.kubernetes.io/zone": 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
    "beta.kubernetes.io/instance-type": 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
}


def warn_of_pod_spec(spec: Object, path: str = "spec") -> list[str]:
    """Return the warnings of one Pod spec."""
    found = [
        f"{path}.nodeSelector[{label}]: {_DEPRECATED_LABELS[label]}"
        for label in sorted(spec.get("nodeSelector") or {})
        if label in _DEPRECATED_LABELS
    ]
    for index, alias in enumerate(spec.get("hostAliases", ())):
        if not alias.get("ip"):
            found.append(f"{path}.hostAliases[{index}].ip: hostAliases with empty ip")
    seen: set[str] = set()
    for index, secret in enumerate(spec.get("imagePullSecrets", ())):
        name = secret.get("name", "")
        if not name:
            found.append(f'{path}.imagePullSecrets[{index}]: invalid empty name ""')
        elif name in seen:
            found.append(f'{path}.imagePullSecrets[{index}].name: duplicate name "{name}"')
        seen.add(name)
    for key in ("initContainers", "containers"):
        for index, container in enumerate(spec.get(key, ())):
            found += _of_container(container, f"{path}.{key}[{index}]")
    return found


def _of_container(container: Object, path: str) -> list[str]:
    return _of_resources(container, path) + _of_env(container, path) + _of_ports(container, path)


def _of_resources(container: Object, path: str) -> list[str]:
    found: list[str] = []
    resources = container.get("resources") or {}
    for kind in ("limits", "requests"):
        for name in ("memory", "ephemeral-storage"):
            amount = (resources.get(kind) or {}).get(name)
            if amount is not None and to_quantity(amount).value.denominator != 1:
                words = f'fractional byte value "{amount}" is invalid, must be an integer'
                found.append(f"{path}.resources.{kind}[{name}]: {words}")
    return found


def _of_env(container: Object, path: str) -> list[str]:
    found: list[str] = []
    seen: dict[str, Object] = {}
    for index, variable in enumerate(container.get("env", ())):
        name = variable.get("name", "")
        if name in seen:
            found.append(
                f'{path}.env[{index}]: hides previous definition of "{name}", which may be dropped when using apply'
            )
        seen[name] = variable
    return found


def _of_ports(container: Object, path: str) -> list[str]:
    found: list[str] = []
    seen: dict[tuple[Any, ...], int] = {}
    for index, port in enumerate(container.get("ports", ())):
        key = (port.get("containerPort"), port.get("protocol"), port.get("hostIP", ""), port.get("hostPort", 0))
        if key in seen:
            found.append(f"{path}.ports[{index}]: duplicate port definition with {path}.ports[{seen[key]}]")
        else:
            seen[key] = index
    return found
