"""Rows of workloads: ReplicaSet, Deployment, StatefulSet, DaemonSet, Job, CronJob and their kin.

Models print* of k8s.io/kubernetes/pkg/printers/internalversion v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apiserver.scaling import selector_text
from sandbox.sim.cluster.apiserver.tables.ages import age, human, parse_time, since
from sandbox.sim.cluster.apiserver.tables.columns import NONE, columns, name, or_none
from sandbox.sim.kernel.clock import SECOND

Object = dict[str, Any]


def _images(template: Object | None) -> tuple[str, str]:
    containers = ((template or {}).get("spec") or {}).get("containers", ())
    return ",".join(c["name"] for c in containers), ",".join(c.get("image", "") for c in containers)


def _selector(selector: Object | None) -> str:
    return selector_text(selector) or NONE


def _replica_set(obj: Object, now: int) -> list[Any]:
    spec, status = obj["spec"], obj.get("status") or {}
    names, images = _images(spec.get("template"))
    counts = [spec.get("replicas", 0), status.get("replicas", 0), status.get("readyReplicas", 0)]
    return [name(obj), *counts, age(obj, now), names, images, _selector(spec.get("selector"))]


def _deployment(obj: Object, now: int) -> list[Any]:
    spec, status = obj["spec"], obj.get("status") or {}
    names, images = _images(spec.get("template"))
    ready = f"{status.get('readyReplicas', 0)}/{spec.get('replicas', 0)}"
    counts = [status.get("updatedReplicas", 0), status.get("availableReplicas", 0)]
    return [name(obj), ready, *counts, age(obj, now), names, images, _selector(spec.get("selector"))]


def _stateful_set(obj: Object, now: int) -> list[Any]:
    spec, status = obj["spec"], obj.get("status") or {}
    return [
        name(obj),
        f"{status.get('readyReplicas', 0)}/{spec.get('replicas', 0)}",
        age(obj, now),
        *_images(spec.get("template")),
    ]


def _daemon_set(obj: Object, now: int) -> list[Any]:
    spec, status = obj["spec"], obj.get("status") or {}
    keys = (
        "desiredNumberScheduled",
        "currentNumberScheduled",
        "numberReady",
        "updatedNumberScheduled",
        "numberAvailable",
    )
    node_selector = (spec["template"].get("spec") or {}).get("nodeSelector")
    names, images = _images(spec.get("template"))
    counts = [status.get(key, 0) for key in keys]
    return [name(obj), *counts, _labels(node_selector), age(obj, now), names, images, _selector(spec.get("selector"))]


def _labels(labels: dict[str, str] | None) -> str:
    return ",".join(f"{key}={value}" for key, value in sorted((labels or {}).items())) or NONE


def _job(obj: Object, now: int) -> list[Any]:
    spec, status = obj["spec"], obj.get("status") or {}
    names, images = _images(spec.get("template"))
    cells = [name(obj), _job_status(obj), _completions(spec, status), _job_duration(status, now), age(obj, now)]
    return [*cells, names, images, _selector(spec.get("selector"))]


def _job_status(obj: Object) -> str:
    conditions = {c["type"]: c["status"] for c in (obj.get("status") or {}).get("conditions", ())}
    if conditions.get("Complete") == "True":
        return "Complete"
    if conditions.get("Failed") == "True":
        return "Failed"
    if "deletionTimestamp" in obj["metadata"]:
        return "Terminating"
    for kind in ("Suspended", "FailureTarget", "SuccessCriteriaMet"):
        if conditions.get(kind) == "True":
            return kind
    return "Running"


def _completions(spec: Object, status: Object) -> str:
    succeeded = status.get("succeeded", 0)
    if spec.get("completions") is not None:
        return f"{succeeded}/{spec['completions']}"
    parallelism = spec.get("parallelism", 0)
    return f"{succeeded}/1 of {parallelism}" if parallelism > 1 else f"{succeeded}/1"


def _job_duration(status: Object, now: int) -> str:
    if not status.get("startTime"):
        return ""
    start = parse_time(status["startTime"])
    if status.get("completionTime"):
        return human((parse_time(status["completionTime"]) - start) // SECOND)
    failed = [c for c in status.get("conditions", ()) if c["type"] == "Failed" and c["status"] == "True"]
    end = parse_time(failed[0]["lastTransitionTime"]) if failed else now
    return human((end - start) // SECOND)


def _cron_job(obj: Object, now: int) -> list[Any]:
    spec, status = obj["spec"], obj.get("status") or {}
    template = spec["jobTemplate"].get("spec") or {}
    names, images = _images(template.get("template"))
    return [
        name(obj),
        spec.get("schedule", ""),
        or_none(spec.get("timeZone")),
        str(bool(spec.get("suspend"))),
        len(status.get("active", ())),
        since(status["lastScheduleTime"], now) if status.get("lastScheduleTime") else NONE,
        age(obj, now),
        names,
        images,
        _selector(template.get("selector")),
    ]


def _pod_template(obj: Object, now: int) -> list[Any]:
    del now
    names, images = _images(obj.get("template"))
    return [name(obj), names, images, _labels(((obj.get("template") or {}).get("metadata") or {}).get("labels"))]


def _controller_revision(obj: Object, now: int) -> list[Any]:
    owner = next((r for r in obj["metadata"].get("ownerReferences", ()) if r.get("controller")), None)
    shown = NONE
    if owner:
        group = owner["apiVersion"].rpartition("/")[0]
        kind = owner["kind"].lower()
        shown = f"{kind}.{group}/{owner['name']}" if group else f"{kind}/{owner['name']}"
    return [name(obj), shown, obj.get("revision", 0), age(obj, now)]


_REPLICAS = "Name|Desired|Current|Ready|Age|Containers*|Images*|Selector*"
WORKLOADS = {
    "/replicationcontrollers": columns(_REPLICAS, _replica_set),
    "apps/replicasets": columns(_REPLICAS, _replica_set),
    "apps/deployments": columns("Name|Ready|Up-to-date|Available|Age|Containers*|Images*|Selector*", _deployment),
    "apps/statefulsets": columns("Name|Ready|Age|Containers*|Images*", _stateful_set),
    "apps/daemonsets": columns(
        "Name|Desired|Current|Ready|Up-to-date|Available|Node Selector|Age|Containers*|Images*|Selector*", _daemon_set
    ),
    "batch/jobs": columns("Name|Status|Completions|Duration|Age|Containers*|Images*|Selector*", _job),
    "batch/cronjobs": columns(
        "Name|Schedule|Timezone|Suspend|Active|Last Schedule|Age|Containers*|Images*|Selector*", _cron_job
    ),
    "/podtemplates": columns("Name|Containers|Images|Pod Labels", _pod_template),
    "apps/controllerrevisions": columns("Name|Controller|Revision|Age", _controller_revision),
}
