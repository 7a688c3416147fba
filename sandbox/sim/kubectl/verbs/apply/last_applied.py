"""kubectl apply view-last-applied and set-last-applied.

Models k8s.io/kubectl/pkg/cmd/apply v1.36. Not modelled: edit-last-applied.
"""

import json
from typing import Any

from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.cluster.apimachinery.yaml_writer import write_yaml
from sandbox.sim.kubectl.applied import LAST_APPLIED, configuration_of, last_applied
from sandbox.sim.kubectl.builder import find, read_files, request_of
from sandbox.sim.kubectl.dry_run import DryRun
from sandbox.sim.kubectl.errors import KubectlError, UsageError, raise_all
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.printers.json_writer import write_json
from sandbox.sim.kubectl.results import FILES, Results
from sandbox.sim.kubectl.results import FLAGS as RESULT_FLAGS

Object = dict[str, Any]
VIEW_FLAGS = FILES | {"all", "output", "selector"}
SET_FLAGS = RESULT_FLAGS | FILES | {"create-annotation"}


def run_view(invocation: Invocation) -> int:
    """Print what was applied last."""
    flags = invocation.flags
    if flags["output"] not in ("", "yaml", "json"):
        raise UsageError(f"Unexpected -o output mode: {flags['output']}, the flag 'output' must be one of yaml|json")
    found = find(invocation, request_of(invocation, validate=False))
    raise_all(found.errors)
    for info in found.infos:
        text = last_applied(info.obj or {})
        if text is None:
            raise KubectlError(f"no last-applied-configuration annotation found on resource: {info.name}")
        content = json.loads(text)
        invocation.out(write_json(content, indent=2) if flags["output"] == "json" else write_yaml(content))
    return 0


def run_set(invocation: Invocation) -> int:
    """Remember the files as what was applied last."""
    flags = invocation.flags
    if invocation.args:
        raise UsageError(f"Unexpected args: [{' '.join(invocation.args)}]")
    if not flags["filename"]:
        raise KubectlError("must specify one of -f and -k")
    results = Results(invocation)
    found = read_files(invocation, request_of(invocation, validate=False))
    errors: list[Exception] = list(found.errors)
    for info in found.infos:
        try:
            _remember(invocation, results, info)
        except (ApiError, KubectlError) as error:
            errors.append(error)
    raise_all(errors)
    return 0


def _remember(invocation: Invocation, results: Results, info: Any) -> None:
    current = invocation.client.get(info.resource, info.name, info.namespace)
    if last_applied(current) is None and not invocation.flags["create-annotation"]:
        raise KubectlError(
            f"no last-applied-configuration annotation found on resource: {info.name}, to create the "
            f"annotation, run the "
            f"command with --create-annotation"
        )
    text = configuration_of(info.obj)
    patch = {"metadata": {"annotations": {LAST_APPLIED: text}}}
    if results.dry_run is not DryRun.CLIENT:
        current = invocation.client.patch(
            info.resource, info.name, patch, info.namespace, patch_type="merge", dry_run=results.dry_run.is_server
        )
    results.show(current, "configured")
