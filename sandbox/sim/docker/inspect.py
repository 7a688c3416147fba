"""docker inspect, docker container inspect, docker image inspect.

Models docker/cli cli/command/system/inspect.go, v28.2. Not modelled: objects of swarm, plugins.
"""

from typing import Any

from sandbox.sim.docker import inspecting
from sandbox.sim.docker.call import Call
from sandbox.sim.docker.errors import Failure, NotModelled
from sandbox.sim.engine import changes
from sandbox.sim.engine.errors import EngineError, NotFound

KINDS = ("container", "image", "network", "volume")
SWARM = ("node", "service", "task", "secret", "config", "plugin")


def run(call: Call) -> int:
    """Docker inspect: look names up as any kind of object."""
    kind = call.flags["type"]
    if kind in SWARM:
        raise NotModelled(f"docker inspect --type {kind}")
    if kind and kind not in KINDS:
        listed = ", ".join(f'"{known}"' for known in sorted(KINDS + SWARM))
        raise Failure(f'unknown type: "{kind}": must be one of {listed}')
    return inspecting.run(
        call, lambda name: _find(call, kind, name), missing=lambda name, error: _missing(kind, name, error)
    )


def _find(call: Call, kind: str, name: str) -> dict[str, Any]:
    for candidate in (kind,) if kind else KINDS:
        try:
            found = call.engine.inspect(candidate, name)
        except NotFound:
            if kind:
                raise
            continue
        except EngineError:
            if kind:
                raise
            continue
        if candidate == "container" and call.flags["size"]:
            _add_size(call, found)
        return found
    raise NotFound(name)


def _add_size(call: Call, found: dict[str, Any]) -> None:
    container = call.engine.containers.containers[found["Id"]]
    image = call.engine.images.images.get(container.image)
    found["SizeRw"] = changes.size(call.engine, container)
    found["SizeRootFs"] = found["SizeRw"] + (image.size if image else 0)


def _missing(kind: str, name: str, error: Exception) -> str:
    if not isinstance(error, EngineError):
        return ""
    return f"Error response from daemon: {error}" if kind else f"Error: No such object: {name}"


def of_kind(kind: str) -> Any:
    """Return the handler of ``docker <kind> inspect``."""

    def handler(call: Call) -> int:
        def find(name: str) -> dict[str, Any]:
            found = call.engine.inspect(kind, name)
            if kind == "container" and call.flags["size"]:
                _add_size(call, found)
            return found

        return inspecting.run(call, find, missing=lambda name, error: _missing(kind, name, error))

    return handler
