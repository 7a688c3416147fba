"""The tables of ``kubectl get``: one for each resource, aligned and parted by blank lines."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from sandbox.sim.cluster.apimachinery.resources import ApiResource
from sandbox.sim.kubectl.builder import Found, Info
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.printers.custom_columns import Column, parse_column_file, parse_columns, render_columns
from sandbox.sim.kubectl.printers.formats import OutputFormat
from sandbox.sim.kubectl.printers.table import ColumnWriter, TableOptions, TablePrinter

Object = dict[str, Any]


def table_options(invocation: Invocation, resource: ApiResource, *, wide: bool, with_kind: bool) -> TableOptions:
    """Return what is shown of a resource's table."""
    flags = invocation.flags
    kind = f"{resource.kind}.{resource.group}".rstrip(".").lower() if with_kind or flags["show-kind"] else ""
    return TableOptions(
        wide=wide,
        headers=not flags["no-headers"],
        namespace=bool(flags["all-namespaces"]) and resource.namespaced,
        labels=bool(flags["show-labels"]),
        label_columns=tuple(flags["label-columns"]),
        kind=kind,
    )


def render(invocation: Invocation, found: Found, *, wide: bool) -> str:
    """Return all tables; no text at all where there is no object."""
    kinds = {resource.key for resource, _ in found.lists} | {info.resource.key for info in found.infos}
    parts: list[str] = []
    for _, group in groupby(found.infos, key=lambda info: info.resource.key):
        infos = list(group)
        resource = infos[0].resource
        options = table_options(invocation, resource, wide=wide, with_kind=len(kinds) > 1)
        objects = [info.obj for info in infos if info.obj is not None]
        parts.append(TablePrinter(options).render(server_table(invocation, resource, objects)))
    return ("" if invocation.flags["no-headers"] else "\n").join(parts)


def server_table(invocation: Invocation, resource: ApiResource, objects: Sequence[Object]) -> Object:
    """Return the server's Table of the objects."""
    return invocation.client.table(resource, list(objects))


def columns_of(invocation: Invocation, output: OutputFormat) -> list[Column]:
    """Return the columns that the user named. Raises KubectlError."""
    if output.name == "custom-columns-file":
        return parse_column_file(invocation.files.read_text(output.argument))
    return parse_columns(output.argument)


def render_custom(invocation: Invocation, output: OutputFormat, objects: Sequence[Object | None]) -> str:
    """Return the objects as rows of the columns that the user named."""
    columns = columns_of(invocation, output)
    if not objects and invocation.flags["no-headers"]:
        return ""
    headers = not invocation.flags["no-headers"]
    return render_columns(columns, objects, ColumnWriter(), headers=headers)


def names_of(infos: Sequence[Info]) -> list[str]:
    """Return how results name the objects."""
    return [info.described for info in infos]
