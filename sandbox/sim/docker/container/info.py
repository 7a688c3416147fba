"""docker top, port, diff.

Models docker/cli cli/command/container/{top,port,diff}.go, v28.2, and moby daemon/top_unix.go.
"""

from collections.abc import Callable

from sandbox.sim.cli.tables import align
from sandbox.sim.docker.call import Call
from sandbox.sim.docker.errors import Failure, NotModelled
from sandbox.sim.engine import changes
from sandbox.sim.engine.container import Container
from sandbox.sim.engine.engine import Engine
from sandbox.sim.engine.errors import Conflict
from sandbox.sim.runtime.process import Process

MINUTE = 60


def top(call: Call) -> int:
    """Docker top: list the processes of a container as the host's ps sees them."""
    container = call.engine.containers.find(call.args[0])
    if not container.running:
        raise Conflict(f"Container {container.id} is not running")
    options = call.args[1:]
    columns = _columns(options)
    if columns is None and options and options not in (["-ef"], ["aux"], ["-aux"]):
        raise NotModelled(f"docker top CONTAINER {' '.join(options)}")
    processes = [row for row in call.engine.machine.table.processes.values()
                 if row.namespaces == container.spaces and row.status is None]  # fmt: skip
    if columns is not None:
        call.out(align("".join("\t".join(row) + "\n" for row in _chosen(processes, columns)), least=20, padding=3))
        return 0
    rows = _aux(processes) if options and "aux" in options[0] else _full(container, processes)
    call.out(align("".join("\t".join(row) + "\n" for row in rows), least=20, padding=3))
    return 0


def listing(engine: Engine, container: Container) -> list[list[str]]:
    """Return the headings and rows of ``docker top`` for a running container."""
    processes = [row for row in engine.machine.table.processes.values()
                 if row.namespaces == container.spaces and row.status is None]  # fmt: skip
    return _full(container, processes)


def _user(process: Process) -> str:
    return "root" if process.uid == 0 else str(process.uid)


COLUMNS: dict[str, tuple[str, Callable[[Process], str]]] = {
    "pid": ("PID", lambda process: str(process.pid + 1000)),
    "ppid": ("PPID", lambda process: str(process.parent + 1000)),
    "user": ("USER", _user),
    "uid": ("UID", lambda process: str(process.uid)),
    "gid": ("GID", lambda process: str(process.gid)),
    "cmd": ("CMD", lambda process: " ".join(process.argv)),
    "args": ("COMMAND", lambda process: " ".join(process.argv)),
    "comm": ("COMMAND", lambda process: process.argv[0].rsplit("/", 1)[-1][:15]),
    "time": ("TIME", lambda _process: "00:00:00"),
    "tty": ("TT", lambda _process: "?"),
    "stat": ("STAT", lambda _process: "Ss"),
}


def _columns(options: list[str]) -> list[str] | None:
    """Return the columns that ``-o a,b`` asks for, or None for another form."""
    words = " ".join(options).replace("-eo ", "-o ").replace("-o", "-o ").split()
    if len(words) != 2 or words[0] != "-o":  # noqa: PLR2004  (the option and its columns)
        return None
    names = words[1].split(",")
    return names if "pid" in names and all(name in COLUMNS for name in names) else None


def _chosen(processes: list[Process], columns: list[str]) -> list[list[str]]:
    headings = [COLUMNS[name][0] for name in columns]
    return [headings, *([COLUMNS[name][1](process) for name in columns] for process in processes)]


def _full(container: Container, processes: list[Process]) -> list[list[str]]:
    rows = [["UID", "PID", "PPID", "C", "STIME", "TTY", "TIME", "CMD"]]
    for process in processes:
        started = process.started // 10**9
        clock = f"{started // 3600 % 24:02d}:{started // 60 % 60:02d}"
        parent = process.parent + 1000 if process.parent else 999 + container.pid
        tty = "pts/0" if container.config.get("Tty") else "?"
        rows.append(
            [_user(process), str(process.pid + 1000), str(parent), "0", clock, tty, "00:00:00", " ".join(process.argv)]
        )
    return rows


def _aux(processes: list[Process]) -> list[list[str]]:
    rows = [["USER", "PID", "%CPU", "%MEM", "VSZ", "RSS", "TTY", "STAT", "START", "TIME", "COMMAND"]]
    for process in processes:
        started = process.started // 10**9
        clock = f"{started // 3600 % 24:02d}:{started // 60 % 60:02d}"
        rows.append([_user(process), str(process.pid + 1000), "0.0", "0.0", "1624", "4", "?", "Ss", clock, "0:00",
                     " ".join(process.argv)])  # fmt: skip
    return rows


def port(call: Call) -> int:
    """Docker port: print where ports are published."""
    container = call.engine.containers.find(call.args[0])
    rows = sorted(container.ports, key=lambda row: (row[0], row[1]))
    if len(call.args) == 1:
        for number, proto, address, host in rows:
            call.line(f"{number}/{proto} -> {_join(address, host)}")
        return 0
    wanted, _, proto = call.args[1].partition("/")
    if not wanted.isdecimal():
        fault = f'strconv.ParseUint: parsing "{wanted}": invalid syntax'
        raise Failure(f"Error: invalid port ({wanted}): {fault}")
    found = [row for row in rows if str(row[0]) == wanted and row[1] == (proto or "tcp")]
    if not found:
        raise Failure(f"Error: No public port '{call.args[1]}' published for {call.args[0]}")
    for _, _, address, host in found:
        call.line(_join(address, host))
    return 0


def _join(address: str, port_number: int) -> str:
    return f"[{address}]:{port_number}" if ":" in address else f"{address}:{port_number}"


def diff(call: Call) -> int:
    """Docker diff: print what the container changed in its image's files."""
    for kind, path in changes.changes(call.engine, call.engine.containers.find(call.args[0])):
        call.line(f"{kind} {path}")
    return 0
