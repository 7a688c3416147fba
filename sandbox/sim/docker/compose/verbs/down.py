"""docker compose down.

Models docker/compose cmd/compose/down.go and pkg/compose/{down,image_pruner}.go.
"""

from typing import Any

from sandbox.sim.docker.call import Call
from sandbox.sim.docker.compose import containers, labelled, plan, resources, session, stopping
from sandbox.sim.docker.compose.model.project import Project
from sandbox.sim.docker.compose.session import Session
from sandbox.sim.docker.errors import Failure
from sandbox.sim.runtime.images.reference import parse_normalized
from sandbox.sim.runtime.process import Step

IMAGES = ("all", "local")


def run(call: Call) -> Step | int:
    """Stop and remove a project's containers and networks, on demand its volumes and images too."""
    flags = call.flags
    if flags["rmi"] and flags["rmi"] not in IMAGES:
        raise Failure(f'invalid value for --rmi: "{flags["rmi"]}"')
    project, _ = labelled.project_or_labels(call)
    labelled.check_names(project, call.args)
    current = session.begin(call, project, [])
    timeout = flags["timeout"] if flags.given("timeout") else None
    names = call.args or list(project.services) or ["-"]
    one_off = None if flags["remove-orphans"] else False
    rows = containers.of_project(call.engine, project.name, names, one_off=one_off)
    steps = [stopping.step(rows, remove=True, volumes=flags["volumes"], timeout=timeout)] if rows else []
    if flags["remove-orphans"]:
        lost = [row for row in containers.orphans(call.engine, project) if row not in rows]
        steps += [stopping.step(lost, remove=True, timeout=timeout)] if lost else []
    steps += _of_resources(current, flags.values)
    if not rows and not _anything(current, steps):
        call.err(f'Warning: No resource found to remove for project "{project.name}".')
        return 0
    call.state["steps"] = steps
    return plan.go(current)


def _of_resources(current: Session, flags: dict[str, Any]) -> list[dict[str, Any]]:
    project = current.project
    own = [given["name"] for _, given in sorted(project.networks.items()) if not given.get("external")]
    steps: list[dict[str, Any]] = [{"do": "remove networks", "names": own}]
    if flags["rmi"]:
        steps.append({"do": "remove images", "names": _images(project, flags["rmi"])})
    if flags["volumes"]:
        named = [given["name"] for _, given in sorted(project.volumes.items()) if not given.get("external")]
        steps.append({"do": "remove volumes", "names": named})
    return steps


def _images(project: Project, which: str) -> list[str]:
    """Return images' names: all that services name, or those that compose itself named."""
    names = [project.image(name) for name, service in sorted(project.services.items())
             if which == "all" or not service.get("image")]  # fmt: skip
    return list(dict.fromkeys(parse_normalized(name).with_default_tag().familiar for name in names))


def _anything(current: Session, steps: list[dict[str, Any]]) -> bool:
    """Say whether there is something for the steps to remove."""
    if any(step["do"] == "stop" for step in steps):
        return True
    names = {step["do"]: step["names"] for step in steps}
    networks = any(resources.find_network(current, name) for name in names["remove networks"])
    volumes = any(name in current.engine.volumes.volumes for name in names.get("remove volumes", []))
    return networks or volumes or bool(names.get("remove images"))
