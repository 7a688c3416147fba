"""The networks that a service's containers join, and the names that they have there.

Models docker/compose pkg/compose/create.go (defaultNetworkSettings, createEndpointSettings) and convergence.go
(resolveServiceReferences, getLinks).
"""

from typing import Any

from sandbox.sim.docker.compose import containers
from sandbox.sim.docker.compose.model.project import Project
from sandbox.sim.docker.errors import Failure
from sandbox.sim.engine.engine import Engine

Data = dict[str, Any]


def container_name(project: Project, name: str, number: int) -> str:
    """Return what a container of a service is called."""
    return str(project.services[name].get("container_name") or f"{project.name}-{name}-{number}")


def of(engine: Engine, project: Project, name: str, number: int, *, aliases: bool) -> tuple[str, Data]:
    """Return ``NetworkMode`` and ``EndpointsConfig``. Raises Failure."""
    service = project.services[name]
    mode = str(service.get("network_mode") or "")
    if mode.startswith("service:"):
        return f"container:{first(engine, project, mode.removeprefix('service:'), 'network namespace')}", {}
    if mode:
        return mode, {}
    joined = service.get("networks") or {}
    keys = sorted(joined, key=lambda key: (-int((joined[key] or {}).get("priority", 0)), key))
    own = [container_name(project, name, number)]
    links = links_of(engine, project, name)
    settings = {
        project.networks[key]["name"]: _endpoint(joined[key] or {}, [*own, name] if aliases else own, aliases=aliases)
        | ({"Links": links} if links else {})
        for key in keys
    }
    if service.get("mac_address"):
        settings[project.networks[keys[0]]["name"]].setdefault("MacAddress", service["mac_address"])
    return project.networks[keys[0]]["name"], settings


def _endpoint(given: Data, names: list[str], *, aliases: bool) -> Data:
    more = given.get("aliases") or [] if aliases else []
    settings: Data = {"Aliases": list(dict.fromkeys([*names, *more]))}
    if given.get("ipv4_address"):
        settings["IPAMConfig"] = {"IPv4Address": given["ipv4_address"]}
    if given.get("mac_address"):
        settings["MacAddress"] = given["mac_address"]
    return settings


def first(engine: Engine, project: Project, name: str, what: str) -> str:
    """Return the id of a service's first container. Raises Failure."""
    rows = containers.of_project(engine, project.name, [name])
    if not rows:
        raise Failure(f"cannot share {what} with service {name}: container missing")
    return rows[0].id


def links_of(engine: Engine, project: Project, name: str) -> list[str]:
    """Return the other containers that a service calls by names of its own, as ``container:name``."""
    service = project.services[name]
    links = [link if ":" in link else f"{link}:{link}" for link in service.get("external_links") or []]
    for link in service.get("links") or []:
        other, _, alias = link.partition(":")
        links += [f"{row.name}:{alias or other}" for row in containers.of_project(engine, project.name, [other])]
    return links


def shared(engine: Engine, project: Project, name: str) -> Data:
    """Return what of ``HostConfig`` names other containers: volumes, links, namespaces. Raises Failure."""
    service = project.services[name]
    host: Data = {}
    sources = []
    for row in service.get("volumes_from") or []:
        source, _, mode = row.removeprefix("container:").partition(":")
        identifier = source if row.startswith("container:") else first(engine, project, source, "volume")
        sources.append(f"{identifier}:{mode}" if mode else identifier)
    if sources:
        host["VolumesFrom"] = sources
    links = links_of(engine, project, name)
    if links and service.get("network_mode") in ("bridge", "default"):
        host["Links"] = links
    for key, field in (("ipc", "IpcMode"), ("pid", "PidMode")):
        mode = str(service.get(key) or "")
        if mode.startswith("service:"):
            mode = f"container:{first(engine, project, mode.removeprefix('service:'), f'{key} namespace')}"
        if mode:
            host[field] = mode
    return host
