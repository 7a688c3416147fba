"""Starts Jobs on schedule.

Models k8s.io/kubernetes/pkg/controller/cronjob v1.36.
"""

from collections.abc import Iterable
from typing import Any

from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apimachinery.meta import controller_of, is_deleting, name_of, namespace_of, owner_reference
from sandbox.sim.cluster.apis.batch.schedule import next_run, parse_schedule
from sandbox.sim.cluster.apiserver.internal_client import RESOURCES, InternalClient
from sandbox.sim.cluster.apiserver.server import ApiServer
from sandbox.sim.cluster.apiserver.storage import WatchEvent
from sandbox.sim.cluster.apiserver.tables.ages import parse_time
from sandbox.sim.kernel.clock import SECOND, rfc3339

Object = dict[str, Any]
KEY, JOBS = "batch/cronjobs", "batch/jobs"
_SCHEDULED = "batch.kubernetes.io/cronjob-scheduled-timestamp"
_MOST_MISSED = 100


class CronJobs:
    """Keyed by namespace and name."""

    name = "cronjob"

    def __init__(self, api: ApiServer) -> None:
        self.client = InternalClient(api, "cronjob-controller")

    def observe(self, event: WatchEvent) -> Iterable[str]:
        """Look at changed CronJobs and at those of changed Jobs."""
        meta = event.object["metadata"]
        if event.resource == KEY:
            return (f"{meta['namespace']}/{meta['name']}",)
        if event.resource == JOBS:
            owner = controller_of(event.object)
            if owner is not None and owner["kind"] == "CronJob":
                return (f"{meta['namespace']}/{owner['name']}",)
        return ()

    def reconcile(self, key: str) -> int | None:
        """Note finished Jobs, start due ones, say when the next is due."""
        namespace, _, name = key.partition("/")
        cron = self.client.get(KEY, namespace, name)
        if cron is None or is_deleting(cron):
            return None
        jobs = self.client.owned(cron["metadata"]["uid"], JOBS)
        self._note_ends(cron, jobs)
        self._clean_up(cron, jobs)
        cron = self.client.get(KEY, namespace, name)
        if cron is None or cron["spec"].get("suspend"):
            return None
        due = self._due(cron)
        if due is not None:
            self._start(cron, due, jobs)
        return self._wait(cron)

    def _zone(self, cron: Object) -> str:
        return str(cron["spec"].get("timeZone") or "")

    def _wait(self, cron: Object) -> int | None:
        found = next_run(parse_schedule(cron["spec"]["schedule"]), self.client.now // SECOND, self._zone(cron))
        return None if found is None else max(found * SECOND - self.client.now, 0) + SECOND // 10

    def _due(self, cron: Object) -> int | None:
        """Return the latest moment (seconds) that was missed, if it may still start."""
        status = cron.get("status") or {}
        earliest = parse_time(status.get("lastScheduleTime") or cron["metadata"]["creationTimestamp"]) // SECOND
        now = self.client.now // SECOND
        deadline = cron["spec"].get("startingDeadlineSeconds")
        if deadline is not None:
            earliest = max(earliest, now - deadline)
        schedule, latest = parse_schedule(cron["spec"]["schedule"]), None
        for _ in range(_MOST_MISSED):
            found = next_run(schedule, earliest, self._zone(cron))
            if found is None or found > now:
                break
            latest = earliest = found
        return latest

    def _start(self, cron: Object, due: int, jobs: list[Object]) -> None:
        active = [job for job in jobs if not _is_over(job)]
        policy = cron["spec"].get("concurrencyPolicy", "Allow")
        if policy == "Forbid" and active:
            words = "Not starting job because prior execution is running and concurrency policy is Forbid"
            self.client.record(KEY, cron, ("Normal", "JobAlreadyActive", words))
            return
        if policy == "Replace":
            for job in active:
                self.client.delete(JOBS, job)
                self.client.record(KEY, cron, ("Normal", "SuccessfulDelete", f"Deleted job {name_of(job)}"))
        name = f"{name_of(cron)}-{due // 60}"
        if self.client.get(JOBS, namespace_of(cron), name) is None:
            self._create(cron, name, due)
        self._set_status(cron, due)

    def _create(self, cron: Object, name: str, due: int) -> None:
        template = copy_json(cron["spec"]["jobTemplate"])
        meta = template.get("metadata") or {}
        annotations = {**(meta.get("annotations") or {}), _SCHEDULED: rfc3339(due * SECOND)}
        job_meta: Object = {
            "name": name,
            "namespace": namespace_of(cron),
            "annotations": annotations,
            "ownerReferences": [owner_reference(cron, RESOURCES[KEY])],
        }
        if meta.get("labels"):
            job_meta["labels"] = meta["labels"]
        created = self.client.create(JOBS, {"metadata": job_meta, "spec": template["spec"]})
        self.client.record(KEY, cron, ("Normal", "SuccessfulCreate", f"Created job {name_of(created)}"))

    def _set_status(self, cron: Object, due: int) -> None:
        current = self.client.get(KEY, namespace_of(cron), name_of(cron))
        if current is None:
            return
        status = copy_json(current.get("status") or {})
        status["lastScheduleTime"] = rfc3339(due * SECOND)
        self._set_active(current, status)
        self.client.set_status(KEY, current, status)

    def _set_active(self, cron: Object, status: Object) -> None:
        active = [job for job in self.client.owned(cron["metadata"]["uid"], JOBS) if not _is_over(job)]
        status["active"] = [
            {
                "apiVersion": "batch/v1",
                "kind": "Job",
                "name": name_of(job),
                "namespace": namespace_of(job),
                "resourceVersion": job["metadata"]["resourceVersion"],
                "uid": job["metadata"]["uid"],
            }
            for job in active
        ]
        if not status["active"]:
            del status["active"]

    def _note_ends(self, cron: Object, jobs: list[Object]) -> None:
        status = copy_json(cron.get("status") or {})
        listed = {row["uid"] for row in status.get("active", ())}
        for job in jobs:
            if _is_over(job) and job["metadata"]["uid"] in listed:
                shown = "Complete" if _ended(job, "Complete") else "Failed"
                words = f"Saw completed job: {name_of(job)}, condition: {shown}"
                self.client.record(KEY, cron, ("Normal", "SawCompletedJob", words))
                if shown == "Complete" and (job.get("status") or {}).get("completionTime"):
                    status["lastSuccessfulTime"] = job["status"]["completionTime"]
        self._set_active(cron, status)
        before = {row["uid"]: row for row in (cron.get("status") or {}).get("active", ())}
        for row in status.get("active", ()):
            row["resourceVersion"] = before.get(row["uid"], row)["resourceVersion"]
        self.client.set_status(KEY, cron, status)

    def _clean_up(self, cron: Object, jobs: list[Object]) -> None:
        for kind, key, default in (
            ("Complete", "successfulJobsHistoryLimit", 3),
            ("Failed", "failedJobsHistoryLimit", 1),
        ):
            ended = [job for job in jobs if _ended(job, kind)]
            ended.sort(key=lambda job: (job.get("status") or {}).get("startTime", ""))
            for job in ended[: max(0, len(ended) - cron["spec"].get(key, default))]:
                self.client.delete(JOBS, job)
                self.client.record(KEY, cron, ("Normal", "SuccessfulDelete", f"Deleted job {name_of(job)}"))


def _ended(job: Object, kind: str) -> bool:
    conditions = (job.get("status") or {}).get("conditions", ())
    return any(c["type"] == kind and c["status"] == "True" for c in conditions)


def _is_over(job: Object) -> bool:
    return _ended(job, "Complete") or _ended(job, "Failed")
