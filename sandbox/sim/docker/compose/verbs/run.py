"""docker compose run.

Models docker/compose cmd/compose/run.go and pkg/compose/run.go.
"""

from sandbox.sim.docker.call import Call
from sandbox.sim.docker.compose import (
    convergence,
    delegation,
    labels,
    plan,
    request,
    request_mounts,
    session,
    starting,
)
from sandbox.sim.docker.compose.arity import at_least
from sandbox.sim.docker.compose.model import mounts, ports, values
from sandbox.sim.docker.compose.model.loader import Wishes
from sandbox.sim.docker.compose.model.paths import Base
from sandbox.sim.docker.compose.model.project import Project
from sandbox.sim.docker.compose.session import Session
from sandbox.sim.docker.container import options, streaming
from sandbox.sim.docker.container import start as docker_start
from sandbox.sim.docker.errors import Failure
from sandbox.sim.engine import lifecycle
from sandbox.sim.kernel.ids import hex_id
from sandbox.sim.runtime.process import Step


def run(call: Call) -> Step | int:
    """Start what a service depends on, then run one command in a container of its own."""
    at_least(call, 1)
    flags = call.flags
    if flags["publish"] and flags["service-ports"]:
        raise Failure("--service-ports and --publish are incompatible")
    name = call.args[0]
    project = session.load(call, [name], Wishes(select=True, dependencies=not flags["no-deps"]))
    _apply(call, project, name)
    others = sorted(other for other in project.services if other != name)
    current = session.begin(call, project, [])
    settings = {
        "recreate": convergence.DIVERGED, "recreate_others": convergence.DIVERGED, "named": others, "inherit": True,
        "timeout": None, "remove_orphans": flags["remove-orphans"], "build": flags["build"], "no_build": False,
        "pull": "" if flags["pull"] == "policy" else flags["pull"], "quiet_pull": flags["quiet-pull"],
        "quiet_build": flags["quiet-build"] or flags["quiet"],
    }  # fmt: skip
    if flags["quiet"]:
        call.state["mode"] = "quiet"
    steps = [step for step in convergence.steps(current, settings) if step["do"] != "converge"]
    levels = [[other for other in level if other != name] for level in project.levels()]
    steps += [{"do": "converge", "level": level, "settings": settings} for level in levels if level]
    steps += [starting.step(others)] if others else []
    call.state["steps"] = [*steps, {"do": "await", "service": name, "told": [], "met": [], "left": []}]
    return resume(call)


def _apply(call: Call, project: Project, name: str) -> None:
    """Take what the flags say into the service."""
    flags, service = call.flags, project.service(name)
    service["tty"] = not _without_terminal(call)
    service["stdin_open"] = flags["interactive"]
    service.pop("container_name", None)
    for key, flag in (("user", "user"), ("working_dir", "workdir"), ("container_name", "name")):
        if flags[flag]:
            service[key] = flags[flag]
    if flags.given("entrypoint"):
        service["entrypoint"] = values.words(flags["entrypoint"])
        service["command"] = []
    if call.args[1:]:
        service["command"] = call.args[1:]
    given = options.read_env_files(call, flags["env-from-file"]) + options.resolve_env(call, flags["env"])
    service["environment"] = {**(service.get("environment") or {}), **values.pairs(given)}
    for row in flags["label"]:
        if "=" not in row:
            raise Failure("label must be set as KEY=VALUE")
    service["labels"] = {**(service.get("labels") or {}), **values.labels(flags["label"])}
    if not flags["service-ports"]:
        service["ports"] = [port for row in flags["publish"] for port in ports.read_short(row)]
    base = Base(call.process.cwd, call.process.env.get("HOME", "/root"))
    service["volumes"] = [*(service.get("volumes") or []), *(mounts.read_short(row, base) for row in flags["volume"])]
    for key in ("cap_add", "cap_drop"):
        service[key] = [*(service.get(key) or []), *flags[key.replace("_", "-")]]
    service["restart"] = ""
    if "deploy" in service:
        service["deploy"].pop("restart_policy", None)
    service["scale"] = 1


def _without_terminal(call: Call) -> bool:
    if call.flags.given("no-TTY"):
        return bool(call.flags["no-TTY"])
    return not (call.is_terminal(0) and call.is_terminal(1))


def resume(call: Call) -> Step | int:
    """Go on: with the services that are needed, or with the command's own streams."""
    if "delegate" in call.state and not call.state["steps"]:
        return docker_start.resume(delegation.again(call))
    current = session.again(call)
    outcome = plan.go(current)
    if not isinstance(outcome, int):
        return outcome
    return _launch(current, call.args[0])


def _launch(current: Session, name: str) -> Step | int:
    call, flags = current.call, current.call.flags
    service = current.project.services[name]
    slug = hex_id(call.engine.machine.rng)
    called = service.get("container_name") or f"{current.project.name}-{name}-run-{slug[:12]}"
    service["container_name"] = called
    own = {labels.ONE_OFF: "True", labels.SLUG: slug}
    body = request.body(call.engine, current.project, name, 0, own_labels=own, aliases=flags["use-aliases"])
    stdin = flags["interactive"] and not flags["detach"]
    body |= {"AttachStdin": stdin, "StdinOnce": stdin}
    body["HostConfig"]["AutoRemove"] = flags["rm"]
    container = call.engine.create_container(called, body)
    request_mounts.inject(call.engine, current.project, name, container)
    if flags["detach"]:
        call.engine.start(container.id)
        call.line(container.id)
        return 0
    words = ["-a", *(["-i"] if stdin else []), container.id]
    try:
        return docker_start.run(delegation.delegate(call, ("start",), words))
    except Failure as failure:
        if flags["rm"]:
            lifecycle.remove(call.engine, container, force=True)
        raise Failure("", failure.code) from failure  # What the daemon said is told already.


def signalled(call: Call, signal: str) -> Step | int | None:
    """Hand a signal to the command; before it runs, end."""
    if "delegate" in call.state and not call.state["steps"]:
        return streaming.signalled(delegation.again(call), signal)
    return plan.signalled(call, signal)
