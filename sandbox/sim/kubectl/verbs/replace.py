"""kubectl replace.

Models k8s.io/kubectl/pkg/cmd/replace/replace.go v1.36. Not modelled: --raw, --subresource.
"""

from typing import Any

from sandbox.sim.cli.go_values import quote
from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.kubectl.applied import last_applied, with_last_applied
from sandbox.sim.kubectl.builder import Info, read_files, request_of
from sandbox.sim.kubectl.dry_run import DryRun
from sandbox.sim.kubectl.errors import KubectlError, UsageError, raise_all, with_context
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.manifests.sources import needs_stdin
from sandbox.sim.kubectl.results import FILES, Results
from sandbox.sim.kubectl.results import FLAGS as RESULT_FLAGS
from sandbox.sim.kubectl.validation_mode import validation_of
from sandbox.sim.kubectl.verbs.delete import WEEK, key_of, print_deleted, wait_until_gone
from sandbox.sim.runtime.process import Wait

Object = dict[str, Any]
FLAGS = RESULT_FLAGS | FILES | {"cascade", "force", "grace-period", "save-config", "timeout", "validate", "wait"}


def run(invocation: Invocation) -> int | Wait:
    """Replace every object of the files, or with --force delete and create it."""
    flags, state = invocation.flags, invocation.state
    if "gone" in state:
        outcome = wait_until_gone(invocation)
        return outcome if not isinstance(outcome, int) else _create_again(invocation)
    _validate(invocation)
    if needs_stdin(tuple(flags["filename"])) and not state.get("stdin_done"):
        waiting = invocation.stdin_wait()
        if waiting is not None:
            return waiting
    found = read_files(invocation, request_of(invocation, validate=validation_of(flags) != "Ignore"))
    if flags["force"]:
        raise_all(found.errors)
        _delete_first(invocation, found.infos)
        return run(invocation)
    results = Results(invocation)
    errors = list(found.errors)
    for info in found.infos:
        try:
            _replace(invocation, results, info)
        except ApiError as error:
            errors.append(with_context(f"error when replacing {quote(info.source)}", error))
    raise_all(errors)
    if not found.infos:
        raise KubectlError("no objects passed to replace")
    return 0


def _validate(invocation: Invocation) -> None:
    flags = invocation.flags
    if flags["grace-period"] >= 0 and not flags["force"]:
        raise KubectlError("--grace-period must have --force specified")
    if flags["timeout"] and not flags["force"]:
        raise KubectlError("--timeout must have --force specified")
    if invocation.args:
        raise UsageError(f"Unexpected args: [{' '.join(invocation.args)}]")
    if not flags["filename"] and not flags["kustomize"]:
        raise KubectlError("must specify one of -f and -k")


def _content(invocation: Invocation, info: Info) -> Object:
    obj = info.obj or {}
    return with_last_applied(obj) if invocation.flags["save-config"] or last_applied(obj) is not None else obj


def _replace(invocation: Invocation, results: Results, info: Info) -> None:
    obj = _content(invocation, info)
    if results.dry_run is not DryRun.CLIENT:
        obj = invocation.client.update(
            info.resource,
            obj,
            info.namespace,
            dry_run=results.dry_run.is_server,
            field_validation=validation_of(invocation.flags),
            field_manager=invocation.flags["field-manager"],
        )
    results.show(obj, "replaced")


def _delete_first(invocation: Invocation, infos: list[Info]) -> None:
    flags, state = invocation.flags, invocation.state
    grace = int(flags["grace-period"])
    gone = []
    for info in infos:
        try:
            invocation.client.delete(
                info.resource, info.name, info.namespace, grace_seconds=None if grace < 0 else grace
            )
        except ApiError as error:
            if error.reason != "NotFound":
                raise
            continue
        print_deleted(invocation, info, DryRun.NONE)
        key = key_of(invocation, info)
        gone += [key] if key[4] else []
    state["gone"] = gone
    state["deadline"] = invocation.now + (int(flags["timeout"]) or WEEK)


def _create_again(invocation: Invocation) -> int:
    results = Results(invocation)
    found = read_files(invocation, request_of(invocation, validate=validation_of(invocation.flags) != "Ignore"))
    errors: list[Exception] = list(found.errors)
    for info in found.infos:
        try:
            made = invocation.client.create(
                info.resource,
                _content(invocation, info),
                info.namespace,
                field_validation=validation_of(invocation.flags),
                field_manager=invocation.flags["field-manager"],
            )
            results.show(made, "replaced")
        except ApiError as error:
            errors.append(error)
    raise_all(errors)
    return 0
