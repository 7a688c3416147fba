"""How many replicas each ReplicaSet of a Deployment gets.

Models rolling.go, recreate.go and scale in sync.go of k8s.io/kubernetes/pkg/controller/deployment v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apimachinery.meta import annotations_of, name_of
from sandbox.sim.cluster.apis.int_or_percent import scaled
from sandbox.sim.cluster.apiserver.internal_client import InternalClient

Object = dict[str, Any]
KEY, SETS = "apps/deployments", "apps/replicasets"
_DESIRED = "deployment.kubernetes.io/desired-replicas"
_MAX = "deployment.kubernetes.io/max-replicas"


def limits_of(deployment: Object) -> tuple[int, int]:
    """Return (maxSurge, maxUnavailable) as numbers; never both zero."""
    spec = deployment["spec"]
    if spec["strategy"]["type"] != "RollingUpdate":
        return 0, 0
    rolling = spec["strategy"].get("rollingUpdate") or {}
    wanted = spec.get("replicas", 1)
    surge = scaled(rolling.get("maxSurge", "25%"), wanted, up=True)
    unavailable = scaled(rolling.get("maxUnavailable", "25%"), wanted, up=False)
    if not surge and not unavailable:
        unavailable = 1
    return surge, min(unavailable, wanted) if wanted else unavailable


def replicas_of(found: Object) -> int:
    """Return how many Pods a ReplicaSet should have."""
    return int(found["spec"].get("replicas", 0))


def available_of(found: Object) -> int:
    """Return how many available Pods a ReplicaSet has."""
    return int((found.get("status") or {}).get("availableReplicas", 0))


def new_replicas(deployment: Object, sets: list[Object], new: Object | None) -> int:
    """Return how many replicas the new ReplicaSet may have now."""
    wanted: int = deployment["spec"].get("replicas", 1)
    if deployment["spec"]["strategy"]["type"] != "RollingUpdate":
        return wanted
    surge, _ = limits_of(deployment)
    current = sum(replicas_of(found) for found in sets)
    has = replicas_of(new) if new is not None else 0
    if current >= wanted + surge:
        return has
    return has + min(wanted + surge - current, wanted - has)


class Rollout:
    """One look at a Deployment: its new ReplicaSet, if any, and all of them."""

    def __init__(self, client: InternalClient, deployment: Object, new: Object | None, sets: list[Object]) -> None:
        self.client = client
        self.deployment = deployment
        self.new = new
        self.sets = sets
        self.wanted: int = deployment["spec"].get("replicas", 1)

    @property
    def old(self) -> list[Object]:
        """All ReplicaSets but the new one."""
        return [found for found in self.sets if self.new is None or name_of(found) != name_of(self.new)]

    @staticmethod
    def sizes(deployment: Object) -> dict[str, str]:
        """Return the annotations that remember for which size a ReplicaSet was scaled."""
        surge, _ = limits_of(deployment)
        wanted = deployment["spec"].get("replicas", 1)
        return {_DESIRED: str(wanted), _MAX: str(wanted + surge)}

    def scale(self, found: Object, replicas: int) -> bool:
        """Set the replicas of a ReplicaSet and tell it; return whether anything changed."""
        sizes = self.sizes(self.deployment)
        before = replicas_of(found)
        stale = any(annotations_of(found).get(key) != value for key, value in sizes.items())
        if before == replicas and not stale:
            return False
        changed = copy_json(found)
        changed["spec"]["replicas"] = replicas
        changed["metadata"].setdefault("annotations", {}).update(sizes)
        self.client.update(SETS, changed)
        if before != replicas:
            direction = "up" if replicas > before else "down"
            words = f"Scaled {direction} replica set {name_of(found)} from {before} to {replicas}"
            self.client.record(KEY, self.deployment, ("Normal", "ScalingReplicaSet", words))
        return before != replicas

    def step(self) -> None:
        """Scale the new ReplicaSet up, or old ones down, as far as the limits allow now."""
        if self.new is not None and self._scale_up():
            return
        self._scale_down()

    def _scale_up(self) -> bool:
        new = self.new
        if new is None:
            return False
        has = replicas_of(new)
        if has > self.wanted:
            return self.scale(new, self.wanted)
        return self.scale(new, has if has == self.wanted else new_replicas(self.deployment, self.sets, new))

    def _scale_down(self) -> None:
        old = [found for found in self.old if replicas_of(found)]
        if not old or self.new is None:
            return
        _, unavailable = limits_of(self.deployment)
        least = self.wanted - unavailable
        missing = replicas_of(self.new) - available_of(self.new)
        budget = sum(replicas_of(found) for found in self.sets) - least - missing
        if budget <= 0:
            return
        budget -= self._drop_unhealthy(old, budget)
        spare = sum(available_of(found) for found in self._fresh()) - least
        for found in [f for f in self._fresh() if name_of(f) != name_of(self.new) and replicas_of(f)]:
            if spare <= 0:
                return
            count = min(replicas_of(found), spare)
            self.scale(found, replicas_of(found) - count)
            spare -= count

    def _fresh(self) -> list[Object]:
        found = [self.client.get(SETS, s["metadata"]["namespace"], name_of(s)) for s in self.sets]
        return [s for s in found if s is not None]

    def _drop_unhealthy(self, old: list[Object], budget: int) -> int:
        dropped = 0
        for found in old:
            unhealthy = replicas_of(found) - available_of(found)
            count = min(budget - dropped, unhealthy)
            if count > 0:
                self.scale(found, replicas_of(found) - count)
                dropped += count
        return dropped

    def stop_old(self, old: list[Object]) -> bool:
        """Scale all old ReplicaSets to nothing; return whether any had Pods."""
        stopped = [self.scale(found, 0) for found in old if replicas_of(found)]
        return any(stopped)

    def scale_new_fully(self) -> None:
        """Scale the new ReplicaSet to the wanted size at once."""
        if self.new is not None:
            self.scale(self.new, self.wanted)

    def scale_proportionally(self) -> None:
        """Spread a changed size over the ReplicaSets that have Pods."""
        active = [found for found in self.sets if replicas_of(found)]
        if len(active) <= 1:
            only = active[0] if active else self.new
            if only is not None:
                self.scale(only, self.wanted)
            return
        surge, _ = limits_of(self.deployment)
        allowed = self.wanted + surge if self.wanted else 0
        total = sum(replicas_of(found) for found in active)
        to_add = allowed - total
        ordered = sorted(active, key=lambda found: -replicas_of(found))
        shares = {name_of(found): self._share(found, to_add, allowed) for found in ordered}
        left = to_add - sum(shares.values())
        for index, found in enumerate(ordered):
            extra = left if index == 0 else 0
            self.scale(found, max(0, replicas_of(found) + shares[name_of(found)] + extra))

    def _share(self, found: Object, to_add: int, allowed: int) -> int:
        before = int(annotations_of(found).get(_MAX, "0") or 0) or self.wanted
        share = round(replicas_of(found) * allowed / before) - replicas_of(found)
        return min(share, to_add) if to_add > 0 else max(share, to_add)
