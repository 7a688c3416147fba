"""docker container prune.

Models docker/cli cli/command/container/prune.go, v28.2.
"""

from sandbox.sim.docker import prompting, units
from sandbox.sim.docker.call import Call
from sandbox.sim.docker.container.filters import grouped, label_matches
from sandbox.sim.docker.container.logs import moment
from sandbox.sim.engine import changes, lifecycle
from sandbox.sim.engine.container import Container
from sandbox.sim.runtime.process import Step

WARNING = "WARNING! This will remove all stopped containers.\nAre you sure you want to continue? [y/N] "


def run(call: Call) -> Step | int:
    """Remove all stopped containers, after a question."""
    return prompting.ask(call, WARNING, _prune)


def _prune(call: Call) -> int:
    removed, size = prune(call, call.flags["filter"])
    if removed:
        call.line("Deleted Containers:")
        call.out("".join(f"{identifier}\n" for identifier in removed) + "\n")
    call.line(f"Total reclaimed space: {units.human_size(size)}")
    return 0


def prune(call: Call, given: list[str]) -> tuple[list[str], int]:
    """Remove stopped containers that pass the filters; return their ids and the bytes that they held."""
    filters = grouped(given, ("label", "label!", "until"))
    removed, size = [], 0
    for container in list(call.engine.containers):
        if container.running or container.status == "restarting" or not _passes(call, container, filters):
            continue
        size += changes.size(call.engine, container)
        lifecycle.remove(call.engine, container)
        removed.append(container.id)
    return removed, size


def _passes(call: Call, container: Container, filters: dict[str, list[str]]) -> bool:
    labels = container.config.get("Labels") or {}
    return (
        all(label_matches(labels, value) for value in filters.get("label", []))
        and not any(label_matches(labels, value) for value in filters.get("label!", []))
        and all(container.created < moment(value, call.now, "until") for value in filters.get("until", []))
    )


resume = prompting.resuming(_prune)
