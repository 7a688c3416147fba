"""Defaults of Pods and Pod templates.

Models k8s.io/kubernetes/pkg/apis/core/v1/defaults.go v1.36.
"""

from typing import Any

Object = dict[str, Any]
_VOLUME_MODES = ("secret", "configMap", "downwardAPI", "projected")
_DEFAULT_MODE = 0o644
_NAMED_VOLUME = ("name",)


def default_pod(pod: Object) -> None:
    """Fill in a Pod."""
    spec = pod.setdefault("spec", {})
    pod.setdefault("status", {})
    default_pod_spec(spec)
    spec.setdefault("enableServiceLinks", True)
    if spec.get("hostNetwork"):
        _default_host_ports(spec)
    for container in _containers(spec):
        _requests_from_limits(container["resources"])
    pod_resources = spec.get("resources")
    if pod_resources:
        _requests_from_limits(pod_resources)


def default_template(template: Object) -> None:
    """Fill in a Pod template."""
    template.setdefault("metadata", {})
    default_pod_spec(template.setdefault("spec", {}))
    if template["spec"].get("hostNetwork"):
        _default_host_ports(template["spec"])


def default_pod_spec(spec: Object) -> None:
    """Fill in what Pods and templates share."""
    spec.setdefault("dnsPolicy", "ClusterFirst")
    spec.setdefault("restartPolicy", "Always")
    spec.setdefault("securityContext", {})
    spec.setdefault("terminationGracePeriodSeconds", 30)
    if spec["terminationGracePeriodSeconds"] < 0:
        spec["terminationGracePeriodSeconds"] = 1
    spec.setdefault("schedulerName", "default-scheduler")
    if "serviceAccountName" in spec:
        spec.setdefault("serviceAccount", spec["serviceAccountName"])
    elif "serviceAccount" in spec:
        spec["serviceAccountName"] = spec["serviceAccount"]
    for container in _containers(spec):
        _default_container(container)
    for container in spec.get("ephemeralContainers", ()):
        _default_container(container)
    for volume in spec.get("volumes", ()):
        default_volume(volume)
    for constraint in spec.get("topologySpreadConstraints", ()):
        constraint.setdefault("whenUnsatisfiable", "DoNotSchedule")


def _containers(spec: Object) -> list[Object]:
    return [*spec.get("initContainers", ()), *spec.get("containers", ())]


def _default_container(container: Object) -> None:
    container.setdefault("resources", {})
    container.setdefault("terminationMessagePath", "/dev/termination-log")
    container.setdefault("terminationMessagePolicy", "File")
    if "imagePullPolicy" not in container:
        container["imagePullPolicy"] = "Always" if _is_latest(container.get("image", "")) else "IfNotPresent"
    for port in container.get("ports", ()):
        port.setdefault("protocol", "TCP")
    for probe in ("livenessProbe", "readinessProbe", "startupProbe"):
        if probe in container:
            _default_probe(container[probe])
    for hook in (container.get("lifecycle") or {}).values():
        if isinstance(hook, dict):
            _default_http_get(hook.get("httpGet"))
    for variable in container.get("env", ()):
        _default_variable(variable)


def _is_latest(image: str) -> bool:
    name, _, digest = image.partition("@")
    _, _, last = name.rpartition("/")
    tag = last.partition(":")[2]
    return tag == "latest" or (not tag and not digest)


def _default_variable(variable: Object) -> None:
    source = variable.get("valueFrom") or {}
    if "fieldRef" in source:
        source["fieldRef"].setdefault("apiVersion", "v1")
    if "resourceFieldRef" in source:
        source["resourceFieldRef"].setdefault("divisor", "0")
    if "fileKeyRef" in source:
        source["fileKeyRef"].setdefault("optional", False)


def _default_probe(probe: Object) -> None:
    probe["timeoutSeconds"] = probe.get("timeoutSeconds") or 1
    probe["periodSeconds"] = probe.get("periodSeconds") or 10
    probe["successThreshold"] = probe.get("successThreshold") or 1
    probe["failureThreshold"] = probe.get("failureThreshold") or 3
    _default_http_get(probe.get("httpGet"))
    if "grpc" in probe:
        probe["grpc"].setdefault("service", "")


def _default_http_get(action: Object | None) -> None:
    if action is not None:
        action.setdefault("path", "/")
        action.setdefault("scheme", "HTTP")


def default_volume(volume: Object) -> None:
    """Fill in a volume; one without a source becomes an emptyDir."""
    if set(volume) <= set(_NAMED_VOLUME):
        volume["emptyDir"] = {}
    for source in _VOLUME_MODES:
        if source in volume:
            volume[source].setdefault("defaultMode", _DEFAULT_MODE)
    if "hostPath" in volume:
        volume["hostPath"].setdefault("type", "")
    if "image" in volume:
        reference = volume["image"].get("reference", "")
        volume["image"].setdefault("pullPolicy", "Always" if _is_latest(reference) else "IfNotPresent")
    if "ephemeral" in volume:
        template = (volume["ephemeral"].get("volumeClaimTemplate") or {}).get("spec")
        if template is not None:
            template.setdefault("volumeMode", "Filesystem")
    _default_projections(volume)


def _default_projections(volume: Object) -> None:
    for item in (volume.get("downwardAPI") or {}).get("items", ()):
        _default_variable({"valueFrom": item})
    for source in (volume.get("projected") or {}).get("sources", ()):
        if "serviceAccountToken" in source:
            source["serviceAccountToken"].setdefault("expirationSeconds", 3600)
        for item in (source.get("downwardAPI") or {}).get("items", ()):
            _default_variable({"valueFrom": item})
    iscsi = volume.get("iscsi")
    if iscsi is not None:
        iscsi.setdefault("iscsiInterface", "default")


def _default_host_ports(spec: Object) -> None:
    for container in _containers(spec):
        for port in container.get("ports", ()):
            if not port.get("hostPort") and port.get("containerPort"):
                port["hostPort"] = port["containerPort"]


def _requests_from_limits(resources: Object) -> None:
    limits = resources.get("limits")
    if limits:
        requests = resources.setdefault("requests", {})
        for name, amount in limits.items():
            requests.setdefault(name, amount)
