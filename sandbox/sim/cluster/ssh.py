"""ssh from the learner's host to a node.

Models OpenSSH 9.2 with keys that let root in everywhere: a shell, or one command, on the node's disk and network.
Not modelled: other users' logins, port forwarding, agents, files of known hosts, what runs on a node beside its Pods.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from sandbox.sim.cluster.kubelet.addresses import node_space
from sandbox.sim.kernel.files import ROOT_USER
from sandbox.sim.runtime.executables import DEFAULT_PATH
from sandbox.sim.runtime.namespaces import HOST, Namespaces
from sandbox.sim.runtime.process import Exit, Process, Step, Wait
from sandbox.sim.runtime.system import System
from sandbox.sim.runtime.terminals import lead, terminal_of

if TYPE_CHECKING:
    from sandbox.sim.cluster.cluster import Cluster

_WITH_VALUE = "-o -p -i -l -F -E -c -m -b -e -B"
_PLAIN = ("-t", "-tt", "-T", "-q", "-n", "-4", "-x", "-a", "-C")
_USAGE = (
    "usage: ssh [-46AaCfGgKkMNnqsTtVvXxYy] [-l login_name] [-o option] [-p port]\n"
    "           destination [command [argument ...]]\n"
)
_FAILED = 255
_SSH_PORT = "22"
ENVIRONMENT = {
    "HOME": "/root",
    "PATH": DEFAULT_PATH,
    "USER": "root",
    "LOGNAME": "root",
    "SHELL": "/bin/bash",
    "TERM": "xterm",
}


class SshProgram:
    """The executable ``ssh``. ``cluster`` returns the World's cluster, which may be built only now."""

    def __init__(self, cluster: "Callable[[], Cluster]") -> None:
        self._cluster = cluster

    def start(self, process: Process, system: System) -> Step:
        """Log in and start the shell or the command."""
        options: dict[str, str] = {}
        words = list(process.argv[1:])
        while words and words[0].startswith("-") and words[0] != "--":
            word = words.pop(0)
            if word in _WITH_VALUE.split() and words:
                options[word] = words.pop(0)
            elif word not in _PLAIN:
                return _fail(system, f"not modelled in this sandbox: ssh {word}\n", 1)
        if not words:
            return _fail(system, _USAGE)
        user, _, host = words[0].rpartition("@")
        user = user or options.get("-l", "root")
        node = self._node(host)
        if node is None:
            return _fail(system, self._unknown(system, process, host))
        if options.get("-p", _SSH_PORT) != _SSH_PORT:
            return _fail(system, f"ssh: connect to host {host} port {options['-p']}: Connection refused\n")
        if user != "root":
            return _fail(system, f"{user}@{host}: Permission denied (publickey).\n")
        return self._log_in(process, system, node, words[1:])

    def _node(self, host: str) -> str | None:
        for node in self._cluster().api.storage.scan("/nodes"):
            rows = (node.get("status") or {}).get("addresses") or ()
            if host in (node["metadata"]["name"], *(row["address"] for row in rows)):
                return str(node["metadata"]["name"])
        return None

    @staticmethod
    def _unknown(system: System, process: Process, host: str) -> str:
        network = system.table.network
        space = system.table.namespaces[process.namespaces].network
        if network is not None and network.resolve(space, host):
            return f"ssh: connect to host {host} port 22: Connection refused\n"
        return f"ssh: Could not resolve hostname {host}: Name or service not known\n"

    def _log_in(self, process: Process, system: System, node: str, command: list[str]) -> Step:
        spaces = self._spaces(system, node)
        argv = ["bash", "-c", " ".join(command)] if command else ["bash"]
        child = system.spawn(argv, namespaces=spaces, env=ENVIRONMENT, cwd="/root", user=ROOT_USER)
        lead(system.table, child)
        process.state = {"node": node, "shell": not command}
        process.handled = ["INT", "HUP"]
        return Wait(child=True)

    def _spaces(self, system: System, node: str) -> str:
        """Return the namespaces of a node, with a first process that outlives every login."""
        name = node_space(node)
        if name != HOST and name not in system.table.namespaces:
            disk = self._cluster().kubelets.disks.disk_of(node)
            system.table.add_namespaces(Namespaces(name, node, disk, network=name))
            system.table.spawn(["/sbin/init"], namespaces=name, env={}, fds={}, program="pause")
        return name

    def resume(self, process: Process, system: System) -> Step:
        """Wait for the end of the shell or command, and end as it did."""
        child = system.reap()
        if child is None:
            return Wait(child=True)
        terminal = terminal_of(system.table, process)
        if terminal is not None:
            terminal.reset()
            terminal.foreground = process.group
            if process.state["shell"]:
                system.write(2, f"Connection to {process.state['node']} closed.\n")
        return Exit(child.status or 0)

    def signalled(self, process: Process, system: System, signal: str) -> Step | None:
        """Pass a signal on: what is typed is meant for the other side."""
        for pid in process.children:
            child = system.table.processes.get(pid)
            if child is not None and child.status is None:
                system.table.signal(pid, signal)
        return None


def _fail(system: System, text: str, code: int = _FAILED) -> Exit:
    system.write(2, text)
    return Exit(code)
