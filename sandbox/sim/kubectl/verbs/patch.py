"""kubectl patch.

Models k8s.io/kubectl/pkg/cmd/patch/patch.go v1.36. Not modelled: --local.
"""

from typing import Any

from sandbox.sim.cli.go_values import quote
from sandbox.sim.cluster.apimachinery.gojson import JsonError, parse_json
from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.cluster.apimachinery.yaml_reader import YamlError, read_yaml
from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.kubectl.builder import Info, find, request_of
from sandbox.sim.kubectl.change_cause import record
from sandbox.sim.kubectl.dry_run import DryRun
from sandbox.sim.kubectl.errors import KubectlError, raise_all
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.results import FILES, Results
from sandbox.sim.kubectl.results import FLAGS as RESULT_FLAGS

FLAGS = RESULT_FLAGS | FILES | {"patch", "patch-file", "subresource", "type"}
_MEDIA = {
    "json": "application/json-patch+json",
    "merge": "application/merge-patch+json",
    "strategic": "application/strategic-merge-patch+json",
}


def run(invocation: Invocation) -> int:
    """Change objects by a patch."""
    flags = invocation.flags
    if flags["patch"] and flags["patch-file"]:
        raise KubectlError("cannot specify --patch and --patch-file together")
    if not flags["patch"] and not flags["patch-file"]:
        raise KubectlError("must specify --patch or --patch-file containing the contents of the patch")
    kind = str(flags["type"]).lower()
    if kind not in _MEDIA:
        raise KubectlError(f"--type must be one of {_names()}, not {quote(str(flags['type']))}")
    patch = _read(invocation)
    results = Results(invocation)
    found = find(invocation, request_of(invocation, validate=False))
    errors = list(found.errors)
    for info in found.infos:
        try:
            _patch(invocation, results, info, patch, kind)
        except (ApiError, KubectlError) as error:
            errors.append(error)
    raise_all(errors)
    if not found.infos:
        raise KubectlError("no objects passed to patch")
    return 0


def _names() -> str:
    return f"[{' '.join(sorted(_MEDIA))}]"


def _read(invocation: Invocation) -> Any:
    flags = invocation.flags
    text = str(flags["patch"])
    if flags["patch-file"]:
        try:
            text = invocation.files.read_text(str(flags["patch-file"]))
        except KernelError as error:
            raise KubectlError(
                f"unable to read patch file: open {flags['patch-file']}: {str(error).lower()}"
            ) from error
    try:
        return parse_json(text) if text.lstrip().startswith("{") else read_yaml(text)
    except JsonError as error:
        # What looks like JSON goes to the server as it is, and it is the server that refuses it.
        raise ApiError(400, "BadRequest", str(error)) from error
    except YamlError as error:
        raise KubectlError(f"unable to parse {quote(text)}: {error}") from error


def _patch(invocation: Invocation, results: Results, info: Info, patch: Any, kind: str) -> None:
    flags = invocation.flags
    before = info.obj or {}
    try:
        after = invocation.client.patch(
            info.resource,
            info.name,
            patch,
            info.namespace,
            patch_type=kind,
            subresource=flags["subresource"],
            dry_run=results.dry_run is not DryRun.NONE,
            field_validation="Warn",
            field_manager=flags["field-manager"],
        )
    except ApiError as error:
        if error.reason != "UnsupportedMediaType":
            raise
        where = f"{info.resource.api_version}, Kind={info.resource.kind}"
        raise KubectlError(f"{_MEDIA[kind]} is not supported by {where}: {error.message}") from error
    cause = record(invocation, {})
    if cause and results.dry_run is DryRun.NONE and not flags["subresource"]:
        after = invocation.client.patch(info.resource, info.name, cause, info.namespace, patch_type="merge")
    results.show(
        after,
        "patched"
        if flags["subresource"] or _without_fields(after) != _without_fields(before)
        else "patched (no change)",
    )


def _without_fields(obj: dict[str, Any]) -> dict[str, Any]:
    meta = {key: value for key, value in obj["metadata"].items() if key != "managedFields"}
    return {**obj, "metadata": meta}
