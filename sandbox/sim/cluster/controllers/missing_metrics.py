"""What the autoscaler says about each metric where nobody serves metrics.

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
    if metric["type"] == "Resource":
        name = metric["resource"]["name"]
        message = _resource(metric["resource"])
        return MissingMetric(
            "FailedGetResourceMetric", message, f"failed to get {name} resource metric value: {message}"
        )
    if metric["type"] == "ContainerResource":
        message, container = _resource(metric["containerResource"]), metric["containerResource"]["container"]
        summary = f"failed to get {container} container metric value: {message}"
        return MissingMetric("FailedGetContainerResourceMetric", message, summary)
    if metric["type"] == "Pods":
        message = f"unable to get metric {metric['pods']['metric']['name']}: {_CUSTOM}"
        return MissingMetric("FailedGetPodsMetric", message, f"failed to get pods metric value: {message}")
    if metric["type"] == "Object":
        return _of_object(metric["object"], namespace)
    return _external(metric["external"], namespace)


def _resource(source: Object) -> str:
    name = source["name"]
    figure = "usage" if source["target"].get("averageValue") is not None else "utilization"
    return (
        f"failed to get {name} {figure}: unable to get metrics for resource {name}: unable to fetch metrics from "
        f"resource metrics API: {_ABSENT} (get pods.metrics.k8s.io)"
    )


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
