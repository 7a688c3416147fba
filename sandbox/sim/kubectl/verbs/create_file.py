"""kubectl create -f.

Models k8s.io/kubectl/pkg/cmd/create/create.go v1.36. Not modelled: --edit, --raw, --windows-line-endings.
"""

from sandbox.sim.cli.go_values import quote
from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.kubectl.applied import with_last_applied
from sandbox.sim.kubectl.builder import Info, read_files, request_of
from sandbox.sim.kubectl.change_cause import record
from sandbox.sim.kubectl.dry_run import DryRun
from sandbox.sim.kubectl.errors import KubectlError, UsageError, raise_all, with_context
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.manifests.sources import needs_stdin
from sandbox.sim.kubectl.results import FILES, Results
from sandbox.sim.kubectl.results import FLAGS as RESULT_FLAGS
from sandbox.sim.kubectl.validation_mode import validation_of
from sandbox.sim.runtime.process import Wait

FLAGS = RESULT_FLAGS | FILES | {"selector", "validate", "save-config"}


def run(invocation: Invocation) -> int | Wait:
    """Create every object of the files."""
    flags = invocation.flags
    if invocation.args:
        raise UsageError(f"Unexpected args: [{' '.join(invocation.args)}]")
    if not flags["filename"] and not flags["kustomize"]:
        raise KubectlError("must specify one of -f and -k")
    if needs_stdin(tuple(flags["filename"])) and not invocation.state.get("stdin_done"):
        waiting = invocation.stdin_wait()
        if waiting is not None:
            return waiting
    results = Results(invocation)
    mode = validation_of(flags)
    found = read_files(invocation, request_of(invocation, validate=mode != "Ignore"))
    errors = list(found.errors)
    for info in found.infos:
        try:
            _create(invocation, results, info, mode)
        except ApiError as error:
            errors.append(with_context(f"error when creating {quote(info.source)}", error))
    raise_all(errors)
    if not found.infos:
        raise KubectlError("no objects passed to create")
    return 0


def _create(invocation: Invocation, results: Results, info: Info, mode: str) -> None:
    obj = record(invocation, dict(info.obj or {}))
    if invocation.flags["save-config"]:
        obj = with_last_applied(obj)
    if results.dry_run is not DryRun.CLIENT:
        obj = invocation.client.create(
            info.resource,
            obj,
            info.namespace,
            dry_run=results.dry_run.is_server,
            field_validation=mode,
            field_manager=invocation.flags["field-manager"],
        )
    results.show(obj, "created")
