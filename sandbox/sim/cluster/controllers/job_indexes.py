"""Completion indexes of Jobs.

Models k8s.io/kubernetes/pkg/controller/job/indexed_job_utils.go v1.36.
"""

from typing import Any

from sandbox.sim.cluster.controllers.pod_control import is_active

Object = dict[str, Any]
INDEX = "batch.kubernetes.io/job-completion-index"


def index_of(pod: Object) -> int:
    """Return a Pod's completion index, -1 where it has none."""
    return int((pod["metadata"].get("annotations") or {}).get(INDEX, "-1"))


def free_indexes(job: Object, pods: list[Object]) -> list[int]:
    """Return the indexes that neither are done nor have a Pod at work."""
    taken = {index_of(pod) for pod in pods if is_active(pod) or (pod.get("status") or {}).get("phase") == "Succeeded"}
    return [index for index in range(job["spec"].get("completions") or 0) if index not in taken]


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
