"""The process table: who runs, who waits for what, who ended.

Models the Linux scheduler as a queue of steps on the virtual clock. Not modelled: priorities, preemption inside a step.
"""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sandbox.sim.kernel.clock import Clock
from sandbox.sim.kernel.errors import BudgetExceeded, KernelError
from sandbox.sim.kernel.events import EventQueue
from sandbox.sim.kernel.files import Credentials, FileView
from sandbox.sim.kernel.mounts import MountTable
from sandbox.sim.kernel.rng import Rng
from sandbox.sim.runtime import executables, signals
from sandbox.sim.runtime.disks import Disks
from sandbox.sim.runtime.namespaces import HOST, Namespaces
from sandbox.sim.runtime.pacing import wait_before_start
from sandbox.sim.runtime.process import Again, Exec, Exit, Process, Program, Step, Wait
from sandbox.sim.runtime.streams import Streams
from sandbox.sim.runtime.system import BrokenPipe, System
from sandbox.sim.runtime.terminals import reads_from_behind
from sandbox.sim.runtime.waiters import Waiters

if TYPE_CHECKING:
    from sandbox.sim.runtime.network import Network

START_COST = 1_000_000
"""Nanoseconds that starting a process takes, so that a loop that polls makes time pass."""

MAX_PROCESSES = 256
"""Processes that one host or container may have at a time; a fork bomb meets it first."""

EndListener = Callable[[Namespaces, Process], None]
"""Told when the first process of namespaces has ended, and the others with it."""


class ProcessTable:
    """All processes of a World, on all its hosts and in all its containers."""

    def __init__(self, clock: Clock, events: EventQueue, rng: Rng, disks: Disks, streams: Streams) -> None:
        self.clock = clock
        self.events = events
        self.rng = rng
        self.disks = disks
        self.streams = streams
        self.programs: Mapping[str, Program] = {}
        self.network: Network | None = None
        """Set by the network itself, which stands on the table."""
        self.processes: dict[int, Process] = {}
        self.namespaces: dict[str, Namespaces] = {}
        self.steps = 0
        """Steps taken since the World was built or restored; the World compares it with its budget."""
        self._runnable: deque[int] = deque()
        self.waiters = Waiters()
        self._mounts: dict[str, MountTable] = {}
        self._listeners: dict[str, EndListener] = {}
        self._next_pid = 1
        events.register("process", self._timer)

    # Namespaces

    def add_namespaces(self, spaces: Namespaces) -> None:
        """Make namespaces known, before their first process starts."""
        self.namespaces[spaces.name] = spaces

    def remove_namespaces(self, name: str) -> None:
        """Forget namespaces whose processes have ended."""
        del self.namespaces[name]
        self._mounts.pop(name, None)

    def remount(self, name: str) -> None:
        """Note that the mounts of namespaces were changed."""
        self._mounts.pop(name, None)

    def mounts(self, name: str) -> MountTable:
        """Return the mounts of namespaces."""
        if name not in self._mounts:
            self._mounts[name] = self.namespaces[name].table(self.disks)
        return self._mounts[name]

    def on_end(self, owner: str, listener: EndListener) -> None:
        """Name who is told of the end of namespaces with that ``owner``."""
        self._listeners[owner] = listener

    def files(self, name: str, user: Credentials, cwd: str = "/", umask: int = 0o022) -> FileView:
        """Return the files as a user sees them inside namespaces."""
        return FileView(self.mounts(name), self.clock, user=user, cwd=cwd, umask=umask)

    # Life

    def spawn(
        self,
        argv: list[str],
        *,
        namespaces: str,
        env: dict[str, str],
        fds: dict[int, int],
        cwd: str = "/",
        user: Credentials | None = None,
        parent: int = 0,
        umask: int = 0o022,
        program: str = "",
        state: dict[str, Any] | None = None,
    ) -> Process:
        """Start a process; it takes its first step when its turn comes.

        ``program`` names the program outright (a shell forks itself); else ``argv[0]`` is looked up as execvp(3) does.
        Raises executables.ExecError when there is nothing to run.
        """
        who = user or Credentials()
        if not program:
            found = executables.resolve(
                argv, env.get("PATH", executables.DEFAULT_PATH), self.files(namespaces, who, cwd, umask)
            )
            program, argv = found.program, found.argv
        spaces = self.namespaces[namespaces]
        self._check_room(namespaces)
        process = Process(
            self._next_pid, spaces.next_pid, parent, namespaces, program, argv, dict(env), cwd, who.uid, who.gid,
            list(who.groups), self.clock.now, umask, dict(fds), state or {},
        )  # fmt: skip
        self._next_pid += 1
        spaces.next_pid += 1
        spaces.init = spaces.init or process.pid
        for stream in process.fds.values():
            self.streams.refer(stream)
        elder = self.processes.get(parent)
        process.group = elder.group if elder is not None and elder.namespaces == namespaces else process.pid
        self.processes[process.pid] = process
        if parent in self.processes:
            self.processes[parent].children.append(process.pid)
        self._runnable.append(process.pid)
        return process

    def _check_room(self, namespaces: str) -> None:
        """Raise BudgetExceeded where one container or host has as many processes as it may."""
        if len(self.processes) < MAX_PROCESSES:
            return
        if sum(process.namespaces == namespaces for process in self.processes.values()) >= MAX_PROCESSES:
            raise BudgetExceeded("processes", MAX_PROCESSES)

    def run_one(self) -> bool:
        """Let the next runnable process take a step; return False when none is runnable."""
        while self._runnable:
            process = self.processes.get(self._runnable.popleft())
            if process is None or process.status is not None or process.wait is not None or process.stopped:
                continue
            self.steps += 1
            self._apply(process, self._step(process))
            return True
        return False

    def _step(self, process: Process) -> Step:
        try:
            return self._call(process, System(self, process))
        except BudgetExceeded:
            if process.namespaces == HOST:
                raise
            # A container that takes too much is ended as the kernel ends it; the learner's World goes on.
            process.state = {"oom": True}
            self.end(process, 128 + signals.NUMBERS["KILL"], "KILL")
        except BrokenPipe:
            if "PIPE" in process.ignored or not self._takes_default(process, "PIPE"):
                return Exit(1)
            self.signal(process.pid, "PIPE")
        return Again()

    def _call(self, process: Process, system: System) -> Step:
        program = self.programs.get(process.program)
        if program is None:
            system.write(2, f"not modelled in this sandbox: {process.program}\n")
            return Exit(1)
        if process.pending:
            return program.signalled(process, system, process.pending.pop(0)) or Again()
        if process.begun:
            return program.resume(process, system)
        if pause := wait_before_start(self, process):
            return pause
        process.begun = True
        self.clock.now += START_COST
        return program.start(process, system)

    def _apply(self, process: Process, step: Step) -> None:
        if process.status is not None:
            return
        if isinstance(step, Exit):
            self.end(process, step.code & 0xFF)
        elif isinstance(step, Exec):
            self._exec(process, list(step.argv))
        elif isinstance(step, Wait):
            self._sleep(process, step)
        else:
            self._continue(process)

    def _exec(self, process: Process, argv: list[str]) -> None:
        user = Credentials(process.uid, process.gid, tuple(process.groups))
        files = self.files(process.namespaces, user, process.cwd, process.umask)
        found = executables.resolve(argv, process.env.get("PATH", executables.DEFAULT_PATH), files)
        process.program, process.argv = found.program, found.argv
        process.state, process.begun, process.handled = {}, False, []
        self._runnable.append(process.pid)

    def _continue(self, process: Process) -> None:
        """Put a process back into the queue, behind a full pipe if it has written more than one holds."""
        full = self.streams.first_full(process.fds.values())
        if full is None:
            self._runnable.append(process.pid)
        else:
            self.waiters.block(process.pid, full)

    # Waiting and waking

    def _sleep(self, process: Process, wait: Wait) -> None:
        process.ticket += 1
        process.wait = {
            "readable": [process.fds[fd] for fd in wait.readable if fd in process.fds],
            "until": wait.until,
            "child": wait.child,
            "topics": list(wait.topics),
            "following": wait.following,
            "finite": wait.finite,
        }
        if 0 in wait.readable and reads_from_behind(self, process):
            self.signal(process.pid, "TTIN")
        if self._already(process, wait):
            self.wake(process.pid)
            return
        self.waiters.add(process, [self.streams.streams[number].pipe for number in process.wait["readable"]])
        if wait.until is not None:
            self.events.schedule(wait.until, "process", {"pid": process.pid, "ticket": process.ticket})

    def _already(self, process: Process, wait: Wait) -> bool:
        if process.pending or (wait.until is not None and wait.until <= self.clock.now):
            return True
        if wait.child and any(self.processes[pid].status is not None for pid in process.children):
            return True
        return any(self.streams.can_read(process.fds[fd]) for fd in wait.readable if fd in process.fds)

    def wake(self, pid: int) -> None:
        """Let a waiting process look again."""
        process = self.processes.get(pid)
        if process is not None and process.wait is not None:
            process.wait = None
            self.waiters.forget(pid)
            self._runnable.append(pid)

    def wake_readers(self, pipe: int) -> None:
        """Wake who waits for a pipe to have data or end."""
        for pid in self.waiters.take_readers(pipe):
            self.wake(pid)

    def wake_writers(self, pipe: int) -> None:
        """Let go on who wrote more than a pipe holds, now that it was read."""
        self._runnable.extend(self.waiters.take_writers(pipe))

    def announce(self, topic: str) -> None:
        """Wake who waits for a topic."""
        for pid in self.waiters.take_topic(topic):
            self.wake(pid)

    def _timer(self, payload: dict[str, Any]) -> None:
        process = self.processes.get(payload["pid"])
        if process is not None and process.ticket == payload["ticket"]:
            self.wake(process.pid)

    # Signals and ends

    def signal(self, pid: int, name: str) -> None:
        """Send a signal. Raises KernelError ESRCH. The first process of a container ignores what it doesn't handle."""
        process = self.processes.get(pid)
        if process is None or process.status is not None:
            raise KernelError("ESRCH")
        if name == "CONT" or name in signals.STOPPING:
            if name in ("CONT", "STOP") or self._takes_default(process, name):
                self._stop_or_continue(process, stop=name != "CONT")
        elif name == "KILL":
            self.end(process, 128 + 9, "KILL")
        elif name in process.handled:
            process.pending.append(name)
            self.wake(pid)
        elif self._takes_default(process, name):
            self.end(process, 128 + signals.NUMBERS[name], name)

    def _takes_default(self, process: Process, name: str) -> bool:
        if name in process.ignored or name in signals.HARMLESS:
            return False
        return self.namespaces[process.namespaces].init != process.pid

    def _stop_or_continue(self, process: Process, *, stop: bool) -> None:
        was, process.stopped = process.stopped, stop
        if stop and process.parent in self.waiters.parents:
            self.wake(process.parent)
        if was and not stop and process.wait is None:
            self._runnable.append(process.pid)

    def end(self, process: Process, status: int, signal: str = "") -> None:
        """End a process: its files close, its children go to the first process, its parent is told."""
        if process.status is not None:
            return
        process.status, process.signal, process.wait = status, signal, None
        process.ticket += 1
        self.waiters.forget(process.pid)
        for fd in list(process.fds):
            self.close(process, fd)
        spaces = self.namespaces[process.namespaces]
        if spaces.init == process.pid:
            self._end_namespaces(spaces, process)
        else:
            self._hand_over_children(process, spaces.init)
            self._tell_parent(process)

    def _hand_over_children(self, process: Process, init: int) -> None:
        guardian = self.processes.get(init)
        for pid in process.children:
            child = self.processes.get(pid)
            if child is None:
                continue
            if child.status is not None or guardian is None or guardian.namespaces != child.namespaces:
                self._orphan(child)
            else:
                child.parent = init
                guardian.children.append(pid)
        process.children = []

    def _orphan(self, child: Process) -> None:
        child.parent = 0
        if child.status is not None:
            del self.processes[child.pid]

    def _tell_parent(self, process: Process) -> None:
        parent = self.processes.get(process.parent)
        if parent is None or parent.status is not None:
            del self.processes[process.pid]
        elif parent.pid in self.waiters.parents:
            self.wake(parent.pid)

    def _end_namespaces(self, spaces: Namespaces, first: Process) -> None:
        inside = [process for process in self.processes.values() if process.namespaces == spaces.name]
        for process in inside:
            if process is not first:
                process.parent = 0 if process.parent == first.pid else process.parent
                self.end(process, 128 + 9, "KILL")
        first.children = []
        spaces.init = 0
        spaces.next_pid = 1
        self._tell_parent(first)
        self.announce(f"namespaces/{spaces.name}")
        listener = self._listeners.get(spaces.owner)
        if listener is not None:
            listener(spaces, first)

    def set_fd(self, process: Process, fd: int, stream: int) -> None:
        """Let a file descriptor lead to a stream, closing what it led to before."""
        self.streams.refer(stream)
        if fd in process.fds:
            self.close(process, fd)
        process.fds[fd] = stream

    def close(self, process: Process, fd: int) -> None:
        """Close a file descriptor and wake whom that concerns."""
        number = process.fds.pop(fd)
        stream = replace(self.streams.streams[number])
        if self.streams.release(number) and stream.kind == "file":
            self.disks[stream.disk].release(stream.inode)
        if stream.kind == "pipe":
            self.wake_readers(stream.pipe)
            self.wake_writers(stream.pipe)

    def reap(self, process: Process) -> Process | None:
        """Take one child that has ended out of the table and return it, or None when all still run."""
        for pid in process.children:
            child = self.processes[pid]
            if child.status is not None:
                process.children.remove(pid)
                del self.processes[pid]
                return child
        return None

    # Snapshots

    def dump(self) -> dict[str, Any]:
        """Return all processes and who waits for what as JSON-able data."""
        return {
            "next": self._next_pid,
            "namespaces": [spaces.dump() for spaces in self.namespaces.values()],
            "processes": [process.dump() for process in self.processes.values()],
            "runnable": list(self._runnable),
            "waiters": self.waiters.dump(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Take over the processes that ``dump()`` described; programs and listeners stay as they are wired."""
        self._next_pid = state["next"]
        self.namespaces = {row[0]: Namespaces(*row) for row in state["namespaces"]}
        self.processes = {row[0]: Process.load(row) for row in state["processes"]}
        self._runnable = deque(state["runnable"])
        self.waiters = Waiters.load(state["waiters"])
