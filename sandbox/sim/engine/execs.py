"""Further processes in a running container.

Models moby daemon/exec.go.
"""

from typing import TYPE_CHECKING, Any

from sandbox.sim.engine.container import Container
from sandbox.sim.engine.environment import environment
from sandbox.sim.engine.errors import Conflict, EngineError
from sandbox.sim.engine.lifecycle import exit_code_of, wording
from sandbox.sim.engine.users import look_up
from sandbox.sim.kernel.files import ROOT_USER
from sandbox.sim.runtime.executables import ExecError
from sandbox.sim.runtime.process import Process

if TYPE_CHECKING:
    from sandbox.sim.engine.engine import Engine

RUNC = "OCI runtime exec failed: exec failed: unable to start container process: "


class CannotExec(EngineError):  # noqa: N818  (what happened, in one word)
    """The program cannot be executed; ``exit_code`` is 126 or 127."""

    def __init__(self, message: str, exit_code: int = 126) -> None:
        super().__init__(message)
        self.exit_code = exit_code


def check(container: Container) -> None:
    """Raise Conflict unless a process can be added to the container."""
    if container.status == "paused":
        raise Conflict(f"Container {container.name} is paused, unpause the container before exec")
    if container.status == "restarting":
        raise Conflict(f"Container {container.id} is restarting, wait until the container is running")
    if not container.running:
        raise Conflict(f"Container {container.id} is not running")


def run(engine: "Engine", container: Container, body: dict[str, Any], fds: dict[int, int], parent: int) -> Process:
    """Start a process from a request in the API's shape (Cmd, Env, User, WorkingDir, Tty, Privileged).

    Raises Conflict, CannotExec, EngineError.
    """
    check(container)
    table = engine.machine.table
    files = table.files(container.spaces, ROOT_USER)
    try:
        user = look_up(body.get("User") or container.config.get("User") or "", files)
    except EngineError as error:
        raise CannotExec(str(error)) from error
    words = " ".join(body["Cmd"])
    engine.emit("container", f"exec_create: {words}", container.id, engine.attributes(container))
    tty = bool(body.get("Tty"))
    env = environment(container, engine.hostname(container), user.home, tty=tty, more=body.get("Env"))
    cwd = body.get("WorkingDir") or container.config.get("WorkingDir") or "/"
    if not cwd.startswith("/"):
        raise CannotExec("OCI runtime exec failed: exec failed: Cwd must be an absolute path: unknown")
    if files.kind(cwd) != "dir":
        raise CannotExec(f'{RUNC}chdir to cwd ("{cwd}") set in config.json failed: no such file or directory: unknown')
    try:
        process = table.spawn(
            list(body["Cmd"]),
            namespaces=container.spaces,
            env=env,
            fds=fds,
            user=user.credentials,
            cwd=cwd,
            parent=parent,
        )
    except ExecError as error:
        raise CannotExec(f"{RUNC}{wording(error)}: unknown", exit_code_of(error)) from error
    engine.emit("container", f"exec_start: {words}", container.id, engine.attributes(container))
    return process
