"""Containers in descriptions.

Models describeContainers of k8s.io/kubectl/pkg/describe/describe.go v1.36.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.sim.cli.go_values import quote
from sandbox.sim.kubectl.describe.page import Page, small, yes
from sandbox.sim.kubectl.describe.probes import describe_probe
from sandbox.sim.kubectl.durations import rfc1123z

Object = dict[str, Any]


def describe_containers(
    page: Page,
    title: str,
    containers: Sequence[Object],
    statuses: Sequence[Object] | None,
    pod: Object | None = None,
    *,
    space: str = "",
) -> None:
    """Add containers; ``statuses`` None means a template, whose ``space`` indents it."""
    known = {status["name"]: status for status in statuses or ()}
    page.add(f"{space}{title}:" if containers else f"{space}{title}: <none>")
    for container in containers:
        status = known.get(container["name"])
        _basic(page, container, status, " " if space else "")
        _words(page, "Command", container.get("command"))
        _words(page, "Args", container.get("args"))
        if status is not None:
            _state(page, status)
        describe_resources(page, container.get("resources") or {}, 2)
        for kind in ("liveness", "readiness", "startup"):
            if container.get(f"{kind}Probe"):
                page.add(f"{kind.capitalize()}:\t{describe_probe(container[f'{kind}Probe'])}", 2)
        _env_from(page, container.get("envFrom") or [])
        _env(page, container.get("env") or [], container, pod)
        _mounts(page, container)


def _basic(page: Page, container: Object, status: Object | None, indent: str) -> None:
    page.add(f"{indent}{container['name']}:", 1)
    if status is not None:
        page.add(f"Container ID:\t{status.get('containerID', '')}", 2)
    page.add(f"Image:\t{container.get('image', '')}", 2)
    if status is not None:
        page.add(f"Image ID:\t{status.get('imageID', '')}", 2)
    ports = container.get("ports") or []
    for title, key in (("Port", "containerPort"), ("Host Port", "hostPort")):
        words = ", ".join(f"{port.get(key, 0)}/{port.get('protocol', 'TCP')}" for port in ports)
        page.add(f"{title}{'s' if ',' in words else ''}:\t{words or '<none>'}", 2)
    profile = (container.get("securityContext") or {}).get("seccompProfile")
    if profile:
        page.add(f"SeccompProfile:\t{profile['type']}", 2)
        if profile["type"] == "Localhost":
            page.add(f"LocalhostProfile:\t{profile.get('localhostProfile', '')}", 3)


def _words(page: Page, title: str, words: Sequence[str] | None) -> None:
    if words:
        page.add(f"{title}:", 2)
        for word in words:
            for line in word.split("\n"):
                page.add(line, 3)


def _state(page: Page, status: Object) -> None:
    _one_state(page, "State", status.get("state") or {})
    last = status.get("lastState") or {}
    if last.get("terminated"):
        _one_state(page, "Last State", last)
    page.add(f"Ready:\t{yes(status.get('ready'))}", 2)
    page.add(f"Restart Count:\t{status.get('restartCount', 0)}", 2)


def _one_state(page: Page, title: str, state: Object) -> None:
    if "running" in state:
        page.add(f"{title}:\tRunning", 2)
        page.add(f"Started:\t{_moment(state['running'].get('startedAt'))}", 3)
    elif "terminated" in state:
        _terminated(page, title, state["terminated"])
    else:
        page.add(f"{title}:\tWaiting", 2)
        reason = (state.get("waiting") or {}).get("reason")
        if reason:
            page.add(f"Reason:\t{reason}", 3)


def _terminated(page: Page, title: str, ended: Object) -> None:
    page.add(f"{title}:\tTerminated", 2)
    for name in ("Reason", "Message"):
        if ended.get(name.lower()):
            page.add(f"{name}:\t{ended[name.lower()]}", 3)
    page.add(f"Exit Code:\t{ended.get('exitCode', 0)}", 3)
    if ended.get("signal"):
        page.add(f"Signal:\t{ended['signal']}", 3)
    page.add(f"Started:\t{_moment(ended.get('startedAt'))}", 3)
    page.add(f"Finished:\t{_moment(ended.get('finishedAt'))}", 3)


def _moment(text: str | None) -> str:
    return rfc1123z(text) if text else "Mon, 01 Jan 0001 00:00:00 +0000"


def describe_resources(page: Page, resources: Mapping[str, Any], level: int) -> None:
    """Add limits and requests."""
    for title in ("Limits", "Requests"):
        amounts = resources.get(title.lower())
        if amounts:
            page.add(f"{title}:", level)
            for name in sorted(amounts):
                page.add(f"{name}:\t{amounts[name]}", level + 1)


def _env_from(page: Page, sources: Sequence[Object]) -> None:
    if not sources:
        return
    page.add("Environment Variables from:", 2)
    for source in sources:
        kind = "ConfigMap" if "configMapRef" in source else "Secret"
        reference = source.get("configMapRef") or source.get("secretRef") or {}
        prefix = f" with prefix '{source['prefix']}'" if source.get("prefix") else ""
        optional = small(reference.get("optional"))
        page.add(f"{reference.get('name', '')}\t{kind}{prefix}\tOptional: {optional}", 3)


def _env(page: Page, variables: Sequence[Object], container: Object, pod: Object | None) -> None:
    page.add("Environment:" if variables else "Environment:\t<none>", 2)
    for variable in variables:
        source = variable.get("valueFrom")
        if not source:
            first, *rest = str(variable.get("value") or "").split("\n")
            page.add(f"{variable['name']}:\t{first}", 3)
            for line in rest:
                page.add(f"\t{line}", 3)
        else:
            page.add(f"{variable['name']}:\t{_source(source, container, pod)}", 3)


def _source(source: Object, container: Object, pod: Object | None) -> str:
    if "fieldRef" in source:
        field = source["fieldRef"]
        value = "" if pod is None else _field_value(pod, field["fieldPath"])
        return f"{value} ({field.get('apiVersion', 'v1')}:{field['fieldPath']})"
    if "resourceFieldRef" in source:
        return f"{_resource_value(source['resourceFieldRef'], container)} ({source['resourceFieldRef']['resource']})"
    if "secretKeyRef" in source:
        ref = source["secretKeyRef"]
        return (
            f"<set to the key '{ref['key']}' in secret '{ref.get('name', '')}'>\tOptional: {small(ref.get('optional'))}"
        )
    ref = source.get("configMapKeyRef") or {"key": ""}
    return (
        f"<set to the key '{ref['key']}' of config map '{ref.get('name', '')}'>\tOptional: {small(ref.get('optional'))}"
    )


def _field_value(pod: Object, path: str) -> str:
    """Return a field of the metadata; others upstream leaves blank (fieldpath.ExtractFieldPathAsString)."""
    name, bracket, rest = path.partition("[")
    if not name.startswith("metadata."):
        return ""
    value: Any = pod
    for part in name.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    if bracket and isinstance(value, dict):
        value = value.get(rest.rstrip("]").strip("'\""))
    if isinstance(value, dict):
        return "\n".join(f"{key}={quote(str(item))}" for key, item in sorted(value.items()))
    return "" if value is None else str(value)


def _resource_value(reference: Object, container: Object) -> str:
    kind, _, name = str(reference["resource"]).partition(".")
    amount = ((container.get("resources") or {}).get(kind) or {}).get(name)
    return f"{amount}" if amount is not None else "0"


def _mounts(page: Page, container: Object) -> None:
    mounts = container.get("volumeMounts") or []
    page.add("Mounts:" if mounts else "Mounts:\t<none>", 2)
    for mount in sorted(mounts, key=lambda mount: str(mount["mountPath"])):
        flags = "ro" if mount.get("readOnly") else "rw"
        if mount.get("subPath"):
            flags += f",path={quote(mount['subPath'])}"
        page.add(f"{mount['mountPath']} from {mount['name']} ({flags})", 3)
    devices = container.get("volumeDevices") or []
    if devices:
        page.add("Devices:", 2)
        for device in sorted(devices, key=lambda device: str(device["devicePath"])):
            page.add(f"{device['devicePath']} from {device['name']}", 3)
