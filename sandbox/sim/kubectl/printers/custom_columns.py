"""``-o custom-columns``.

Models k8s.io/kubectl/pkg/cmd/get/customcolumn.go v1.36.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.sim.cluster.apimachinery.yaml_writer import go_number
from sandbox.sim.kubectl.errors import KubectlError
from sandbox.sim.kubectl.jsonpath.evaluate import Evaluator, text_of
from sandbox.sim.kubectl.jsonpath.nodes import JsonPathError, Template
from sandbox.sim.kubectl.jsonpath.parser import parse
from sandbox.sim.kubectl.printers.table import ColumnWriter

_SIMPLE = re.compile(r"^\{\.?([^{}]+)\}$|^\.?([^{}]+)$")


def relaxed(expression: str) -> str:
    """Return ``{.a.b}`` for ``a.b``, ``.a.b``, ``{a.b}``. Raises KubectlError."""
    if not expression:
        return expression
    found = _SIMPLE.match(expression)
    if found is None:
        raise KubectlError(
            "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'"
        )
    return f"{{.{found.group(1) or found.group(2)}}}"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its header and where its cells come from."""

    header: str
    template: Template


def parse_columns(spec: str) -> list[Column]:
    """Read ``NAME:.metadata.name,…``. Raises KubectlError."""
    if not spec:
        raise KubectlError("custom-columns format specified but no custom columns given")
    columns = []
    for part in spec.split(","):
        header, colon, expression = part.partition(":")
        if not colon:
            raise KubectlError(f"unexpected custom-columns spec: {part}, expected <header>:<json-path-expr>")
        columns.append(_column(header, expression))
    return columns


def parse_column_file(text: str) -> list[Column]:
    """Read a header line and a line of expressions. Raises KubectlError."""
    lines = text.splitlines()
    if len(lines) < 2:  # noqa: PLR2004  (headers and expressions)
        raise KubectlError(
            "invalid template, missing headers line. Expected format is one line of space separated headers, "
            "one line of space separated column specs."
        )
    headers, expressions = lines[0].split(), lines[1].split()
    if len(headers) != len(expressions):
        raise KubectlError(
            f"number of headers ({len(headers)}) and field specifications ({len(expressions)}) don't match"
        )
    return [_column(header, expression) for header, expression in zip(headers, expressions, strict=True)]


def _column(header: str, expression: str) -> Column:
    try:
        return Column(header, parse(relaxed(expression)))
    except JsonPathError as error:
        raise KubectlError(str(error)) from error


def _go_value(value: Any) -> str:
    if isinstance(value, dict):
        return "map[" + " ".join(f"{key}:{_go_value(value[key])}" for key in sorted(value)) + "]"
    if isinstance(value, list):
        return "[" + " ".join(_go_value(item) for item in value) + "]"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return go_number(value)
    return "<nil>" if value is None else text_of(value)


def render_columns(columns: Sequence[Column], objects: Sequence[Any], writer: ColumnWriter, *, headers: bool) -> str:
    """Return the objects as lines of cells."""
    rows = [[column.header for column in columns]] if headers else []
    evaluator = Evaluator()
    for obj in objects:
        row = []
        for column in columns:
            try:
                found = evaluator.results(column.template, obj)
            except JsonPathError:
                found = []
            values = [value for part in found for value in part]
            row.append(",".join(_go_value(value) for value in values) if values else "<none>")
        rows.append(row)
    return writer.render(rows)
