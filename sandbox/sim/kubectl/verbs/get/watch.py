"""kubectl get --watch.

Models the watch of k8s.io/kubectl/pkg/cmd/get/get.go v1.36. Not modelled: watching several resources, as upstream.
"""

from typing import Any

from sandbox.sim.cli.go_values import GoValueError, parse_duration
from sandbox.sim.cluster.apimachinery.field_selectors import matches_fields, parse_field_selector
from sandbox.sim.cluster.apimachinery.labels import parse_selector
from sandbox.sim.cluster.apimachinery.meta import labels_of
from sandbox.sim.cluster.apimachinery.resources import ApiResource
from sandbox.sim.kubectl.builder import Request, find
from sandbox.sim.kubectl.errors import KubectlError, raise_all
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.printers.formats import ObjectPrinter, OutputFormat
from sandbox.sim.kubectl.printers.table import TablePrinter
from sandbox.sim.kubectl.verbs.get.tables import render_custom, server_table, table_options
from sandbox.sim.runtime.process import Wait

Object = dict[str, Any]


def run(invocation: Invocation, output: OutputFormat, request: Request) -> int | Wait:
    """Print what there is, then every change, for ever or until --request-timeout."""
    state = invocation.state
    timeout = _timeout(invocation)
    if timeout:
        state.setdefault("deadline", invocation.now + timeout)
    if "version" not in state:
        _begin(invocation, output, request)
    else:
        _go_on(invocation, output, request)
    deadline = state.get("deadline")
    if deadline is None:
        return Wait(topics=("api",), following=True)
    return 0 if invocation.now >= deadline else Wait(topics=("api",), until=deadline)


def _timeout(invocation: Invocation) -> int:
    text = str(invocation.flags["request-timeout"])
    try:
        return int(text) * 10**9 if text.isdigit() else parse_duration(text)
    except GoValueError as error:
        raise KubectlError(
            f"Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a "
            f"corresponding time unit (e.g. 1s | 2m | 3h): {error}"
        ) from error


def _begin(invocation: Invocation, output: OutputFormat, request: Request) -> None:
    found = find(invocation, request)
    raise_all(found.errors)
    resources = {resource.key: resource for resource, _ in found.lists}
    resources |= {info.resource.key: info.resource for info in found.infos}
    if len(resources) != 1:
        raise KubectlError("you may only specify a single resource type")
    resource = next(iter(resources.values()))
    state = invocation.state
    state["version"] = invocation.cluster.api.storage.version
    state["resource"] = [resource.api_version, resource.kind]
    state["names"] = [] if found.lists else [info.name for info in found.infos]
    if not invocation.flags["watch-only"]:
        _print(invocation, output, resource, [info.obj for info in found.infos if info.obj is not None])


def _go_on(invocation: Invocation, output: OutputFormat, request: Request) -> None:
    state, client = invocation.state, invocation.client
    resource = client.types.of_kind(*state["resource"])
    events = invocation.cluster.api.events_since(state["version"])
    for event in events:
        state["version"] = event.version
        if (
            resource is not None
            and event.resource == resource.key
            and _wanted(invocation, request, resource, event.object)
        ):
            _print(invocation, output, resource, [event.object])


def _wanted(invocation: Invocation, request: Request, resource: ApiResource, obj: Object) -> bool:
    meta = obj["metadata"]
    if resource.namespaced and not request.all_namespaces and meta.get("namespace") != invocation.namespace:
        return False
    names = invocation.state["names"]
    if names and meta["name"] not in names:
        return False
    fields = parse_field_selector(request.field_selector, resource.kind)
    return parse_selector(request.selector).matches(labels_of(obj)) and (not fields or matches_fields(obj, fields))


def _print(invocation: Invocation, output: OutputFormat, resource: ApiResource, objects: list[Object]) -> None:
    if not objects:
        return
    state = invocation.state
    first = not state.get("printed")
    state["printed"] = True
    if output.is_table:
        options = table_options(invocation, resource, wide=output.name == "wide", with_kind=False)
        printer = TablePrinter(options)
        printer.writer.widths = state.get("widths", [])
        text = printer.render(server_table(invocation, resource, objects), headers=options.headers and first)
        state["widths"] = printer.writer.widths
        invocation.out(text)
    elif output.name.startswith("custom-columns"):
        lines = render_custom(invocation, output, objects).splitlines(keepends=True)
        skip = 0 if first or invocation.flags["no-headers"] else 1
        invocation.out("".join(lines[skip:]))
    else:
        printer_of = ObjectPrinter(
            output, invocation.files.read_text, managed_fields=bool(invocation.flags["show-managed-fields"])
        )
        printer_of.count = 0 if first else 1
        invocation.out("".join(printer_of.render(obj) for obj in objects))
