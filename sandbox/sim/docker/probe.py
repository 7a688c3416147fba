"""One run of a container's health check, as a process of its own that waits for the check.

Models moby daemon/health.go, cmdProbe.
"""

from sandbox.sim.engine import health
from sandbox.sim.engine.engine import Engine
from sandbox.sim.runtime.executables import ExecError
from sandbox.sim.runtime.process import Exit, Process, Step, Wait
from sandbox.sim.runtime.streams import Stream
from sandbox.sim.runtime.system import System


def start(engine: Engine, process: Process, system: System) -> Step:
    """Start the check inside the container."""
    container = engine.containers.containers.get(process.state["probe"])
    if container is None or container.status != "running":
        return Exit(0)
    streams = engine.machine.streams
    process.state["log"], process.state["begun"] = streams.make_log(), engine.machine.clock.now
    output = streams.open(Stream("log", readable=False, target="stdout", pipe=process.state["log"]))
    settings = health.process_settings(engine, container)
    empty = streams.open(Stream("device", target="null"))
    try:
        system.spawn(health.argv_of(container), {0: empty, 1: output, 2: output}, **settings)
    except ExecError as error:
        return _record(engine, process, 1, f"OCI runtime exec failed: exec: {error.name}: not found")
    timeout = health.setting(container, "Timeout", health.TIMEOUT)
    process.state["until"] = engine.machine.clock.now + timeout
    return Wait(child=True, until=process.state["until"])


def resume(engine: Engine, process: Process, system: System) -> Step:
    """Take the check's result, or end it when it takes too long."""
    child = system.reap()
    if child is not None:
        log = engine.machine.streams.logs[process.state["log"]]
        return _record(engine, process, child.status or 0, "".join(entry[2] for entry in log.entries))
    if engine.machine.clock.now < process.state["until"]:
        return Wait(child=True, until=process.state["until"])
    for pid in list(process.children):
        engine.machine.table.signal(pid, "KILL")
    seconds = (process.state["until"] - process.state["begun"]) / 10**9
    return _record(engine, process, -1, f"Health check exceeded timeout ({seconds:g}s)")


def _record(engine: Engine, process: Process, code: int, output: str) -> Step:
    engine.machine.streams.logs.pop(process.state["log"], None)
    container = engine.containers.containers.get(process.state["probe"])
    if container is not None and container.ticket == process.state["ticket"]:
        health.record(engine, container, begun=process.state["begun"], code=code, output=output)
    return Exit(0)
