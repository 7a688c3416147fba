"""One run of kubectl: its command line, its streams, its cluster.

Models the Factory and IOStreams that kubectl hands to each command.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sandbox.sim.cli.flags import Flags
from sandbox.sim.cli.go_values import quote
from sandbox.sim.cluster.apiserver.tokens import authenticate
from sandbox.sim.kernel.files import FileView
from sandbox.sim.kubectl.client import Client, impersonate
from sandbox.sim.kubectl.commands import Command
from sandbox.sim.kubectl.errors import KubectlError
from sandbox.sim.kubectl.kubeconfig import DEFAULT_PATH, Kubeconfig, refused
from sandbox.sim.runtime.process import Process, Wait
from sandbox.sim.runtime.system import System


@dataclass
class Invocation:
    """What a verb works with. ``state`` is JSON-able and lives on between the steps of a verb that waits."""

    command: Command
    flags: Flags
    process: Process
    system: System
    cluster: Any
    """The World's cluster: ``api`` (ApiServer) and ``kubelet`` (logs, exec, …)."""
    state: dict[str, Any] = field(default_factory=dict)
    warned: int = 0

    @property
    def args(self) -> list[str]:
        """The words that are no flags."""
        return self.flags.args

    @property
    def now(self) -> int:
        """The World's clock, in nanoseconds."""
        return self.system.table.clock.now

    @property
    def files(self) -> FileView:
        """Files as the user sees them."""
        return self.system.files

    @property
    def env(self) -> dict[str, str]:
        """The environment."""
        return self.process.env

    def out(self, text: str | bytes) -> None:
        """Print on standard output, as it is."""
        if text:
            self.system.write(1, text)

    def err(self, text: str) -> None:
        """Print on standard error, as it is."""
        if text:
            self.system.write(2, text)

    def warn(self, text: str) -> None:
        """Print a server's warning."""
        self.warned += 1
        self.err(f"Warning: {text}\n")

    def stdin_wait(self) -> Wait | None:
        """Gather standard input into ``state``; None once it is complete."""
        while self.system.can_read(0):
            data = self.system.read(0)
            if not data:
                self.state["stdin_done"] = True
                return None
            self.state["stdin"] = self.state.get("stdin", "") + data.decode(errors="surrogateescape")
        return Wait(readable=(0,))

    def poll(self, seconds: float = 1.0, *, deadline: int | None = None) -> Wait:
        """Return a wait for the cluster to change, a second at most, never past the deadline."""
        until = self.now + int(seconds * 10**9)
        return Wait(until=until if deadline is None else min(until, deadline), topics=("api",), finite=True)

    @cached_property
    def config_path(self) -> str:
        """Where the kubeconfig is."""
        return str(self.flags["kubeconfig"] or self.env.get("KUBECONFIG", "").split(":")[0] or DEFAULT_PATH)

    @cached_property
    def config(self) -> Kubeconfig:
        """The kubeconfig."""
        path = str(self.flags["kubeconfig"])
        if path and not self.files.exists(path):
            raise KubectlError(f"stat {path}: no such file or directory")
        return Kubeconfig.load(self.files, self.config_path)

    @cached_property
    def context(self) -> dict[str, Any]:
        """The context in force."""
        return self.config.context(str(self.flags["context"]) or self.config.current)

    @cached_property
    def namespace(self) -> str:
        """The namespace in force."""
        return str(self.flags["namespace"] or self.context.get("namespace") or "default")

    @property
    def explicit_namespace(self) -> bool:
        """Say whether the namespace was named on the command line."""
        return bool(self.flags["namespace"])

    @cached_property
    def client(self) -> Client:
        """The API server as this user reaches it."""
        context = self.context
        cluster = self.config.entry("clusters", str(self.flags["cluster"] or context.get("cluster", "")))
        if cluster is None:
            raise refused()
        named = self.flags["user"]
        given = named if isinstance(named, str) else ""  # Generators of bindings have a --user of their own, a list.
        user = self.config.entry("users", given or str(context.get("user", "")))
        if given and user is None:
            raise KubectlError(f"auth info {quote(given)} does not exist")
        user = user or {}
        token = str(self.flags["token"] or user.get("token", ""))
        asking = authenticate(self.cluster.api.core, token)
        who = impersonate(asking, str(self.flags["as"]), tuple(self.flags["as-group"]))
        return Client(self.cluster.api, who, self.warn)
