"""The status of a Job.

Models k8s.io/kubernetes/pkg/controller/job/job_controller.go v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apimachinery.meta import name_of, namespace_of
from sandbox.sim.cluster.apiserver.internal_client import InternalClient

Object = dict[str, Any]
KEY = "batch/jobs"


class JobStatus:
    """Computes and writes statuses."""

    def __init__(self, client: InternalClient) -> None:
        self.client = client

    @staticmethod
    def is_over(job: Object) -> bool:
        """Tell whether a Job is complete or has failed."""
        conditions = (job.get("status") or {}).get("conditions", ())
        return any(c["type"] in ("Complete", "Failed") and c["status"] == "True" for c in conditions)

    def begin(self, job: Object) -> Object:
        """Note the start of a Job that is not suspended."""
        status = job.get("status") or {}
        if status.get("startTime") or job["spec"].get("suspend"):
            return job
        new = copy_json(status)
        new["startTime"] = self.client.timestamp
        for condition in new.get("conditions", ()):
            if condition["type"] == "Suspended" and condition["status"] == "True":
                condition |= {"status": "False", "reason": "JobResumed", "message": "Job resumed",
                              "lastTransitionTime": self.client.timestamp}  # fmt: skip
                self.client.record(KEY, job, ("Normal", "Resumed", "Job resumed"))
        return self.client.set_status(KEY, job, new)

    def set_suspended(self, job: Object) -> None:
        """Note that a Job is suspended."""
        status = copy_json(job.get("status") or {})
        conditions = status.setdefault("conditions", [])
        if any(c["type"] == "Suspended" and c["status"] == "True" for c in conditions):
            return
        status["conditions"] = [c for c in conditions if c["type"] != "Suspended"]
        status["conditions"].append(self._condition("Suspended", "JobSuspended", "Job suspended"))
        status.pop("startTime", None)
        self.client.set_status(KEY, job, status)
        self.client.record(KEY, job, ("Normal", "Suspended", "Job suspended"))

    def _condition(self, kind: str, reason: str, message: str) -> Object:
        now = self.client.timestamp
        return {
            "type": kind,
            "status": "True",
            "lastProbeTime": now,
            "lastTransitionTime": now,
            "reason": reason,
            "message": message,
        }

    def write(self, job: Object, counts: Object, indexes: Object, end: tuple[str, str, str] | None) -> None:
        """Write counts, and conditions where the Job is over."""
        current = self.client.get(KEY, namespace_of(job), name_of(job))
        if current is None:
            return
        old = current.get("status") or {}
        status = {key: value for key, value in counts.items() if value or key in ("ready", "terminating")}
        for key in ("startTime", "completionTime", "conditions"):
            if key in old:
                status[key] = copy_json(old[key])
        status |= {key: value for key, value in indexes.items() if value is not None}
        status["uncountedTerminatedPods"] = {}
        if end is not None:
            before = "SuccessCriteriaMet" if end[0] == "Complete" else "FailureTarget"
            added = [self._condition(before, end[1], end[2]), self._condition(*end)]
            status["conditions"] = [*status.get("conditions", []), *added]
            if end[0] == "Complete":
                status["completionTime"] = self.client.timestamp
        self.client.set_status(KEY, current, status)
