"""docker stats.

Models docker/cli cli/command/container/stats.go, v28.2. CPU and memory are what programs say that
they use. Not modelled: network and block I/O.
"""

from collections.abc import Callable
from typing import Any

from sandbox.sim.cli.gotemplate.values import Record
from sandbox.sim.docker import formatting, units
from sandbox.sim.docker.call import Call
from sandbox.sim.engine import memory
from sandbox.sim.engine.container import Container
from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.runtime.process import Step, Wait

TABLE = "{{.ID}}\t{{.Name}}\t{{.CPUPerc}}\t{{.MemUsage}}\t{{.MemPerc}}\t{{.NetIO}}\t{{.BlockIO}}\t{{.PIDs}}"
HEADINGS = {
    "Container": "CONTAINER", "ID": "CONTAINER ID", "Name": "NAME", "CPUPerc": "CPU %", "MemUsage": "MEM USAGE / LIMIT",
    "MemPerc": "MEM %", "NetIO": "NET I/O", "BlockIO": "BLOCK I/O", "PIDs": "PIDS",
}  # fmt: skip
CLEAR = "\x1b[H\x1b[2J"
"""What a terminal is told before each frame."""
MACHINE_MEMORY = 8326807552


def run(call: Call) -> Step | int:
    """Print one frame; without ``--no-stream`` another each virtual second."""
    rows = [call.engine.containers.find(name) for name in call.args]
    if not call.args:
        rows = [row for row in call.engine.containers if row.running or call.flags["all"]]
    records = [
        _record(call, row, name) for row, name in zip(rows, call.args or [row.id[:12] for row in rows], strict=True)
    ]
    if not call.flags["no-stream"] and call.is_terminal(1):
        call.out(CLEAR)
    call.out(formatting.render(call.flags["format"], TABLE, HEADINGS, records))
    if call.flags["no-stream"]:
        return 0
    return Wait(until=call.now + SECOND, following=True)


def _record(call: Call, row: Container, asked: str) -> Record:
    processes = [process for process in call.engine.machine.table.processes.values()
                 if process.namespaces == row.spaces and process.status is None] if row.running else []  # fmt: skip
    used = memory.used(call.engine, row) if row.running else 0
    cpu = memory.cpu(call.engine, row) if row.running else 0
    limit = (row.host.get("Memory") or MACHINE_MEMORY) if row.running else 0
    fields: dict[str, Callable[[], Any]] = {
        "Container": lambda: asked,
        "ID": lambda: row.id if call.flags["no-trunc"] else row.id[:12],
        "Name": lambda: row.name,
        "CPUPerc": lambda: f"{100 * cpu / SECOND:.2f}%",
        "MemUsage": lambda: f"{units.bytes_size(used)} / {units.bytes_size(limit)}",
        "MemPerc": lambda: f"{100 * used / limit if limit else 0:.2f}%",
        "NetIO": lambda: "0B / 0B",
        "BlockIO": lambda: "0B / 0B",
        "PIDs": lambda: str(len(processes)),
    }
    return Record("*container.statsContext", fields)
