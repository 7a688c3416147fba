"""kubectl describe job | cronjob.

Models k8s.io/kubectl/pkg/describe/describe.go v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.meta import controller_of
from sandbox.sim.kubectl.describe.page import Page, small, yes
from sandbox.sim.kubectl.describe.pod import describe_template
from sandbox.sim.kubectl.describe.selectors import selector_text
from sandbox.sim.kubectl.durations import human_duration, parse_time, rfc1123z

Object = dict[str, Any]


def describe_job(page: Page, obj: Object) -> None:
    """Describe a Job."""
    meta, spec, status = obj["metadata"], obj["spec"], obj.get("status") or {}
    page.add(f"Name:\t{meta['name']}")
    page.add(f"Namespace:\t{meta['namespace']}")
    if spec.get("selector"):
        page.add(f"Selector:\t{selector_text(spec['selector'])}")
    page.labels("Labels", meta.get("labels"))
    page.annotations("Annotations", meta.get("annotations"))
    owner = controller_of(obj)
    if owner:
        page.add(f"Controlled By:\t{owner['kind']}/{owner['name']}")
    if spec.get("parallelism") is not None:
        page.add(f"Parallelism:\t{spec['parallelism']}")
    page.add(f"Completions:\t{spec.get('completions', '<unset>')}")
    if spec.get("completionMode"):
        page.add(f"Completion Mode:\t{spec['completionMode']}")
    if spec.get("suspend") is not None:
        page.add(f"Suspend:\t{small(spec['suspend'])}")
    if spec.get("backoffLimit") is not None:
        page.add(f"Backoff Limit:\t{spec['backoffLimit']}")
    if spec.get("ttlSecondsAfterFinished") is not None:
        page.add(f"TTL Seconds After Finished:\t{spec['ttlSecondsAfterFinished']}")
    _times(page, spec, status)
    ready = f" ({status['ready']} Ready)" if status.get("ready") is not None else ""
    active, done, failed = (status.get(key, 0) for key in ("active", "succeeded", "failed"))
    counts = f"{active} Active{ready} / {done} Succeeded / {failed} Failed"
    page.add(f"Pods Statuses:\t{counts}")
    if spec.get("completionMode") == "Indexed":
        page.add(f"Completed Indexes:\t{status.get('completedIndexes') or '<none>'}")
    describe_template(page, spec["template"])


def _times(page: Page, spec: Object, status: Object) -> None:
    start, end = status.get("startTime"), status.get("completionTime")
    if start:
        page.add(f"Start Time:\t{rfc1123z(start)}")
    if end:
        page.add(f"Completed At:\t{rfc1123z(end)}")
    if start and end:
        seconds = int((parse_time(end) - parse_time(start)).total_seconds())
        page.add(f"Duration:\t{human_duration(seconds)}")
    if spec.get("activeDeadlineSeconds") is not None:
        page.add(f"Active Deadline Seconds:\t{spec['activeDeadlineSeconds']}s")


def describe_cron_job(page: Page, obj: Object) -> None:
    """Describe a CronJob."""
    spec, status = obj["spec"], obj.get("status") or {}
    page.metadata(obj)
    page.add(f"Schedule:\t{spec['schedule']}")
    page.add(f"Concurrency Policy:\t{spec.get('concurrencyPolicy', '')}")
    page.add(f"Suspend:\t{yes(spec.get('suspend'))}")
    page.add(f"Time Zone:\t{spec.get('timeZone', '<unset>')}")
    page.add(f"Successful Job History Limit:\t{spec.get('successfulJobsHistoryLimit', '<unset>')}")
    page.add(f"Failed Job History Limit:\t{spec.get('failedJobsHistoryLimit', '<unset>')}")
    deadline = spec.get("startingDeadlineSeconds")
    page.add(f"Starting Deadline Seconds:\t{'<unset>' if deadline is None else f'{deadline}s'}")
    job = spec["jobTemplate"].get("spec") or {}
    page.add(f"Selector:\t{selector_text(job['selector']) if job.get('selector') else '<unset>'}")
    page.add(f"Parallelism:\t{job.get('parallelism', '<unset>')}")
    page.add(f"Completions:\t{job.get('completions', '<unset>')}")
    if job.get("activeDeadlineSeconds") is not None:
        page.add(f"Active Deadline Seconds:\t{job['activeDeadlineSeconds']}s")
    describe_template(page, job.get("template") or {})
    last = status.get("lastScheduleTime")
    page.add(f"Last Schedule Time:\t{rfc1123z(last) if last else '<unset>'}")
    active = [found["name"] for found in status.get("active") or []]
    page.add(f"Active Jobs:\t{', '.join(active) or '<none>'}")
