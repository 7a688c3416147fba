"""docker buildx ls, inspect, version, du, prune, install, uninstall, use, and what else it knows.

Models docker/buildx commands/, v0.24, with the one builder that the docker driver gives. Not modelled: create, bake,
imagetools, history: builders of their own and what only they can do.
"""

from sandbox.sim.docker import prompting, units
from sandbox.sim.docker.buildx.cache import drop, in_use, record_size, rows
from sandbox.sim.docker.buildx.forwarding import read_config, write_config
from sandbox.sim.docker.call import Call
from sandbox.sim.docker.errors import Failure, NotModelled
from sandbox.sim.engine.builder.buildkit.cache import CacheRecord
from sandbox.sim.runtime.process import Step

VERSION = "github.com/docker/buildx v0.24.0 d0e5e86"
BUILDKIT = "v0.22.0"
PLATFORMS = "linux/amd64, linux/amd64/v2, linux/amd64/v3"
DRIVER = """\
Name:   default
Driver: docker

Nodes:
Name:             default
Endpoint:         default
Status:           running
BuildKit version: {version}
Platforms:        {platforms}
"""
PRUNE = "WARNING! This will remove {}. Are you sure you want to continue? [y/N] "


def version(call: Call) -> int:
    """Print the version."""
    call.line(VERSION)
    return 0


def ls(call: Call) -> int:
    """List the builders: the engine's own one."""
    if call.flags["format"]:
        raise NotModelled("docker buildx ls --format")
    call.out(
        "NAME/NODE     DRIVER/ENDPOINT   STATUS    BUILDKIT   PLATFORMS\n"
        "default*      docker                                 \n"
        f" \\_ default    \\_ default       running   {BUILDKIT}    {PLATFORMS}\n"
    )
    return 0


def _check_builder(call: Call) -> None:
    """Refuse any other builder than the engine's own. Raises Failure."""
    name = call.flags["builder"] if "builder" in call.flags.values else ""
    if name not in ("", "default"):
        raise Failure(f'ERROR: no builder "{name}" found')


def _check_name(call: Call) -> None:
    name = call.args[0] if call.args else "default"
    if name != "default":
        raise Failure(f'ERROR: no builder "{name}" found')


def inspect(call: Call) -> int:
    """Describe a builder."""
    _check_name(call)
    _check_builder(call)
    call.out(DRIVER.format(version=BUILDKIT, platforms=PLATFORMS))
    return 0


def use(call: Call) -> int:
    """Choose a builder; there is one."""
    _check_name(call)
    _check_builder(call)
    return 0


def rm(call: Call) -> int:
    """Remove a builder: the engine's own one cannot be removed."""
    for name in call.args or ["default"]:
        if name == "default":
            raise Failure(
                "ERROR: context builder cannot be removed, run `docker context rm default` to remove this context"
            )
        raise Failure(f'ERROR: failed to remove {name}: no builder "{name}" found')
    return 0


def install(call: Call) -> int:
    """Make ``docker build`` an alias of ``docker buildx build``."""
    config: dict[str, object] = dict(read_config(call.files))
    config["aliases"] = {"builder": "buildx"}
    write_config(call.files, config)
    return 0


def uninstall(call: Call) -> int:
    """Take the alias away."""
    config: dict[str, object] = dict(read_config(call.files))
    config.pop("aliases", None)
    write_config(call.files, config)
    return 0


# The build cache


def du(call: Call) -> int:
    """Show what the build cache takes."""
    _check_builder(call)
    if call.flags["filter"]:
        raise NotModelled("docker buildx du --filter")
    found, shared = rows(call.engine), in_use(call.engine)
    if call.flags["verbose"]:
        for row in found:
            call.out(_described(call, row, shared=row.layer in shared))
    else:
        call.line(f"{'ID':<42}{'RECLAIMABLE':<13}{'SIZE':<11}LAST ACCESSED")
        for row in found:
            mark = "*" if row.mutable else ""
            size = units.human_size(record_size(call.engine, row)) + ("*" if row.layer in shared else "")
            call.line(f"{row.id + mark:<42}{'true':<13}{size:<11}{_ago(call, row)}")
    total = sum(record_size(call.engine, row) for row in found)
    both = sum(row.size for row in found if row.layer in shared)
    if found:
        call.out(f"Shared:\t\t{units.human_size(both)}\nPrivate:\t{units.human_size(total - both)}\n")
    call.out(f"Reclaimable:\t{units.human_size(total)}\nTotal:\t\t{units.human_size(total)}\n")
    return 0


def _ago(call: Call, row: CacheRecord) -> str:
    return f"{units.human_duration(call.now - row.last_used)} ago" if row.last_used else ""


def _described(call: Call, row: CacheRecord, *, shared: bool) -> str:
    size = units.human_size(record_size(call.engine, row))
    return (
        f"ID:\t\t{row.id}\nCreated at:\t{units.created_at(row.created)}\nMutable:\t{str(row.mutable).lower()}\n"
        f"Reclaimable:\ttrue\nShared:\t\t{str(shared).lower()}\nSize:\t\t{size}\n"
        f"Description:\t{row.description}\nUsage count:\t{row.uses}\nLast used:\t{_ago(call, row)}\n"
        f"Type:\t\t{row.kind}\n\n"
    )


def prune(call: Call) -> Step | int:
    """Remove what the build cache keeps."""
    _check_builder(call)
    if "verbose" in call.flags.values and call.flags["verbose"]:
        raise NotModelled(f"{call.spec.name} --verbose")
    if call.flags["filter"]:
        raise NotModelled(f"{call.spec.name} --filter")
    for name in ("keep-storage", "max-used-space", "min-free-space", "reserved-space"):
        if name in call.flags.values and call.flags.given(name):
            raise NotModelled(f"{call.spec.name} --{name}")
    kind = "all build cache" if call.flags["all"] else "all dangling build cache"
    return prompting.ask(call, PRUNE.format(kind), _prune)


def _prune(call: Call) -> int:
    gone = drop(call.engine)
    if gone and call.spec.path[0] == "buildx":
        call.line(f"{'ID':<42}{'RECLAIMABLE':<13}{'SIZE':<11}LAST ACCESSED")
        for row, size in gone:
            call.line(f"{row.id:<42}{'true':<13}{units.human_size(size):<11}{_ago(call, row)}")
        call.line(f"Total:\t{units.human_size(sum(size for _, size in gone))}")
    elif call.spec.path[0] == "buildx":
        call.line("Total:\t0B")
    else:
        if gone:
            call.out("Deleted build cache objects:\n" + "".join(f"{row.id}\n" for row, _ in gone) + "\n")
        call.line(f"Total reclaimed space: {units.human_size(sum(size for _, size in gone))}")
    return 0


resume_prune = prompting.resuming(_prune)
