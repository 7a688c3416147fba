"""Client-side apply: fetch, three-way patch, or create.

Models k8s.io/kubectl/pkg/cmd/apply/{apply,patcher}.go v1.36.
"""

import json
from typing import Any

from sandbox.sim.cli.go_values import quote
from sandbox.sim.cluster.apimachinery.schema import kind_schema
from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.kubectl.applied import LAST_APPLIED, last_applied, with_last_applied
from sandbox.sim.kubectl.builder import Info
from sandbox.sim.kubectl.change_cause import record
from sandbox.sim.kubectl.dry_run import DryRun
from sandbox.sim.kubectl.errors import KubectlError, with_context
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.printers.json_writer import compact_json
from sandbox.sim.kubectl.results import Results
from sandbox.sim.kubectl.verbs.apply.three_way import three_way_patch

Object = dict[str, Any]


def describe_info(info: Info) -> str:
    """Return how errors name an object: its resource, kind, name and namespace."""
    version = f"{info.resource.group}/{info.resource.version}"
    group_kind = f"{version}, Kind={info.resource.kind}"
    return (
        f'Resource: "{version}, Resource={info.resource.plural}", GroupVersionKind: "{group_kind}"\n'
        f"Name: {quote(info.name)}, Namespace: {quote(info.namespace)}"
    )


def check_path_name(name: str) -> str:
    """Return why a name cannot stand in a path, empty where it can."""
    if not name:
        return "resource name may not be empty"
    faults = [f"may not be '{name}'"] if name in (".", "..") else []
    faults += [f"may not contain '{sign}'" for sign in "/%" if sign in name]
    return f"invalid resource name {quote(name)}: [{' '.join(faults)}]" if faults else ""


def fetch_current(invocation: Invocation, info: Info) -> Object | None:
    """Return the object as it is, None where there is none."""
    context = (
        f"error when retrieving current configuration of:\n{describe_info(info)}\nfrom server for: {quote(info.source)}"
    )
    fault = check_path_name(info.name)
    if fault:
        raise KubectlError(f"{context}: {fault}")
    try:
        return invocation.client.get(info.resource, info.name, info.namespace)
    except ApiError as error:
        if error.reason == "NotFound":
            return None
        raise with_context(context, error) from error


def apply(invocation: Invocation, results: Results, info: Info, mode: str) -> Object:
    """Apply one object and say what became of it."""
    modified = with_last_applied(record(invocation, info.obj or {}))
    current = fetch_current(invocation, info)
    if current is None:
        made = _create(invocation, results, info, modified, mode)
        if not results.silent:
            results.show(made, "created")
        return made
    if last_applied(current) is None:
        _warn_unapplied(invocation, info)
    patch = patch_of(info, modified, current)
    new = current
    if patch and results.dry_run is not DryRun.CLIENT:
        new = _send(invocation, results, info, patch, mode)
    if new["metadata"].get("deletionTimestamp"):
        invocation.err(
            f"Warning: Detected changes to resource {new['metadata']['name']} which is currently being deleted.\n"
        )
    if not results.silent:
        results.show(new, "configured" if patch else "unchanged")
    return new


def _create(invocation: Invocation, results: Results, info: Info, modified: Object, mode: str) -> Object:
    if results.dry_run is DryRun.CLIENT:
        return modified
    try:
        return invocation.client.create(
            info.resource,
            modified,
            info.namespace,
            dry_run=results.dry_run.is_server,
            field_validation=mode,
            field_manager=invocation.flags["field-manager"],
        )
    except ApiError as error:
        raise with_context(f"error when creating {quote(info.source)}", error) from error


def _warn_unapplied(invocation: Invocation, info: Info) -> None:
    invocation.err(
        f"Warning: resource {info.resource.plural}/{info.name} is missing the {LAST_APPLIED} annotation which "
        f"is required "
        "by kubectl apply. kubectl apply should only be used on resources created declaratively by either "
        "kubectl create "
        "--save-config or kubectl apply. The missing annotation will be patched automatically.\n"
    )


def patch_of(info: Info, modified: Object, current: Object) -> Object:
    """Return what client-side apply would send."""
    try:
        original = json.loads(last_applied(current) or "{}")
    except json.JSONDecodeError:
        original = {}
    resource = info.resource
    node = kind_schema(resource.group, resource.version, resource.kind)
    return three_way_patch(original, modified, current, node)


def _send(invocation: Invocation, results: Results, info: Info, patch: Object, mode: str) -> Object:
    resource = info.resource
    built_in = kind_schema(resource.group, resource.version, resource.kind) is not None
    try:
        return invocation.client.patch(
            resource,
            info.name,
            patch,
            info.namespace,
            patch_type="strategic" if built_in else "merge",
            dry_run=results.dry_run.is_server,
            field_validation=mode,
            field_manager=invocation.flags["field-manager"],
        )
    except ApiError as error:
        shown = compact_json(patch)
        context = f"error when applying patch:\n{shown}\nto:\n{describe_info(info)}\nfor: {quote(info.source)}"
        inner = with_context(f"error when patching {quote(info.source)}", error)
        raise with_context(context, inner) from error
