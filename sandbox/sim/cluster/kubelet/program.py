"""The kubelet's little process: runs one command in a container and reports how it ended.

Models ExecSync of the container runtime interface. Not modelled: timeouts that leave the command running.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.runtime.executables import ExecError
from sandbox.sim.runtime.process import Exit, Process, Step, Wait
from sandbox.sim.runtime.streams import Stream
from sandbox.sim.runtime.system import System

if TYPE_CHECKING:
    from sandbox.sim.cluster.kubelet.kubelet import Kubelet

Object = dict[str, Any]
_OUTPUT_LIMIT = 10 * 1024


class KubeletProgram:
    """The program ``kubelet``: its process's state says for whom and what it runs."""

    def __init__(self, kubelet: "Callable[[], Kubelet]") -> None:
        self._kubelet = kubelet

    def start(self, process: Process, system: System) -> Step:
        """Start the command, or sleep where the hook only asks for that."""
        state, kubelet = process.state, self._kubelet()
        if state.get("until") is not None:
            return Wait(until=state["until"])
        both = kubelet.find(state["uid"], state["container"])
        if both is None or both[1].state != "running":
            return Exit(1)
        reading, writing = kubelet.machine.streams.make_pipe(unlimited=True)
        system.set_fd(3, reading)
        fds = {0: kubelet.machine.streams.open(Stream("device", target="null")), 1: writing, 2: writing}
        record, found = both
        settings = kubelet.access.process_settings(record, found)
        try:
            child = system.spawn(list(state["argv"]), fds, **settings)
        except ExecError as error:
            kubelet.prober.finished(state, 1, "", error)
            return Exit(1)
        state["pid"], state["deadline"] = child.pid, kubelet.client.now + self._timeout(kubelet, state)
        return Wait(child=True, until=state["deadline"])

    @staticmethod
    def _timeout(kubelet: "Kubelet", state: Object) -> int:
        both = kubelet.find(state["uid"], state["container"])
        pod = kubelet.client.get("/pods", both[0].namespace, both[0].name) if both else None
        for container in ((pod or {}).get("spec") or {}).get("containers", ()):
            if container["name"] == state["container"] and state["purpose"] in container:
                return int(container[state["purpose"]].get("timeoutSeconds", 1)) * SECOND
        return 3600 * SECOND

    def resume(self, process: Process, system: System) -> Step:
        """Report when the command has ended or its time is over."""
        state, kubelet = process.state, self._kubelet()
        if state.get("until") is not None:
            kubelet.prober.finished(state, 0, "")
            return Exit(0)
        child = system.table.reap(process)
        if child is None and kubelet.client.now < state["deadline"]:
            return Wait(child=True, until=state["deadline"])
        if child is None:
            kubelet.prober.finished(state, 1, f'command timed out: "{" ".join(state["argv"])}" timed out')
            system.table.signal(state["pid"], "KILL")
            return Exit(1)
        output = system.read(3, _OUTPUT_LIMIT) if system.can_read(3) else b""
        kubelet.prober.finished(state, child.status or 0, output.decode(errors="replace"))
        return Exit(0)

    def signalled(self, process: Process, system: System, signal: str) -> Step | None:
        """Pass over signals: nobody sends any."""
        del process, system, signal
        return None
