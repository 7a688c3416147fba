"""The spec of a Pod or a Pod template, as a whole.

Models ValidatePodSpec of k8s.io/kubernetes/pkg/apis/core/validation v1.36, its order included.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import (
    FieldError,
    duplicate,
    invalid,
    not_supported,
    required,
)
from sandbox.sim.cluster.apimachinery.names import dns1123_label, dns1123_subdomain, ip, qualified_name
from sandbox.sim.cluster.apis.core.pod.containers import (
    PodContext,
    validate_containers,
    validate_ephemeral,
    validate_init_containers,
)
from sandbox.sim.cluster.apis.core.pod.resources import validate_requirements
from sandbox.sim.cluster.apis.core.pod.scheduling import (
    validate_affinity,
    validate_node_labels,
    validate_spread,
    validate_tolerations,
)
from sandbox.sim.cluster.apis.core.pod.security import validate_pod_security
from sandbox.sim.cluster.apis.core.pod.volumes import validate_pull_secrets, validate_volumes

Object = dict[str, Any]
_RESTART = ("Always", "OnFailure", "Never")
_DNS = ("ClusterFirst", "ClusterFirstWithHostNet", "Default", "None")
_MAX_INT32 = 2**31 - 1


def validate_pod_spec(spec: Object, path: str = "spec") -> list[FieldError]:
    """Check everything under ``spec``; faults in upstream's order."""
    volumes = spec.get("volumes", [])
    pod = PodContext(
        volumes={volume.get("name", ""): volume for volume in volumes},
        grace=spec.get("terminationGracePeriodSeconds", 30),
        host_network=bool(spec.get("hostNetwork")),
    )
    containers, init = spec.get("containers", []), spec.get("initContainers", [])
    faults = validate_volumes(volumes, f"{path}.volumes")
    faults += validate_containers(containers, pod, f"{path}.containers")
    faults += validate_init_containers(init, containers, pod, f"{path}.initContainers")
    ephemeral = spec.get("ephemeralContainers", [])
    faults += validate_ephemeral(ephemeral, containers + init, pod, f"{path}.ephemeralContainers")
    if "resources" in spec:
        faults += validate_requirements(spec["resources"], f"{path}.resources")
    faults += _policies(spec, path)
    faults += validate_node_labels(spec.get("nodeSelector") or {}, f"{path}.nodeSelector")
    faults += validate_pod_security(spec, path)
    faults += validate_pull_secrets(spec.get("imagePullSecrets", []), f"{path}.imagePullSecrets")
    faults += validate_affinity(spec.get("affinity"), f"{path}.affinity")
    faults += _dns_config(spec, f"{path}.dnsConfig")
    faults += _gates(spec, path)
    faults += validate_spread(spec.get("topologySpreadConstraints", []), f"{path}.topologySpreadConstraints")
    faults += _names(spec, path)
    faults += validate_tolerations(spec.get("tolerations", []), f"{path}.tolerations")
    faults += _host_aliases(spec.get("hostAliases", []), f"{path}.hostAliases")
    return faults + _classes(spec, path)


def _policies(spec: Object, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    restart, dns = spec.get("restartPolicy", ""), spec.get("dnsPolicy", "")
    if not restart:
        faults.append(required(f"{path}.restartPolicy"))
    elif restart not in _RESTART:
        faults.append(not_supported(f"{path}.restartPolicy", restart, _RESTART))
    if dns not in _DNS:
        faults.append(not_supported(f"{path}.dnsPolicy", dns, _DNS))
    return faults


def _dns_config(spec: Object, path: str) -> list[FieldError]:
    config = spec.get("dnsConfig")
    if spec.get("dnsPolicy") == "None":
        if config is None:
            return [required(path, "must provide `dnsConfig` when `dnsPolicy` is None")]
        if not config.get("nameservers"):
            return [
                required(f"{path}.nameservers", "must provide at least one DNS nameserver when `dnsPolicy` is None")
            ]
    if config is None:
        return []
    return _dns_entries(config, path)


def _dns_entries(config: Object, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    servers, searches = config.get("nameservers", []), config.get("searches", [])
    if len(servers) > 3:  # noqa: PLR2004  (resolv.conf takes three)
        words = "must not have more than 3 nameservers"
        faults.append(invalid(f"{path}.nameservers", servers, words))
    for index, server in enumerate(servers):
        faults += [invalid(f"{path}.nameservers[{index}]", server, words) for words in ip(server)]
    if len(searches) > 32:  # noqa: PLR2004  (upstream's limit)
        faults.append(invalid(f"{path}.searches", searches, "must not have more than 32 search paths"))
    for index, search in enumerate(searches):
        name = search.removesuffix(".")
        faults += (
            [invalid(f"{path}.searches[{index}]", search, words) for words in dns1123_subdomain(name)] if name else []
        )
    for index, option in enumerate(config.get("options", [])):
        if not option.get("name"):
            faults.append(required(f"{path}.options[{index}]", "must not be empty"))
    return faults


def _gates(spec: Object, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    for index, gate in enumerate(spec.get("readinessGates", ())):
        kind = gate.get("conditionType", "")
        faults += [invalid(f"{path}.readinessGates[{index}].conditionType", kind, w) for w in qualified_name(kind)]
    seen: set[str] = set()
    for index, gate in enumerate(spec.get("schedulingGates", ())):
        here, name = f"{path}.schedulingGates[{index}]", gate.get("name", "")
        faults += [invalid(here, name, words) for words in qualified_name(name)]
        if name in seen:
            faults.append(duplicate(here, name))
        seen.add(name)
    return faults


def _names(spec: Object, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    for key, rule in (("serviceAccountName", dns1123_subdomain), ("nodeName", dns1123_subdomain)):
        if spec.get(key):
            faults += [invalid(f"{path}.{key}", spec[key], words) for words in rule(spec[key])]
    deadline = spec.get("activeDeadlineSeconds")
    if deadline is not None and not 1 <= deadline <= _MAX_INT32:
        words = f"must be between 1 and {_MAX_INT32}, inclusive"
        faults.append(invalid(f"{path}.activeDeadlineSeconds", deadline, words))
    for key in ("hostname", "subdomain"):
        if spec.get(key):
            faults += [invalid(f"{path}.{key}", spec[key], words) for words in dns1123_label(spec[key])]
    return faults


def _host_aliases(aliases: list[Object], path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    for index, alias in enumerate(aliases):
        address = alias.get("ip", "")
        faults += [invalid(f"{path}[{index}].ip", address, words) for words in ip(address)]
        for number, name in enumerate(alias.get("hostnames", ())):
            faults += [
                invalid(f"{path}[{index}].hostnames[{number}]", name, words) for words in dns1123_subdomain(name)
            ]
    return faults


def _classes(spec: Object, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    for key in ("priorityClassName", "runtimeClassName"):
        if spec.get(key):
            faults += [invalid(f"{path}.{key}", spec[key], words) for words in dns1123_subdomain(spec[key])]
    policy = spec.get("preemptionPolicy")
    if policy is not None and policy not in ("PreemptLowerPriority", "Never"):
        faults.append(not_supported(f"{path}.preemptionPolicy", policy, ("PreemptLowerPriority", "Never")))
    os_name = (spec.get("os") or {}).get("name")
    if os_name is not None and os_name not in ("linux", "windows"):
        faults.append(not_supported(f"{path}.os.name", os_name, ("linux", "windows")))
    return faults
