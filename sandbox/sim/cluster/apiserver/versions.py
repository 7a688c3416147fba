"""Conversion between the version that a request speaks and the version in which an object is stored.

Models k8s.io/kubernetes/pkg/apis/*/conversion.go v1.36 for the kinds that are served in two versions.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.resources import ApiResource
from sandbox.sim.cluster.apiserver.core import Core

Object = dict[str, Any]


def from_stored(core: Core, resource: ApiResource, obj: Object) -> Object:
    """Return a stored object (the caller's copy) as the resource's version shows it."""
    del core
    if resource.plural == "horizontalpodautoscalers" and resource.version == "v1":
        return hpa_to_v1(obj)
    if resource.key == "batch/jobs":
        _show_job_labels(obj)
    obj["apiVersion"] = resource.api_version
    return obj


def _show_job_labels(job: Object) -> None:
    """Give a Job without labels those of its template: a default that applies whenever a Job is read."""
    labels = (job["spec"]["template"].get("metadata") or {}).get("labels")
    if labels and not job["metadata"].get("labels"):
        job["metadata"]["labels"] = dict(labels)


def to_stored(resource: ApiResource, obj: Object) -> Object:
    """Return a request's object in the version in which it is stored."""
    if resource.plural == "horizontalpodautoscalers" and resource.version == "v1":
        return hpa_from_v1(obj)
    return obj


def hpa_from_v1(obj: Object) -> Object:
    """Convert autoscaling/v1 to v2: the one CPU target becomes a metric."""
    spec = dict(obj.get("spec") or {})
    target = spec.pop("targetCPUUtilizationPercentage", None)
    if target is not None:
        resource = {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": target}}
        spec["metrics"] = [{"type": "Resource", "resource": resource}]
    return {**obj, "apiVersion": "autoscaling/v2", "spec": spec}


def hpa_to_v1(obj: Object) -> Object:
    """Convert autoscaling/v2 to v1: a CPU utilization target becomes the one field."""
    spec = dict(obj.get("spec") or {})
    for metric in spec.pop("metrics", None) or []:
        resource = metric.get("resource") or {}
        if resource.get("name") == "cpu" and "averageUtilization" in resource.get("target", {}):
            spec["targetCPUUtilizationPercentage"] = resource["target"]["averageUtilization"]
    spec.pop("behavior", None)
    status = dict(obj.get("status") or {})
    status.pop("conditions", None)
    for metric in status.pop("currentMetrics", None) or []:
        current = (metric.get("resource") or {}).get("current", {})
        if "averageUtilization" in current:
            status["currentCPUUtilizationPercentage"] = current["averageUtilization"]
    return {**obj, "apiVersion": "autoscaling/v1", "spec": spec, "status": status}
