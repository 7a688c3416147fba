"""Server-side apply between two managers."""

import pytest

from sandbox.sim.world import World

CONFIG = """
apiVersion: v1
kind: ConfigMap
metadata: {{name: settings}}
data: {{{data}}}
"""


@pytest.fixture
def world() -> World:
    world = World.create(seed=7, nodes=("controlplane", "node01"))
    write(world, "MODE: dev, LEVEL: low")
    assert world.run("kubectl apply --server-side -f cm.yaml --field-manager=one").exit_code == 0
    return world


def write(world: World, data: str) -> None:
    world.files.write("/root/cm.yaml", CONFIG.format(data=data))


def data(world: World) -> dict[str, str]:
    found: dict[str, str] = world.cluster.get("v1", "ConfigMap", "settings")["data"]
    return found


def test_a_field_of_another_manager_is_a_conflict(world: World) -> None:
    write(world, "MODE: prod")
    result = world.run("kubectl apply --server-side -f cm.yaml --field-manager=two")
    assert result.exit_code == 1
    assert 'conflict with "one": .data.MODE' in result.stderr
    assert data(world)["MODE"] == "dev"


def test_force_takes_the_field_over_and_leaves_the_rest(world: World) -> None:
    write(world, "MODE: prod")
    assert world.run("kubectl apply --server-side -f cm.yaml --field-manager=two --force-conflicts").exit_code == 0
    assert data(world) == {"MODE": "prod", "LEVEL": "low"}


def test_a_field_that_its_only_manager_leaves_out_is_removed(world: World) -> None:
    write(world, "MODE: dev")
    assert world.run("kubectl apply --server-side -f cm.yaml --field-manager=one").exit_code == 0
    assert data(world) == {"MODE": "dev"}


def test_applying_twice_changes_nothing(world: World) -> None:
    before = world.cluster.get("v1", "ConfigMap", "settings")
    assert world.run("kubectl apply --server-side -f cm.yaml --field-manager=one").exit_code == 0
    assert world.cluster.get("v1", "ConfigMap", "settings") == before
