"""The status of a Deployment.

Models progress.go and calculateStatus of k8s.io/kubernetes/pkg/controller/deployment v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apimachinery.meta import name_of, namespace_of
from sandbox.sim.cluster.apiserver.internal_client import InternalClient
from sandbox.sim.cluster.apiserver.tables.ages import parse_time
from sandbox.sim.cluster.controllers.deployment_scaling import limits_of
from sandbox.sim.kernel.clock import SECOND

Object = dict[str, Any]
KEY = "apps/deployments"
_HASH = "pod-template-hash"


def _sum(sets: list[Object], key: str) -> int:
    return sum((found.get("status") or {}).get(key, 0) for found in sets)


def _new_of(deployment: Object, sets: list[Object]) -> Object | None:
    template = deployment["spec"]["template"]
    for found in sets:
        labels = {k: v for k, v in (found["spec"]["template"]["metadata"].get("labels") or {}).items() if k != _HASH}
        meta = {**found["spec"]["template"]["metadata"], "labels": labels}
        meta = {key: value for key, value in meta.items() if value}
        wanted = {key: value for key, value in (template.get("metadata") or {}).items() if value}
        if meta == wanted and found["spec"]["template"]["spec"] == template["spec"]:
            return found
    return None


class StatusWriter:
    """Computes and writes statuses."""

    def __init__(self, client: InternalClient) -> None:
        self.client = client

    def is_complete(self, deployment: Object, sets: list[Object]) -> bool:
        """Tell whether all Pods are new and available."""
        return self._complete(deployment, self._counts(deployment, sets))

    @staticmethod
    def _complete(deployment: Object, status: Object) -> bool:
        wanted = deployment["spec"].get("replicas", 1)
        keys = ("updatedReplicas", "replicas", "availableReplicas")
        return all(status.get(key, 0) == wanted for key in keys)

    def _counts(self, deployment: Object, sets: list[Object]) -> Object:
        new = _new_of(deployment, sets)
        total, available = _sum(sets, "replicas"), _sum(sets, "availableReplicas")
        wanted_total = sum(found["spec"].get("replicas", 0) for found in sets)
        counts = {
            "observedGeneration": deployment["metadata"].get("generation", 1),
            "replicas": total,
            "updatedReplicas": (new.get("status") or {}).get("replicas", 0) if new else 0,
            "readyReplicas": _sum(sets, "readyReplicas"),
            "availableReplicas": available,
            "unavailableReplicas": max(0, wanted_total - available),
        }
        counts = {key: value for key, value in counts.items() if value}
        counts["terminatingReplicas"] = _sum(sets, "terminatingReplicas")
        return counts

    def write(self, deployment: Object, sets: list[Object]) -> int | None:
        """Write the status; return when to look again because of the progress deadline."""
        current = self.client.get(KEY, namespace_of(deployment), name_of(deployment))
        if current is None:
            return None
        status = self._counts(current, sets)
        old = current.get("status") or {}
        conditions = {c["type"]: c for c in copy_json(old.get("conditions", []))}
        self._set_available(current, status, conditions)
        self._set_progressing(current, sets, status, conditions)
        self._set_failure(sets, conditions)
        status["conditions"] = list(conditions.values())
        if "collisionCount" in old:
            status["collisionCount"] = old["collisionCount"]
        if not status["conditions"]:
            del status["conditions"]
        self.client.set_status(KEY, current, status)
        return self._deadline(current, status, conditions)

    def _put(self, conditions: dict[str, Object], kind: str, fact: tuple[bool, str, str]) -> None:
        holds, reason, message = fact
        before, now = conditions.get(kind), self.client.timestamp
        if before and (before["status"], before.get("reason")) == (str(holds), reason):
            return
        since = before["lastTransitionTime"] if before and before["status"] == str(holds) else now
        conditions.pop(kind, None)
        conditions[kind] = {
            "type": kind,
            "status": str(holds),
            "reason": reason,
            "message": message,
            "lastUpdateTime": now,
            "lastTransitionTime": since,
        }

    def _set_available(self, deployment: Object, status: Object, conditions: dict[str, Object]) -> None:
        _, unavailable = limits_of(deployment)
        enough = status.get("availableReplicas", 0) >= deployment["spec"].get("replicas", 1) - unavailable
        if enough:
            fact = (True, "MinimumReplicasAvailable", "Deployment has minimum availability.")
        else:
            fact = (False, "MinimumReplicasUnavailable", "Deployment does not have minimum availability.")
        self._put(conditions, "Available", fact)

    def _set_progressing(
        self, deployment: Object, sets: list[Object], status: Object, conditions: dict[str, Object]
    ) -> None:
        name = name_of(deployment)
        if deployment["spec"].get("paused"):
            before = conditions.get("Progressing")
            if before is None or before.get("reason") not in ("DeploymentPaused", "ProgressDeadlineExceeded"):
                conditions.pop("Progressing", None)
                self._put(conditions, "Progressing", (False, "DeploymentPaused", "Deployment is paused"))
                conditions["Progressing"]["status"] = "Unknown"
            return
        if (conditions.get("Progressing") or {}).get("reason") == "DeploymentPaused":
            del conditions["Progressing"]
            self._put(conditions, "Progressing", (False, "DeploymentResumed", "Deployment is resumed"))
            conditions["Progressing"]["status"] = "Unknown"
        new = _new_of(deployment, sets)
        if new is None:
            return
        shown = f'ReplicaSet "{name_of(new)}"'
        old = deployment.get("status") or {}
        if self._complete(deployment, status):
            self._put(
                conditions, "Progressing", (True, "NewReplicaSetAvailable", f"{shown} has successfully progressed.")
            )
        elif "Progressing" not in conditions:
            self._put(
                conditions, "Progressing", (True, "NewReplicaSetCreated", f'Created new replica set "{name_of(new)}"')
            )
        elif self._progressed(status, old, new, conditions):
            message = f"{shown} is progressing."
            before = conditions["Progressing"]
            since = before["lastTransitionTime"] if before["status"] == "True" else self.client.timestamp
            del conditions["Progressing"]
            conditions["Progressing"] = {
                "type": "Progressing",
                "status": "True",
                "reason": "ReplicaSetUpdated",
                "message": message,
                "lastUpdateTime": self.client.timestamp,
                "lastTransitionTime": since,
            }
        elif self._timed_out(deployment, conditions["Progressing"]):
            message = f"{shown} has timed out progressing."
            self._put(conditions, "Progressing", (False, "ProgressDeadlineExceeded", message))
        del name

    @staticmethod
    def _progressed(status: Object, old: Object, new: Object, conditions: dict[str, Object]) -> bool:
        def count(found: Object, key: str) -> int:
            return int(found.get(key, 0))

        gone = count(old, "replicas") - count(old, "updatedReplicas")
        left = count(status, "replicas") - count(status, "updatedReplicas")
        moved = (
            count(status, "updatedReplicas") > count(old, "updatedReplicas")
            or left < gone
            or count(status, "readyReplicas") > count(old, "readyReplicas")
            or count(status, "availableReplicas") > count(old, "availableReplicas")
        )
        current = conditions["Progressing"]
        switched = (
            name_of(new) not in current.get("message", "") and current.get("reason") != "ProgressDeadlineExceeded"
        )
        return moved or switched

    def _timed_out(self, deployment: Object, condition: Object) -> bool:
        if condition.get("reason") == "NewReplicaSetAvailable":
            return False
        if condition.get("reason") == "ProgressDeadlineExceeded":
            return True
        seconds: int = deployment["spec"].get("progressDeadlineSeconds", 600)
        return parse_time(condition["lastUpdateTime"]) + seconds * SECOND <= self.client.now

    @staticmethod
    def _set_failure(sets: list[Object], conditions: dict[str, Object]) -> None:
        for found in sets:
            for condition in (found.get("status") or {}).get("conditions", ()):
                if condition["type"] == "ReplicaFailure" and condition["status"] == "True":
                    if (conditions.get("ReplicaFailure") or {}).get("reason") == condition["reason"]:
                        return
                    conditions["ReplicaFailure"] = {
                        **copy_json(condition),
                        "lastUpdateTime": condition["lastTransitionTime"],
                    }
                    return
        conditions.pop("ReplicaFailure", None)

    def _deadline(self, deployment: Object, status: Object, conditions: dict[str, Object]) -> int | None:
        progressing = conditions.get("Progressing")
        if progressing is None or progressing["status"] != "True" or deployment["spec"].get("paused"):
            return None
        if self._complete(deployment, status) or progressing["reason"] == "NewReplicaSetAvailable":
            return None
        seconds: int = deployment["spec"].get("progressDeadlineSeconds", 600)
        wait = parse_time(progressing["lastUpdateTime"]) + seconds * SECOND - self.client.now
        return max(wait, 0) + SECOND
