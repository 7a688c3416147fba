"""tree. Models tree 2.1. Not modelled: colours, patterns, other output formats."""

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.shell.coreutils.options import Options, parse
from sandbox.sim.shell.coreutils.tool import Call


def run(call: Call) -> int:
    """Draw the directories."""
    options = parse(call, "a d L= f F /noreport /dirsfirst i", "P= I= p u g s h D J X C")
    counts = [0, 0]
    status = 0
    for name in options.operands or ["."]:
        if call.files.kind(name) != "dir":
            call.line(f"{name}  [error opening dir]")
            status = 2
            continue
        call.line(name)
        _draw(call, name, "", options, counts=counts, depth=1)
    if "noreport" not in options:
        directories = f"{counts[0]} director{'y' if counts[0] == 1 else 'ies'}"
        files = "" if "d" in options else f", {counts[1]} file{'' if counts[1] == 1 else 's'}"
        call.out(f"\n{directories}{files}\n")
    return status


def _draw(call: Call, path: str, lead: str, options: Options, *, counts: list[int], depth: int) -> None:
    if options.get("L").isdecimal() and depth > int(options.get("L")):
        return
    try:
        names = call.files.listdir(path)
    except KernelError:
        return
    rows = []
    for name in names:
        kind = call.files.kind(f"{path}/{name}", follow=False)
        if ("a" in options or not name.startswith(".")) and ("d" not in options or kind == "dir"):
            rows.append((name, kind))
    if "dirsfirst" in options:
        rows.sort(key=lambda row: row[1] != "dir")
    for at, (name, kind) in enumerate(rows):
        last = at == len(rows) - 1
        full = f"{path.rstrip('/')}/{name}"
        shown = full if "f" in options else name
        if kind == "link":
            shown += f" -> {call.files.readlink(full)}"
        elif kind == "dir" and "F" in options:
            shown += "/"
        call.line(shown if "i" in options else f"{lead}{'└── ' if last else '├── '}{shown}")
        counts[0 if kind == "dir" else 1] += 1
        if kind == "dir":
            _draw(call, full, lead + ("    " if last else "│\xa0\xa0 "), options, counts=counts, depth=depth + 1)
