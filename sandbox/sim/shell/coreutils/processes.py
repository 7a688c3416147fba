"""Utilities about processes: ps, kill, pgrep, pkill, killall, top.

Models procps 4.0 and busybox 1.36. Not modelled: memory and processor figures (a simulated process uses none).
"""

import re

from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.runtime import signals
from sandbox.sim.runtime.process import Process
from sandbox.sim.shell.coreutils.dates import format_date
from sandbox.sim.shell.coreutils.names import user_name
from sandbox.sim.shell.coreutils.options import parse, usage
from sandbox.sim.shell.coreutils.tool import Call, Failure

COLUMNS = {
    "pid": "PID",
    "ppid": "PPID",
    "user": "USER",
    "uid": "UID",
    "comm": "COMMAND",
    "cmd": "CMD",
    "args": "COMMAND",
    "command": "COMMAND",
    "stat": "STAT",
    "s": "S",
    "tty": "TT",
    "time": "TIME",
    "etime": "ELAPSED",
    "start": "STARTED",
    "%cpu": "%CPU",
    "%mem": "%MEM",
    "rss": "RSS",
    "vsz": "VSZ",
    "pcpu": "%CPU",
    "pmem": "%MEM",
    "ni": "NI",
    "pri": "PRI",
    "lstart": "STARTED",
}
TO_THE_RIGHT = frozenset(
    {"pid", "ppid", "uid", "rss", "vsz", "etime", "%cpu", "%mem", "pcpu", "pmem", "ni", "pri", "time"}
)


def here(call: Call) -> list[Process]:
    """Return the processes of these namespaces, by pid."""
    found = [row for row in call.table.processes.values() if row.namespaces == call.process.namespaces]
    return sorted(found, key=lambda row: row.inner_pid)


def name_of(row: Process) -> str:
    """Return the name under which a process is listed."""
    return row.argv[0].rsplit("/", 1)[-1].lstrip("-")


def value(call: Call, row: Process, column: str) -> str:
    """Return one cell of ``ps``."""
    parent = call.table.processes.get(row.parent)
    elapsed = (call.now - row.started) // SECOND
    cells = {
        "pid": str(row.inner_pid),
        "ppid": str(parent.inner_pid if parent and parent.namespaces == row.namespaces else 0),
        "user": user_name(call.files, row.uid),
        "uid": str(row.uid),
        "comm": name_of(row)[:15],
        "stat": _state(row),
        "s": _state(row),
        "tty": "?",
        "time": "00:00:00",
        "etime": _elapsed(elapsed),
        "start": format_date("%H:%M:%S", row.started),
        "lstart": format_date("%a %b %e %T %Y", row.started),
        "%cpu": "0.0",
        "%mem": "0.0",
        "pcpu": "0.0",
        "pmem": "0.0",
        "rss": "3456",
        "vsz": "7236",
        "ni": "0",
        "pri": "19",
    }
    full = " ".join(row.argv) if row.status is None else f"[{name_of(row)}] <defunct>"
    return cells.get(column, full)


def _state(row: Process) -> str:
    if row.status is not None:
        return "Z"
    return "T" if row.stopped else "R" if row.wait is None else "S"


def _elapsed(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    clock = f"{rest // 60:02d}:{rest % 60:02d}"
    days, hours = divmod(hours, 24)
    return f"{days}-{hours:02d}:{clock}" if days else f"{hours:02d}:{clock}" if hours else clock


def ps(call: Call) -> int | None:
    """``ps``."""
    if call.busybox:
        _busybox_ps(call)
        return None
    words = [word if word.startswith("-") or not re.fullmatch(r"[a-z]+", word) else f"\0{word}" for word in call.args]
    bsd = "".join(word[1:] for word in words if word.startswith("\0"))
    call.args = [word for word in words if not word.startswith("\0")]
    options = parse(
        call,
        "e A f F o/format= p/pid= u/user= C= /no-headers a x w /sort= k= /ppid=",
        "/headers H j L l g G s t T U V M N O Z c d m q r S y /forest",
    )
    rows = here(call)
    chosen = (
        rows
        if "e" in options or "A" in options or "a" in bsd or "x" in bsd or "a" in options or "x" in options
        else [row for row in rows if _related(call, row)]
    )
    if "p" in options:
        wanted = re.split(r"[,\s]+", options.get("p"))
        chosen = [row for row in rows if str(row.inner_pid) in wanted]
    if "C" in options:
        chosen = [row for row in rows if name_of(row) in options.get("C").split(",")]
    if "u" in options and options.get("u"):
        chosen = [row for row in rows if value(call, row, "user") in options.get("u").split(",")]
    if "ppid" in options:
        wanted = re.split(r"[,\s]+", options.get("ppid"))
        chosen = [row for row in rows if value(call, row, "ppid") in wanted]
    for key in reversed(re.split(r"[,\s]+", options.get("sort") or options.get("k"))):
        chosen = _by(call, chosen, key)
    if "o" in options:
        columns = [text for given in options.all("o") for text in re.split(r"[,\s]+", given) if text]
    elif "u" in bsd:
        columns = ["user", "pid", "%cpu", "%mem", "vsz", "rss", "tty", "stat", "start", "time", "command"]
    elif "f" in options or "F" in options:
        columns = ["user=UID", "pid", "ppid", "pcpu=C", "start=STIME", "tty=TTY", "time", "cmd"]
    else:
        columns = ["pid", "tty=TTY", "time", "cmd" if bsd else "comm=CMD"]
    _table(call, chosen, columns, headers="no-headers" not in options)
    return int(not chosen)


def _by(call: Call, rows: list[Process], key: str) -> list[Process]:
    """Return processes by a column, ``-`` before its name for the highest first. Raises Failure."""
    name = key.lstrip("+-").lower()
    if not name:
        return rows
    if name not in COLUMNS:
        raise Failure("error: unknown sort specifier")
    falls = key.startswith("-")
    if name in ("start", "lstart", "etime"):
        return sorted(rows, key=lambda row: row.started, reverse=falls != (name == "etime"))
    numbers = name in TO_THE_RIGHT - {"time"}
    if numbers:
        return sorted(rows, key=lambda row: float(value(call, row, name)), reverse=falls)
    return sorted(rows, key=lambda row: value(call, row, name), reverse=falls)


def _related(call: Call, row: Process) -> bool:
    """Say whether a process belongs to the same session: the learner's shell and what runs under it."""
    del call
    return row.status is None or bool(row.parent)


def _table(call: Call, rows: list[Process], columns: list[str], *, headers: bool) -> None:
    names = [text.partition("=")[0].lower() for text in columns]
    unknown = next((name for name in names if name not in COLUMNS), None)
    if unknown is not None:
        call.written.append(
            (2, f'error: unknown user-defined format specifier "{unknown}"\n\nUsage:\n ps [options]\n'.encode())
        )
        raise Failure("", 1)
    titles = [
        text.partition("=")[2] if "=" in text else COLUMNS[name] for text, name in zip(columns, names, strict=True)
    ]
    table = [[value(call, row, name) for name in names] for row in rows]
    show = headers and any(titles)
    widths = [
        max([len(title), 7 if name == "pid" else 8 if name == "user" else 0, *(len(line[at]) for line in table)])
        for at, (title, name) in enumerate(zip(titles, names, strict=True))
    ]
    for line in ([titles] if show else []) + table:
        cells = [
            cell.rjust(width) if name in TO_THE_RIGHT else cell.ljust(width)
            for cell, width, name in zip(line, widths, names, strict=True)
        ]
        call.line(" ".join(cells).rstrip())


def _busybox_ps(call: Call) -> None:
    options = parse(call, "o= a e f w l x", "T Z")
    rows = [row for row in here(call) if row.status is None]
    if "o" in options:
        _table(call, rows, [text for text in options.get("o").split(",") if text], headers=True)
        return
    call.line("PID   USER     TIME  COMMAND")
    for row in rows:
        call.line(f"{row.inner_pid:5} {user_name(call.files, row.uid):<8}  0:00 {' '.join(row.argv)}")


def kill(call: Call) -> int:
    """``/bin/kill``."""
    words, name = call.args, "TERM"
    if words[:1] in (["-l"], ["-L"]):
        call.line(" ".join(signals.NUMBERS))
        return 0
    if words[:1] == ["-s"] and len(words) > 1:
        name, words = words[1], words[2:]
    elif words and re.fullmatch(r"-\w+", words[0]):
        name, words = words[0][1:], words[1:]
    found = "" if name == "0" else signals.parse_signal(name)
    if found is None:
        raise Failure(f"unknown signal {name}")
    if not words:
        raise usage(call, "not enough arguments")
    for word in words:
        if not re.fullmatch(r"-?\d+", word):
            call.error(f"failed to parse argument: '{word}'" if not call.busybox else f"invalid number '{word}'")
            continue
        pids = call.system.find(int(word))
        if not pids:
            call.error(
                f"can't kill pid {word}: No such process"
                if call.busybox
                else f"sending signal to {word} failed: No such process"
            )
        for pid in pids:
            _send(call, pid, found, word)
    return call.status


def _send(call: Call, pid: int, name: str, shown: str) -> None:
    try:
        call.system.kill(pid, name)
    except KernelError as error:
        call.error(f"sending signal to {shown} failed: {error}")


def _matching(call: Call, pattern: str, *, full: bool, exact: bool) -> list[Process]:
    found = []
    for row in here(call):
        if row is call.process or row.status is not None:
            continue
        text = " ".join(row.argv) if full else name_of(row)
        if re.fullmatch(pattern, text) if exact else re.search(pattern, text):
            found.append(row)
    return found


def pgrep(call: Call) -> int:
    """``pgrep`` and ``pkill``."""
    sends = call.name == "pkill"
    name = "TERM"
    if sends and call.args and re.fullmatch(r"-(\d+|[A-Z]+\d?)", call.args[0]):
        name = signals.parse_signal(call.args[0][1:]) or ""
        call.args = call.args[1:]
    options = parse(
        call,
        "f/full x/exact l/list-name a/list-full c/count n/newest o/oldest /signal=",
        "v/inverse u/euid= U g G P s t d i L O r q e F H",
        status=2,
    )
    if not options.operands:
        raise Failure("no matching criteria specified\nTry `pgrep --help' for more information.", 2)
    try:
        found = _matching(call, options.operands[0], full="f" in options, exact="x" in options)
    except re.error:
        raise Failure("invalid regular expression", 2) from None
    found = found[-1:] if "n" in options else found[:1] if "o" in options else found
    for row in found:
        if sends:
            _send(call, row.pid, signals.parse_signal(options.get("signal", name)) or name, str(row.inner_pid))
        elif "c" not in options:
            extra = f" {' '.join(row.argv)}" if "a" in options else f" {name_of(row)}" if "l" in options else ""
            call.line(f"{row.inner_pid}{extra}")
    if "c" in options:
        call.line(str(len(found)))
    return int(not found)


def killall(call: Call) -> int:
    """``killall``."""
    words, name = call.args, "TERM"
    if words and words[0].startswith("-"):
        name, words = signals.parse_signal(words[0].lstrip("-")) or "", words[1:]
    status = 0
    for word in words:
        found = [row for row in here(call) if name_of(row) == word and row.status is None]
        for row in found:
            _send(call, row.pid, name, str(row.inner_pid))
        if not found:
            call.written.append((2, f"{word}: no process found\n".encode()))
            status = 1
    return status


def top(call: Call) -> None:
    """``top``: one frame, as ``top -bn1`` prints it."""
    parse(call, "b n= d=", "p= u= c H i o= E e O s S U w 1")
    rows = [row for row in here(call) if row.status is None]
    running = sum(row.wait is None for row in rows)
    call.line(f"top - {format_date('%T', call.now)} up 1 min,  1 user,  load average: 0.00, 0.00, 0.00")
    call.line(
        f"Tasks: {len(rows):3} total, {running:3} running, {len(rows) - running:3} sleeping,   0 stopped,   0 zombie"
    )
    call.line("%Cpu(s):  0.3 us,  0.3 sy,  0.0 ni, 99.4 id,  0.0 wa,  0.0 hi,  0.0 si,  0.0 st")
    call.line("MiB Mem :   7954.5 total,   5197.4 free,   1186.7 used,   1570.4 buff/cache")
    call.line("MiB Swap:      0.0 total,      0.0 free,      0.0 used.   6767.8 avail Mem\n")
    call.line("    PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND")
    for row in rows:
        call.line(
            f"{row.inner_pid:7} {user_name(call.files, row.uid):<8}  20   0    7236   3456   3072 {_state(row)}"
            f"   0.0   0.0   0:00.00 {name_of(row)}"
        )
