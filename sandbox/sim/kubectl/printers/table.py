"""Tables: columns padded as Go's text/tabwriter pads them.

Models k8s.io/cli-runtime/pkg/printers/tableprinter.go v1.36 (minimal width 6, padding 3, remembered widths).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sandbox.sim.cluster.apimachinery.yaml_writer import go_number

Object = dict[str, Any]
MIN_WIDTH = 6
PADDING = 3


def cell_text(value: Any) -> str:
    """Return one cell; what follows a line end is cut off."""
    if isinstance(value, bool):
        text = "true" if value else "false"
    elif value is None:
        text = "<nil>"
    else:
        text = go_number(value) if isinstance(value, (int, float)) else str(value)
    for index, sign in enumerate(text):
        if sign in "\n\r\f\v":
            return f"{text[:index]}..."
    return text


class ColumnWriter:
    """Lines of cells; a later table of the same writer keeps at least the widths of an earlier one."""

    def __init__(self, *, min_width: int = MIN_WIDTH, padding: int = PADDING) -> None:
        self.min_width = min_width
        self.padding = padding
        self.widths: list[int] = []

    def render(self, rows: Sequence[Sequence[str]]) -> str:
        """Return the lines; the last cell of a line is not padded."""
        count = max((len(row) for row in rows), default=0)
        own = [max([len(row[i]) for row in rows if i < len(row) - 1] or [0]) for i in range(count)]
        widths = [max(self.min_width, width + self.padding) for width in own]
        if len(self.widths) == len(widths):
            widths = [max(old, new) for old, new in zip(self.widths, widths, strict=True)]
        self.widths = widths
        lines = []
        for row in rows:
            padded = [cell.ljust(widths[i]) for i, cell in enumerate(row[:-1])]
            lines.append("".join(padded) + row[-1] if row else "")
        return "".join(f"{line}\n" for line in lines)


@dataclass(frozen=True, slots=True)
class TableOptions:
    """What beside the server's columns is shown."""

    wide: bool = False
    headers: bool = True
    namespace: bool = False
    labels: bool = False
    label_columns: tuple[str, ...] = ()
    kind: str = ""
    """Put before each name, such as ``deployment.apps``; empty for none."""


@dataclass(slots=True)
class TablePrinter:
    """Prints the server's Tables, one after the other."""

    options: TableOptions
    writer: ColumnWriter = field(default_factory=ColumnWriter)

    def render(self, table: Object, *, headers: bool | None = None) -> str:
        """Return a Table as text; an empty one has no lines."""
        options = self.options
        columns = table["columnDefinitions"]
        shown = [i for i, column in enumerate(columns) if options.wide or not column.get("priority")]
        rows = [self._row(row, columns, shown) for row in table["rows"]]
        if options.headers if headers is None else headers:
            rows.insert(0, self._header(columns, shown))
        return self.writer.render(rows)

    def _header(self, columns: list[Object], shown: list[int]) -> list[str]:
        header = ["NAMESPACE"] if self.options.namespace else []
        header += [columns[i]["name"].upper() for i in shown]
        header += [label.rpartition("/")[2].upper() for label in self.options.label_columns]
        return header + (["LABELS"] if self.options.labels else [])

    def _row(self, row: Object, columns: list[Object], shown: list[int]) -> list[str]:
        meta = (row.get("object") or {}).get("metadata") or {}
        labels = meta.get("labels") or {}
        cells = [str(meta.get("namespace", ""))] if self.options.namespace else []
        for i in shown:
            text = cell_text(row["cells"][i])
            prefixed = self.options.kind and columns[i]["name"] == "Name"
            cells.append(f"{self.options.kind}/{text}" if prefixed else text)
        cells += [str(labels.get(label, "")) for label in self.options.label_columns]
        if self.options.labels:
            cells.append(",".join(f"{key}={labels[key]}" for key in sorted(labels)) or "<none>")
        return cells
