"""What the autoscaler says about each metric that it cannot have.

Models the errors of k8s.io/kubernetes/pkg/controller/podautoscaler (horizontal, replica_calculator, metrics) v1.36.
"""

from dataclasses import dataclass
from typing import Any

Object = dict[str, Any]
_CUSTOM = "unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered"
_ABSENT = "the server could not find the requested resource"


@dataclass(frozen=True, slots=True)
class MissingMetric:
    """Why one metric gives no count: an event's reason and message, and the words of the summary."""

    reason: str
    message: str
    summary: str


def missing_metric(metric: Object, namespace: str) -> MissingMetric:
    """Return why one of ``spec.metrics`` gives no count."""
    if metric["type"] in ("Resource", "ContainerResource"):
        name = metric["resource" if metric["type"] == "Resource" else "containerResource"]["name"]
        why = f"unable to fetch metrics from resource metrics API: {_ABSENT} (get pods.metrics.k8s.io)"
        return failed_resource(metric, f"unable to get metrics for resource {name}: {why}")
    if metric["type"] == "Pods":
        message = f"unable to get metric {metric['pods']['metric']['name']}: {_CUSTOM}"
        return MissingMetric("FailedGetPodsMetric", message, f"failed to get pods metric value: {message}")
    if metric["type"] == "Object":
        return _of_object(metric["object"], namespace)
    return _external(metric["external"], namespace)


def failed_resource(metric: Object, why: str) -> MissingMetric:
    """Return what is said of a Resource or ContainerResource metric that gives no count, and why."""
    source = metric["resource" if metric["type"] == "Resource" else "containerResource"]
    figure = "usage" if source["target"].get("averageValue") is not None else "utilization"
    message = f"failed to get {source['name']} {figure}: {why}"
    if metric["type"] == "Resource":
        summary = f"failed to get {source['name']} resource metric value: {message}"
        return MissingMetric("FailedGetResourceMetric", message, summary)
    summary = f"failed to get {source['container']} container metric value: {message}"
    return MissingMetric("FailedGetContainerResourceMetric", message, summary)


def _of_object(source: Object, namespace: str) -> MissingMetric:
    name, described = source["metric"]["name"], source["describedObject"]
    message = f"unable to get metric {name}: {described['kind']} on {namespace} {described['name']}/{_CUSTOM}"
    whole = f"failed to get {name} object metric: {message}" if source["target"]["type"] == "AverageValue" else message
    return MissingMetric("FailedGetObjectMetric", message, f"failed to get object metric value: {whole}")


def _external(source: Object, namespace: str) -> MissingMetric:
    name, average = source["metric"]["name"], source["target"].get("averageValue") is not None
    served = f"unable to fetch metrics from external metrics API: {_ABSENT} (get {name}.external.metrics.k8s.io)"
    message = (
        f"unable to get external metric {namespace}/{name}/{_selector(source['metric'].get('selector'))}: {served}"
    )
    middle = f"failed to get {name} external metric" if average else f"failed to get external metric {name}"
    summary = f"failed to get {name} external metric value: {middle}: {message}"
    return MissingMetric("FailedGetExternalMetric", message, summary)


def _selector(selector: Object | None) -> str:
    if selector is None:
        return "nil"
    labels = "".join(f"{key}: {value}," for key, value in sorted((selector.get("matchLabels") or {}).items()))
    rows = "".join(_requirement(row) for row in selector.get("matchExpressions") or ())
    listed = f"MatchExpressions:[]LabelSelectorRequirement{{{rows}}}"
    return f"&LabelSelector{{MatchLabels:map[string]string{{{labels}}},{listed},}}"


def _requirement(row: Object) -> str:
    values = " ".join(row.get("values") or ())
    return f"LabelSelectorRequirement{{Key:{row['key']},Operator:{row['operator']},Values:[{values}],}},"
