"""Rolls Deployments out.

Models k8s.io/kubernetes/pkg/controller/deployment v1.36: recreate and rolling update, revisions, pause, conditions.
"""

from collections.abc import Iterable
from typing import Any

from sandbox.sim.cluster.apimachinery.labels import selects
from sandbox.sim.cluster.apimachinery.meta import controller_of, is_deleting, labels_of, name_of, namespace_of
from sandbox.sim.cluster.apiserver.internal_client import InternalClient
from sandbox.sim.cluster.apiserver.server import ApiServer
from sandbox.sim.cluster.apiserver.storage import WatchEvent
from sandbox.sim.cluster.controllers.deployment_scaling import Rollout
from sandbox.sim.cluster.controllers.deployment_status import StatusWriter
from sandbox.sim.cluster.controllers.replica_set_history import ReplicaSetHistory

Object = dict[str, Any]
KEY, SETS = "apps/deployments", "apps/replicasets"


class Deployments:
    """Keyed by namespace and name."""

    name = "deployment"

    def __init__(self, api: ApiServer) -> None:
        self.client = InternalClient(api, "deployment-controller")
        self.history = ReplicaSetHistory(self.client)
        self.status = StatusWriter(self.client)

    def observe(self, event: WatchEvent) -> Iterable[str]:
        """Look at changed Deployments and at those of changed ReplicaSets."""
        meta = event.object["metadata"]
        if event.resource == KEY:
            return (f"{meta['namespace']}/{meta['name']}",)
        if event.resource == SETS:
            owner = controller_of(event.object)
            if owner is not None:
                return (f"{meta['namespace']}/{owner['name']}",) if owner["kind"] == "Deployment" else ()
            return [
                f"{meta['namespace']}/{name_of(obj)}"
                for obj in self.client.scan(KEY, meta["namespace"])
                if selects(obj["spec"].get("selector"), labels_of(event.object))
            ]
        if event.resource == "/pods" and event.type == "DELETED":
            return self._recreating(event)
        return ()

    def _recreating(self, event: WatchEvent) -> Iterable[str]:
        owner = controller_of(event.object)
        space = event.object["metadata"]["namespace"]
        found = self.client.get(SETS, space, owner["name"]) if owner and owner["kind"] == "ReplicaSet" else None
        above = controller_of(found) if found else None
        return (f"{space}/{above['name']}",) if above else ()

    def reconcile(self, key: str) -> int | None:
        """Bring one Deployment closer to what it should be."""
        namespace, _, name = key.partition("/")
        deployment = self.client.get(KEY, namespace, name)
        if deployment is None:
            return None
        sets = self.history.sets_of(deployment)
        if is_deleting(deployment):
            self.status.write(deployment, sets)
            return None
        if deployment["spec"].get("paused"):
            return self._sync_paused(deployment, sets)
        if self._is_scaling(deployment, sets):
            Rollout(self.client, deployment, self.history.find_new(deployment, sets), sets).scale_proportionally()
            return self.status.write(deployment, self.history.sets_of(deployment))
        return self._roll(deployment, sets)

    def _sync_paused(self, deployment: Object, sets: list[Object]) -> int | None:
        new = self.history.find_new(deployment, sets)
        if new is not None:
            self.history.update_revision(deployment, new, sets)
        Rollout(self.client, deployment, new, sets).scale_proportionally()
        return self.status.write(deployment, self.history.sets_of(deployment))

    @staticmethod
    def _is_scaling(deployment: Object, sets: list[Object]) -> bool:
        wanted = str(deployment["spec"].get("replicas", 1))
        for found in sets:
            if found["spec"].get("replicas", 0):
                desired = (found["metadata"].get("annotations") or {}).get("deployment.kubernetes.io/desired-replicas")
                if desired is not None and desired != wanted:
                    return True
        return False

    def _roll(self, deployment: Object, sets: list[Object]) -> int | None:
        recreate = deployment["spec"]["strategy"]["type"] == "Recreate"
        new = self.history.find_new(deployment, sets)
        if recreate:
            old = [found for found in sets if new is None or name_of(found) != name_of(new)]
            if Rollout(self.client, deployment, new, sets).stop_old(old):
                return self.status.write(deployment, self.history.sets_of(deployment))
            if any(self._has_pods(found) for found in old):
                return self.status.write(deployment, self.history.sets_of(deployment))
        new = self.history.ensure_new(deployment, sets)
        sets = self.history.sets_of(deployment)
        current = self.client.get(KEY, namespace_of(deployment), name_of(deployment)) or deployment
        rollout = Rollout(self.client, current, self.client.get(SETS, namespace_of(new), name_of(new)), sets)
        if recreate:
            rollout.scale_new_fully()
        else:
            rollout.step()
        sets = self.history.sets_of(current)
        if self.status.is_complete(current, sets):
            self.history.clean_up(current, sets)
            sets = self.history.sets_of(current)
        return self.status.write(current, sets)

    def _has_pods(self, found: Object) -> bool:
        pods = self.client.owned(found["metadata"]["uid"], "/pods")
        return any((pod.get("status") or {}).get("phase") not in ("Failed", "Succeeded") for pod in pods)
