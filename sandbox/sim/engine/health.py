"""Health checks: a command that runs inside the container every so often.

Models moby daemon/health.go. The command runs under a process of the ``docker`` program, which reports how it ended.
"""

from typing import TYPE_CHECKING, Any

from sandbox.sim.engine.container import Container
from sandbox.sim.engine.environment import environment
from sandbox.sim.engine.users import look_up
from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.kernel.files import ROOT_USER
from sandbox.sim.runtime.namespaces import HOST

if TYPE_CHECKING:
    from sandbox.sim.engine.engine import Engine

INTERVAL = 30 * SECOND
TIMEOUT = 30 * SECOND
RETRIES = 3
KEPT = 5
"""How many results are remembered."""
OUTPUT_MAX = 4096


def check_of(container: Container) -> list[str]:
    """Return the test's words, empty where there is none."""
    test = (container.config.get("Healthcheck") or {}).get("Test") or []
    return [] if test[:1] == ["NONE"] else list(test)


def setting(container: Container, name: str, default: int) -> int:
    """Return a duration or number of the check."""
    return (container.config.get("Healthcheck") or {}).get(name) or default


def begin(engine: "Engine", container: Container) -> None:
    """Set the state to *starting* and plan the first probe, where the container has a check."""
    if not check_of(container):
        container.health = None
        return
    container.health = {"Status": "starting", "FailingStreak": 0, "Log": []}
    engine.plan(setting(container, "Interval", INTERVAL), "health", container)


def end(container: Container) -> None:
    """Note that nothing is probed any more."""
    if container.health is not None and container.health["Status"] == "starting":
        container.health["Status"] = "unhealthy"


def argv_of(container: Container) -> list[str]:
    """Return the command line of the check."""
    kind, *words = check_of(container)
    if kind == "CMD-SHELL":
        shell = container.config.get("Shell") or ["/bin/sh", "-c"]
        return [*shell, *words]
    return words


def probe(engine: "Engine", container: Container) -> None:
    """Start one run of the check."""
    if container.status == "running":
        state = {"probe": container.id, "ticket": container.ticket}
        engine.machine.table.spawn(["docker"], namespaces=HOST, env={}, fds={}, program="docker", state=state)
    elif container.status == "paused":
        engine.plan(setting(container, "Interval", INTERVAL), "health", container)


def process_settings(engine: "Engine", container: Container) -> dict[str, Any]:
    """Return how the check's process is started."""
    user = look_up(container.config.get("User") or "", engine.machine.table.files(container.spaces, ROOT_USER))
    env = environment(container, engine.hostname(container), user.home, tty=False)
    return {
        "namespaces": container.spaces, "env": env, "user": user.credentials,
        "cwd": container.config.get("WorkingDir") or "/",
    }  # fmt: skip


def record(engine: "Engine", container: Container, *, begun: int, code: int, output: str) -> None:
    """Take the result of a probe in, and plan the next one."""
    state = container.health
    if state is None:
        return
    now = engine.machine.clock.now
    state["Log"] = [*state["Log"], [begun, now, code, output[:OUTPUT_MAX]]][-KEPT:]
    before = state["Status"]
    if code == 0:
        state["FailingStreak"], state["Status"] = 0, "healthy"
    else:
        in_start_period = now - container.started < setting(container, "StartPeriod", 0) and before == "starting"
        state["FailingStreak"] += 0 if in_start_period else 1
        if state["FailingStreak"] >= setting(container, "Retries", RETRIES):
            state["Status"] = "unhealthy"
    if state["Status"] != before:
        engine.emit("container", f"health_status: {state['Status']}", container.id, engine.attributes(container))
    engine.plan(setting(container, "Interval", INTERVAL), "health", container)
