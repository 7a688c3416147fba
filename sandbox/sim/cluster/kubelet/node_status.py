"""What a kubelet says of its node.

Models k8s.io/kubernetes/pkg/kubelet/nodestatus and the node lease of v1.36. Leases are not renewed every ten seconds:
only when a kubelet stops and when it starts, which is when somebody would see a difference.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apiserver.internal_client import InternalClient
from sandbox.sim.kernel.clock import SECOND

Object = dict[str, Any]
_CONDITIONS = (
    ("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
    ("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
    ("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
    ("Ready", "True", "KubeletReady", "kubelet is posting ready status"),
)


def conditions(now: str) -> list[Object]:
    """Return the conditions of a node on which all is well."""
    return [
        {
            "type": kind,
            "status": status,
            "reason": reason,
            "message": message,
            "lastHeartbeatTime": now,
            "lastTransitionTime": now,
        }
        for kind, status, reason, message in _CONDITIONS
    ]


def post(client: InternalClient, name: str) -> None:
    """Say that all is well on a node; a condition that was so already keeps the time of its last change."""
    node = client.get("/nodes", "", name)
    if node is None:
        return
    before = {row["type"]: row for row in node["status"].get("conditions") or ()}
    rows = conditions(client.timestamp)
    for row in rows:
        old = before.pop(row["type"], None)
        if old is not None and old["status"] == row["status"]:
            row["lastTransitionTime"] = old["lastTransitionTime"]
    others = [row for row in node["status"].get("conditions") or () if row["type"] in before]
    if before_ready(node) != "True":
        words = f"Node {name} status is now: NodeReady"
        client.record("/nodes", node, ("Normal", "NodeReady", words), host=name)
    client.set_status("/nodes", node, {**copy_json(node["status"]), "conditions": [*others, *rows]})


def before_ready(node: Object) -> str:
    """Return the status of the condition Ready as it stands."""
    rows = node["status"].get("conditions") or ()
    return next((str(row["status"]) for row in rows if row["type"] == "Ready"), "")


def renew_lease(client: InternalClient, name: str) -> None:
    """Write the time into a node's lease."""
    lease = client.get("coordination.k8s.io/leases", "kube-node-lease", name)
    if lease is not None:
        new = copy_json(lease)
        new["spec"]["renewTime"] = f"{client.timestamp[:-1]}.{client.now % SECOND // 1000:06d}Z"
        client.update("coordination.k8s.io/leases", new)
