"""Which parts of the control plane run.

Models that kube-scheduler and kube-controller-manager are Pods like others: where the cluster shows them (addon
``control-plane``) their work rests while they do not run, and is taken up when they do. Not modelled: leader election,
an API server or etcd that is down.
"""

from typing import Any

from sandbox.sim.cluster.apiserver.storage import Storage

Object = dict[str, Any]
_SCHEDULER = "scheduler"
_OTHERS = ("kubelet", "ingress-nginx", "service-lb")
"""Controllers that are no part of kube-controller-manager."""


class Components:
    """Looks at the static Pods of the control plane."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage

    def may_work(self, controller: str) -> bool:
        """Say whether the process runs that a controller is part of."""
        if controller in _OTHERS or self.storage.get("/configmaps", "kube-system", "kubeadm-config") is None:
            return True
        part = "kube-scheduler" if controller == _SCHEDULER else "kube-controller-manager"
        pod = self.storage.get("/pods", "kube-system", f"{part}-controlplane")
        statuses = ((pod or {}).get("status") or {}).get("containerStatuses") or ()
        return bool(statuses) and all("running" in row["state"] for row in statuses)
