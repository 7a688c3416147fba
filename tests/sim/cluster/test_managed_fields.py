"""Who manages which field, and what comes of it."""

from typing import Any

import pytest

from sandbox.sim.world import World

Object = dict[str, Any]
DEPLOYMENT = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  replicas: %s
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: app, image: "nginx:1.27", ports: [{containerPort: 80}]}]}
"""


@pytest.fixture
def world() -> World:
    return World.create(seed=7, nodes=("controlplane", "node01"))


def managers(world: World, kind: str, name: str, version: str = "v1") -> dict[tuple[str, str], Object]:
    """Return fieldsV1 by manager and subresource."""
    rows = world.cluster.get(version, kind, name)["metadata"]["managedFields"]
    return {(row["manager"], row.get("subresource", "")): row["fieldsV1"] for row in rows}


def apply(world: World, replicas: int, flags: str = "") -> Any:
    world.files.write("/root/web.yaml", DEPLOYMENT % replicas)
    return world.run(f"kubectl apply {flags} -f web.yaml")


def test_each_command_manages_what_it_has_written_before_admission_adds_more(world: World) -> None:
    world.run("kubectl run solo --image=nginx --labels=run=solo")
    fields = managers(world, "Pod", "solo")[("kubectl-run", "")]
    assert fields["f:metadata"] == {"f:labels": {".": {}, "f:run": {}}}
    assert set(fields["f:spec"]) == {
        "f:containers", "f:dnsPolicy", "f:enableServiceLinks", "f:restartPolicy", "f:schedulerName",
        "f:securityContext", "f:terminationGracePeriodSeconds",
    }  # fmt: skip
    assert fields["f:spec"]["f:containers"] == {
        'k:{"name":"solo"}': {
            ".": {}, "f:image": {}, "f:imagePullPolicy": {}, "f:name": {}, "f:resources": {},
            "f:terminationMessagePath": {}, "f:terminationMessagePolicy": {},
        }
    }  # fmt: skip


def test_the_kubelet_manages_the_status_through_its_subresource(world: World) -> None:
    world.run("kubectl run solo --image=nginx; kubectl wait --for=condition=ready pod/solo")
    fields = managers(world, "Pod", "solo")[("kubelet", "status")]
    assert list(fields) == ["f:status"]
    assert "f:podIP" in fields["f:status"]
    assert "." not in fields["f:status"]["f:conditions"]


def test_a_pointer_that_was_not_there_is_a_field_of_its_own(world: World) -> None:
    apply(world, 1)
    fields = managers(world, "Deployment", "web", "apps/v1")[("kubectl-client-side-apply", "")]
    strategy = fields["f:spec"]["f:strategy"]
    assert strategy == {"f:rollingUpdate": {".": {}, "f:maxSurge": {}, "f:maxUnavailable": {}}, "f:type": {}}
    ports = fields["f:spec"]["f:template"]["f:spec"]["f:containers"]['k:{"name":"app"}']["f:ports"]
    assert ports == {
        ".": {},
        'k:{"containerPort":80,"protocol":"TCP"}': {".": {}, "f:containerPort": {}, "f:protocol": {}},
    }


def test_a_field_moves_to_whom_changes_it(world: World) -> None:
    apply(world, 1)
    world.run("kubectl scale deployment/web --replicas=3; kubectl label deployment/web tier=front")
    found = managers(world, "Deployment", "web", "apps/v1")
    assert "f:replicas" not in found[("kubectl-client-side-apply", "")]["f:spec"]
    assert found[("kubectl-label", "")] == {"f:metadata": {"f:labels": {"f:tier": {}}}}


def test_a_removed_field_is_nobodys(world: World) -> None:
    world.run("kubectl create configmap settings --from-literal=a=1; kubectl label configmap settings tier=front")
    world.run("kubectl label configmap settings tier-")
    assert set(managers(world, "ConfigMap", "settings")) == {("kubectl-create", "")}


def test_server_side_apply_conflicts_with_what_another_command_has_set(world: World) -> None:
    apply(world, 1)
    result = apply(world, 3, "--server-side --field-manager=other")
    assert result.exit_code == 1
    words = 'Apply failed with 1 conflict: conflict with "kubectl-client-side-apply" using apps/v1: .spec.replicas'
    assert words in result.stderr
    assert apply(world, 3, "--server-side --field-manager=other --force-conflicts").exit_code == 0
    found = managers(world, "Deployment", "web", "apps/v1")
    assert "f:replicas" in found[("other", "")]["f:spec"]
    assert "f:replicas" not in found[("kubectl-client-side-apply", "")]["f:spec"]


def test_kubectl_may_go_on_from_client_side_to_server_side_apply(world: World) -> None:
    apply(world, 1)
    assert apply(world, 3, "--server-side").exit_code == 0
    assert "f:replicas" in managers(world, "Deployment", "web", "apps/v1")[("kubectl", "")]["f:spec"]


def test_managed_fields_are_hidden_unless_asked_for(world: World) -> None:
    world.run("kubectl create configmap settings --from-literal=a=1")
    assert "managedFields" not in world.run("kubectl get configmap settings -o yaml").stdout
    assert "manager: kubectl-create" in world.run("kubectl get configmap settings -o yaml --show-managed-fields").stdout


def test_managers_survive_a_snapshot(world: World) -> None:
    world.run("kubectl run solo --image=nginx; kubectl wait --for=condition=ready pod/solo")
    before = managers(world, "Pod", "solo")
    again = World.restore(world.snapshot())
    assert managers(again, "Pod", "solo") == before
    assert again.snapshot() == world.snapshot()
