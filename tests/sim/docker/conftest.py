"""Worlds in which docker is tried from the command line."""

from collections.abc import Callable

import pytest

from sandbox.sim.world import Result, World

IMAGES = ("busybox:latest", "busybox:1.36", "alpine:3.19", "nginx:latest")


@pytest.fixture
def world() -> World:
    return World.create(seed=11, images=IMAGES)


@pytest.fixture
def run(world: World) -> Callable[[str], Result]:
    return world.run
