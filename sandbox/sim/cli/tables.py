"""Text in aligned columns.

Models Go 1.24 text/tabwriter with blanks for padding: a column is a run of lines that have that cell, and only cells
that a tab ends are padded.
"""


def align(text: str, *, least: int = 10, padding: int = 3) -> str:
    """Return tab-separated lines with their cells padded to the widest of the column plus ``padding``."""
    if not text:
        return ""
    ends = text.endswith("\n")
    rows = [line.split("\t") for line in text.removesuffix("\n").split("\n")]
    widths: list[list[int]] = [[0] * len(row) for row in rows]
    _measure(rows, widths, 0, len(rows), 0, least, padding)
    lines = []
    for row, cells in zip(rows, widths, strict=True):
        padded = [cell.ljust(width) for cell, width in zip(row[:-1], cells, strict=False)]
        lines.append("".join([*padded, row[-1]]))
    return "\n".join(lines) + ("\n" if ends else "")


def _measure(  # noqa: PLR0917  (a recursion over a table)
    rows: list[list[str]], widths: list[list[int]], first: int, last: int, column: int, least: int, padding: int
) -> None:
    at = first
    while at < last:
        if len(rows[at]) - 1 <= column:
            at += 1
            continue
        end = at
        while end < last and len(rows[end]) - 1 > column:
            end += 1
        longest = max(len(rows[index][column]) for index in range(at, end))
        width = 0 if not longest and not least else max(longest + padding, least)
        for index in range(at, end):
            widths[index][column] = width
        _measure(rows, widths, at, end, column + 1, least, padding)
        at = end
