"""Probes in descriptions.

Models DescribeProbe of k8s.io/kubectl/pkg/describe/describe.go v1.36.
"""

from typing import Any

Object = dict[str, Any]


def describe_probe(probe: Object) -> str:
    """Return what a probe does and how often."""
    attributes = (
        f"delay={probe.get('initialDelaySeconds', 0)}s timeout={probe.get('timeoutSeconds', 0)}s "
        f"period={probe.get('periodSeconds', 0)}s #success={probe.get('successThreshold', 0)} "
        f"#failure={probe.get('failureThreshold', 0)}"
    )
    return f"{describe_handler(probe)} {attributes}"


def describe_handler(probe: Object) -> str:
    """Return what a probe or hook does."""
    if "exec" in probe:
        return f"exec [{' '.join(probe['exec'].get('command') or [])}]"
    if "httpGet" in probe:
        get = probe["httpGet"]
        scheme = str(get.get("scheme") or "HTTP").lower()
        path = str(get.get("path") or "")
        path = path if path.startswith("/") or not path else f"/{path}"
        port = get.get("port", "")
        return f"http-get {scheme}://{get.get('host', '')}{f':{port}' if port else ''}{path}"
    if "tcpSocket" in probe:
        return f"tcp-socket {probe['tcpSocket'].get('host', '')}:{probe['tcpSocket'].get('port', '')}"
    if "grpc" in probe:
        return f"grpc <pid>:{probe['grpc']['port']} {probe['grpc'].get('service') or ''}"
    return "unknown"
