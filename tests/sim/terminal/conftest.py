"""A World at whose terminal nobody has typed yet."""

import pytest

from sandbox.sim.world import World


@pytest.fixture
def world() -> World:
    made = World.create(seed=7, nodes=("controlplane",), images=("busybox", "nginx", "ubuntu", "redis", "centos:7"))
    made.read()
    return made
