"""CronJobs.

Models k8s.io/kubernetes/pkg/apis/batch/{v1/defaults,validation} and pkg/registry/batch/cronjob v1.36.
"""

from typing import Any
from zoneinfo import available_timezones

from sandbox.sim.cluster.apimachinery.field import FieldError, invalid, not_supported, required
from sandbox.sim.cluster.apis.batch.job_spec import default_job_spec, validate_job_spec
from sandbox.sim.cluster.apis.batch.schedule import ScheduleError, parse_schedule
from sandbox.sim.cluster.apis.core.pod.template import warn_of_template
from sandbox.sim.cluster.apis.object_meta import non_negative
from sandbox.sim.cluster.apis.strategy import Strategy

Object = dict[str, Any]
_LONGEST_NAME = 52
_POLICIES = ("Allow", "Forbid", "Replace")


def default(obj: Object) -> None:
    """Fill in a CronJob."""
    spec = obj.setdefault("spec", {})
    spec.setdefault("concurrencyPolicy", "Allow")
    spec.setdefault("suspend", False)
    spec.setdefault("successfulJobsHistoryLimit", 3)
    spec.setdefault("failedJobsHistoryLimit", 1)
    template = spec.setdefault("jobTemplate", {})
    template.setdefault("metadata", {})
    job = template.setdefault("spec", {})
    had = {key: key in job for key in ("parallelism", "completions", "backoffLimit", "completionMode", "suspend",
                                       "podReplacementPolicy")}  # fmt: skip
    default_job_spec(job)
    for key, given in had.items():
        if not given:
            job.pop(key, None)


def prepare_create(obj: Object) -> None:
    """Begin without status."""
    obj["status"] = {}


def validate(obj: Object) -> list[FieldError]:
    """Check a CronJob."""
    spec = obj["spec"]
    schedule, faults = spec.get("schedule", ""), list[FieldError]()
    if not schedule:
        faults.append(required("spec.schedule"))
    else:
        faults += _schedule(schedule, spec.get("timeZone"))
    faults += _time_zone(spec.get("timeZone"))
    for key in ("startingDeadlineSeconds",):
        faults += non_negative(spec.get(key), f"spec.{key}")
    if spec["concurrencyPolicy"] not in _POLICIES:
        faults.append(not_supported("spec.concurrencyPolicy", spec["concurrencyPolicy"], _POLICIES))
    full: Object = {**spec["jobTemplate"]["spec"]}
    _fill(full)
    faults += validate_job_spec(full, "spec.jobTemplate.spec")
    for key in ("successfulJobsHistoryLimit", "failedJobsHistoryLimit"):
        faults += non_negative(spec.get(key), f"spec.{key}")
    name = obj["metadata"].get("name", "")
    if len(name) > _LONGEST_NAME:
        faults.append(invalid("metadata.name", name, f"must be no more than {_LONGEST_NAME} characters"))
    return faults


def _fill(spec: Object) -> None:
    """Complete a Job template for validation: the template itself keeps what it left out."""
    spec.setdefault("completionMode", "NonIndexed")
    policy = "Failed" if "podFailurePolicy" in spec else "TerminatingOrFailed"
    spec.setdefault("podReplacementPolicy", policy)


def _schedule(schedule: str, zone: str | None) -> list[FieldError]:
    faults: list[FieldError] = []
    try:
        parse_schedule(schedule)
    except ScheduleError as error:
        faults.append(invalid("spec.schedule", schedule, str(error)))
    if "TZ" in schedule:
        words = "cannot use TZ or CRON_TZ in schedule, use timeZone field instead"
        del zone
        faults = [invalid("spec.schedule", schedule, words)]
    return faults


def _time_zone(zone: str | None) -> list[FieldError]:
    if zone is None:
        return []
    if not zone:
        return [invalid("spec.timeZone", zone, "timeZone must be nil or non-empty string")]
    if zone.lower() == "local":
        return [
            invalid(
                "spec.timeZone",
                zone,
                "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones",
            )
        ]
    return [] if zone in available_timezones() else [invalid("spec.timeZone", zone, f"unknown time zone {zone}")]


def validate_update(new: Object, _old: Object) -> list[FieldError]:
    """Check a changed CronJob."""
    return validate(new)


def warn(obj: Object, _old: Object | None) -> list[str]:
    """Warn of the template."""
    return warn_of_template(obj["spec"]["jobTemplate"]["spec"]["template"], "spec.jobTemplate.spec.template")


CRON_JOB = Strategy(
    default=default,
    prepare_create=prepare_create,
    validate=validate,
    validate_update=validate_update,
    warn=warn,
    has_status=True,
    generation=True,
)
