"""docker compose up, create and scale.

Models docker/compose cmd/compose/{up,create,scale}.go. Not modelled: --watch, --menu; ``up`` on a terminal prints the
same plain lines.
"""

from typing import Any

from sandbox.sim.cli.flags import Flags
from sandbox.sim.cli.go_values import quote
from sandbox.sim.docker.call import Call
from sandbox.sim.docker.compose import convergence, plan, session, starting, waiting
from sandbox.sim.docker.compose.model.loader import Wishes
from sandbox.sim.docker.compose.model.project import Project
from sandbox.sim.docker.compose.session import Session
from sandbox.sim.docker.errors import Failure, NotModelled
from sandbox.sim.runtime.process import Step

CLASHES = (
    ("build", "no-build"), ("renew-anon-volumes", "no-recreate"), ("force-recreate", "no-recreate"),
    ("always-recreate-deps", "no-recreate"),
)  # fmt: skip
SAID = {"renew-anon-volumes": "--no-recreate and --renew-anon-volumes"}
OF_ATTACHED = ("abort-on-container-exit", "abort-on-container-failure", "attach", "attach-dependencies", "watch")


def run(call: Call) -> Step | int:
    """Make and start services, and follow their logs unless ``-d``."""
    flags = call.flags
    _check(flags)
    for name in ("watch", "menu"):
        if flags[name]:
            raise NotModelled(f"docker compose up --{name}")
    project = session.load(call, call.args, Wishes(select=True, dependencies=not flags["no-deps"]))
    if not project.services:
        raise Failure("no service selected")
    if flags["exit-code-from"]:
        project.service(flags["exit-code-from"])
    _apply_scale(project, flags["scale"])
    current = session.begin(call, project, [])
    steps = convergence.steps(current, settings(call, project))
    names = sorted(project.services)
    if flags["detach"] or flags["wait"]:
        steps.append(starting.step(names))
        steps += [waiting.step(current, names, flags["wait-timeout"])] if flags["wait"] else []
    elif not flags["no-start"]:
        steps += [{"do": "attach", "services": _attached(current, flags)}, starting.step(names), {"do": "follow"}]
    call.state["steps"] = steps
    return plan.go(current)


def _check(flags: Flags) -> None:
    """Raise Failure for flags that do not go together."""
    if flags["abort-on-container-exit"] and flags["abort-on-container-failure"]:
        raise Failure("--abort-on-container-failure cannot be combined with --abort-on-container-exit")
    if flags["wait"] and (flags["attach-dependencies"] or flags["abort-on-container-exit"] or flags["attach"]):
        raise Failure("--wait cannot be combined with --abort-on-container-exit, --attach or --attach-dependencies")
    _check_pairs(flags)
    if (flags["detach"] or flags["wait"]) and (any(flags[name] for name in OF_ATTACHED) or flags["exit-code-from"]):
        raise Failure(
            "--detach cannot be combined with --abort-on-container-exit, --abort-on-container-failure, --attach, "
            "--attach-dependencies or --watch"
        )
    if flags["attach"] and flags["attach-dependencies"]:
        raise Failure("cannot combine --attach and --attach-dependencies")


def _check_pairs(flags: Flags) -> None:
    for one, other in CLASHES:
        if flags.values.get(one) and flags.values.get(other):
            raise Failure(f"{SAID.get(one, f'--{one} and --{other}')} are incompatible")


def settings(call: Call, project: Project) -> dict[str, Any]:
    """Return what the flags say of how containers are made."""
    flags = call.flags
    default = convergence.DIVERGED
    recreate = convergence.FORCE if flags["force-recreate"] else convergence.NEVER if flags["no-recreate"] else default
    values = flags.values
    others = convergence.FORCE if values.get("always-recreate-deps") else default
    environment = call.process.env.get("COMPOSE_REMOVE_ORPHANS", "").lower() in ("1", "true")
    return {
        "recreate": recreate, "recreate_others": convergence.NEVER if flags["no-recreate"] else others,
        "named": call.args or sorted(project.services), "inherit": not values.get("renew-anon-volumes"),
        "timeout": values["timeout"] if flags.given("timeout") else None,
        "remove_orphans": flags["remove-orphans"] if flags.given("remove-orphans") else environment,
        "build": flags["build"], "no_build": flags["no-build"],
        "pull": "" if flags["pull"] == "policy" else flags["pull"], "quiet_pull": flags["quiet-pull"],
        "quiet_build": values.get("quiet-build", False),
    }  # fmt: skip


def _apply_scale(project: Project, rows: list[str]) -> None:
    """Take ``--scale web=3`` in. Raises Failure."""
    for row in rows:
        name, equals, count = row.partition("=")
        if not equals or not count.isdecimal():
            raise Failure(f'invalid --scale option "{row}". Should be SERVICE=NUM')
        service = project.service(name)
        if int(count) > 1 and service.get("container_name"):
            raise Failure(_named_twice(name, service["container_name"]))
        service["scale"] = int(count)


def _named_twice(name: str, called: str) -> str:
    return (
        f"WARNING: The {quote(name)} service is using the custom container name {quote(called)}. Docker requires each "
        "container to have a unique name. Remove the custom name to scale the service.\n"
    )


def _attached(current: Session, flags: Flags) -> list[str]:
    """Return the services whose logs are followed. Raises Failure."""
    project = current.project
    unknown = [name for name in flags["attach"] if name not in project.services]
    if unknown:
        raise Failure(f"cannot attach to services not included in up: {', '.join(unknown)}")
    names = current.call.args if current.call.args and not flags["attach-dependencies"] else sorted(project.services)
    names = flags["attach"] or [name for name in names if project.services[name].get("attach", True)]
    return [name for name in names if name not in flags["no-attach"]]


def create(call: Call) -> Step | int:
    """Make services' containers without starting them."""
    _check_pairs(call.flags)
    project = session.load(call, call.args, Wishes(select=True))
    _apply_scale(project, call.flags["scale"])
    current = session.begin(call, project, [])
    call.state["steps"] = convergence.steps(current, settings(call, project))
    return plan.go(current)


def scale(call: Call) -> Step | int:
    """Bring services to a number of containers."""
    rows = [row for row in call.args if "=" in row]
    if not call.args:
        raise Failure("requires at least 1 arg(s), only received 0")
    if len(rows) < len(call.args):
        bad = next(row for row in call.args if "=" not in row)
        raise Failure(f"invalid scale specifier: {bad}")
    names = [row.partition("=")[0] for row in rows]
    project = session.load(call, names, Wishes(select=True, dependencies=not call.flags["no-deps"]))
    _apply_scale(project, rows)
    current = session.begin(call, project, [])
    plain = {
        "recreate": convergence.DIVERGED, "recreate_others": convergence.DIVERGED, "named": names, "inherit": True,
        "timeout": None, "remove_orphans": False, "build": False, "no_build": False, "pull": "", "quiet_pull": False,
        "quiet_build": False,
    }  # fmt: skip
    call.state["steps"] = [*convergence.steps(current, plain), starting.step(sorted(project.services))]
    return plan.go(current)
