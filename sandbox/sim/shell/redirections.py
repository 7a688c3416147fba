"""Redirections: doing and undoing them.

Models redir.c of bash 5.2. Not modelled: ``/dev/tcp``, moving descriptors (``3>&1-``).
"""

from typing import TYPE_CHECKING, Any

from sandbox.sim.kernel.errors import MESSAGES, KernelError
from sandbox.sim.shell import descriptors
from sandbox.sim.shell.faults import ShellFault
from sandbox.sim.shell.state import State
from sandbox.sim.shell.syntax import Redirection

if TYPE_CHECKING:
    from sandbox.sim.shell.machine import Machine

WRITING = frozenset({">", ">>", ">|", "&>", "&>>"})
FdRow = list[int]
"""``[fd, the descriptor that keeps what it led to, or -1]``."""


def targets(machine: "Machine", redirections: tuple[Redirection, ...]) -> list[str]:
    """Expand what the redirections name, before any is done. Raises ShellFault, NeedSubstitution."""
    found = []
    for row in redirections:
        if row.op == "<<":
            found.append(machine.expander.parts_text(row.target.parts))
        elif row.op == "<<<":
            found.append(machine.expander.text(row.target) + "\n")
        else:
            fields = machine.expander.fields([row.target])
            if len(fields) != 1:
                raise ShellFault(f"{row.target.raw}: ambiguous redirect")
            found.append(fields[0])
    return found


def apply(
    machine: "Machine", redirections: tuple[Redirection, ...], names: list[str], *, keep: bool = False
) -> list[FdRow]:
    """Do the redirections and return how to undo them (nothing with ``keep``). Raises ShellFault, undone again."""
    rows: list[FdRow] = []
    try:
        for row, name in zip(redirections, names, strict=True):
            _one(machine, row, name, rows, keep=keep)
    except ShellFault:
        undo(machine, {"fds": rows})
        raise
    return rows


def _one(machine: "Machine", row: Redirection, name: str, rows: list[FdRow], *, keep: bool) -> None:
    fd = _descriptor(machine, row)
    if row.op in ("&>", "&>>") or (row.op == ">&" and row.fd is None and not _is_number(name)):
        stream = _open(machine, ">>" if row.op == "&>>" else ">", name)
        _lead(machine, 1, stream, rows, keep=keep)
        _lead(machine, 2, stream, rows, keep=keep)
        return
    if row.op in (">&", "<&"):
        _duplicate(machine, fd, name, rows, keep=keep)
        return
    stream = _text_stream(machine, name) if row.op in ("<<", "<<<") else _open(machine, row.op, name)
    _lead(machine, fd, stream, rows, keep=keep or bool(row.variable))


def _is_number(name: str) -> bool:
    return name == "-" or name.isdecimal()


def _descriptor(machine: "Machine", row: Redirection) -> int:
    if row.variable:
        fd = descriptors.free_fd(machine)
        machine.variables.set(row.variable, str(fd))
        return fd
    if row.fd is not None:
        return row.fd
    return 0 if row.op in ("<", "<<", "<<<", "<&", "<>") else 1


def _open(machine: "Machine", op: str, name: str) -> int:
    fds = machine.process.fds
    if name.startswith("/dev/fd/") and name[8:].isdecimal() and int(name[8:]) in fds:
        return fds[int(name[8:])]
    try:
        if op == ">" and machine.option("C") and machine.files.kind(name) == "file":
            raise ShellFault(f"{name}: cannot overwrite existing file")
        if op == "<":
            return machine.system.open(name)
        if op == "<>":
            number = machine.system.open(name, write=True, append=True, create=True)
            stream = machine.system.table.streams.streams[number]
            stream.readable, stream.append = True, False
            return number
        return machine.system.open(name, write=True, append=op == ">>", create=True)
    except KernelError as error:
        raise ShellFault(machine.style.cannot_open(name, error.code, writing=op in WRITING)) from None


def _text_stream(machine: "Machine", text: str) -> int:
    """Return a pipe that holds a here-document and whose writing end is closed already."""
    streams = machine.system.table.streams
    reading, writing = streams.make_pipe(unlimited=True)
    pipe = streams.pipes[streams.streams[reading].pipe]
    pipe.data = text.encode(errors="replace")
    del streams.streams[writing]
    return reading


def _lead(machine: "Machine", fd: int, stream: int, rows: list[FdRow], *, keep: bool) -> None:
    system, fds = machine.system, machine.process.fds
    system.table.streams.refer(stream)
    if not keep:
        saved = -1
        if fd in fds:
            saved = descriptors.free_fd(machine)
            system.set_fd(saved, fds[fd])
            descriptors.keep_open(machine, saved)
        rows.append([fd, saved])
    system.set_fd(fd, stream)
    system.table.streams.release(stream)


def _duplicate(machine: "Machine", fd: int, name: str, rows: list[FdRow], *, keep: bool) -> None:
    fds = machine.process.fds
    if name == "-":
        if fd in fds:
            _lead(machine, fd, fds[fd], rows, keep=keep)
            machine.system.close(fd)
        return
    if not name.isdecimal():
        raise ShellFault(f"{name}: ambiguous redirect")
    source = int(name[:9])
    if source not in fds:
        if machine.style.name == "dash":
            raise ShellFault(f"{name}: Bad file descriptor", 2)
        raise ShellFault(f"{name}: {MESSAGES['EBADF']}")
    _lead(machine, fd, fds[source], rows, keep=keep)


def undo(machine: "Machine", record: State) -> None:
    """Put file descriptors and variables back as they were."""
    system = machine.system
    for fd, saved in reversed(record.get("fds", ())):
        if saved < 0:
            system.close(fd)
        else:
            system.set_fd(fd, machine.process.fds[saved])
            descriptors.close_own(machine, saved)
    for fd in record.get("close", ()):
        system.close(fd)
    variables: dict[str, Any] = record.get("vars", {})
    for name, value in reversed(list(variables.items())):
        machine.variables.restore(name, value)
