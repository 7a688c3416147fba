"""Files below /proc that tell of processes and of the machine, made when a utility reads them.

Models proc(5) for cmdline, comm, environ, status, cgroup, mounts, uptime, loadavg, meminfo, cpuinfo and version. Not
modelled: the directories themselves (``ls /proc``), redirections from such files, everything else below /proc.
"""

import re
from typing import TYPE_CHECKING

from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.runtime.namespaces import HOST
from sandbox.sim.runtime.process import Process

if TYPE_CHECKING:
    from sandbox.sim.runtime.system import System

OF_PROCESS = re.compile(r"/proc/(self|thread-self|\d{1,7})/(\w+)")
CPUS = 4
MEMINFO = "MemTotal:        8145412 kB\nMemFree:         5322120 kB\nMemAvailable:    6930244 kB\n"
CAPABILITIES = {True: "00000000a80425fb", False: "0000000000000000"}
"""What a container's root may do by default, and everybody else."""


def read(system: "System", path: str) -> bytes | None:
    """Return the content of a file below /proc; None for one that is not modelled, or not there."""
    found = OF_PROCESS.fullmatch(path)
    if found:
        row = _process(system, found[1])
        return _of_process(system, row, found[2]) if row is not None else None
    now = system.table.clock.now
    begun = min((row.started for row in system.table.processes.values()), default=now)
    seconds = (now - begun) / SECOND
    texts = {
        "/proc/uptime": f"{seconds:.2f} {seconds * CPUS:.2f}\n",
        "/proc/loadavg": f"0.00 0.00 0.00 1/{len(system.table.processes)} {system.process.inner_pid}\n",
        "/proc/mounts": _mounts(system),
        "/proc/meminfo": MEMINFO,
        "/proc/cpuinfo": "".join(f"processor\t: {cpu}\nmodel name\t: Simulated CPU\n\n" for cpu in range(CPUS)),
        "/proc/version": "Linux version 6.1.0-32-amd64 (debian-kernel@lists.debian.org)\n",
    }
    return texts[path].encode() if path in texts else None


def _process(system: "System", name: str) -> Process | None:
    if not name.isdecimal():
        return system.process
    rows = system.table.processes.values()
    same = system.process.namespaces
    return next((row for row in rows if row.namespaces == same and row.inner_pid == int(name)), None)


def _of_process(system: "System", row: Process, name: str) -> bytes | None:
    if name == "cmdline":
        return b"".join(word.encode(errors="surrogateescape") + b"\0" for word in row.argv)
    if name == "comm":
        return f"{_comm(row)}\n".encode()
    if name == "environ":
        return b"".join(f"{key}={value}\0".encode() for key, value in row.env.items())
    if name == "cgroup":
        return b"0::/user.slice/user-0.slice/session-1.scope\n" if row.namespaces == HOST else b"0::/\n"
    if name in ("mounts", "mountinfo"):
        return _mounts(system).encode() if name == "mounts" else None
    return _status(system, row).encode() if name == "status" else None


def _comm(row: Process) -> str:
    return row.argv[0].rsplit("/", 1)[-1].lstrip("-")[:15]


def _status(system: "System", row: Process) -> str:
    parent = system.table.processes.get(row.parent)
    above = parent.inner_pid if parent is not None and parent.namespaces == row.namespaces else 0
    state = "T (stopped)" if row.stopped else "S (sleeping)" if row.wait is not None else "R (running)"
    root = row.uid == 0
    full = "000001ffffffffff" if row.namespaces == HOST and root else CAPABILITIES[root]
    ids = "\t".join
    return (
        f"Name:\t{_comm(row)}\nUmask:\t{row.umask:04o}\nState:\t{state}\nTgid:\t{row.inner_pid}\nPid:\t{row.inner_pid}\n"
        f"PPid:\t{above}\nUid:\t{ids([str(row.uid)] * 4)}\nGid:\t{ids([str(row.gid)] * 4)}\n"
        f"Groups:\t{' '.join(map(str, row.groups))} \nThreads:\t1\n"
        f"CapInh:\t{CAPABILITIES[False]}\nCapPrm:\t{full}\nCapEff:\t{full}\n"
        f"CapBnd:\t{full if root else CAPABILITIES[True]}\nCapAmb:\t{CAPABILITIES[False]}\n"
        f"NoNewPrivs:\t0\nSeccomp:\t{0 if row.namespaces == HOST else 2}\n"
    )


def _mounts(system: "System") -> str:
    host = system.process.namespaces == HOST
    lines = []
    for mount in system.files.mounts:
        kind = "tmpfs" if mount.disk.startswith("tmpfs/") else "overlay" if mount.path == "/" and not host else "ext4"
        source = "/dev/vda1" if kind == "ext4" else kind
        lines.append(f"{source} {mount.path} {kind} {'ro' if mount.read_only else 'rw'},relatime 0 0\n")
    return "".join(lines)
