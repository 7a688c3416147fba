"""Holds Pods to the security level of their namespace.

Models k8s.io/pod-security-admission v1.36: enforce and warn, the levels baseline and restricted, latest version.
Not modelled: audit annotations, exemptions, older versions of the levels.
"""

from typing import Any

from sandbox.sim.cluster.apiserver.admission import pod_security_checks as checks
from sandbox.sim.cluster.apiserver.admission.request import Request

Object = dict[str, Any]
_PREFIX = "pod-security.kubernetes.io/"
_TEMPLATES = {
    "apps/deployments": ("spec", "template"),
    "apps/replicasets": ("spec", "template"),
    "apps/statefulsets": ("spec", "template"),
    "apps/daemonsets": ("spec", "template"),
    "/replicationcontrollers": ("spec", "template"),
    "/podtemplates": ("template",),
    "batch/jobs": ("spec", "template"),
    "batch/cronjobs": ("spec", "jobTemplate", "spec", "template"),
}


def validate(request: Request) -> None:
    """Refuse Pods below the enforced level; warn of Pods and workloads below the level of warnings."""
    key = request.resource.key
    if (key != "/pods" and key not in _TEMPLATES) or request.options.subresource:
        return
    namespace = request.core.storage.get("/namespaces", "", request.namespace)
    labels = ((namespace or {}).get("metadata") or {}).get("labels") or {}
    if request.operation == "UPDATE" and key == "/pods":
        return
    pod = request.obj if key == "/pods" else _template(request.obj, _TEMPLATES[key])
    enforced = labels.get(f"{_PREFIX}enforce", "privileged")
    if key == "/pods":
        faults = _faults(pod, enforced)
        if faults:
            version = labels.get(f"{_PREFIX}enforce-version", "latest")
            raise request.forbid(f'violates PodSecurity "{enforced}:{version}": {faults}')
    warned = labels.get(
        f"{_PREFIX}warn", enforced if key != "/pods" and f"{_PREFIX}enforce" in labels else "privileged"
    )
    faults = _faults(pod, warned)
    if faults:
        version = labels.get(f"{_PREFIX}warn-version", "latest")
        request.core.warn([f'would violate PodSecurity "{warned}:{version}": {faults}'])


def _template(obj: Object, path: tuple[str, ...]) -> Object:
    found: Object = obj
    for step in path:
        found = found.get(step) or {}
    return found


def _faults(pod: Object, level: str) -> str:
    if level not in ("baseline", "restricted") or "spec" not in pod:
        return ""
    rules = checks.BASELINE if level == "baseline" else checks.RESTRICTED
    return ", ".join(words for rule in rules if (words := rule(pod)))
