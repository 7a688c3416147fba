"""A directory with a compose file, in which docker compose is tried."""

from collections.abc import Callable

import pytest

from sandbox.sim.world import World

HOME = "/root/p"
Place = Callable[..., World]


@pytest.fixture
def place(world: World) -> Place:
    """Return what writes a project's files, the compose file first, and goes into its directory."""

    def write(compose: str, **files: str) -> World:
        world.run(f"mkdir -p {HOME}; cd {HOME}")
        named = {key.replace("__", "/").replace("_dot_", "."): text for key, text in files.items()}
        for name, text in {"compose.yaml": compose, **named}.items():
            world.files.write(f"{HOME}/{name}", text)
        return world

    return write
