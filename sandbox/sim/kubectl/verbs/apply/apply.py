"""kubectl apply.

Models k8s.io/kubectl/pkg/cmd/apply/apply.go v1.36. Not modelled: --force, --prune with --applyset, --subresource.
"""

from typing import Any

from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.kubectl.builder import Info, read_files, request_of
from sandbox.sim.kubectl.errors import KubectlError, UsageError, raise_all
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.manifests.sources import needs_stdin
from sandbox.sim.kubectl.printers.formats import object_name
from sandbox.sim.kubectl.results import FILES, Results
from sandbox.sim.kubectl.results import FLAGS as RESULT_FLAGS
from sandbox.sim.kubectl.validation_mode import validation_of
from sandbox.sim.kubectl.verbs.apply import client_side, prune, server_side
from sandbox.sim.runtime.process import Wait

Object = dict[str, Any]
FLAGS = (
    RESULT_FLAGS
    | FILES
    | {"selector", "all", "validate", "server-side", "force-conflicts", "overwrite", "prune", "prune-allowlist"}
    | {"cascade", "grace-period", "wait", "timeout"}
)


def run(invocation: Invocation) -> int | Wait:
    """Apply every object of the files."""
    _validate(invocation)
    if needs_stdin(tuple(invocation.flags["filename"])) and not invocation.state.get("stdin_done"):
        waiting = invocation.stdin_wait()
        if waiting is not None:
            return waiting
    results = Results(invocation)
    mode = validation_of(invocation.flags)
    found = read_files(invocation, request_of(invocation, select_all=False, validate=mode != "Ignore"))
    infos = [info for info in found.infos if _selected(invocation, info)]
    if not infos:
        raise_all(found.errors)
        raise KubectlError("no objects passed to apply")
    errors = list(found.errors)
    applied: list[Object] = []
    for info in infos:
        try:
            applied.append(_apply(invocation, results, info, mode))
        except (ApiError, KubectlError) as error:
            errors.append(error)
    _show(invocation, results, applied)
    raise_all(errors)
    if invocation.flags["prune"]:
        prune.prune(invocation, results, infos, applied)
    return 0


def _validate(invocation: Invocation) -> None:
    flags = invocation.flags
    if invocation.args:
        raise UsageError(f"Unexpected args: [{' '.join(invocation.args)}]")
    if not flags["filename"] and not flags["kustomize"]:
        raise KubectlError("must specify one of -f and -k")
    if flags["force-conflicts"] and not flags["server-side"]:
        raise KubectlError("--force-conflicts only works with --server-side")
    if flags["server-side"] and flags["dry-run"] == "client":
        raise KubectlError("--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)")
    if flags["prune"] and not flags["all"] and not flags["selector"]:
        raise KubectlError(
            "all resources selected for prune without explicitly passing --all. To prune all resources, pass "
            "the --all flag. If you did not mean to prune all resources, specify a label selector"
        )


def _selected(invocation: Invocation, info: Info) -> bool:
    from_selector = invocation.flags["selector"]
    return not from_selector or prune.matches(str(from_selector), info.obj or {})


def _apply(invocation: Invocation, results: Results, info: Info, mode: str) -> Object:
    meta = (info.obj or {}).get("metadata") or {}
    if meta.get("generateName") and not meta.get("name"):
        raise KubectlError(f"from {meta['generateName']}: cannot use generate name with apply")
    if invocation.flags["server-side"]:
        return server_side.apply(invocation, results, info, mode)
    return client_side.apply(invocation, results, info, mode)


def _show(invocation: Invocation, results: Results, applied: list[Object]) -> None:
    if not results.silent or not applied:
        return
    if results.output.name == "name":
        invocation.out("".join(f"{object_name(obj)}{results.dry_run.suffix}\n" for obj in applied))
    elif len(applied) == 1:
        invocation.out(results.printer.render(applied[0]))
    else:
        whole = {"apiVersion": "v1", "items": applied, "kind": "List", "metadata": {}}
        invocation.out(results.printer.render(whole))
