"""docker update.

Models docker/cli cli/command/container/update.go and moby daemon/update.go, v28.2. Not modelled: block IO, real-time
CPU.
"""

from typing import Any

from sandbox.sim.docker.call import Call
from sandbox.sim.docker.container.options import restart_policy
from sandbox.sim.engine.create import verify_policy, verify_resources
from sandbox.sim.engine.errors import Conflict, EngineError

FIELDS = {
    "memory": "Memory", "memory-swap": "MemorySwap", "memory-reservation": "MemoryReservation", "cpus": "NanoCpus",
    "cpu-shares": "CpuShares", "cpuset-cpus": "CpusetCpus", "cpu-period": "CpuPeriod", "cpu-quota": "CpuQuota",
    "pids-limit": "PidsLimit", "cpuset-mems": "CpusetMems", "blkio-weight": "BlkioWeight",
}  # fmt: skip


def run(call: Call) -> int:
    """Change limits and restart policy of containers."""
    flags = call.flags
    if not flags.changed:
        call.err("you must provide one or more flags when using this command")
        return 1
    changes: dict[str, Any] = {key: flags[name] for name, key in FIELDS.items() if flags.given(name)}
    if flags.given("restart"):
        changes["RestartPolicy"] = restart_policy(flags["restart"])

    def one(name: str) -> None:
        container = call.engine.containers.find(name)
        merged = {**container.host, **changes}
        verify_policy(merged)
        verify_resources(merged)
        try:
            _check(merged, changes, container.host.get("MemorySwap") or 2 * (container.host.get("Memory") or 0))
        except EngineError as error:
            raise type(error)(f"Cannot update container {container.id}: {error}") from error
        container.host = merged
        call.engine.emit("container", "update", container.id, call.engine.attributes(container))

    return call.for_each(call.args, one)


def _check(merged: dict[str, Any], changes: dict[str, Any], swap: int) -> None:
    if "RestartPolicy" in changes and merged.get("AutoRemove") and changes["RestartPolicy"]["Name"] not in ("", "no"):
        raise Conflict("Restart policy cannot be updated because AutoRemove is enabled for the container")
    memory = merged.get("Memory") or 0
    if "Memory" in changes and "MemorySwap" not in changes and memory > swap:
        raise Conflict(
            "Memory limit should be smaller than already set memoryswap limit, update the memoryswap at the same time"
        )
