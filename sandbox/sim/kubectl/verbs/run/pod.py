"""The Pod that ``kubectl run`` makes, and the Service of --expose.

Models k8s.io/kubectl/pkg/generate/versioned/run.go v1.36 (BasicPod).
"""

import json
import re
from typing import Any

from sandbox.sim.cli.go_values import quote
from sandbox.sim.cluster.apimachinery.merge.json_merge import apply_json_merge
from sandbox.sim.cluster.apimachinery.merge.json_patch import PatchError, apply_json_patch
from sandbox.sim.cluster.apimachinery.merge.strategic import apply_strategic
from sandbox.sim.cluster.apimachinery.names import env_var_name
from sandbox.sim.cluster.apimachinery.schema import kind_schema
from sandbox.sim.kubectl.errors import KubectlError, UsageError
from sandbox.sim.kubectl.invocation import Invocation

Object = dict[str, Any]
RESTARTS = ("Always", "OnFailure", "Never")
_IMAGE = re.compile(
    r"(?:[a-zA-Z0-9][a-zA-Z0-9.-]*(?::[0-9]+)?/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
    r"(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*(?::[\w][\w.-]{0,127})?(?:@[A-Za-z][A-Za-z0-9]*:[0-9a-fA-F]{32,})?"
)


def check_image(image: str) -> None:
    """Refuse what is no image reference."""
    if not image:
        raise KubectlError("--image is required")
    if not _IMAGE.fullmatch(image):
        raise KubectlError(f"Invalid image name {quote(image)}: invalid reference format")


def build_pod(invocation: Invocation, name: str, words: list[str]) -> Object:
    """Return the Pod, in the order of its Go struct. Raises KubectlError, UsageError."""
    flags = invocation.flags
    restart = flags["restart"] or "Always"
    if restart not in RESTARTS:
        raise UsageError(f"invalid restart policy: {restart}")
    meta: Object = {"name": name}
    meta["labels"] = _pairs(flags["labels"], "label") if flags["labels"] else {"run": name}
    annotations = dict(_pair(text, "annotation") for text in flags["annotations"])
    if annotations:
        meta["annotations"] = annotations
    container: Object = {"name": name, "image": flags["image"]}
    if words:
        container["command" if flags["command"] else "args"] = words
    if flags["port"]:
        container["ports"] = [{"containerPort": _port(flags["port"])}]
    env = [_variable(text) for text in flags["env"]]
    if env:
        container["env"] = env
    container["resources"] = {}
    if flags["image-pull-policy"]:
        container["imagePullPolicy"] = flags["image-pull-policy"]
    if flags["privileged"]:
        container["securityContext"] = {"privileged": True}
    container |= _streams(invocation)
    spec = {"containers": [container], "restartPolicy": restart, "dnsPolicy": "ClusterFirst"}
    pod = {"kind": "Pod", "apiVersion": "v1", "metadata": meta, "spec": spec, "status": {}}
    return override(pod, str(flags["overrides"]), str(flags["override-type"]))


def _streams(invocation: Invocation) -> Object:
    flags = invocation.flags
    found: Object = {}
    if flags["stdin"]:
        found = {"stdin": True}
        if not flags["leave-stdin-open"]:
            found["stdinOnce"] = True
    if flags["tty"]:
        found["tty"] = True
    return found


def _port(text: str) -> int:
    if not text.isdigit():
        raise KubectlError(f'strconv.Atoi: parsing "{text}": invalid syntax')
    return int(text)


def _pair(text: str, what: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals or not key:
        raise KubectlError(
            f"unexpected {what} spec: {text}" if what == "label" else f"unable to parse annotation: {text}"
        )
    return key, value


def _pairs(text: str, what: str) -> dict[str, str]:
    return dict(sorted(_pair(part, what) for part in text.split(",")))


def _variable(text: str) -> Object:
    name, equals, value = text.partition("=")
    if not equals or not name or env_var_name(name):
        raise KubectlError(f"invalid env: {text}")
    return {"name": name, "value": value} if value else {"name": name}


def override(obj: Object, text: str, kind: str) -> Object:
    """Return the object changed by --overrides. Raises KubectlError."""
    if not text:
        return obj
    try:
        patch = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise KubectlError(
            f"Invalid JSON Patch: {error}" if kind == "json" else f"invalid character in --overrides: {error}"
        ) from error
    if kind == "json":
        try:
            return dict(apply_json_patch(obj, patch))
        except PatchError as error:
            raise KubectlError(str(error)) from error
    if kind == "strategic":
        return dict(apply_strategic(obj, patch, kind_schema("", "v1", obj["kind"])))
    if kind != "merge":
        raise KubectlError(f"invalid override type: {kind}")
    return dict(apply_json_merge(obj, patch))


def build_service(pod: Object, port: str) -> Object:
    """Return the Service of --expose."""
    labels = pod["metadata"]["labels"]
    ports = [{"protocol": "TCP", "port": _port(port), "targetPort": _port(port)}]
    return {
        "kind": "Service",
        "apiVersion": "v1",
        "metadata": {"name": pod["metadata"]["name"]},
        "spec": {"ports": ports, "selector": labels},
        "status": {"loadBalancer": {}},
    }
