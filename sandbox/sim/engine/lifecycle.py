"""Containers start, stop, pause and end.

Models moby daemon/{start,stop,kill,pause,monitor}.go and restartmanager. Not modelled: checkpoints.
"""

from typing import TYPE_CHECKING, Any

from sandbox.sim.engine import connect, health, layers, memory, mounts, ports, private
from sandbox.sim.engine.container import Container
from sandbox.sim.engine.create import shares_network
from sandbox.sim.engine.environment import environment
from sandbox.sim.engine.errors import Conflict, EngineError
from sandbox.sim.engine.users import look_up
from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.kernel.files import ROOT_USER
from sandbox.sim.runtime.executables import ExecError
from sandbox.sim.runtime.namespaces import HOST, Namespaces
from sandbox.sim.runtime.process import Process
from sandbox.sim.runtime.signals import NUMBERS, parse_signal
from sandbox.sim.runtime.streams import Stream
from sandbox.sim.runtime.terminals import lead

if TYPE_CHECKING:
    from sandbox.sim.engine.engine import Engine

RUNC = "failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: "
FIRST_DELAY = SECOND // 10
LONGEST_DELAY = 60 * SECOND
STEADY = 10 * SECOND
"""A container that ran this long begins its next series of restarts without delay."""
REMOVAL_DELAY = SECOND // 50
KILLED = 137


def start(engine: "Engine", container: Container) -> None:
    """Start a container; one that runs already is no error. Raises EngineError and leaves it as it was."""
    if container.status == "paused":
        raise Conflict("cannot start a paused container, try unpause instead")
    if container.running:
        return
    container.ticket += 1
    container.stopped_by_hand = False
    try:
        connect.join_all(engine, container)
        _publish(engine, container)
        _enter(engine, container)
    except EngineError as error:
        container.error = str(error)
        container.exit_code = container.exit_code or 128
        _clean_up(engine, container)
        engine.touch()
        raise
    health.begin(engine, container)
    engine.emit("container", "start", container.id, engine.attributes(container))
    _check_memory(engine, container)
    memory.watch(engine, container)


def _publish(engine: "Engine", container: Container) -> None:
    if shares_network(container):
        return
    address = next((row["ip"] for row in container.networks.values() if row["ip"]), "")
    if address:
        ports.publish(engine, container, address)


def _enter(engine: "Engine", container: Container) -> None:
    machine = engine.machine
    engine.network.interfaces.setdefault(container.spaces, [])
    rows = [*private.write(engine, container), *mounts.rows(engine, container)]
    hostname = engine.hostname(container)
    machine.table.add_namespaces(
        Namespaces(
            container.spaces, hostname, container.disk, _network_space(engine, container), "docker",
            bool(container.host.get("ReadonlyRootfs")), rows, memory_limit=container.host.get("Memory") or 0,
        )
    )  # fmt: skip
    files = machine.table.files(container.spaces, ROOT_USER)
    user = look_up(container.config.get("User") or "", files, container.host.get("GroupAdd"))
    tty = bool(container.config.get("Tty"))
    env = environment(container, hostname, user.home, tty=tty)
    fds = open_streams(engine, container)
    try:
        process = machine.table.spawn(
            [container.path, *container.args], namespaces=container.spaces, env=env, fds=fds, user=user.credentials,
            cwd=container.config.get("WorkingDir") or "/",
        )  # fmt: skip
    except ExecError as error:
        container.exit_code = exit_code_of(error)
        raise EngineError(RUNC + wording(error) + ": unknown") from error
    lead(machine.table, process)
    container.status, container.pid, container.exit_code, container.error = "running", process.pid, 0, ""
    container.started, container.oom_killed = machine.clock.now, False


def wording(error: ExecError) -> str:
    """Return what runc says of a program that it cannot execute."""
    if error.code == "ENOENT" and "/" not in error.name:
        return f'exec: "{error.name}": executable file not found in $PATH'
    if error.code == "ENOENT":
        return f'exec: "{error.name}": stat {error.name}: no such file or directory'
    reasons = {"ENOEXEC": "exec format error", "ENOTDIR": "not a directory"}
    return f'exec: "{error.name}": {reasons.get(error.code, "permission denied")}'


def exit_code_of(error: ExecError) -> int:
    """Return the exit code for a program that cannot be executed."""
    return 127 if error.code in ("ENOENT", "ENOTDIR") else 126


def _network_space(engine: "Engine", container: Container) -> str:
    mode = container.network_mode
    if mode == "host":
        return HOST
    if mode.startswith("container:"):
        other = engine.containers.find(mode.removeprefix("container:"))
        if not other.running:
            raise Conflict(f"cannot join network of a non running container: {other.id}")
        return _network_space(engine, other)
    return container.spaces


def open_streams(engine: "Engine", container: Container) -> dict[int, int]:
    """Return the first three file descriptors: a terminal, or standard input as asked for and two into the log."""
    streams = engine.machine.streams
    if not container.log:
        container.log = streams.make_log()
    if container.config.get("Tty"):
        slave, master = streams.make_terminal(container.log)
        streams.refer(master)
        container.stdin = master
        return {0: slave, 1: slave, 2: slave}
    names = ("stdout", "stderr")
    out, err = (streams.open(Stream("log", readable=False, target=name, pipe=container.log)) for name in names)
    if container.config.get("OpenStdin"):
        reading, writing = streams.make_pipe(unlimited=True)
        streams.refer(writing)
        container.stdin = writing
    else:
        reading = streams.open(Stream("device", target="null"))
    return {0: reading, 1: out, 2: err}


def close_stdin(engine: "Engine", container: Container) -> None:
    """Let go of the daemon's end of a container's standard input, so that the container sees its end."""
    if not container.stdin:
        return
    number, container.stdin = container.stdin, 0
    pipe = engine.machine.streams.streams[number].pipe
    engine.machine.streams.release(number)
    engine.machine.table.wake_readers(pipe)


def _check_memory(engine: "Engine", container: Container) -> None:
    if memory.exceeds(engine, container):
        kill(engine, container, "KILL", by_hand=False)


def ended(engine: "Engine", spaces: Namespaces, process: Process) -> None:
    """Take note that a container's first process has ended: told by the process table."""
    container = engine.containers.containers.get(spaces.name.removeprefix("container/"))
    if container is None or container.pid != process.pid:
        return
    now = engine.machine.clock.now
    ran = now - container.started
    container.exit_code, container.finished, container.status, container.pid = process.status or 0, now, "exited", 0
    container.ticket += 1
    _clean_up(engine, container)
    if process.state.get("oom") and container.host.get("Memory"):
        container.oom_killed = True
        engine.emit("container", "oom", container.id, engine.attributes(container))
    engine.emit(
        "container", "die", container.id, {**engine.attributes(container), "exitCode": str(container.exit_code)}
    )
    if should_restart(container):
        _plan_restart(engine, container, ran)
    elif container.host.get("AutoRemove"):
        engine.plan(REMOVAL_DELAY, "remove", container)


def _clean_up(engine: "Engine", container: Container) -> None:
    close_stdin(engine, container)
    health.end(container)
    ports.unpublish(engine, container)
    connect.leave_all(engine, container)
    mounts.release(engine, container)
    if container.spaces in engine.machine.table.namespaces:
        engine.machine.table.remove_namespaces(container.spaces)


def should_restart(container: Container) -> bool:
    """Say whether the restart policy wants the ended container back."""
    policy = container.host.get("RestartPolicy") or {}
    name, limit = policy.get("Name") or "no", policy.get("MaximumRetryCount") or 0
    if container.stopped_by_hand:
        return False
    if name == "on-failure":
        return container.exit_code != 0 and (not limit or container.restarts < limit)
    return name in ("always", "unless-stopped")


def _plan_restart(engine: "Engine", container: Container, ran: int) -> None:
    series = 0 if ran >= STEADY else container.restarts
    delay = min(FIRST_DELAY * 2 ** min(series, 12), LONGEST_DELAY)
    container.status = "restarting"
    engine.plan(delay, "restart", container)


def restart_due(engine: "Engine", container: Container) -> None:
    """Start a container again by its restart policy."""
    if container.status != "restarting":
        return
    container.restarts += 1
    container.status = "exited"
    try:
        start(engine, container)
    except EngineError:
        container.status = "exited"


def stop(engine: "Engine", container: Container, timeout: int | None) -> None:
    """Ask a container to end, and kill it after ``timeout`` seconds (None: its own; below 0: never).

    The container has ended when its status says so; wait for that.
    """
    container.stopped_by_hand = True
    if container.status == "restarting":
        container.status = "exited"
        container.ticket += 1
        engine.touch()
        return
    if not container.running:
        return
    seconds = stop_timeout(container) if timeout is None else timeout
    if seconds != 0:
        kill(engine, container, parse_signal(container.config.get("StopSignal") or "TERM") or "TERM", by_hand=False)
    if container.running and seconds >= 0:
        engine.plan(seconds * SECOND, "kill", container)


def stop_timeout(container: Container) -> int:
    """Return a container's own patience in seconds."""
    given = container.config.get("StopTimeout")
    return 10 if given is None else int(given)


def kill(engine: "Engine", container: Container, signal: str, *, by_hand: bool = True) -> None:
    """Send a signal to a container's first process. Raises Conflict when it does not run."""
    if not container.running:
        raise Conflict(f"Container {container.id} is not running")
    if by_hand and signal in ("KILL", parse_signal(container.config.get("StopSignal") or "TERM")):
        container.stopped_by_hand = True
    number = str(NUMBERS[signal])
    engine.emit("container", "kill", container.id, {**engine.attributes(container), "signal": number})
    send(engine, container, signal)


def send(engine: "Engine", container: Container, signal: str) -> None:
    """Send a signal; a paused container goes on so that it can take it."""
    if container.status == "paused" and signal in ("KILL", "TERM"):
        unpause(engine, container)
    try:
        engine.machine.table.signal(container.pid, signal)
    except KernelError:
        return


def _processes(engine: "Engine", container: Container) -> list[Process]:
    return [row for row in engine.machine.table.processes.values()
            if row.namespaces == container.spaces and row.status is None]  # fmt: skip


def pause(engine: "Engine", container: Container) -> None:
    """Freeze all processes. Raises Conflict."""
    if container.status == "restarting":
        raise Conflict(f"Container {container.id} is restarting, wait until the container is running")
    if container.status == "paused":
        raise Conflict(f"Container {container.id} is already paused")
    if not container.running:
        raise Conflict(f"Container {container.id} is not running")
    for process in _processes(engine, container):
        engine.machine.table.signal(process.pid, "STOP")
    container.status = "paused"
    engine.emit("container", "pause", container.id, engine.attributes(container))


def unpause(engine: "Engine", container: Container) -> None:
    """Let all processes go on. Raises Conflict."""
    if container.status != "paused":
        raise Conflict(f"Container {container.id} is not paused")
    container.status = "running"
    for process in _processes(engine, container):
        engine.machine.table.signal(process.pid, "CONT")
    engine.emit("container", "unpause", container.id, engine.attributes(container))


def remove(engine: "Engine", container: Container, *, force: bool = False, volumes: bool = False) -> None:
    """Remove a container, and with ``volumes`` its anonymous volumes. Raises Conflict."""
    if container.running or container.status == "restarting":
        if not force:
            _refuse_removal(container)
        container.stopped_by_hand = True
        if container.running:
            kill(engine, container, "KILL")
        container.status = "exited"
    container.ticket += 1
    _drop(engine, container)
    engine.containers.remove(container)
    if container.image not in engine.images.images:
        layers.collect(engine)
    engine.emit("container", "destroy", container.id, engine.attributes(container))
    if volumes or container.host.get("AutoRemove"):
        _remove_anonymous(engine, container)


def _refuse_removal(container: Container) -> None:
    advice = "Stop the container before attempting removal or force remove"
    if container.status == "paused":
        advice = "Unpause and then stop the container before attempting removal or force remove"
    raise Conflict(f"You cannot remove a {container.status} container {container.id}. {advice}")


def _drop(engine: "Engine", container: Container) -> None:
    disks = engine.machine.disks
    for name in (container.private_disk, container.disk):
        if name in disks:
            disks.remove(name)
    engine.machine.streams.logs.pop(container.log, None)


def _remove_anonymous(engine: "Engine", container: Container) -> None:
    for mount in container.mounts:
        known = mount.kind == "volume" and mount.anonymous and mount.name in engine.volumes.volumes
        if known and not engine.volume_users(mount.name):
            engine.remove_volume(mount.name)


def timer(engine: "Engine", payload: dict[str, Any]) -> None:
    """Do what was planned for a container, unless it was started or stopped since."""
    container = engine.containers.containers.get(payload["id"])
    if container is None or container.ticket != payload["ticket"]:
        return
    if payload["do"] == "kill" and container.running:
        send(engine, container, "KILL")
    elif payload["do"] == "memory" and container.running:
        _check_memory(engine, container)
    elif payload["do"] == "restart":
        restart_due(engine, container)
    elif payload["do"] == "remove":
        remove(engine, container)
    elif payload["do"] == "health":
        health.probe(engine, container)
