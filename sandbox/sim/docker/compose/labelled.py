"""A project as its containers, networks and volumes tell of it, where no file is read.

Models docker/compose pkg/compose/compose.go (projectFromName, actualNetworks, actualVolumes).
"""

from typing import Any

from sandbox.sim.docker.call import Call
from sandbox.sim.docker.compose import containers, labels, session
from sandbox.sim.docker.compose.model.project import Project
from sandbox.sim.docker.compose.warnings import ProjectError
from sandbox.sim.engine.engine import Engine

Data = dict[str, Any]


def project_or_labels(call: Call, services: list[str] | None = None) -> tuple[Project, bool]:
    """Return the project, and whether its files were read: ``-p`` without ``-f`` asks for no files. Raises Failure."""
    given = session.given(call)
    if given["project-name"] and not given["file"]:
        return from_labels(call.engine, given["project-name"]), False
    try:
        return session.load(call, services, session.LOOKING), True
    except ProjectError:
        name = call.process.env.get("COMPOSE_PROJECT_NAME", "")
        if not name:
            raise
        return from_labels(call.engine, name), False


def from_labels(engine: Engine, name: str) -> Project:
    """Return the project of this name as its objects tell of it."""
    services: dict[str, Data] = {}
    for row in containers.of_project(engine, name):
        depends_on = {}
        for part in containers.label(row, labels.DEPENDS_ON).split(","):
            if part:
                other, _, rest = part.partition(":")
                condition, _, restart = rest.partition(":")
                depends_on[other] = {"condition": condition, "restart": restart == "true", "required": True}
        services[containers.label(row, labels.SERVICE)] = {
            "image": row.image_name,
            "depends_on": depends_on,
            "scale": 1,
        }
    for service in services.values():
        service["depends_on"] = {key: row for key, row in service["depends_on"].items() if key in services}
    networks = {row.labels[labels.NETWORK]: {"name": row.name} for row in engine.networks.networks.values()
                if row.labels.get(labels.PROJECT) == name and labels.NETWORK in row.labels}  # fmt: skip
    volumes = {row.labels[labels.VOLUME]: {"name": row.name} for row in engine.volumes.volumes.values()
               if row.labels.get(labels.PROJECT) == name and labels.VOLUME in row.labels}  # fmt: skip
    return Project(name, "", [], {}, services, {}, networks, volumes)


def check_names(project: Project, names: list[str]) -> None:
    """Raise Failure unless all names are those of services that are enabled."""
    for name in names:
        project.service(name)
