"""The system calls of one process: what a program may do.

Models the part of the Linux system call interface that the simulated programs need. Not modelled: sockets.
"""

import re
from typing import TYPE_CHECKING, Any

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.kernel.files import Credentials, FileView
from sandbox.sim.runtime import terminals
from sandbox.sim.runtime.logs import write_log
from sandbox.sim.runtime.process import Process
from sandbox.sim.runtime.streams import Stream

if TYPE_CHECKING:
    from sandbox.sim.runtime.table import ProcessTable


OPEN_FD = re.compile(r"/(?:dev|proc/self)/fd/(\d{1,4})")
"""A path that leads to what a descriptor leads to already."""


class BrokenPipe(Exception):  # noqa: N818  (SIGPIPE, which the table turns into the process's end)
    """The process wrote to a pipe that nobody reads."""


class System:
    """Calls on behalf of one process."""

    __slots__ = ("process", "table")

    def __init__(self, table: "ProcessTable", process: Process) -> None:
        self.table = table
        self.process = process

    # Files

    @property
    def user(self) -> Credentials:
        """Who the process is."""
        return Credentials(self.process.uid, self.process.gid, tuple(self.process.groups))

    @property
    def files(self) -> FileView:
        """Files as the process sees them."""
        process = self.process
        return self.table.files(process.namespaces, self.user, process.cwd, process.umask)

    def open(self, path: str, *, write: bool = False, append: bool = False, create: bool = False) -> int:
        """Open a file and return the number of its stream, to be put into ``fds`` or given to a child.

        ``write`` without ``append`` truncates. Raises KernelError.
        """
        found = OPEN_FD.fullmatch(path)
        if found and int(found.group(1)) in self.process.fds:
            return self.process.fds[int(found.group(1))]
        files = self.files
        if write and not create and not files.exists(path):
            raise KernelError("ENOENT", path)
        place = files.create(path) if write else files.mounts.resolve(path, files.cwd)
        if not write:
            files.read(path) if place.inode.kind == "file" else None
        if place.inode.kind == "dir":
            raise KernelError("EISDIR", path)
        if place.inode.kind == "device":
            return self._device(place.inode.target)
        if write and not append:
            place.mount.system.write_data(place.number, b"", self.table.clock.now)
        place.mount.system.hold(place.number)
        stream = Stream(
            "file", readable=not write, writable=write, disk=place.mount.disk, inode=place.number, append=append
        )
        return self.table.streams.open(stream)

    def _device(self, target: str) -> int:
        duplicates = {"stdin": 0, "stdout": 1, "stderr": 2}
        if target in duplicates and duplicates[target] in self.process.fds:
            return self.process.fds[duplicates[target]]
        if target == "tty":
            return terminals.controlling(self.table, self.process)
        return self.table.streams.open(Stream("device", target=target))

    def set_fd(self, fd: int, stream: int) -> None:
        """Let a file descriptor lead to a stream, closing what it led to before."""
        self.table.set_fd(self.process, fd, stream)

    def close(self, fd: int) -> None:
        """Close a file descriptor; one that is not open is no error."""
        if fd in self.process.fds:
            self.table.close(self.process, fd)

    # Reading and writing

    def can_read(self, fd: int = 0) -> bool:
        """Say whether ``read()`` would return at once; a closed descriptor reads as its end."""
        return fd not in self.process.fds or self.table.streams.can_read(self.process.fds[fd])

    def read(self, fd: int = 0, size: int = -1) -> bytes:
        """Return up to ``size`` bytes that are there now (all of them by default); ``b""`` is the end.

        Ask ``can_read()`` first: where nothing is there yet, wait with ``Wait(readable=(fd,))``.
        """
        if fd not in self.process.fds:
            return b""
        stream = self.table.streams.streams[self.process.fds[fd]]
        if not stream.readable:
            raise KernelError("EBADF")
        if stream.kind == "pipe":
            return self._read_pipe(stream, size)
        if stream.kind == "terminal":
            return terminals.read(self.table, stream.pipe, size)
        if stream.kind == "file":
            data = self.table.disks[stream.disk].inode(stream.inode).data[stream.offset :]
            data = data if size < 0 else data[:size]
            stream.offset += len(data)
            return data
        return self._read_device(stream, size)

    def _read_pipe(self, stream: Stream, size: int) -> bytes:
        pipe = self.table.streams.pipes[stream.pipe]
        data, pipe.data = (pipe.data, b"") if size < 0 else (pipe.data[:size], pipe.data[size:])
        self.table.wake_writers(stream.pipe)
        return data

    def _read_device(self, stream: Stream, size: int) -> bytes:
        count = 65536 if size < 0 else size
        if stream.target in ("zero", "full"):
            return bytes(count)
        if stream.target in ("random", "urandom"):
            return self.table.rng.randbytes("urandom", count)
        return b""

    def unread(self, fd: int, data: bytes) -> None:
        """Give back what was read too far, as a shell does that reads its standard input line by line."""
        stream = self.table.streams.streams[self.process.fds[fd]]
        if stream.kind == "pipe":
            pipe = self.table.streams.pipes[stream.pipe]
            pipe.data = data + pipe.data
        elif stream.kind == "file":
            stream.offset -= len(data)
        elif stream.kind == "terminal":
            terminal = self.table.streams.terminals[stream.pipe]
            terminal.rest = data.decode(errors="surrogateescape") + terminal.rest

    def write(self, fd: int, data: bytes | str) -> None:
        """Write all of ``data``. Raises KernelError (EBADF, ENOSPC, EDQUOT) and BrokenPipe."""
        content = data.encode(errors="surrogateescape") if isinstance(data, str) else data
        if fd not in self.process.fds:
            raise KernelError("EBADF")
        stream = self.table.streams.streams[self.process.fds[fd]]
        if not stream.writable:
            raise KernelError("EBADF")
        if stream.kind == "pipe":
            self._write_pipe(stream, content)
        elif stream.kind == "file":
            self._write_file(stream, content)
        elif stream.kind == "log":
            write_log(self.table, stream.pipe, stream.target, content.decode(errors="replace"))
        elif stream.kind == "terminal":
            terminals.write(self.table, stream.pipe, content.decode(errors="replace"))
        elif stream.kind == "master":
            terminals.type_into(self.table, stream.pipe, content.decode(errors="surrogateescape"))
        elif stream.target == "full":
            raise KernelError("ENOSPC")

    def _write_pipe(self, stream: Stream, content: bytes) -> None:
        pipe = self.table.streams.pipes[stream.pipe]
        if not pipe.readers:
            raise BrokenPipe
        pipe.data += content
        self.table.wake_readers(stream.pipe)

    def _write_file(self, stream: Stream, content: bytes) -> None:
        disk = self.table.disks[stream.disk]
        before = disk.inode(stream.inode).data
        start = len(before) if stream.append else stream.offset
        padded = before.ljust(start, b"\0")
        disk.write_data(stream.inode, padded[:start] + content + padded[start + len(content) :], self.table.clock.now)
        stream.offset = start + len(content)

    # Processes

    def spawn(self, argv: list[str], fds: dict[int, int] | None = None, **others: Any) -> Process:
        """Start a child with this process's environment, directory, user and namespaces unless told otherwise."""
        process = self.process
        settings: dict[str, Any] = {
            "namespaces": process.namespaces, "env": process.env, "cwd": process.cwd, "user": self.user,
            "parent": process.pid, "umask": process.umask,
        } | others  # fmt: skip
        return self.table.spawn(argv, fds=dict(process.fds) if fds is None else fds, **settings)

    def reap(self) -> Process | None:
        """Return one child that has ended, taking it out of the table; None when all still run."""
        return self.table.reap(self.process)

    def find(self, inner_pid: int) -> list[int]:
        """Return the World-wide pids of what a pid means here; -1 means all processes but this one and the first."""
        process, table = self.process, self.table
        init = table.namespaces[process.namespaces].init
        return [
            other.pid
            for other in table.processes.values()
            if other.namespaces == process.namespaces
            and other.status is None
            and (other.inner_pid == inner_pid or (inner_pid == -1 and other.pid not in (process.pid, init)))
        ]

    def kill(self, pid: int, signal: str) -> None:
        """Send a signal, or with ``""`` only ask whether one could. Raises KernelError ESRCH, EPERM."""
        other = self.table.processes.get(pid)
        if other is None or other.status is not None:
            raise KernelError("ESRCH")
        if self.process.uid not in (0, other.uid):
            raise KernelError("EPERM")
        if signal and not self._is_shielded(other, signal):
            self.table.signal(pid, signal)

    def _is_shielded(self, other: Process, signal: str) -> bool:
        """Say whether a signal from inside does not reach the first process of its own namespaces, not even KILL."""
        spaces = self.table.namespaces[self.process.namespaces]
        return signal in ("KILL", "STOP") and spaces.owner != "" and spaces.init == other.pid
