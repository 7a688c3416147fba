"""Component statuses: computed when they are asked for, and deprecated."""

import json

import pytest

from sandbox.sim.world import World

WARNING = "Warning: v1 ComponentStatus is deprecated in v1.19+\n"


def test_a_component_status_has_a_name_and_nothing_that_storage_gives() -> None:
    world = World.create(seed=7, nodes=("node-1",))
    answer = world.run("kubectl get componentstatuses scheduler -o json")
    assert json.loads(answer.stdout)["metadata"] == {"name": "scheduler"}
    assert world.run("kubectl get cs -o name").stdout.splitlines() == [
        "componentstatus/controller-manager",
        "componentstatus/etcd-0",
        "componentstatus/scheduler",
    ]


def test_a_warning_of_several_requests_is_printed_once() -> None:
    world = World.create(seed=7, nodes=("node-1",))
    assert world.run("kubectl get cs scheduler etcd-0").stderr == WARNING
    assert world.run("kubectl label cs etcd-0 a=b").stderr.count(WARNING) == 1


@pytest.mark.parametrize(
    "command", ["get subjectaccessreviews", "get bindings x", "delete cs etcd-0", "label cs etcd-0 a=b"]
)
def test_a_method_without_a_route_is_not_allowed(command: str) -> None:
    world = World.create(seed=7, nodes=("node-1",))
    answer = world.run(f"kubectl {command}")
    assert answer.exit_code == 1
    assert answer.stderr.endswith(
        "Error from server (MethodNotAllowed): the server does not allow this method on the requested resource\n"
    )
