"""Whether the parts of a project fit together.

Models compose-spec/compose-go loader/validate.go and graph/cycle.go.
"""

from collections.abc import Iterator
from typing import Any

from sandbox.sim.cli.go_values import quote
from sandbox.sim.docker.compose.model import specification
from sandbox.sim.docker.compose.model.project import Project
from sandbox.sim.docker.compose.warnings import ProjectError
from sandbox.sim.docker.errors import NotModelled

Data = dict[str, Any]
INVALID = ": invalid compose project"


def check(project: Project) -> None:
    """Raise ProjectError unless everything that is named is there, NotModelled for what this sandbox lacks."""
    for name, service in sorted(project.services.items()):
        for fault in _faults(project, name, service):
            raise ProjectError(f"{fault}{INVALID}")
    for name, secret in project.secrets.items():
        if not secret.get("external") and not secret.get("file") and not secret.get("environment"):
            raise ProjectError(f"secret {quote(name)} must declare either `file` or `environment`{INVALID}")
    cycle = find_cycle(project)
    if cycle:
        raise ProjectError(f"dependency cycle detected: {' -> '.join(cycle)}")
    for name, service in sorted(project.services.items()):
        _refuse(name, service)


def _faults(project: Project, name: str, service: Data) -> Iterator[str]:
    shown = f"service {quote(name)}"
    if not service.get("image") and not service.get("build"):
        yield f"{shown} has neither an image nor a build context specified"
    if service.get("network_mode") and service.get("networks"):
        yield f"service {name} declares mutually exclusive `network_mode` and `networks`"
    for network in service.get("networks") or {}:
        if network not in project.networks:
            yield f"{shown} refers to undefined network {network}"
    known = {**project.services}
    for other, condition in (service.get("depends_on") or {}).items():
        if other not in known and condition["required"]:
            yield f"{shown} depends on undefined service {quote(other)}"
    yield from _file_faults(project, shown, service)
    yield from _scale_faults(name, service)


def _file_faults(project: Project, shown: str, service: Data) -> Iterator[str]:
    for mount in service.get("volumes") or []:
        named = mount["type"] == "volume" and mount.get("source")
        if named and mount["source"] not in project.volumes:
            yield f"{shown} refers to undefined volume {mount['source']}"
    for key in ("secrets", "configs"):
        for row in service.get(key) or []:
            if row["source"] not in getattr(project, key):
                yield f"{shown} refers to undefined {key[:-1]} {row['source']}"


def _scale_faults(name: str, service: Data) -> Iterator[str]:
    replicas = (service.get("deploy") or {}).get("replicas")
    if "scale" in service and replicas is not None and replicas != service["scale"]:
        yield f"services.{name}: can't set distinct values on 'scale' and 'deploy.replicas'"
    if service.get("container_name") and scale(service) > 1:
        attribute = "scale" if "scale" in service else "deploy.replicas"
        yield f"services.{name}: can't set container_name and {attribute} as container name must be unique"


def scale(service: Data) -> int:
    """Return how many containers a service is to have."""
    if "scale" in service:
        return int(service["scale"])
    replicas = (service.get("deploy") or {}).get("replicas")
    return 1 if replicas is None else int(replicas)


def find_cycle(project: Project) -> list[str]:
    """Return services that depend on one another in a circle, the first one also last; nothing where none do."""
    finished: set[str] = set()
    for start in sorted(project.services):
        path: list[str] = []
        queues: list[list[str]] = [[start]]
        while queues:
            if not queues[-1]:
                queues.pop()
                finished |= set(path[-1:])
                del path[-1:]
                continue
            name = queues[-1].pop(0)
            if name in path:
                return [*path[path.index(name) :], name]
            if name not in finished:
                path.append(name)
                queues.append(sorted(project.dependencies(name)))
    return []


def _refuse(name: str, service: Data) -> None:
    for key in specification.REFUSED:
        if key in service:
            raise NotModelled(f"services.{name}.{key} of a compose file")
    for key in specification.BUILD_REFUSED:
        if key in (service.get("build") or {}):
            raise NotModelled(f"services.{name}.build.{key} of a compose file")
    for network, settings in (service.get("networks") or {}).items():
        for key in specification.NETWORK_REFUSED:
            if key in (settings or {}):
                raise NotModelled(f"services.{name}.networks.{network}.{key} of a compose file")
    _refuse_mounts(name, service)
    if (service.get("deploy") or {}).get("resources", {}).get("reservations", {}).get("devices"):
        raise NotModelled(f"services.{name}.deploy.resources.reservations.devices of a compose file")


def _refuse_mounts(name: str, service: Data) -> None:
    for mount in service.get("volumes") or []:
        if mount["type"] in ("cluster", "npipe", "image"):
            raise NotModelled(f"services.{name}.volumes of type {mount['type']}")
        if (mount.get("volume") or {}).get("subpath"):
            raise NotModelled(f"services.{name}.volumes with a subpath")
