"""kubectl diff.

Models k8s.io/kubectl/pkg/cmd/diff v1.36 with ``diff -u -N`` as its tool: exit code 1 for a difference, 2 for an error.
Not modelled: KUBECTL_EXTERNAL_DIFF, --prune.
"""

import difflib
from typing import Any

from sandbox.sim.cluster.apimachinery.schema import kind_schema
from sandbox.sim.cluster.apimachinery.yaml_writer import write_yaml
from sandbox.sim.kubectl.applied import LAST_APPLIED, with_last_applied
from sandbox.sim.kubectl.builder import Info, read_files, request_of
from sandbox.sim.kubectl.errors import KubectlError, Silent, UsageError, raise_all
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.manifests.sources import needs_stdin
from sandbox.sim.kubectl.printers.formats import without_managed_fields
from sandbox.sim.kubectl.results import FILES
from sandbox.sim.kubectl.verbs.apply.client_side import fetch_current, patch_of
from sandbox.sim.runtime.process import Wait

Object = dict[str, Any]
FLAGS = FILES | {"field-manager", "force-conflicts", "selector", "server-side", "show-managed-fields"}


def run(invocation: Invocation) -> int | Wait:
    """Print what an apply would change."""
    flags = invocation.flags
    if invocation.args:
        raise UsageError(f"Unexpected args: [{' '.join(invocation.args)}]")
    if not flags["filename"] and not flags["kustomize"]:
        raise KubectlError("must specify one of -f and -k")
    if needs_stdin(tuple(flags["filename"])) and not invocation.state.get("stdin_done"):
        waiting = invocation.stdin_wait()
        if waiting is not None:
            return waiting
    found = read_files(invocation, request_of(invocation))
    raise_all(found.errors)
    suffix = invocation.system.table.rng.below("kubectl-diff", 10**10)
    text = "".join(_diff(invocation, info, suffix) for info in found.infos)
    invocation.out(text)
    if text:
        raise Silent(1)
    return 0


def _merged(invocation: Invocation, info: Info, current: Object | None) -> Object:
    client = invocation.client
    manager = invocation.flags["field-manager"]
    if current is None:
        return client.create(info.resource, info.obj or {}, info.namespace, dry_run=True, field_manager=manager)
    resource = info.resource
    built_in = kind_schema(resource.group, resource.version, resource.kind) is not None
    patch = patch_of(info, with_last_applied(info.obj or {}), current)
    if not patch:
        return current
    merged = client.patch(
        resource,
        info.name,
        patch,
        info.namespace,
        patch_type="strategic" if built_in else "merge",
        dry_run=True,
        field_manager=manager,
    )
    return _remembering(merged, current)


def _remembering(merged: Object, current: Object) -> Object:
    """Return the merged object with what the live one remembers of apply: a diff does not change that."""
    annotations = dict(merged["metadata"].get("annotations") or {})
    annotations.pop(LAST_APPLIED, None)
    before = (current["metadata"].get("annotations") or {}).get(LAST_APPLIED)
    if before is not None:
        annotations[LAST_APPLIED] = before
    meta = {key: value for key, value in merged["metadata"].items() if key != "annotations"}
    return {**merged, "metadata": meta | ({"annotations": annotations} if annotations else {})}


def _shown(obj: Object | None, *, managed: bool, masked: bool) -> list[str]:
    if obj is None:
        return []
    shown = obj if managed else without_managed_fields(obj)
    if masked and shown.get("data"):
        shown = {**shown, "data": dict.fromkeys(shown["data"], "***")}
    return write_yaml(shown).splitlines(keepends=True)


def _diff(invocation: Invocation, info: Info, suffix: int) -> str:
    current = fetch_current(invocation, info)
    merged = _merged(invocation, info, current)
    managed = bool(invocation.flags["show-managed-fields"])
    masked = info.resource.kind == "Secret"
    name = (
        f"{info.resource.group or ''}.{info.resource.version}.{info.resource.kind}.{info.namespace}.{info.name}".lstrip(
            "."
        )
    )
    live, wanted = f"/tmp/LIVE-{suffix}/{name}", f"/tmp/MERGED-{suffix}/{name}"  # noqa: S108  (names inside the output)
    stamp = invocation.system.table.clock.moment().strftime("%Y-%m-%d %H:%M:%S.%f000 +0000")
    lines = list(
        difflib.unified_diff(
            _shown(current, managed=managed, masked=masked),
            _shown(merged, managed=managed, masked=masked),
            live,
            wanted,
            stamp,
            stamp,
        )
    )
    return f"diff -u -N {live} {wanted}\n{''.join(lines)}" if lines else ""
