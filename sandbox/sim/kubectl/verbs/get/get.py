"""kubectl get.

Models k8s.io/kubectl/pkg/cmd/get/get.go v1.36. Not modelled: --server-print=false, --output-watch-events.
"""

from dataclasses import dataclass
from typing import Any

from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.kubectl.builder import Found, Request, find, request_of
from sandbox.sim.kubectl.errors import KubectlError, UsageError, raise_all
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.manifests.sources import needs_stdin
from sandbox.sim.kubectl.printers.formats import (
    COLUMNS,
    STRUCTURED,
    TEMPLATES,
    ObjectPrinter,
    OutputFormat,
    parse_format,
)
from sandbox.sim.kubectl.verbs.get import raw, sorting, tables, watch
from sandbox.sim.runtime.process import Wait

FLAGS = frozenset(
    (
        "all-namespaces", "field-selector", "filename", "ignore-not-found", "kustomize", "label-columns", "no-headers",
        "output", "raw", "recursive", "selector", "show-kind", "show-labels", "show-managed-fields", "sort-by",
        "subresource", "template", "watch", "watch-only", "server-print",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class GetOptions:
    """What ``kubectl get`` was asked."""

    output: OutputFormat
    request: Request
    ignore_not_found: bool
    sort_by: str


def complete(invocation: Invocation) -> GetOptions:
    """Read the flags. Raises KubectlError."""
    flags = invocation.flags
    output = parse_format(flags["output"], flags["template"], allowed=(*STRUCTURED, *TEMPLATES, *COLUMNS))
    if not flags["server-print"]:
        raise KubectlError("not modelled in this sandbox: kubectl get --server-print=false")
    if not invocation.args and not flags["filename"] and not flags["kustomize"]:
        invocation.err(
            'You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of '
            "supported resources.\n\n"
        )
        raise UsageError(
            'Required resource not specified.\nUse "kubectl explain <resource>" for a detailed description of that '
            "resource (e.g. kubectl explain pods)."
        )
    request = request_of(invocation, select_all_when_bare=True, subresource=flags["subresource"], validate=False)
    return GetOptions(output, request, bool(flags["ignore-not-found"]), str(flags["sort-by"]))


def run(invocation: Invocation) -> int | Wait:
    """Print objects, or go on watching them."""
    flags = invocation.flags
    if flags["raw"]:
        return raw.run(invocation)
    if needs_stdin(tuple(flags["filename"])) and not invocation.state.get("stdin_done"):
        waiting = invocation.stdin_wait()
        if waiting is not None:
            return waiting
    options = complete(invocation)
    if flags["watch"] or flags["watch-only"]:
        return watch.run(invocation, options.output, options.request)
    found = find(invocation, options.request)
    if options.ignore_not_found:
        found.errors = [error for error in found.errors if not _is_not_found(error)]
    if options.output.is_table or options.output.name.startswith("custom-columns"):
        _print_rows(invocation, options, found)
    else:
        _print_objects(invocation, options, found)
    raise_all(found.errors)
    return 0


def _is_not_found(error: Exception) -> bool:
    return isinstance(error, ApiError) and error.reason == "NotFound"


def _print_rows(invocation: Invocation, options: GetOptions, found: Found) -> None:
    if options.sort_by:
        sorting.sort(found, options.sort_by)
    if options.output.is_table:
        text = tables.render(invocation, found, wide=options.output.name == "wide")
    else:
        text = tables.render_custom(invocation, options.output, [info.obj for info in found.infos])
    invocation.out(text)
    if not text and not options.ignore_not_found and not found.errors:
        scoped = not options.request.all_namespaces and all(r.namespaced for r in _resources(found))
        where = f" in {invocation.namespace} namespace." if scoped else ""
        invocation.err(f"No resources found{where}\n")


def _resources(found: Found) -> list[Any]:
    return [resource for resource, _ in found.lists] or [info.resource for info in found.infos]


def _print_objects(invocation: Invocation, options: GetOptions, found: Found) -> None:
    flags = invocation.flags
    if options.sort_by:
        sorting.sort(found, options.sort_by)
    printer = ObjectPrinter(
        options.output,
        invocation.files.read_text,
        managed_fields=bool(flags["show-managed-fields"]),
        allow_missing=bool(flags["allow-missing-template-keys"]),
    )
    objects = [info.obj for info in found.infos if info.obj is not None]
    if found.single:
        if objects:
            invocation.out(printer.render(objects[0]))
        return
    if not objects and (found.errors or options.ignore_not_found):
        return
    if options.output.name == "name":
        invocation.out("".join(printer.render(obj) for obj in objects))
        return
    whole = {"apiVersion": "v1", "items": objects, "kind": "List", "metadata": {"resourceVersion": ""}}
    invocation.out(printer.render(whole))
