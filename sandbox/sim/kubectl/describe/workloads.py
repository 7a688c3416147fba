"""kubectl describe of the kinds that run Pods.

Models k8s.io/kubectl/pkg/describe/describe.go v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.meta import controller_of
from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.kubectl.describe.page import Page
from sandbox.sim.kubectl.describe.pod import describe_template
from sandbox.sim.kubectl.describe.selectors import selector_text, set_text
from sandbox.sim.kubectl.durations import rfc1123z

Object = dict[str, Any]


def _head(page: Page, obj: Object, selector: str) -> None:
    meta = obj["metadata"]
    page.add(f"Name:\t{meta['name']}")
    page.add(f"Namespace:\t{meta['namespace']}")
    page.add(f"Selector:\t{selector}")


def _marks(page: Page, obj: Object) -> None:
    page.labels("Labels", obj["metadata"].get("labels"))
    page.annotations("Annotations", obj["metadata"].get("annotations"))


def _owner(page: Page, obj: Object) -> None:
    owner = controller_of(obj)
    if owner:
        page.add(f"Controlled By:\t{owner['kind']}/{owner['name']}")


def _owned(page: Page, obj: Object, kind: str) -> list[Object]:
    try:
        found = page.client.list(page.client.types.find(kind), obj["metadata"]["namespace"])["items"]
    except ApiError:
        return []
    uid = obj["metadata"]["uid"]
    return [item for item in found if (controller_of(item) or {}).get("uid") == uid]


def _phases(page: Page, obj: Object) -> str:
    counts = dict.fromkeys(("Running", "Pending", "Succeeded", "Failed"), 0)
    for pod in _owned(page, obj, "pods"):
        phase = str((pod.get("status") or {}).get("phase"))
        counts[phase] = counts.get(phase, 0) + 1
    running, waiting, done, failed = (counts[key] for key in ("Running", "Pending", "Succeeded", "Failed"))
    return f"{running} Running / {waiting} Waiting / {done} Succeeded / {failed} Failed"


def _conditions(page: Page, status: Object) -> None:
    if status.get("conditions"):
        page.add("Conditions:")
        page.add("  Type\tStatus\tReason")
        page.add("  ----\t------\t------")
        for condition in status["conditions"]:
            page.add(f"  {condition['type']} \t{condition['status']}\t{condition.get('reason', '')}")


def describe_deployment(page: Page, obj: Object) -> None:
    """Describe a Deployment."""
    meta, spec, status = obj["metadata"], obj["spec"], obj.get("status") or {}
    page.add(f"Name:\t{meta['name']}")
    page.add(f"Namespace:\t{meta['namespace']}")
    page.add(f"CreationTimestamp:\t{rfc1123z(meta['creationTimestamp'])}")
    _marks(page, obj)
    page.add(f"Selector:\t{selector_text(spec.get('selector'))}")
    counts = [
        (spec.get("replicas", 1), "desired"),
        (status.get("updatedReplicas", 0), "updated"),
        (status.get("replicas", 0), "total"),
        (status.get("availableReplicas", 0), "available"),
        (status.get("unavailableReplicas", 0), "unavailable"),
    ]
    page.add(f"Replicas:\t{' | '.join(f'{count} {word}' for count, word in counts)}")
    strategy = spec.get("strategy") or {}
    page.add(f"StrategyType:\t{strategy.get('type', '')}")
    page.add(f"MinReadySeconds:\t{spec.get('minReadySeconds', 0)}")
    rolling = strategy.get("rollingUpdate")
    if rolling:
        words = f"{rolling.get('maxUnavailable')} max unavailable, {rolling.get('maxSurge')} max surge"
        page.add(f"RollingUpdateStrategy:\t{words}")
    describe_template(page, spec["template"])
    _conditions(page, status)
    _replica_sets(page, obj)


def _replica_sets(page: Page, obj: Object) -> None:
    current = (obj["metadata"].get("annotations") or {}).get("deployment.kubernetes.io/revision")
    old: list[str] = []
    new = "<none>"
    found = sorted(_owned(page, obj, "replicasets.apps"), key=lambda rs: str(rs["metadata"]["creationTimestamp"]))
    for rs in found:
        wanted, made = rs["spec"].get("replicas", 0), (rs.get("status") or {}).get("replicas", 0)
        text = f"{rs['metadata']['name']} ({made}/{wanted} replicas created)"
        if (rs["metadata"].get("annotations") or {}).get("deployment.kubernetes.io/revision") == current:
            new = text
        else:
            old.append(text)
    page.add(f"OldReplicaSets:\t{', '.join(old) or '<none>'}")
    page.add(f"NewReplicaSet:\t{new}")


def describe_replica_set(page: Page, obj: Object) -> None:
    """Describe a ReplicaSet."""
    spec, status = obj["spec"], obj.get("status") or {}
    _head(page, obj, selector_text(spec.get("selector")))
    _replicas(page, obj, spec, status)


def describe_replication_controller(page: Page, obj: Object) -> None:
    """Describe a ReplicationController."""
    spec, status = obj["spec"], obj.get("status") or {}
    _head(page, obj, set_text(spec.get("selector")))
    _replicas(page, obj, spec, status)


def _replicas(page: Page, obj: Object, spec: Object, status: Object) -> None:
    _marks(page, obj)
    _owner(page, obj)
    page.add(f"Replicas:\t{status.get('replicas', 0)} current / {spec.get('replicas', 1)} desired")
    page.add(f"Pods Status:\t{_phases(page, obj)}")
    describe_template(page, spec.get("template") or {})
    _conditions(page, status)


def describe_stateful_set(page: Page, obj: Object) -> None:
    """Describe a StatefulSet."""
    meta, spec, status = obj["metadata"], obj["spec"], obj.get("status") or {}
    page.add(f"Name:\t{meta['name']}")
    page.add(f"Namespace:\t{meta['namespace']}")
    page.add(f"CreationTimestamp:\t{rfc1123z(meta['creationTimestamp'])}")
    page.add(f"Selector:\t{selector_text(spec.get('selector'))}")
    _marks(page, obj)
    page.add(f"Replicas:\t{spec.get('replicas', 1)} desired | {status.get('replicas', 0)} total")
    strategy = spec.get("updateStrategy") or {}
    page.add(f"Update Strategy:\t{strategy.get('type', '')}")
    rolling = strategy.get("rollingUpdate") or {}
    if rolling.get("partition") is not None:
        page.add(f"  Partition:\t{rolling['partition']}")
        if rolling.get("maxUnavailable") is not None:
            page.add(f"  MaxUnavailable:\t{rolling['maxUnavailable']}")
    page.add(f"Pods Status:\t{_phases(page, obj)}")
    describe_template(page, spec["template"])
    _claim_templates(page, spec.get("volumeClaimTemplates") or [])


def _claim_templates(page: Page, templates: list[Object]) -> None:
    if not templates:
        page.add("Volume Claims:\t<none>")
        return
    page.add("Volume Claims:")
    for template in templates:
        meta, spec = template["metadata"], template["spec"]
        page.add(f"Name:\t{meta['name']}", 1)
        page.add(f"StorageClass:\t{spec.get('storageClassName', '')}", 1)
        page.labels("  Labels", meta.get("labels"))
        page.annotations("  Annotations", meta.get("annotations"))
        storage = ((spec.get("resources") or {}).get("requests") or {}).get("storage", "<default>")
        page.add(f"Capacity:\t{storage}", 1)
        page.add(f"Access Modes:\t[{' '.join(spec.get('accessModes') or [])}]", 1)


def describe_daemon_set(page: Page, obj: Object) -> None:
    """Describe a DaemonSet."""
    spec, status = obj["spec"], obj.get("status") or {}
    _head(page, obj, selector_text(spec.get("selector")))
    page.add(f"Node-Selector:\t{set_text((spec['template'].get('spec') or {}).get('nodeSelector'))}")
    _marks(page, obj)
    rows = (
        ("Desired Number of Nodes Scheduled", "desiredNumberScheduled"),
        ("Current Number of Nodes Scheduled", "currentNumberScheduled"),
        ("Number of Nodes Scheduled with Up-to-date Pods", "updatedNumberScheduled"),
        ("Number of Nodes Scheduled with Available Pods", "numberAvailable"),
        ("Number of Nodes Misscheduled", "numberMisscheduled"),
    )
    for title, key in rows:
        page.add(f"{title}: {status.get(key, 0)}")
    page.add(f"Pods Status:\t{_phases(page, obj)}")
    describe_template(page, spec["template"])
