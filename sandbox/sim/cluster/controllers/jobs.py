"""Runs Jobs to completion.

Models k8s.io/kubernetes/pkg/controller/job v1.36: completions, parallelism, indexes, back-off, deadline, suspension,
failure and success policies, back-off per index.
"""

from collections.abc import Iterable
from typing import Any

from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apimachinery.meta import controller_of, is_deleting, name_of
from sandbox.sim.cluster.apiserver.internal_client import InternalClient
from sandbox.sim.cluster.apiserver.server import ApiServer
from sandbox.sim.cluster.apiserver.storage import WatchEvent
from sandbox.sim.cluster.apiserver.tables.ages import parse_time
from sandbox.sim.cluster.controllers.job_indexes import (
    compress,
    done_indexes,
    end_of_indexes,
    failed_indexes,
    failures_of,
    free_indexes,
    index_of,
)
from sandbox.sim.cluster.controllers.job_policy import failure_from_policy, pods_by_action
from sandbox.sim.cluster.controllers.job_status import JobStatus
from sandbox.sim.cluster.controllers.pod_control import (
    PodControl,
    deletion_rank,
    is_active,
    is_finished,
    owners_touched,
    ready_since,
)
from sandbox.sim.kernel.clock import SECOND

Object = dict[str, Any]
KEY = "batch/jobs"
_INDEX = "batch.kubernetes.io/job-completion-index"
_INDEX_FAILURES = "batch.kubernetes.io/job-index-failure-count"
_MANAGER = "kubernetes.io/job-controller"
_FIRST_DELAY = 10 * SECOND
_LONGEST_DELAY = 600 * SECOND


class Jobs:
    """Keyed by namespace and name."""

    name = "job"

    def __init__(self, api: ApiServer) -> None:
        self.client = InternalClient(api, "job-controller")
        self.pods = PodControl(self.client, KEY)
        self.status = JobStatus(self.client)

    def observe(self, event: WatchEvent) -> Iterable[str]:
        """Look at changed Jobs and at the Jobs of changed Pods."""
        return owners_touched(event, KEY, "Job")

    def reconcile(self, key: str) -> int | None:
        """Bring one Job closer to its end."""
        namespace, _, name = key.partition("/")
        job = self.client.get(KEY, namespace, name)
        if job is None:
            self._release_orphans(namespace, name)
            return None
        if job["spec"].get("managedBy", _MANAGER) != _MANAGER:
            return None
        if is_deleting(job) or self.status.is_over(job):
            return self._after_end(job)
        pods = self.client.owned(job["metadata"]["uid"], "/pods")
        job = self.status.begin(job)
        active = [pod for pod in pods if is_active(pod)]
        if job["spec"].get("suspend"):
            return self._suspend(job, pods, active)
        end = self._end(job, pods)
        if end is not None:
            for pod in active:
                self.pods.delete(job, pod)
            self._finish(job, pods, end)
            return 0
        wait = self._manage(job, pods, active)
        self._report(job)
        waits = [w for w in (wait, self._deadline(job)) if w is not None]
        return min(waits) if waits else None

    def _release_orphans(self, namespace: str, name: str) -> None:
        for pod in self.client.scan("/pods", namespace):
            owner = controller_of(pod)
            if owner is not None and (owner["kind"], owner["name"]) == ("Job", name):
                self._release(pod, anyway=True)

    def _after_end(self, job: Object) -> int | None:
        if is_deleting(job):
            return None
        pods = self.client.owned(job["metadata"]["uid"], "/pods")
        for pod in pods:
            self._release(pod)
        self._report(job)
        ttl = job["spec"].get("ttlSecondsAfterFinished")
        if ttl is None:
            return None
        conditions = (job.get("status") or {}).get("conditions", ())
        ends = [
            c["lastTransitionTime"] for c in conditions if c["type"] in ("Complete", "Failed") and c["status"] == "True"
        ]
        left = parse_time(ends[0]) + ttl * SECOND - self.client.now if ends else 0
        if left > 0:
            return left
        self.client.delete(KEY, job)
        return None

    def _release(self, pod: Object, *, anyway: bool = False) -> None:
        finalizers = pod["metadata"].get("finalizers", [])
        tracked = "batch.kubernetes.io/job-tracking" in finalizers
        if tracked and (anyway or is_finished(pod) or is_deleting(pod)):
            new = copy_json(pod)
            new["metadata"]["finalizers"] = [f for f in finalizers if f != "batch.kubernetes.io/job-tracking"]
            if not new["metadata"]["finalizers"]:
                del new["metadata"]["finalizers"]
            self.client.update("/pods", new)

    # The end

    def _end(self, job: Object, pods: list[Object]) -> tuple[str, str, str] | None:
        """Return (condition, reason, message) where the Job is over."""
        spec = job["spec"]
        failed = [pod for pod in pods if (pod.get("status") or {}).get("phase") == "Failed"]
        policy = failure_from_policy(job, failed)
        if policy is not None:
            return ("Failed", "PodFailurePolicy", policy)
        if self._failures(job, failed, pods) > spec.get("backoffLimit", 6):
            return ("Failed", "BackoffLimitExceeded", "Job has reached the specified backoff limit")
        left = self._deadline(job)
        if left is not None and left <= 0:
            return ("Failed", "DeadlineExceeded", "Job was active longer than specified deadline")
        if spec.get("completionMode") == "Indexed":
            return end_of_indexes(job, pods)
        return self._completion(spec, pods)

    @staticmethod
    def _failures(job: Object, failed: list[Object], pods: list[Object]) -> int:
        restarts = 0
        if job["spec"]["template"]["spec"].get("restartPolicy") == "OnFailure":
            for pod in pods:
                if (pod.get("status") or {}).get("phase") in ("Running", "Pending"):
                    rows = (pod.get("status") or {}).get("containerStatuses", ())
                    restarts += sum(row.get("restartCount", 0) for row in rows)
        return len(failed) - len(pods_by_action(job, failed, "Ignore")) + restarts

    @staticmethod
    def _completion(spec: Object, pods: list[Object]) -> tuple[str, str, str] | None:
        succeeded = [pod for pod in pods if (pod.get("status") or {}).get("phase") == "Succeeded"]
        completions = spec.get("completions")
        done = ("Complete", "CompletionsReached", "Reached expected number of succeeded pods")
        if completions is None:
            return done if succeeded and not any(is_active(pod) for pod in pods) else None
        return done if len(succeeded) >= completions else None

    def _finish(self, job: Object, pods: list[Object], end: tuple[str, str, str]) -> None:
        for pod in pods:
            self._release(pod)
        self._report(job, end)
        kind = "Normal" if end[0] == "Complete" else "Warning"
        reason = "Completed" if end[0] == "Complete" else end[1]
        message = "Job completed" if end[0] == "Complete" else end[2]
        self.client.record(KEY, job, (kind, reason, message))

    def _deadline(self, job: Object) -> int | None:
        seconds, start = job["spec"].get("activeDeadlineSeconds"), (job.get("status") or {}).get("startTime")
        if seconds is None or start is None:
            return None
        return int(parse_time(start) + seconds * SECOND - self.client.now)

    def _suspend(self, job: Object, pods: list[Object], active: list[Object]) -> int | None:
        for pod in active:
            self.pods.delete(job, pod)
        del pods
        self.status.set_suspended(job)
        self._report(self.client.get(KEY, job["metadata"]["namespace"], name_of(job)) or job)
        return None

    # Pods

    def _manage(self, job: Object, pods: list[Object], active: list[Object]) -> int | None:
        spec = job["spec"]
        parallelism, completions = spec.get("parallelism", 1), spec.get("completions")
        succeeded = sum((pod.get("status") or {}).get("phase") == "Succeeded" for pod in pods)
        wanted = parallelism if completions is None else min(parallelism, completions - succeeded)
        if completions is None and succeeded:
            wanted = len(active)
        surplus = len(active) - wanted
        for pod in sorted(active, key=deletion_rank)[: max(0, surplus)]:
            self.pods.delete(job, pod)
        missing = wanted - len(active)
        replacement = spec.get("podReplacementPolicy", "TerminatingOrFailed")
        if replacement == "Failed":
            missing -= sum(is_deleting(pod) and not is_finished(pod) for pod in pods)
        if missing <= 0:
            return None
        if spec.get("completionMode") == "Indexed":
            return self._fill_indexes(job, pods, missing)
        wait = self._backoff(pods)
        if wait > 0:
            return wait
        for _ in range(missing):
            self._create(job, None)
        return None

    def _fill_indexes(self, job: Object, pods: list[Object], missing: int) -> int | None:
        """Create Pods for free indexes; each waits for itself where each has a limit of its own."""
        single = "backoffLimitPerIndex" in job["spec"]
        common = 0 if single else self._backoff(pods)
        waits = [common] if common > 0 else []
        for index in free_indexes(job, pods) if not waits else ():
            wait = self._backoff([pod for pod in pods if index_of(pod) == index]) if single else 0
            if wait > 0:
                waits.append(wait)
            elif missing > 0:
                self._create(job, index, failures_of(pods, index) if single else None)
                missing -= 1
        return min(waits) if waits else None

    def _backoff(self, pods: list[Object]) -> int:
        failed = [pod for pod in pods if (pod.get("status") or {}).get("phase") == "Failed"]
        if not failed:
            return 0
        last = max(_finished_at(pod) for pod in failed)
        delay = min(_FIRST_DELAY * 2 ** (len(failed) - 1), _LONGEST_DELAY)
        return int(last + delay - self.client.now)

    def _create(self, job: Object, index: int | None, failures: int | None = None) -> None:
        pod = self.pods.pod_from(job, job["spec"]["template"])
        pod["metadata"].setdefault("finalizers", []).append("batch.kubernetes.io/job-tracking")
        if index is not None:
            pod["metadata"].setdefault("annotations", {})[_INDEX] = str(index)
            pod["metadata"]["labels"][_INDEX] = str(index)
            if failures is not None:
                pod["metadata"]["annotations"][_INDEX_FAILURES] = str(failures)
            pod["metadata"]["generateName"] = f"{name_of(job)}-{index}-"
            pod["spec"].setdefault("hostname", f"{name_of(job)}-{index}")
            reference = {"fieldRef": {"fieldPath": f"metadata.labels['{_INDEX}']"}}
            for container in [*pod["spec"].get("initContainers", ()), *pod["spec"]["containers"]]:
                container.setdefault("env", []).append({"name": "JOB_COMPLETION_INDEX", "valueFrom": reference})
        self.pods.create(job, pod)

    def _report(self, job: Object, end: tuple[str, str, str] | None = None) -> None:
        pods = self.client.owned(job["metadata"]["uid"], "/pods")
        for pod in pods:
            self._release(pod)
        pods = self.client.owned(job["metadata"]["uid"], "/pods")
        current = self.client.get(KEY, job["metadata"]["namespace"], name_of(job)) or job
        phases = [(pod.get("status") or {}).get("phase") for pod in pods]
        active = [pod for pod in pods if is_active(pod)]
        counts = {
            "active": len(active),
            "succeeded": max(phases.count("Succeeded"), (current.get("status") or {}).get("succeeded", 0)),
            "failed": max(phases.count("Failed"), (current.get("status") or {}).get("failed", 0)),
            "ready": sum(ready_since(pod) is not None for pod in active),
            "terminating": sum(is_deleting(pod) and not is_finished(pod) for pod in pods),
        }
        indexes: Object = {}
        if job["spec"].get("completionMode") == "Indexed":
            indexes["completedIndexes"] = compress(done_indexes(pods)) or None
        if "backoffLimitPerIndex" in job["spec"]:
            indexes["failedIndexes"] = compress(failed_indexes(job, pods))
        self.status.write(current, counts, indexes, end)


def _finished_at(pod: Object) -> int:
    rows = (pod.get("status") or {}).get("containerStatuses", ())
    ends = [((row.get("state") or {}).get("terminated") or {}).get("finishedAt") for row in rows]
    times = [parse_time(text) for text in ends if text]
    return max(times) if times else parse_time(pod["metadata"]["creationTimestamp"])
