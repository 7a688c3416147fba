"""Pods reach the API server over TLS, as their ServiceAccounts."""

import json

import pytest

from sandbox.sim.world import World

MOUNT = "/var/run/secrets/kubernetes.io/serviceaccount"
ASK = (
    f'curl -sS --cacert {MOUNT}/ca.crt -H "Authorization: Bearer $(cat {MOUNT}/token)" '
    "https://kubernetes.default.svc/api/v1/namespaces/default/pods"
)


@pytest.fixture(scope="module")
def start() -> bytes:
    world = World.create(seed=7, images=("nginx:1.27", "busybox:1.36"))
    world.run("kubectl run c --image=nginx:1.27; kubectl run b --image=busybox:1.36 -- sleep 100000")
    assert world.run("kubectl wait --for=condition=Ready pod --all").exit_code == 0
    return world.snapshot()


def test_nobody_in_particular_is_refused(start: bytes) -> None:
    world = World.restore(start)
    answer = json.loads(world.run("kubectl exec c -- curl -sk https://kubernetes.default").stdout)
    assert (answer["kind"], answer["code"]) == ("Status", 403)
    assert answer["message"] == 'forbidden: User "system:anonymous" cannot get path "/"'
    wrong = world.run("kubectl exec c -- curl -sk -H 'Authorization: Bearer x.y.z' https://kubernetes.default/api")
    assert json.loads(wrong.stdout)["code"] == 401


def test_a_pod_may_do_what_its_account_may(start: bytes) -> None:
    world = World.restore(start)
    refused = json.loads(world.run(f"kubectl exec c -- sh -c '{ASK}'").stdout)
    assert refused["message"].startswith('pods is forbidden: User "system:serviceaccount:default:default" cannot list')
    world.run("kubectl create role r --verb=list --resource=pods")
    world.run("kubectl create rolebinding r --role=r --serviceaccount=default:default")
    listed = json.loads(world.run(f"kubectl exec c -- sh -c '{ASK}'").stdout)
    assert listed["kind"] == "PodList"
    assert sorted(item["metadata"]["name"] for item in listed["items"]) == ["b", "c"]


def test_without_the_authority_the_server_is_not_trusted(start: bytes) -> None:
    world = World.restore(start)
    result = world.run("kubectl exec c -- curl -sS https://kubernetes.default")
    assert result.exit_code == 60
    assert result.stderr.startswith("curl: (60) SSL certificate problem: unable to get local issuer certificate\n")
    named = world.run(f"kubectl exec c -- sh -c '{ASK.replace('kubernetes.default.svc', '10.96.0.1')}'")
    assert named.exit_code == 0
    busybox = world.run("kubectl exec b -- wget -q -O- https://kubernetes.default/healthz --no-check-certificate")
    assert (busybox.stdout, busybox.exit_code) == ("ok", 0)


def test_plain_text_and_tls_do_not_understand_each_other(start: bytes) -> None:
    world = World.restore(start)
    plain = world.run("kubectl exec c -- curl -s http://kubernetes.default:443")
    assert plain.stdout == "Client sent an HTTP request to an HTTPS server.\n"
    world.run("kubectl expose pod c --port=443 --target-port=80")
    result = world.run("kubectl exec c -- curl -sSk https://c.default")
    assert result.stderr.startswith("curl: (35) error:0A00010B:SSL routines::wrong version number\n")


def test_the_learners_host_reaches_it_at_the_control_planes_address(start: bytes) -> None:
    world = World.restore(start)
    assert json.loads(world.run("curl -sk https://controlplane:6443/version").stdout)["gitVersion"] == "v1.36.2"
