"""docker system prune.

Models docker/cli cli/command/system/prune.go, v28.2.
"""

from sandbox.sim.docker import prompting, units
from sandbox.sim.docker.buildx.cache import drop
from sandbox.sim.docker.call import Call
from sandbox.sim.docker.container.prune import prune as prune_containers
from sandbox.sim.docker.errors import Failure
from sandbox.sim.docker.image.verbs import prune_images
from sandbox.sim.docker.network.verbs import prune_networks
from sandbox.sim.docker.volume.verbs import prune_volumes
from sandbox.sim.runtime.process import Step


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
    cache = drop(call.engine)
    _list(call, "Deleted build cache objects:", [row.id for row, _ in cache])
    total += sum(freed for _, freed in cache)
    call.line(f"Total reclaimed space: {units.human_size(total + size)}")
    return 0


def _list(call: Call, heading: str, rows: list[str]) -> None:
    if rows:
        call.out("\n".join([heading, *rows, "", ""]))


resume_prune = prompting.resuming(_prune)
