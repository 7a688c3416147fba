"""The parts of a World and how they are wired.

Cluster and engine are built when they are first needed: a lab about Docker pays for no cluster. Since each part draws
from random streams of its own, when that happens changes nothing but the moment at which it begins.
"""

from typing import Any

from sandbox.sim.cluster import node_services
from sandbox.sim.cluster.addons.registry import chosen
from sandbox.sim.cluster.cluster import Cluster
from sandbox.sim.cluster.http import appliance
from sandbox.sim.cluster.ssh import SshProgram
from sandbox.sim.docker.program import DockerProgram
from sandbox.sim.engine.engine import Engine
from sandbox.sim.foreground import has_timer, is_open_ended, reach
from sandbox.sim.kernel.clock import Clock
from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.kernel.events import EventQueue
from sandbox.sim.kernel.files import ROOT_USER, FileView
from sandbox.sim.kernel.filesystem import FileSystem
from sandbox.sim.kernel.rng import Rng
from sandbox.sim.kubectl.program import KubectlProgram
from sandbox.sim.runtime import host
from sandbox.sim.runtime.disks import Disks
from sandbox.sim.runtime.fakes.registry import FAKES
from sandbox.sim.runtime.images import catalogue
from sandbox.sim.runtime.machine import Machine
from sandbox.sim.runtime.namespaces import HOST, Namespaces
from sandbox.sim.runtime.network import Network
from sandbox.sim.runtime.process import Process
from sandbox.sim.runtime.streams import Streams
from sandbox.sim.runtime.table import ProcessTable
from sandbox.sim.shell import session
from sandbox.sim.shell.registry import PROGRAMS

HOME_QUOTA = 64 * 1024 * 1024
"""Bytes that a learner may keep on the host's disk."""


class LearnerFiles:
    """The learner's files, with whole directories made as needed; a path that isn't absolute is below /root."""

    def __init__(self, view: FileView) -> None:
        self.view = view

    def write(self, path: str, text: str | bytes) -> None:
        """Write a file, making its directory. Raises KernelError."""
        directory = path.rpartition("/")[0]
        if directory:
            self.view.mkdir(directory, parents=True)
        self.view.write(path, text)

    def read(self, path: str) -> str:
        """Return a file's text. Raises KernelError."""
        return self.view.read_text(path)

    def exists(self, path: str) -> bool:
        """Say whether there is something at the path."""
        return self.view.exists(path)


class Parts:
    """Everything that a World consists of."""

    def __init__(self, machine: Machine, network: Network, nodes: tuple[str, ...], images: tuple[str, ...]) -> None:
        self.addons: tuple[str, ...] = ()
        self.machine = machine
        self.network = network
        self.nodes = nodes
        self.images = images
        self._engine: Engine | None = None
        self._cluster: Cluster | None = None
        self.shell_pid = 0
        self.terminal: dict[str, Any] = {}
        """The learner's terminal, once somebody sits down at it: see ``terminal.py``."""
        machine.table.programs = {
            **FAKES,
            **PROGRAMS,
            "docker": DockerProgram(lambda: self.engine),
            "kubectl": KubectlProgram(lambda: self.cluster),
            "ssh": SshProgram(lambda: self.cluster),
            node_services.PROGRAM: node_services.KubeletService(lambda: self.cluster),
        }

    @classmethod
    def create(
        cls, seed: int, nodes: tuple[str, ...], images: tuple[str, ...], start: int, *, addons: tuple[str, ...] = ()
    ) -> "Parts":
        """Build a host with a shell; engine and cluster come when somebody asks for them."""
        clock, events, rng = Clock(start), EventQueue(), Rng(seed)
        machine = _assemble(clock, events, rng, Disks(_pristine), Streams())
        parts = cls(machine, Network(machine.table), nodes, images)
        parts.addons = tuple(addon.name for addon in chosen(addons))
        machine.disks.create("host", lower="host", quota=HOME_QUOTA, now=start)
        machine.table.add_namespaces(Namespaces(HOST, host.HOSTNAME, "host", network=HOST))
        parts.shell_pid = session.start(machine.table).pid
        return parts

    # What is inside

    @property
    def clock(self) -> Clock:
        """The virtual clock."""
        return self.machine.clock

    @property
    def events(self) -> EventQueue:
        """What will happen."""
        return self.machine.events

    @property
    def table(self) -> ProcessTable:
        """The processes."""
        return self.machine.table

    @property
    def shell(self) -> Process:
        """The learner's shell."""
        return self.table.processes[self.shell_pid]

    @property
    def engine(self) -> Engine:
        """The Docker engine, built on first use."""
        if self._engine is None:
            self._engine = Engine.create(self.machine, self.network, images=self.images)
        return self._engine

    @property
    def cluster(self) -> Cluster:
        """The Kubernetes cluster, built on first use."""
        if self._cluster is None:
            own = (row.name for row in self.machine.published.images.values() if row.preloaded)
            self._cluster = Cluster.create(
                self.machine, self.network, nodes=self.nodes, images=(*self.images, *own), addons=self.addons
            )
            appliance.connect(self._cluster)
        return self._cluster

    @property
    def files(self) -> LearnerFiles:
        """The learner's files."""
        return LearnerFiles(self.table.files(HOST, ROOT_USER, cwd="/root"))

    def is_complete(self) -> bool:
        """Say whether terminal, engine and cluster have been built."""
        return bool(self.terminal) and self._engine is not None and self._cluster is not None

    def build_all(self) -> tuple[Engine, Cluster]:
        """Return engine and cluster, built now where nobody has asked for them yet."""
        return self.engine, self.cluster

    def versions(self) -> tuple[int, int]:
        """Return numbers that change whenever cluster or engine do."""
        return (
            self._cluster.version if self._cluster is not None else 0,
            self._engine.version if self._engine is not None else 0,
        )

    def is_following(self) -> bool:
        """Say whether what the learner waits for would go on for ever with nothing to do: a follower, a server."""
        pids = (self.shell.state["hold"] or {}).get("pids", ())
        front = reach(self.table, (self.table.processes[pid] for pid in pids if pid in self.table.processes))
        return is_open_ended(self.table, front) and not has_timer(front)

    # What commands print

    def capture(self) -> tuple[int, int]:
        """Lead the shell's output into two new pipes and return their numbers, for ``size()`` and ``collect()``."""
        streams, shell = self.machine.streams, self.shell
        numbers = []
        for fd in (1, 2):
            reading, writing = streams.make_pipe(unlimited=True)
            streams.refer(reading)
            self.table.set_fd(shell, fd, writing)
            numbers.append(reading)
        return numbers[0], numbers[1]

    def size(self, reading: int) -> int:
        """Return how many bytes have been printed."""
        streams = self.machine.streams
        return len(streams.pipes[streams.streams[reading].pipe].data)

    def collect(self, reading: int) -> str:
        """Return what was printed and close the pipe: what a background job prints later is lost."""
        streams = self.machine.streams
        pipe = streams.streams[reading].pipe
        data = streams.pipes[pipe].data
        streams.release(reading)
        return data.decode(errors="replace")

    # Snapshots

    def dump(self) -> dict[str, Any]:
        """Return everything as JSON-able data."""
        machine = self.machine
        return {
            "clock": machine.clock.now,
            "rng": machine.rng.dump(),
            "disks": machine.disks.dump(),
            "streams": machine.streams.dump(),
            "network": self.network.dump(),
            "nodes": list(self.nodes),
            "images": list(self.images),
            "addons": list(self.addons),
            "shell": self.shell_pid,
            "terminal": self.terminal,
            "published": machine.published.dump(),
            "engine": None if self._engine is None else self._engine.dump(),
            "cluster": None if self._cluster is None else self._cluster.dump(),
            "processes": machine.table.dump(),
            "events": machine.events.dump(),
        }

    @classmethod
    def load(cls, state: dict[str, Any]) -> "Parts":
        """Return the parts that ``dump()`` described."""
        disks = Disks.load(state["disks"], _pristine)
        streams = Streams.load(state["streams"])
        machine = _assemble(Clock(state["clock"]), EventQueue(), Rng.load(state["rng"]), disks, streams)
        machine.published.restore(state.get("published") or [])
        parts = cls(machine, Network(machine.table), tuple(state["nodes"]), tuple(state["images"]))
        parts.addons = tuple(state.get("addons", ()))
        parts.network.restore(state["network"])
        parts.shell_pid = state["shell"]
        parts.terminal = state.get("terminal") or {}
        if state["engine"] is not None:
            parts._engine = Engine.load(state["engine"], machine, parts.network)
        if state["cluster"] is not None:
            parts._cluster = Cluster.load(state["cluster"], machine, parts.network)
            appliance.connect(parts._cluster)
        machine.table.restore(state["processes"])
        machine.events.restore(state["events"])
        return parts


def _assemble(clock: Clock, events: EventQueue, rng: Rng, disks: Disks, streams: Streams) -> Machine:
    return Machine(clock, events, rng, disks, streams, ProcessTable(clock, events, rng, disks, streams))


def _pristine(name: str) -> FileSystem:
    if name == "host":
        return host.pristine()
    if name.startswith("image/"):
        return catalogue.pristine(name)
    raise KernelError("ENOENT", name)
