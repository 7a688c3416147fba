"""A project's networks, volumes and images are made and removed.

Models docker/compose pkg/compose/{create,down,image_pruner}.go.
"""

from typing import Any

from sandbox.sim.cli.go_values import quote
from sandbox.sim.docker.compose import labels
from sandbox.sim.docker.compose.model import hashing
from sandbox.sim.docker.compose.session import Session
from sandbox.sim.docker.compose.warnings import warn
from sandbox.sim.docker.errors import Failure, NotModelled
from sandbox.sim.engine import untag
from sandbox.sim.engine.errors import Conflict, EngineError, NotFound
from sandbox.sim.engine.networks import NOT_MODELLED, NetworkRecord

Data = dict[str, Any]


def make_networks(current: Session, _data: Data) -> None:
    """Make the networks that are not there. Raises Failure."""
    for key in sorted(current.project.networks):
        given = current.project.networks[key]
        standing = find_network(current, given["name"])
        if given.get("external"):
            if standing is None:
                raise Failure(f"network {given['name']} declared as external, but could not be found")
        elif standing is None:
            _make_network(current, key, given)
        else:
            _check_network(current, key, standing)


def find_network(current: Session, name: str) -> NetworkRecord | None:
    """Return the network with exactly this name."""
    return next((row for row in current.engine.networks.networks.values() if name in (row.name, row.id)), None)


def _check_network(current: Session, key: str, standing: NetworkRecord) -> None:
    advice = "\nSet `external: true` to use an existing network"
    owner = standing.labels.get(labels.PROJECT)
    if owner is None:
        warn(current.call, f"a network with name {standing.name} exists but was not created by compose.{advice}")
    elif owner != current.project.name:
        said = f"exists but was not created for project {quote(current.project.name)}."
        warn(current.call, f"a network with name {standing.name} {said}{advice}")
    found = standing.labels.get(labels.NETWORK, "")
    if found != key:
        raise Failure(
            f"network {standing.name} was found but has incorrect label {labels.NETWORK} set to {quote(found)} "
            f"(expected: {quote(key)})"
        )


def _make_network(current: Session, key: str, given: Data) -> None:
    what = f"Network {given['name']}"
    driver = given.get("driver") or "bridge"
    if driver in NOT_MODELLED or given.get("enable_ipv6"):
        raise NotModelled(f"networks.{key} with driver {driver} or IPv6")
    pools = (given.get("ipam") or {}).get("config") or []
    if len(pools) > 1 or any("aux_addresses" in pool for pool in pools):
        raise NotModelled(f"networks.{key}.ipam with several pools or aux_addresses")
    pool = pools[0] if pools else {}
    current.event(what, "Creating")
    own = {
        **(given.get("labels") or {}), labels.CONFIG_HASH: hashing.of_data(given), labels.NETWORK: key,
        labels.PROJECT: current.project.name, labels.VERSION: labels.VERSION_TEXT,
    }  # fmt: skip
    try:
        current.engine.create_network(
            given["name"], driver=driver, subnet=pool.get("subnet", ""), gateway=pool.get("gateway", ""),
            ip_range=pool.get("ip_range", ""), internal=given.get("internal", False),
            attachable=given.get("attachable", False), labels=own, options=given.get("driver_opts") or {},
        )  # fmt: skip
    except EngineError as error:
        current.event(what, "Error")
        raise Failure(f"failed to create network {given['name']}: Error response from daemon: {error}") from error
    current.event(what, "Created")


def make_volumes(current: Session, _data: Data) -> None:
    """Make the named volumes that are not there. Raises Failure, EngineError."""
    for key in sorted(current.project.volumes):
        given = current.project.volumes[key]
        standing = current.engine.volumes.volumes.get(given["name"])
        if standing is None and given.get("external"):
            raise Failure(f"external volume {quote(given['name'])} not found")
        if standing is None:
            _make_volume(current, key, given)
        elif not given.get("external"):
            _check_volume(current, given["name"], standing.labels.get(labels.PROJECT))


def _check_volume(current: Session, name: str, owner: str | None) -> None:
    advice = "Use `external: true` to use an existing volume"
    if owner is None:
        warn(current.call, f"volume {quote(name)} already exists but was not created by Docker Compose. {advice}")
    elif owner != current.project.name:
        said = f"already exists but was created for project {quote(owner)} (expected {quote(current.project.name)})."
        warn(current.call, f"volume {quote(name)} {said} {advice}")


def _make_volume(current: Session, key: str, given: Data) -> None:
    what = f"Volume {quote(given['name'])}"
    current.event(what, "Creating")
    own = {
        **(given.get("labels") or {}), labels.CONFIG_HASH: hashing.of_data(given), labels.PROJECT: current.project.name,
        labels.VERSION: labels.VERSION_TEXT, labels.VOLUME: key,
    }  # fmt: skip
    try:
        current.engine.create_volume(
            given["name"], driver=given.get("driver") or "local", labels=own, options=given.get("driver_opts") or {}
        )
    except EngineError:
        current.event(what, "Error")
        raise
    current.event(what, "Created")


def remove_networks(current: Session, data: Data) -> None:
    """Remove the project's networks that nobody is on any more. Raises Failure."""
    for name in data["names"]:
        standing = find_network(current, name)
        if standing is None:
            continue
        what = f"Network {name}"
        current.event(what, "Removing")
        if standing.leases:
            current.event(what, "Resource is still in use")
            continue
        try:
            current.engine.remove_network(standing.id)
        except EngineError as error:
            current.event(what, "Error")
            raise Failure(f"failed to remove network {name}: Error response from daemon: {error}") from error
        current.event(what, "Removed")


def remove_volumes(current: Session, data: Data) -> None:
    """Remove named volumes."""
    for name in data["names"]:
        what = f"Volume {name}"
        current.event(what, "Removing")
        try:
            current.engine.remove_volume(name)
        except Conflict:
            current.event(what, "Resource is still in use")
        except NotFound:
            current.event(what, "Warning: No resource found to remove")
        else:
            current.event(what, "Removed")


def remove_images(current: Session, data: Data) -> None:
    """Remove images."""
    for name in data["names"]:
        what = f"Image {name}"
        current.event(what, "Removing")
        try:
            untag.remove(current.engine, name)
        except Conflict:
            current.event(what, "Resource is still in use")
        except NotFound:
            current.event(what, "Warning: No resource found to remove")
        else:
            current.event(what, "Removed")
