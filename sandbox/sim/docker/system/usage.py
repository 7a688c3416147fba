"""docker system df and docker system prune.

Models docker/cli cli/command/system/{df,prune}.go, v28.2. Not modelled: df --verbose, build cache (the classic
builder's cache are images).
"""

from collections.abc import Callable
from typing import Any

from sandbox.sim.cli.gotemplate.values import Record
from sandbox.sim.docker import formatting, prompting, units
from sandbox.sim.docker.call import Call
from sandbox.sim.docker.container.prune import prune as prune_containers
from sandbox.sim.docker.errors import Failure, NotModelled
from sandbox.sim.docker.image.verbs import prune_images
from sandbox.sim.docker.network.verbs import prune_networks
from sandbox.sim.docker.volume.verbs import prune_volumes
from sandbox.sim.engine import changes
from sandbox.sim.engine.inspect import volume_size
from sandbox.sim.runtime.process import Step

TABLE = "{{.Type}}\t{{.TotalCount}}\t{{.Active}}\t{{.Size}}\t{{.Reclaimable}}"
HEADINGS = {"Type": "TYPE", "TotalCount": "TOTAL", "Active": "ACTIVE", "Size": "SIZE", "Reclaimable": "RECLAIMABLE"}


def df(call: Call) -> int:
    """Docker system df: how much space each kind of object takes."""
    if call.flags["verbose"]:
        raise NotModelled("docker system df --verbose")
    engine = call.engine
    layers: dict[str, int] = {}
    used_layers: set[str] = set()
    for image in engine.images.images.values():
        rows = [row for row in image.history if not row.empty]
        layers |= dict(zip(image.layers, [row.size for row in rows], strict=False))
        if engine.image_users(image):
            used_layers |= set(image.layers)
    used_images = {row.image for row in engine.containers}
    containers = list(engine.containers)
    volumes = list(engine.volumes.volumes.values())
    named = [volume for volume in volumes if engine.volume_users(volume.name)]
    sizes = {row.id: changes.size(engine, row) for row in containers}
    volume_sizes = {row.name: volume_size(engine, row) for row in volumes}
    records = [
        _record("Images", len(engine.images.images), len(used_images & set(engine.images.images)), sum(layers.values()),
                sum(size for layer, size in layers.items() if layer not in used_layers)),
        _record("Containers", len(containers), sum(row.running for row in containers), sum(sizes.values()),
                sum(sizes[row.id] for row in containers if not row.running)),
        _record("Local Volumes", len(volumes), len(named), sum(volume_sizes.values()),
                sum(size for name, size in volume_sizes.items() if name not in {row.name for row in named})),
        _record("Build Cache", 0, 0, 0, 0, percent=False),
    ]  # fmt: skip
    call.out(formatting.render(call.flags["format"], TABLE, HEADINGS, records))
    return 0


def _record(kind: str, total: int, active: int, size: int, free: int, *, percent: bool = True) -> Record:
    share = f" ({100 * free // size}%)" if size and percent else ""
    fields: dict[str, Callable[[], Any]] = {
        "Type": lambda: kind,
        "TotalCount": lambda: str(total),
        "Active": lambda: str(active),
        "Size": lambda: units.human_size(size),
        "Reclaimable": lambda: f"{units.human_size(free)}{share}",
    }
    return Record("*formatter.diskUsageContext", fields)


def prune(call: Call) -> Step | int:
    """Docker system prune: remove what nobody uses."""
    if call.flags["volumes"] and any(row.startswith("until=") for row in call.flags["filter"]):
        raise Failure('ERROR: The "until" filter is not supported with "--volumes"')
    kinds = ["all stopped containers", "all networks not used by at least one container"]
    if call.flags["volumes"]:
        kinds.append("all anonymous volumes not used by at least one container")
    kinds.append(
        "all images without at least one container associated to them" if call.flags["all"] else "all dangling images"
    )
    kinds.append("all build cache" if call.flags["all"] else "unused build cache")
    listed = "".join(f"  - {kind}\n" for kind in kinds)
    warning = f"WARNING! This will remove:\n{listed}\nAre you sure you want to continue? [y/N] "
    return prompting.ask(call, warning, _prune)


def _prune(call: Call) -> int:
    given = call.flags["filter"]
    containers, total = prune_containers(call, given)
    _list(call, "Deleted Containers:", containers)
    _list(call, "Deleted Networks:", prune_networks(call, given))
    if call.flags["volumes"]:
        volumes, size = prune_volumes(call, given, everything=False)
        _list(call, "Deleted Volumes:", volumes)
        total += size
    images, size = prune_images(call, given, everything=call.flags["all"])
    _list(call, "Deleted Images:", [f"{kind.lower()}: {what}" for kind, what in images])
    call.line(f"Total reclaimed space: {units.human_size(total + size)}")
    return 0


def _list(call: Call, heading: str, rows: list[str]) -> None:
    if rows:
        call.out("\n".join([heading, *rows, "", ""]))


resume_prune = prompting.resuming(_prune)
