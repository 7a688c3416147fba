"""Text in columns, cell by cell.

Models text/tabwriter of Go 1.26 as kubectl and docker use it (blanks for padding, left-aligned). A column is a run of
lines that all have a cell ended by a tab there; the last cell of a line is never padded.
"""


def align(text: str, *, min_width: int = 0, padding: int = 2) -> str:
    """Return the lines with their tab-ended cells padded to the widths of their columns."""
    ends_line = text.endswith("\n")
    body = text.removesuffix("\n")
    lines = [line.split("\t") for line in body.split("\n")]
    out: list[str] = []
    _format(lines, 0, len(lines), [], (min_width, padding), out)
    return "\n".join(out) + ("\n" if ends_line else "")


def _format(  # noqa: PLR0917  (Go's own signature)
    lines: list[list[str]], first: int, last: int, widths: list[int], sizes: tuple[int, int], out: list[str]
) -> None:
    column = len(widths)
    at = first
    while at < last:
        if column >= len(lines[at]) - 1:
            at += 1
            continue
        _write(lines, first, at, widths, out)
        first = at
        width = sizes[0]
        while at < last and column < len(lines[at]) - 1:
            width = max(width, len(lines[at][column]) + sizes[1])
            at += 1
        _format(lines, first, at, [*widths, width], sizes, out)
        first = at
    _write(lines, first, last, widths, out)


def _write(lines: list[list[str]], first: int, last: int, widths: list[int], out: list[str]) -> None:
    for line in lines[first:last]:
        cells = [cell.ljust(widths[i]) if i < len(widths) else cell for i, cell in enumerate(line)]
        out.append("".join(cells))
