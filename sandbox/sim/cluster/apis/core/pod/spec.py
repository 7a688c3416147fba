"""The spec of a Pod or a Pod template, as a whole.

Models ValidatePodSpec of k8s.io/kubernetes/pkg/apis/core/validation v1.36, its order included.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import (
    FieldError,
    GoStruct,
    duplicate,
    invalid,
    not_supported,
    required,
)
from sandbox.sim.cluster.apimachinery.names import (
    dns1123_label,
    dns1123_subdomain,
    ip,
    qualified_name,
    subdomain_with_underscore,
)
from sandbox.sim.cluster.apis.core.pod.containers import (
    PodContext,
    validate_containers,
    validate_ephemeral,
    validate_host_network,
    validate_init_containers,
)
from sandbox.sim.cluster.apis.core.pod.operating_system import validate_operating_system
from sandbox.sim.cluster.apis.core.pod.resources import validate_pod_resources, validate_requirements
from sandbox.sim.cluster.apis.core.pod.scheduling import (
    validate_affinity,
    validate_node_labels,
    validate_spread,
    validate_tolerations,
)
from sandbox.sim.cluster.apis.core.pod.security import validate_host_users, validate_pod_security
from sandbox.sim.cluster.apis.core.pod.volumes import validate_volumes

Object = dict[str, Any]
_RESTART = ("Always", "OnFailure", "Never")
_DNS = ("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None")
_MAX_INT32 = 2**31 - 1
_MOST_SEARCHES = 32
_LONGEST_SEARCH = 2048
_CLAIM_SOURCES = {
    0: "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`",
    2: "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified",
}


def validate_pod_spec(spec: Object, path: str = "spec", pod_name: str = "") -> list[FieldError]:
    """Check everything under ``spec``; faults in upstream's order. Only a Pod itself has a ``pod_name``."""
    volumes, faults = validate_volumes(spec.get("volumes", []), f"{path}.volumes", pod_name)
    claims = spec.get("resourceClaims", ())
    faults += _resource_claims(claims, f"{path}.resourceClaims")
    pod = PodContext(
        volumes=volumes,
        grace=spec.get("terminationGracePeriodSeconds", 30),
        restart_policy=spec.get("restartPolicy", ""),
        claims=tuple(claim["name"] for claim in claims if claim.get("name")),
        host_users=spec.get("hostUsers") is not False,
    )
    containers, init = spec.get("containers", []), spec.get("initContainers", [])
    faults += validate_containers(containers, pod, f"{path}.containers")
    faults += validate_init_containers(init, containers, pod, f"{path}.initContainers")
    ephemeral = spec.get("ephemeralContainers", [])
    faults += validate_ephemeral(ephemeral, containers + init, pod, f"{path}.ephemeralContainers")
    if "resources" in spec:
        faults += validate_pod_resources(spec, f"{path}.resources")
    faults += validate_host_network(spec, path)
    faults += _policies(spec, path)
    faults += validate_node_labels(spec.get("nodeSelector") or {}, f"{path}.nodeSelector")
    faults += validate_pod_security(spec, path)
    faults += validate_affinity(spec.get("affinity"), f"{path}.affinity")
    faults += _dns_config(spec, f"{path}.dnsConfig")
    faults += _gates(spec, path)
    faults += validate_spread(spec.get("topologySpreadConstraints", []), f"{path}.topologySpreadConstraints")
    faults += validate_host_users(spec, path)
    faults += _names(spec, path)
    faults += validate_tolerations(spec.get("tolerations", []), f"{path}.tolerations")
    faults += _host_aliases(spec.get("hostAliases", []), f"{path}.hostAliases")
    faults += _classes(spec, path)
    if "overhead" in spec:
        faults += validate_requirements({"limits": spec["overhead"]}, f"{path}.overhead")
    return faults + validate_operating_system(spec, path)


def _resource_claims(claims: Any, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    names: set[str] = set()
    for index, claim in enumerate(claims):
        here, name = f"{path}[{index}]", claim.get("name", "")
        if not name:
            faults.append(required(f"{here}.name"))
        elif name in names:
            faults.append(duplicate(f"{here}.name", name))
        else:
            faults += [invalid(f"{here}.name", name, words) for words in dns1123_label(name)]
        names.add(name)
        given = [key for key in ("resourceClaimName", "resourceClaimTemplateName") if key in claim]
        if len(given) != 1:
            shown = GoStruct(
                Name=name,
                ResourceClaimName=claim.get("resourceClaimName"),
                ResourceClaimTemplateName=claim.get("resourceClaimTemplateName"),
            )
            faults.append(invalid(here, shown, _CLAIM_SOURCES[len(given)]))
        for key in given:
            faults += [invalid(f"{here}.{key}", claim[key], words) for words in dns1123_subdomain(claim[key])]
    return faults


def _policies(spec: Object, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    restart, dns = spec.get("restartPolicy", ""), spec.get("dnsPolicy", "")
    if not restart:
        faults.append(required(f"{path}.restartPolicy"))
    elif restart not in _RESTART:
        faults.append(not_supported(f"{path}.restartPolicy", restart, _RESTART))
    if not dns:
        faults.append(required(f"{path}.dnsPolicy"))
    elif dns not in _DNS:
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
    if len(searches) > _MOST_SEARCHES:
        words = f"must not have more than {_MOST_SEARCHES} search paths"
        faults.append(invalid(f"{path}.searches", searches, words))
    if len(" ".join(searches)) > _LONGEST_SEARCH:
        words = f"must not have more than {_LONGEST_SEARCH} characters (including spaces) in the search list"
        faults.append(invalid(f"{path}.searches", searches, words))
    for index, search in enumerate(searches):
        name = search.removesuffix(".")
        words_of = subdomain_with_underscore(name) if search != "." else []
        faults += [invalid(f"{path}.searches[{index}]", name, words) for words in words_of]
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
    if policy == "":
        faults.append(required(f"{path}.preemptionPolicy"))
    elif policy not in (None, "PreemptLowerPriority", "Never"):
        faults.append(not_supported(f"{path}.preemptionPolicy", policy, ("PreemptLowerPriority", "Never")))
    return faults
