"""The standard streams of a Pod's container: its log, and what ``stdin`` and ``tty`` ask for.

Models k8s.io/kubernetes/pkg/kubelet/kuberuntime and the CRI's attach. Not modelled: window sizes.
"""

from typing import Any

from sandbox.sim.cluster.kubelet.records import ContainerRecord
from sandbox.sim.runtime.machine import Machine
from sandbox.sim.runtime.streams import Stream


def open_streams(machine: Machine, found: ContainerRecord, container: dict[str, Any]) -> dict[int, int]:
    """Return the first three file descriptors of a container that starts; ``found.stdin`` leads into the first."""
    streams = machine.streams
    close_stdin(machine, found)
    log = streams.make_log()
    found.logs = [*found.logs[-1:], log]
    if container.get("tty"):
        slave, master = streams.make_terminal(log)
        streams.refer(master)
        found.stdin = master
        return {0: slave, 1: slave, 2: slave}
    out, err = (streams.open(Stream("log", readable=False, target=name, pipe=log)) for name in ("stdout", "stderr"))
    if not container.get("stdin"):
        return {0: streams.open(Stream("device", target="null")), 1: out, 2: err}
    reading, writing = streams.make_pipe(unlimited=True)
    streams.refer(writing)
    found.stdin = writing
    return {0: reading, 1: out, 2: err}


def close_stdin(machine: Machine, found: ContainerRecord) -> None:
    """Let go of a container's standard input, so that it sees its end."""
    if not found.stdin:
        return
    number, found.stdin = found.stdin, 0
    stream = machine.streams.streams[number]
    machine.streams.release(number)
    if stream.kind == "pipe":
        machine.table.wake_readers(stream.pipe)
