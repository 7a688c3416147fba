"""kubectl describe pod, and the Pod template in other descriptions.

Models PodDescriber and DescribePodTemplate of k8s.io/kubectl/pkg/describe/describe.go v1.36.
"""

from collections.abc import Sequence
from typing import Any

from sandbox.sim.cluster.apimachinery.meta import controller_of
from sandbox.sim.kubectl.describe.containers import describe_containers, describe_resources
from sandbox.sim.kubectl.describe.page import Page
from sandbox.sim.kubectl.describe.selectors import selector_text
from sandbox.sim.kubectl.describe.volumes import describe_volumes
from sandbox.sim.kubectl.durations import rfc1123z, since

Object = dict[str, Any]


def describe(page: Page, pod: Object) -> None:
    """Describe a Pod."""
    meta, spec, status = pod["metadata"], pod["spec"], pod.get("status") or {}
    page.add(f"Name:\t{meta['name']}")
    page.add(f"Namespace:\t{meta['namespace']}")
    _optional(page, spec)
    node = spec.get("nodeName")
    page.add(f"Node:\t{node}/{status.get('hostIP', '')}" if node else "Node:\t<none>")
    if status.get("startTime"):
        page.add(f"Start Time:\t{rfc1123z(status['startTime'])}")
    page.labels("Labels", meta.get("labels"))
    page.annotations("Annotations", meta.get("annotations"))
    _phase(page, pod)
    page.add(f"IP:\t{status.get('podIP', '')}")
    addresses = status.get("podIPs") or []
    page.add("IPs:" if addresses else "IPs:\t<none>")
    for address in addresses:
        page.add(f"IP:\t{address['ip']}", 1)
    owner = controller_of(pod)
    if owner:
        page.add(f"Controlled By:\t{owner['kind']}/{owner['name']}")
    if status.get("nominatedNodeName"):
        page.add(f"NominatedNodeName:\t{status['nominatedNodeName']}")
    if spec.get("resources"):
        page.add("Resources:")
        describe_resources(page, spec["resources"], 1)
    _containers(page, pod)
    _conditions(page, spec, status)
    describe_volumes(page, spec.get("volumes"))
    page.add(f"QoS Class:\t{status.get('qosClass', '')}")
    page.labels("Node-Selectors", spec.get("nodeSelector"))
    describe_tolerations(page, "Tolerations", spec.get("tolerations") or [])
    describe_spread(page, spec.get("topologySpreadConstraints") or [])


def _optional(page: Page, spec: Object) -> None:
    if spec.get("priority") is not None:
        page.add(f"Priority:\t{spec['priority']}")
    titles = (
        ("priorityClassName", "Priority Class Name"),
        ("runtimeClassName", "Runtime Class Name"),
        ("serviceAccountName", "Service Account"),
    )
    for key, title in titles:
        if spec.get(key):
            page.add(f"{title}:\t{spec[key]}")


def _phase(page: Page, pod: Object) -> None:
    meta, status = pod["metadata"], pod.get("status") or {}
    if meta.get("deletionTimestamp") and status.get("phase") not in ("Failed", "Succeeded"):
        page.add(f"Status:\tTerminating (lasts {since(meta['deletionTimestamp'], page.now)})")
        page.add(f"Termination Grace Period:\t{meta.get('deletionGracePeriodSeconds', 0)}s")
    else:
        page.add(f"Status:\t{status.get('phase', '')}")
    for key in ("reason", "message"):
        if status.get(key):
            page.add(f"{key.capitalize()}:\t{status[key]}")
    profile = (pod["spec"].get("securityContext") or {}).get("seccompProfile")
    if profile:
        page.add(f"SeccompProfile:\t{profile['type']}")


def _containers(page: Page, pod: Object) -> None:
    spec, status = pod["spec"], pod.get("status") or {}
    if spec.get("initContainers"):
        statuses = status.get("initContainerStatuses") or []
        describe_containers(page, "Init Containers", spec["initContainers"], statuses, pod)
    describe_containers(page, "Containers", spec["containers"], status.get("containerStatuses") or [], pod)
    if spec.get("ephemeralContainers"):
        statuses = status.get("ephemeralContainerStatuses") or []
        describe_containers(page, "Ephemeral Containers", spec["ephemeralContainers"], statuses, pod)


def _conditions(page: Page, spec: Object, status: Object) -> None:
    conditions = status.get("conditions") or []
    gates = spec.get("readinessGates") or []
    if gates:
        page.add("Readiness Gates:")
        page.add("  Type\tStatus")
        for gate in gates:
            found = next((c["status"] for c in conditions if c["type"] == gate["conditionType"]), "<none>")
            page.add(f"{gate['conditionType']} \t{found} ", 1)
    if conditions:
        page.add("Conditions:")
        page.add("  Type\tStatus")
        for condition in conditions:
            page.add(f"{condition['type']} \t{condition['status']} ", 1)


def describe_tolerations(page: Page, title: str, tolerations: Sequence[Object]) -> None:
    """Add tolerations, sorted by key."""
    page.many(title, [_toleration(t) for t in sorted(tolerations, key=lambda t: str(t.get("key", "")))])


def _toleration(toleration: Object) -> str:
    text = str(toleration.get("key") or "")
    if toleration.get("value"):
        text += f"={toleration['value']}"
    if toleration.get("effect"):
        text += f":{toleration['effect']}"
    if toleration.get("operator") == "Exists" and not toleration.get("value"):
        text += " op=Exists" if text else "op=Exists"
    if toleration.get("tolerationSeconds") is not None:
        text += f" for {toleration['tolerationSeconds']}s"
    return text


def describe_spread(page: Page, constraints: Sequence[Object], space: str = "") -> None:
    """Add topology spread constraints, where there are any."""
    if not constraints:
        return
    ordered = sorted(constraints, key=lambda c: str(c["topologyKey"]))
    words = []
    for found in ordered:
        text = f"{found['topologyKey']}:{found['whenUnsatisfiable']} when max skew {found['maxSkew']} is exceeded"
        if found.get("labelSelector"):
            text += f" for selector {selector_text(found['labelSelector'])}"
        words.append(text)
    page.many(f"{space}Topology Spread Constraints", words)


def describe_template(page: Page, template: Object) -> None:
    """Describe a Pod template."""
    page.add("Pod Template:")
    meta, spec = template.get("metadata") or {}, template.get("spec") or {}
    page.labels("  Labels", meta.get("labels"))
    if meta.get("annotations"):
        page.annotations("  Annotations", meta["annotations"])
    if spec.get("serviceAccountName"):
        page.add(f"  Service Account:\t{spec['serviceAccountName']}")
    if spec.get("initContainers"):
        describe_containers(page, "Init Containers", spec["initContainers"], None, space="  ")
    describe_containers(page, "Containers", spec.get("containers") or [], None, space="  ")
    describe_volumes(page, spec.get("volumes"), "  ")
    describe_spread(page, spec.get("topologySpreadConstraints") or [], "  ")
    if spec.get("priorityClassName"):
        page.add(f"  Priority Class Name:\t{spec['priorityClassName']}")
    page.labels("  Node-Selectors", spec.get("nodeSelector"))
    describe_tolerations(page, "  Tolerations", spec.get("tolerations") or [])
