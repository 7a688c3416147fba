"""Changing an object that was read: what is sent is the difference.

Models CalculatePatches of k8s.io/kubectl/pkg/cmd/set/set.go v1.36.
"""

from collections.abc import Callable
from typing import Any

from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apimachinery.schema import kind_schema
from sandbox.sim.kubectl.builder import Info
from sandbox.sim.kubectl.change_cause import record
from sandbox.sim.kubectl.dry_run import DryRun
from sandbox.sim.kubectl.errors import KubectlError
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.results import Results
from sandbox.sim.kubectl.verbs.apply.three_way import three_way_patch

Object = dict[str, Any]
Mutation = Callable[[Object], None]


def pod_template(info: Info) -> Object:
    """Return the Pod template of an object, or the Pod itself. Raises KubectlError where there is none."""
    obj = info.obj or {}
    spec = obj.get("spec") or {}
    if info.resource.kind == "Pod":
        return obj
    if info.resource.kind == "CronJob":
        spec = (spec.get("jobTemplate") or {}).get("spec") or {}
    template = spec.get("template")
    if not isinstance(template, dict):
        raise KubectlError(
            f"{info.described} the object is not a pod or does not have a pod template: *{_go_type(info)}"
        )
    return template


def _go_type(info: Info) -> str:
    return f"{info.resource.version}.{info.resource.kind}"


def difference(info: Info, before: Object, after: Object) -> Object:
    """Return the strategic patch (merge patch for custom resources) that turns one into the other."""
    resource = info.resource
    node = kind_schema(resource.group, resource.version, resource.kind)
    return three_way_patch(before, after, before, node)


def send_difference(invocation: Invocation, results: Results, info: Info, after: Object) -> bool:
    """Send what changed and keep the answer in ``info.obj``; return whether anything did."""
    if not difference(info, info.obj or {}, after):
        return False
    after = record(invocation, after)
    patch = difference(info, info.obj or {}, after)
    if results.dry_run is DryRun.CLIENT or invocation.flags.values.get("local"):
        info.obj = after
        return True
    resource = info.resource
    built_in = kind_schema(resource.group, resource.version, resource.kind) is not None
    info.obj = invocation.client.patch(
        resource,
        info.name,
        patch,
        info.namespace,
        patch_type="strategic" if built_in else "merge",
        dry_run=results.dry_run.is_server,
        field_manager=invocation.flags.values.get("field-manager", ""),
    )
    return True


def change(invocation: Invocation, results: Results, info: Info, mutate: Mutation, operation: str) -> bool:
    """Change a copy, send the difference and print the answer; nothing is printed where nothing changes."""
    after = copy_json(info.obj or {})
    mutate(after)
    if not send_difference(invocation, results, info, after):
        return False
    results.show_info(info, operation)
    return True
