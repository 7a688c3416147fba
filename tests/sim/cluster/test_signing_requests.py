"""CertificateSigningRequests: asked for, approved, signed."""

from base64 import b64decode
from typing import Any

import pytest
from cryptography.x509 import load_pem_x509_certificate

from sandbox.sim.world import World

Object = dict[str, Any]
ASK = """
openssl genrsa -out jane.key 2048 2>/dev/null
openssl req -new -key jane.key -subj "/CN=jane/O={group}" -out jane.csr
kubectl apply -f - <<EOF
apiVersion: certificates.k8s.io/v1
kind: CertificateSigningRequest
metadata: {{name: jane}}
spec:
  request: $(base64 -w0 < jane.csr)
  signerName: {signer}
  expirationSeconds: {seconds}
  usages: [{usages}]
EOF
"""
CLIENT = "kubernetes.io/kube-apiserver-client"


@pytest.fixture
def world() -> World:
    return World.create(seed=7, nodes=("controlplane",))


def ask(
    world: World, *, group: str = "dev", signer: str = CLIENT, seconds: int = 86400, usages: str = "client auth"
) -> Any:
    return world.run(ASK.format(group=group, signer=signer, seconds=seconds, usages=usages))


def decide(world: World, kind: str) -> Object:
    """Approve or deny, as ``kubectl certificate`` does."""
    api = world.cluster.api
    resource = api.resource_of("certificates.k8s.io/v1", "CertificateSigningRequest")
    obj = api.get(resource, "jane")
    obj.setdefault("status", {})["conditions"] = [{"type": kind, "status": "True", "reason": "KubectlApprove"}]
    api.update(resource, obj, subresource="approval")
    world.advance(5)
    found: Object = api.get(resource, "jane")["status"]
    return found


def test_an_approved_request_is_signed(world: World) -> None:
    assert ask(world).stdout == "certificatesigningrequest.certificates.k8s.io/jane created\n"
    table = world.run("kubectl get csr").stdout
    assert "kubernetes-admin" in table
    assert "Pending" in table
    cert = load_pem_x509_certificate(b64decode(decide(world, "Approved")["certificate"]))
    assert {row.rfc4514_string() for row in cert.subject.rdns} == {"CN=jane", "O=dev"}
    assert (cert.not_valid_after_utc - cert.not_valid_before_utc).days == 1
    assert "Approved,Issued" in world.run("kubectl get csr").stdout


def test_a_denied_request_is_not(world: World) -> None:
    ask(world)
    assert "certificate" not in decide(world, "Denied")


def test_a_signer_looks_at_the_usages(world: World) -> None:
    ask(world, usages="server auth")
    kinds = [row["type"] for row in decide(world, "Approved")["conditions"]]
    assert kinds == ["Approved", "Failed"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (
            {"seconds": 60},
            "spec.expirationSeconds: Invalid value: 60: may not specify a duration less than 600 seconds",
        ),
        ({"usages": "client"}, 'spec.usages[0]: Unsupported value: "client"'),
        ({"signer": "nothing"}, "must be a fully qualified domain and path of the form 'example.com/signer-name'"),
        ({"group": "system:masters"}, "use of kubernetes.io/kube-apiserver-client signer with system:masters group"),
    ],
)
def test_what_is_refused(world: World, options: Object, words: str) -> None:
    assert words in ask(world, **options).stderr
