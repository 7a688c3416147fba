"""Probes and lifecycle hooks.

Models validateProbe, validateHandler and validateLifecycle of k8s.io/kubernetes/pkg/apis/core/validation v1.36.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.field import FieldError, forbidden, invalid, not_supported, required
from sandbox.sim.cluster.apimachinery.names import http_header_name, port_name, port_number
from sandbox.sim.cluster.apis.object_meta import non_negative

Object = dict[str, Any]
_HANDLERS = ("exec", "httpGet", "tcpSocket", "grpc", "sleep")
_COUNTS = ("initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold")


def validate_port(port: Any, path: str) -> list[FieldError]:
    """Check a port that is a number or a name."""
    rule: Any = port_name if isinstance(port, str) else port_number
    return [invalid(path, port, words) for words in rule(port)]


def validate_handler(handler: Object, grace: int, path: str) -> list[FieldError]:
    """Check that there is exactly one action, and the action."""
    faults: list[FieldError] = []
    given = [name for name in _HANDLERS if name in handler]
    for index, name in enumerate(given):
        here = f"{path}.{name}"
        if index:
            faults.append(forbidden(here, "may not specify more than 1 handler type"))
        else:
            faults += _validate_action(name, handler[name], grace, here)
    if not given:
        faults.append(required(path, "must specify a handler type"))
    return faults


def _validate_action(name: str, action: Object, grace: int, path: str) -> list[FieldError]:
    if name == "exec":
        return [] if action.get("command") else [required(f"{path}.command")]
    if name == "httpGet":
        return _validate_http(action, path)
    if name == "tcpSocket":
        return validate_port(action.get("port", 0), f"{path}.port")
    if name == "grpc":
        return [invalid(f"{path}.port", action.get("port", 0), words) for words in port_number(action.get("port", 0))]
    if not 0 <= action.get("seconds", 0) <= grace:
        words = f"must be non-negative and less than terminationGracePeriodSeconds ({grace})"
        return [invalid(path, action.get("seconds", 0), words)]
    return []


def _validate_http(action: Object, path: str) -> list[FieldError]:
    faults: list[FieldError] = []
    if not action.get("path"):
        faults.append(required(f"{path}.path"))
    faults += validate_port(action.get("port", 0), f"{path}.port")
    if action.get("scheme") not in ("HTTP", "HTTPS"):
        faults.append(not_supported(f"{path}.scheme", action.get("scheme", ""), ("HTTP", "HTTPS")))
    for header in action.get("httpHeaders", ()):
        name = header.get("name", "")
        faults += [invalid(f"{path}.httpHeaders", name, words) for words in http_header_name(name)]
    return faults


def validate_probe(probe: Object | None, grace: int, path: str) -> list[FieldError]:
    """Check what all probes share."""
    if probe is None:
        return []
    faults = validate_handler(probe, grace, path)
    for count in _COUNTS:
        faults += non_negative(probe.get(count), f"{path}.{count}")
    seconds = probe.get("terminationGracePeriodSeconds")
    if seconds is not None and seconds <= 0:
        faults.append(invalid(f"{path}.terminationGracePeriodSeconds", seconds, "must be greater than 0"))
    return faults


def validate_probes(container: Object, grace: int, path: str) -> list[FieldError]:
    """Check the three probes of a container."""
    faults: list[FieldError] = []
    for name in ("livenessProbe", "readinessProbe", "startupProbe"):
        probe = container.get(name)
        faults += validate_probe(probe, grace, f"{path}.{name}")
        if probe is None:
            continue
        if name == "readinessProbe":
            seconds = probe.get("terminationGracePeriodSeconds")
            if seconds is not None:
                words = "must not be set for readinessProbes"
                faults.append(invalid(f"{path}.{name}.terminationGracePeriodSeconds", seconds, words))
        elif probe.get("successThreshold") != 1:
            faults.append(invalid(f"{path}.{name}.successThreshold", probe.get("successThreshold"), "must be 1"))
    return faults


def validate_lifecycle(lifecycle: Object | None, grace: int, path: str) -> list[FieldError]:
    """Check postStart and preStop."""
    faults: list[FieldError] = []
    for hook in ("postStart", "preStop"):
        if lifecycle and hook in lifecycle:
            faults += validate_handler(lifecycle[hook], grace, f"{path}.{hook}")
    return faults
