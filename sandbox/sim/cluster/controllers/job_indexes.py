"""Completion indexes of Jobs: which are done, which have failed for good, which are free.

Models k8s.io/kubernetes/pkg/controller/job/{indexed_job_utils,backoff_utils,success_policy}.go v1.36.
"""

from collections import Counter
from typing import Any

from sandbox.sim.cluster.controllers.job_policy import pods_by_action
from sandbox.sim.cluster.controllers.pod_control import is_active

Object = dict[str, Any]
INDEX = "batch.kubernetes.io/job-completion-index"


def index_of(pod: Object) -> int:
    """Return a Pod's completion index, -1 where it has none."""
    return int((pod["metadata"].get("annotations") or {}).get(INDEX, "-1"))


def _phase(pod: Object) -> str:
    return str((pod.get("status") or {}).get("phase", ""))


def done_indexes(pods: list[Object]) -> set[int]:
    """Return the indexes that have succeeded."""
    return {index_of(pod) for pod in pods if _phase(pod) == "Succeeded"}


def failed_indexes(job: Object, pods: list[Object]) -> set[int]:
    """Return the indexes that have failed too often, where each has a limit of its own."""
    limit = job["spec"].get("backoffLimitPerIndex")
    if limit is None:
        return set()
    failed = [pod for pod in pods if _phase(pod) == "Failed"]
    ignored = pods_by_action(job, failed, "Ignore")
    final = {index_of(pod) for pod in pods_by_action(job, failed, "FailIndex")}
    counts = Counter(index_of(pod) for pod in failed if pod not in ignored)
    return final | {index for index, count in counts.items() if count > limit}


def free_indexes(job: Object, pods: list[Object]) -> list[int]:
    """Return the indexes that are neither over nor have a Pod at work."""
    taken = {index_of(pod) for pod in pods if is_active(pod)} | done_indexes(pods) | failed_indexes(job, pods)
    return [index for index in range(job["spec"].get("completions") or 0) if index not in taken]


def failures_of(pods: list[Object], index: int) -> int:
    """Return how often an index has failed."""
    return sum(_phase(pod) == "Failed" and index_of(pod) == index for pod in pods)


def end_of_indexes(job: Object, pods: list[Object]) -> tuple[str, str, str] | None:
    """Return how an indexed Job ends by its indexes: (condition, reason, message)."""
    spec, done = job["spec"], done_indexes(pods)
    matched = _success_rule(spec, done)
    if matched is not None:
        return ("Complete", "SuccessPolicy", f"Matched rules at index {matched}")
    failed = failed_indexes(job, pods)
    if len(failed) > spec.get("maxFailedIndexes", len(failed)):
        words = "Job has exceeded the specified maximal number of failed indexes"
        return ("Failed", "MaxFailedIndexesExceeded", words)
    if len(done | failed) < (spec.get("completions") or 0):
        return None
    if failed:
        return ("Failed", "FailedIndexes", "Job has failed indexes")
    return ("Complete", "CompletionsReached", "Reached expected number of succeeded pods")


def _success_rule(spec: Object, done: set[int]) -> int | None:
    for number, rule in enumerate((spec.get("successPolicy") or {}).get("rules", ())):
        wanted = parse(rule["succeededIndexes"]) if rule.get("succeededIndexes") else None
        count = rule.get("succeededCount")
        inside = done if wanted is None else done & wanted
        if count is not None and len(inside) >= count:
            return number
        if count is None and wanted is not None and wanted <= done:
            return number
    return None


def parse(text: str) -> set[int]:
    """Return the indexes of ``0,2-4``."""
    found: set[int] = set()
    for part in text.split(","):
        first, _, last = part.partition("-")
        found |= set(range(int(first), int(last or first) + 1))
    return found


def compress(indexes: set[int]) -> str:
    """Return indexes as ``0,2-4``; two neighbours are written one by one."""
    parts: list[str] = []
    ordered = sorted(indexes)
    start = 0
    while start < len(ordered):
        end = start
        while end + 1 < len(ordered) and ordered[end + 1] == ordered[end] + 1:
            end += 1
        first, last = ordered[start], ordered[end]
        parts.append(str(first) if first == last else f"{first},{last}" if last == first + 1 else f"{first}-{last}")
        start = end + 1
    return ",".join(parts)
