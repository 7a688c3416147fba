"""kubectl describe node.

Models NodeDescriber of k8s.io/kubectl/pkg/describe/describe.go v1.36.
"""

from fractions import Fraction
from typing import Any

from sandbox.sim.cluster.apimachinery.quantity import Quantity, QuantityError, parse_quantity
from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.kubectl.describe.page import Page, small
from sandbox.sim.kubectl.durations import human_duration, parse_time, rfc1123z

Object = dict[str, Any]
_INFO = (
    ("Machine ID", "machineID"),
    ("System UUID", "systemUUID"),
    ("Boot ID", "bootID"),
    ("Kernel Version", "kernelVersion"),
    ("OS Image", "osImage"),
    ("Operating System", "operatingSystem"),
    ("Architecture", "architecture"),
    ("Container Runtime Version", "containerRuntimeVersion"),
    ("Kubelet Version", "kubeletVersion"),
    ("Kube-Proxy Version", "kubeProxyVersion"),
)
_RESOURCES = ("cpu", "memory", "ephemeral-storage", "hugepages-1Gi", "hugepages-2Mi")
_ROLE = "node-role.kubernetes.io/"


def describe(page: Page, obj: Object) -> None:
    """Describe a Node with what runs on it."""
    meta, spec, status = obj["metadata"], obj["spec"], obj.get("status") or {}
    labels = meta.get("labels") or {}
    roles = sorted(key.removeprefix(_ROLE) for key in labels if key.startswith(_ROLE) and key != _ROLE)
    page.add(f"Name:\t{meta['name']}")
    page.add(f"Roles:\t{','.join(roles) or '<none>'}")
    page.labels("Labels", labels)
    page.annotations("Annotations", meta.get("annotations"))
    page.add(f"CreationTimestamp:\t{rfc1123z(meta['creationTimestamp'])}")
    page.many("Taints", [_taint(taint) for taint in spec.get("taints") or []])
    page.add(f"Unschedulable:\t{small(spec.get('unschedulable'))}")
    _lease(page, meta["name"])
    _conditions(page, status.get("conditions") or [])
    page.add("Addresses:")
    for address in status.get("addresses") or []:
        page.add(f"{address['type']}:\t{address['address']}", 1)
    for title, key in (("Capacity", "capacity"), ("Allocatable", "allocatable")):
        amounts = status.get(key) or {}
        if amounts:
            page.add(f"{title}:")
            for name in sorted(amounts):
                page.add(f"  {name}:\t{amounts[name]}")
    info = status.get("nodeInfo") or {}
    page.add("System Info:")
    for title, key in _INFO:
        if key != "kubeProxyVersion" or info.get(key):
            page.add(f"  {title}:\t{info.get(key, '')}")
    if spec.get("podCIDR"):
        page.add(f"PodCIDR:\t{spec['podCIDR']}")
    if spec.get("podCIDRs"):
        page.add(f"PodCIDRs:\t{','.join(spec['podCIDRs'])}")
    if spec.get("providerID"):
        page.add(f"ProviderID:\t{spec['providerID']}")
    _pods(page, meta["name"], status.get("allocatable") or status.get("capacity") or {})


def _taint(taint: Object) -> str:
    value = f"={taint['value']}" if taint.get("value") else ""
    return f"{taint['key']}{value}:{taint['effect']}"


def _lease(page: Page, name: str) -> None:
    page.add("Lease:")
    try:
        spec = page.client.get(page.client.types.find("leases"), name, "kube-node-lease").get("spec") or {}
    except ApiError as error:
        page.add(f"Failed to get lease: {error.message}", 1)
        return
    page.add(f"HolderIdentity:\t{spec.get('holderIdentity', '<unset>')}", 1)
    for title, key in (("AcquireTime", "acquireTime"), ("RenewTime", "renewTime")):
        page.add(f"{title}:\t{rfc1123z(spec[key]) if spec.get(key) else '<unset>'}", 1)


def _conditions(page: Page, conditions: list[Object]) -> None:
    if not conditions:
        return
    page.add("Conditions:")
    page.add("  Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage")
    page.add("  ----\t------\t-----------------\t------------------\t------\t-------")
    for found in conditions:
        moments = [
            rfc1123z(found[key]) if found.get(key) else "" for key in ("lastHeartbeatTime", "lastTransitionTime")
        ]
        page.add(
            f"  {found['type']} \t{found['status']} \t{moments[0]} \t{moments[1]} \t{found.get('reason', '')} "
            f"\t{found.get('message', '')}"
        )


def _amount(text: Any) -> Quantity:
    try:
        return parse_quantity(str(text))
    except QuantityError:
        return Quantity(Fraction(0), "decimal")


def pod_total(pod: Object, kind: str, resource: str) -> Quantity:
    """Return the sum of a Pod's requests or limits of a resource; init containers count where they need more."""
    spec = pod["spec"]
    form = "binary" if resource != "cpu" else "decimal"
    total = sum((_of(container, kind, resource).value for container in spec.get("containers") or []), Fraction(0))
    largest = Fraction(0)
    for container in spec.get("initContainers") or []:
        value = _of(container, kind, resource).value
        if container.get("restartPolicy") == "Always":
            total += value
        else:
            largest = max(largest, value)
    return Quantity(max(total, largest), form)


def _of(container: Object, kind: str, resource: str) -> Quantity:
    return _amount(((container.get("resources") or {}).get(kind) or {}).get(resource, "0"))


def _share(amount: Quantity, whole: Quantity) -> str:
    percent = int(amount.value / whole.value * 100) if whole.value else 0
    return f"{amount} ({percent}%)"


def _pods(page: Page, node: str, allocatable: Object) -> None:
    try:
        found = page.client.list(page.client.types.find("pods"), "", fields=f"spec.nodeName={node}")["items"]
    except ApiError:
        page.add("Pods:\tnot authorized")
        return
    running = [pod for pod in found if (pod.get("status") or {}).get("phase") not in ("Succeeded", "Failed")]
    page.add(f"Non-terminated Pods:\t({len(running)} in total)")
    page.add("Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge", 1)
    page.add("---------\t----\t\t------------\t----------\t---------------\t-------------\t---", 1)
    for pod in running:
        page.add(_pod_row(page, pod, allocatable), 1)
    _allocated(page, running, allocatable)


def _pod_row(page: Page, pod: Object, allocatable: Object) -> str:
    meta = pod["metadata"]
    cells = [
        _share(pod_total(pod, kind, resource), _amount(allocatable.get(resource, "0")))
        for resource in ("cpu", "memory")
        for kind in ("requests", "limits")
    ]
    age = human_duration(int(page.now / 10**9 - parse_time(meta["creationTimestamp"]).timestamp()))
    return f"{meta['namespace']}\t{meta['name']}\t\t" + "\t".join([*cells, age])


def _allocated(page: Page, pods: list[Object], allocatable: Object) -> None:
    page.add("Allocated resources:")
    page.add("  (Total limits may be over 100 percent, i.e., overcommitted.)")
    page.add("Resource\tRequests\tLimits", 1)
    page.add("--------\t--------\t------", 1)
    for resource in _RESOURCES:
        whole = _amount(allocatable.get(resource, "0"))
        cells = []
        for kind in ("requests", "limits"):
            totals = [pod_total(pod, kind, resource) for pod in pods]
            value = sum((total.value for total in totals), Fraction(0))
            cells.append(_share(Quantity(value, "decimal" if resource == "cpu" else "binary"), whole))
        if resource in ("cpu", "memory", "ephemeral-storage") or resource in allocatable:
            page.add(f"{resource}\t{cells[0]}\t{cells[1]}", 1)
