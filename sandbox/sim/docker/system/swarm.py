"""docker swarm, outside a swarm: the engine is in none, and none can be made here.

Models docker/cli cli/command/swarm, v28.2, on an engine that is in no swarm. Not modelled: swarms.
"""

from sandbox.sim.docker import routes
from sandbox.sim.docker.errors import Failure

NOT_A_MANAGER = (
    'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" '
    "to connect this node to swarm and try again."
)


def refuse(words: list[str]) -> None:
    """Say what an engine outside a swarm says to a command about one. Raises Failure."""
    within = words[0] == "swarm" and words[1:2] and words[1] in routes.IN_A_SWARM
    if words[0] not in routes.SWARM and not within:
        return
    if words[:2] == ["swarm", "leave"]:
        raise Failure("Error response from daemon: This node is not part of a swarm")
    if words[:2] in (["stack", "deploy"], ["stack", "up"]):
        raise Failure(NOT_A_MANAGER.replace("This", "this", 1).removesuffix("."))
    raise Failure(f"Error response from daemon: {NOT_A_MANAGER}")
