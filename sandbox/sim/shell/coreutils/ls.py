"""ls.

Models coreutils 9.1 and busybox 1.36; on a terminal names stand in columns. Not modelled: quoting styles.
"""

import re
from datetime import UTC, datetime

from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.kernel.filesystem import Inode
from sandbox.sim.runtime.terminals import terminal_of
from sandbox.sim.shell.coreutils.colours import is_coloured, knows_colours, ls_colour
from sandbox.sim.shell.coreutils.modes import describe_mode, human
from sandbox.sim.shell.coreutils.names import group_name, user_name
from sandbox.sim.shell.coreutils.options import Options, parse
from sandbox.sim.shell.coreutils.tool import Call

SPEC = (
    "a/all A/almost-all l 1 C h/human-readable r/reverse t S R/recursive d/directory i/inode F/classify "
    "n/numeric-uid-gid g o "
    "G/no-group p s/size m f U k N/literal Q/quote-name H L/dereference /color? /full-time /time-style= "
    "/group-directories-first"
)
UNMODELLED = (
    "x q b /hyperlink? /block-size= B/ignore-backups c D/dired I/ignore= T/tabsize= u v w/width= X Z/context /sort= "
    "/time= /format= /zero /si"
)
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
HALF_YEAR = 15_778_476
Row = tuple[str, Inode, int]


def run(call: Call) -> None:
    """List the operands."""
    options = parse(call, SPEC, UNMODELLED, status=2)
    if is_coloured(call, options, default="always") and knows_colours(call.process.env):
        options.given["painted"] = ""
    files: list[Row] = []
    directories: list[Row] = []
    for name in options.operands or ["."]:
        row = _look(call, name, options)
        if row is not None:
            as_file = "d" in options or row[1].kind != "dir"
            (files if as_file else directories).append(row)
    _show(call, _sorted(files, options), options, directory="")
    many = len(options.operands) > 1 or "R" in options
    for number, row in enumerate(_sorted(directories, options)):
        if number or files:
            call.out("\n")
        _list(call, row[0], options, titled=many)


def _look(call: Call, name: str, options: Options) -> Row | None:
    try:
        follow = ("l" not in options and "d" not in options) or "L" in options or "H" in options
        place = call.files.mounts.resolve(name, call.files.cwd, follow=follow and call.files.exists(name))
    except KernelError as error:
        call.error(f"{name}: {error}" if call.busybox else f"cannot access '{name}': {error}", 1 if call.busybox else 2)
        return None
    if place.inode.kind == "link" and "l" in options and name.endswith("/"):
        place = call.files.mounts.resolve(name, call.files.cwd)
    return name, place.inode, place.number


def _list(call: Call, path: str, options: Options, *, titled: bool) -> None:
    try:
        names = call.files.listdir(path)
    except KernelError as error:
        call.error(f"cannot open directory '{path}': {error}", 2)
        return
    if titled:
        call.line(f"{path}:")
    if "a" in options or "f" in options:
        names = [".", "..", *names]
    elif "A" not in options:
        names = [name for name in names if not name.startswith(".")]
    rows = []
    for name in names:
        place = call.files.mounts.resolve(
            f"{path.rstrip('/') or '/'}/{name}" if path != "/" else f"/{name}", call.files.cwd, follow="L" in options
        )
        rows.append((name, place.inode, place.number))
    rows = _sorted(rows, options)
    if "l" in options or "n" in options or "g" in options or "o" in options or "s" in options:
        call.line(
            f"total {sum(_blocks(row[1]) for row in rows)}"
            if "h" not in options
            else f"total {human(1024 * sum(_blocks(row[1]) for row in rows))}"
        )
    _show(call, rows, options, directory=path)
    if "R" in options:
        for name, inode, _ in rows:
            if inode.kind == "dir" and name not in (".", ".."):
                call.out("\n")
                _list(call, f"{path.rstrip('/')}/{name}", options, titled=True)


def _blocks(inode: Inode) -> int:
    """Return the size on disk in units of 1 KiB; a short link needs none."""
    return 0 if inode.kind not in ("file", "dir") else (inode.size + 4095) // 4096 * 4


def _sorted(rows: list[Row], options: Options) -> list[Row]:
    if "f" in options or "U" in options:
        return rows
    rows = sorted(rows, key=lambda row: row[0])
    if "t" in options:
        rows = sorted(rows, key=lambda row: -row[1].mtime)
    elif "S" in options:
        rows = sorted(rows, key=lambda row: -row[1].size)
    if "r" in options:
        rows = rows[::-1]
    if "group-directories-first" in options:
        rows = sorted(rows, key=lambda row: row[1].kind != "dir")
    return rows


def _show(call: Call, rows: list[Row], options: Options, *, directory: str) -> None:
    names = [_name(call, row, options, directory) for row in rows]
    prefixes = [_prefix(row, options) for row in rows]
    if any(key in options for key in "lngo") or "full-time" in options:
        cells = [_cells(call, row, options) for row in rows]
        widths = [max(len(cell[at]) for cell in cells) for at in range(len(cells[0]))] if cells else []
        for prefix, cell, name in zip(prefixes, cells, names, strict=True):
            shown = [
                text.rjust(width) if at in (1, len(cell) - 2) else text.ljust(width)
                for at, (text, width) in enumerate(zip(cell, widths, strict=True))
            ]
            call.line(f"{prefix}{' '.join(shown)} {name}")
        return
    if "m" in options:
        call.line(", ".join(names)) if names else None
        return
    shown = [prefix + name for prefix, name in zip(prefixes, names, strict=True)]
    call.out(columns(shown) if _wants_columns(call, options) else "".join(f"{name}\n" for name in shown))


def _wants_columns(call: Call, options: Options) -> bool:
    last = next((key for key, _ in reversed(options.ordered) if key in ("1", "C")), "")
    return last == "C" or (not last and terminal_of(call.table, call.process, 1) is not None)


def visible(text: str) -> int:
    """Return how many places a text takes on a screen."""
    return len(ESCAPE.sub("", text))


def columns(names: list[str], width: int = 80) -> str:
    """Return names in as many columns as fit, each sorted from top to bottom (coreutils' many_per_line)."""
    for rows in range(1, len(names) + 1):
        pieces = [names[at : at + rows] for at in range(0, len(names), rows)]
        widths = [max(visible(name) for name in piece) + 2 for piece in pieces]
        if sum(widths) - 2 < width or rows == len(names):
            padded = [
                [name + " " * (size - visible(name)) for name in piece]
                for piece, size in zip(pieces, widths, strict=True)
            ]
            lines = [[piece[row] for piece in padded if row < len(piece)] for row in range(rows)]
            return "".join(f"{''.join(line).rstrip()}\n" for line in lines)
    return ""


def _prefix(row: Row, options: Options) -> str:
    out = f"{row[2]} " if "i" in options else ""
    return out + (f"{_blocks(row[1])} " if "s" in options else "")


def _name(call: Call, row: Row, options: Options, directory: str) -> str:
    name, inode, _ = row
    shown = _painted(f'"{name}"' if "Q" in options else name, inode, options)
    if inode.kind == "link" and any(key in options for key in "lngo"):
        shown += f" -> {inode.target}"
        if "F" in options:
            full = f"{directory.rstrip('/')}/{name}" if directory else name
            shown += "/" if call.files.kind(full) == "dir" else ""
        return shown
    if "F" in options:
        shown += {"dir": "/", "link": "@", "fifo": "|", "socket": "="}.get(
            inode.kind, "*" if inode.kind == "file" and inode.mode & 0o111 else ""
        )
    elif "p" in options and inode.kind == "dir":
        shown += "/"
    return shown


def _painted(text: str, inode: Inode, options: Options) -> str:
    """Return a name in its colour, where colours are wanted; before the first one ls resets them."""
    if "painted" not in options:
        return text
    code = ls_colour(inode)
    if not code:
        return text
    reset = "" if options.given["painted"] else "\x1b[0m"
    options.given["painted"] = "begun"
    return f"{reset}\x1b[{code}m{text}\x1b[0m"


def _cells(call: Call, row: Row, options: Options) -> list[str]:
    inode = row[1]
    numeric = "n" in options
    cells = [describe_mode(inode.kind, inode.mode), str(inode.links)]
    if "g" not in options:
        cells.append(str(inode.uid) if numeric else user_name(call.files, inode.uid))
    if "o" not in options and "G" not in options:
        cells.append(str(inode.gid) if numeric else group_name(call.files, inode.gid))
    size = "1, 3" if inode.kind == "device" else human(inode.size) if "h" in options else str(inode.size)
    return [*cells, size, _time(call, inode, options)]


def _time(call: Call, inode: Inode, options: Options) -> str:
    moment = datetime.fromtimestamp(inode.mtime // SECOND, UTC)
    style = options.get("time-style")
    if "full-time" in options or style == "full-iso":
        return f"{moment:%Y-%m-%d %H:%M:%S}.{inode.mtime % SECOND:09d} +0000"
    if style == "long-iso":
        return f"{moment:%Y-%m-%d %H:%M}"
    if style.startswith("+"):
        return moment.strftime(style[1:])
    recent = -HALF_YEAR < inode.mtime // SECOND - call.seconds <= 0
    return f"{moment:%b} {moment.day:2d} {moment:%H:%M}" if recent else f"{moment:%b} {moment.day:2d}  {moment:%Y}"
