"""docker volume create, rm, prune.

Models docker/cli cli/command/volume, v28.2. Not modelled: cluster volumes (--group, --scope, --type and the like).
"""

from sandbox.sim.docker import prompting, units
from sandbox.sim.docker.call import Call
from sandbox.sim.docker.container.filters import grouped, label_matches
from sandbox.sim.docker.container.options import read_pairs
from sandbox.sim.docker.errors import Failure, NotModelled
from sandbox.sim.engine.inspect import volume_size
from sandbox.sim.runtime.process import Step

CLUSTER = ("availability", "group", "limit-bytes", "required-bytes", "scope", "secret", "sharing", "topology-preferred",
           "topology-required", "type")  # fmt: skip
WARNING = (
    "WARNING! This will remove {} local volumes not used by at least one container.\n"
    "Are you sure you want to continue? [y/N] "
)


def create(call: Call) -> int:
    """Docker volume create: make a volume and print its name."""
    flags = call.flags
    for name in CLUSTER:
        if name in flags.values and flags.given(name):
            raise NotModelled(f"docker volume create --{name}")
    if flags.values.get("name") and call.args:
        raise Failure("conflicting options: cannot specify a volume-name through both --name and as a positional arg")
    name = call.args[0] if call.args else flags.values.get("name") or ""
    volume = call.engine.create_volume(
        name, driver=flags["driver"] or "local", labels=read_pairs(flags["label"]), options=read_pairs(flags["opt"])
    )
    call.line(volume.name)
    return 0


def remove(call: Call) -> int:
    """Docker volume rm: remove volumes that nobody uses."""
    return call.for_each(call.args, lambda name: call.engine.remove_volume(name, force=call.flags["force"]))


def prune(call: Call) -> Step | int:
    """Docker volume prune: remove unused volumes, anonymous ones unless ``--all``."""
    if call.flags["all"] and any(row.startswith("all=") for row in call.flags["filter"]):
        raise Failure("conflicting options: cannot specify both --all and --filter all=1")
    return prompting.ask(call, WARNING.format("all" if call.flags["all"] else "anonymous"), _prune)


def _prune(call: Call) -> int:
    removed, size = prune_volumes(call, call.flags["filter"], everything=call.flags["all"])
    if removed:
        call.line("Deleted Volumes:")
        call.out("".join(f"{name}\n" for name in removed) + "\n")
    call.line(f"Total reclaimed space: {units.human_size(size)}")
    return 0


def prune_volumes(call: Call, given: list[str], *, everything: bool) -> tuple[list[str], int]:
    """Remove unused volumes; return their names and bytes."""
    filters = grouped(given, ("label", "label!", "all"))
    everything = everything or any(value.lower() in ("1", "true") for value in filters.get("all", []))
    removed, size = [], 0
    for volume in list(call.engine.volumes.volumes.values()):
        if call.engine.volume_users(volume.name) or not (everything or volume.anonymous):
            continue
        if not all(label_matches(volume.labels, value) for value in filters.get("label", [])):
            continue
        if any(label_matches(volume.labels, value) for value in filters.get("label!", [])):
            continue
        size += volume_size(call.engine, volume)
        call.engine.remove_volume(volume.name)
        removed.append(volume.name)
    return removed, size


resume_prune = prompting.resuming(_prune)
