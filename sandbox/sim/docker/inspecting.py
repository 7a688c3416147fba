"""``inspect`` of all kinds: JSON, or a template for each object.

Models docker/cli cli/command/inspect/inspector.go, v28.2: a template sees Go's structs first and, where that fails,
plain maps in which a missing key is an error.
"""

import json
from collections.abc import Callable
from typing import Any

from sandbox.sim.cli.gotemplate.template import ExecutionFailed, Template, TemplateError
from sandbox.sim.cli.gotemplate.values import NilList, NilMap, NilPointer, Struct, to_json
from sandbox.sim.docker.call import Call
from sandbox.sim.docker.errors import Failure

MAPS = frozenset({
    "Labels", "Ports", "Networks", "Volumes", "ExposedPorts", "Options", "Data", "DriverOpts", "Sysctls", "Annotations",
    "Tmpfs", "PortBindings", "Containers", "StorageOpt",
})  # fmt: skip
"""Fields that are maps in Go; every other object is a struct."""
LISTS = frozenset({
    "Aliases", "Binds", "CapAdd", "CapDrop", "Cmd", "Config", "DNSNames", "DeviceCgroupRules", "DeviceRequests",
    "Entrypoint", "Env", "ExecIDs", "ExtraHosts", "GroupAdd", "Links", "OnBuild", "SecondaryIPAddresses",
    "SecondaryIPv6Addresses", "SecurityOpt", "VolumesFrom",
})  # fmt: skip
"""Fields that are lists in Go, also where they are null."""
OPTIONAL = {"OOMKilled": ("Health",), "StdinOnce": ("Healthcheck", "StopTimeout"), "AutoRemove": ("Mounts",)}
"""Pointers that the JSON leaves out where they are nil, by a field that only their struct has."""
LOG_CONFIG = ("Type", "Config")
IMAGE_CONFIG: dict[str, Any] = {
    "User": "", "ExposedPorts": NilMap(), "Env": NilList(), "Entrypoint": NilList(), "Cmd": NilList(),
    "Volumes": NilMap(), "WorkingDir": "", "Labels": NilMap(), "StopSignal": "", "Healthcheck": NilPointer(),
    "OnBuild": NilList(), "Shell": NilList(),
}  # fmt: skip
"""An image's configuration has all of these in Go; JSON leaves the empty ones out (dockerspec.DockerOCIImageConfig)."""
GO_NAMES = {
    "Id": "ID", "NanoCpus": "NanoCPUs", "CpuShares": "CPUShares", "CpuPeriod": "CPUPeriod", "CpuQuota": "CPUQuota",
    "CpuRealtimePeriod": "CPURealtimePeriod", "CpuRealtimeRuntime": "CPURealtimeRuntime", "CpuCount": "CPUCount",
    "CpuPercent": "CPUPercent", "Dns": "DNS", "DnsOptions": "DNSOptions", "DnsSearch": "DNSSearch",
}  # fmt: skip
"""Fields whose name in JSON is not Go's: asked for by the former, the whole template is executed on plain maps."""

Finder = Callable[[str], dict[str, Any]]


def run(call: Call, find: Finder, *, missing: Callable[[str, Exception], str]) -> int:
    """Look every name up and print what was found; ``missing`` words the fault of one that was not."""
    objects, faults = [], []
    for name in call.args:
        try:
            objects.append(find(name))
        except Exception as error:
            wording = missing(name, error)
            if not wording:
                raise
            faults.append(wording)
    form = call.flags["format"]
    text, failure = _json(objects) if not form else ("".join(f"{to_json(row)}\n" for row in objects), "")
    if form and form != "json":
        text, failure = _template(form, objects)
        if not objects:
            text = "\n"
    call.out(text)
    for fault in ([failure] if failure else []) + faults:
        call.err(fault)
    return 1 if faults or failure else 0


def _json(objects: list[dict[str, Any]]) -> tuple[str, str]:
    return json.dumps(objects, indent=4, ensure_ascii=False) + "\n", ""


def _template(source: str, objects: list[dict[str, Any]]) -> tuple[str, str]:
    """Return what is printed, and the fault that stopped it."""
    try:
        template = Template(source)
    except TemplateError as error:
        raise Failure(f"template parsing error: {error}", 64) from error
    out = ""
    for row in objects:
        try:
            out += _execute(template, row) + "\n"
        except ExecutionFailed as error:
            return out + "\n", f"template parsing error: {error}"
    return out, ""


def _execute(template: Template, row: dict[str, Any]) -> str:
    try:
        return template.execute(structured(row))
    except ExecutionFailed:
        return template.execute(row, strict=True)


def structured(value: Any, *, is_map: bool = False) -> Any:
    """Return an object with Go's structs told from its maps."""
    if isinstance(value, list):
        return [structured(item) for item in value]
    if not isinstance(value, dict):
        return value
    if is_map:
        return {name: structured(item) for name, item in value.items()}
    fields = Struct({name: _field(name, item, value) for name, item in value.items()})
    fields.renamed = {GO_NAMES[name]: name for name in value if name in GO_NAMES}
    for mark, names in OPTIONAL.items():
        if mark in value:
            fields.hidden = {name: NilPointer() for name in names if name not in value}
    return fields


def _field(name: str, value: Any, owner: dict[str, Any]) -> Any:
    """Return a struct's field; null is a map, a list or a pointer that was never made."""
    if value is None:
        return NilMap() if name in MAPS else NilList() if name in LISTS else NilPointer()
    found = structured(value, is_map=_is_map(name, owner))
    if name == "Config" and "RootFS" in owner:
        found.hidden = {field: empty for field, empty in IMAGE_CONFIG.items() if field not in value}
    return found


def _is_map(name: str, owner: dict[str, Any]) -> bool:
    return name in MAPS or (name == "Config" and tuple(owner) == LOG_CONFIG)
