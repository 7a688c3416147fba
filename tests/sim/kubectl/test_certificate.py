"""kubectl certificate decides what becomes of certificate signing requests."""

from typing import Any

import pytest

from sandbox.sim.world import World

KEY = 'openssl req -new -newkey ed25519 -nodes -keyout jane.key -subj "/CN=jane/O=dev" -out jane.csr 2>/dev/null'
ASK = """cat > {name}.yaml <<EOF
apiVersion: certificates.k8s.io/v1
kind: CertificateSigningRequest
metadata: {{name: {name}}}
spec:
  request: $(base64 -w0 < jane.csr)
  signerName: kubernetes.io/kube-apiserver-client
  usages: [client auth]
EOF
kubectl create -f {name}.yaml
"""
NAME = "certificatesigningrequest.certificates.k8s.io"


@pytest.fixture
def world() -> World:
    world = World.create(seed=7, nodes=("controlplane",))
    for line in (KEY, ASK.format(name="jane"), ASK.format(name="tom")):
        result = world.run(line)
        assert result.exit_code == 0, result.stderr
    return world


def conditions(world: World, name: str = "jane") -> list[dict[str, Any]]:
    found = world.cluster.get("certificates.k8s.io/v1", "CertificateSigningRequest", name)
    return list((found.get("status") or {}).get("conditions") or [])


def test_an_approved_request_says_who_did_it_and_is_signed(world: World) -> None:
    assert world.run("kubectl certificate approve jane").stdout == f"{NAME}/jane approved\n"
    (row,) = conditions(world)
    assert (row["type"], row["status"], row["reason"]) == ("Approved", "True", "KubectlApprove")
    assert row["message"] == "This CSR was approved by kubectl certificate approve."
    world.advance(5)
    subject = "kubectl get csr jane -o jsonpath='{.status.certificate}' | base64 -d | openssl x509 -noout -subject"
    assert "jane" in world.run(subject).stdout


def test_a_denied_request_cannot_be_approved_any_more(world: World) -> None:
    assert world.run("kubectl certificate deny csr/jane").stdout == f"{NAME}/jane denied\n"
    refused = world.run("kubectl certificate approve jane")
    assert refused.exit_code == 1
    assert refused.stderr == 'error: certificate signing request "jane" is already Denied\n'
    assert [row["reason"] for row in conditions(world)] == ["KubectlDeny"]


@pytest.mark.parametrize("force", ["", " --force"])
def test_a_second_approval_changes_nothing(world: World, force: str) -> None:
    world.run("kubectl certificate approve jane")
    before = conditions(world)
    assert world.run(f"kubectl certificate approve jane{force}").stdout == f"{NAME}/jane approved\n"
    assert conditions(world) == before


@pytest.mark.parametrize("line", ["approve jane tom", "approve -f jane.yaml -f tom.yaml"])
def test_several_are_decided_at_once(world: World, line: str) -> None:
    assert world.run(f"kubectl certificate {line}").stdout == f"{NAME}/jane approved\n{NAME}/tom approved\n"


def test_a_request_comes_from_standard_input_and_the_answer_as_a_name(world: World) -> None:
    assert world.run("cat tom.yaml | kubectl certificate deny -f - -o name").stdout == f"{NAME}/tom\n"
    assert [row["type"] for row in conditions(world, "tom")] == ["Denied"]


def test_the_others_are_decided_though_one_is_lacking(world: World) -> None:
    result = world.run("kubectl certificate approve nobody jane")
    assert result.stdout == f"{NAME}/jane approved\n"
    assert result.stderr == (
        'Error from server (NotFound): certificatesigningrequests.certificates.k8s.io "nobody" not found\n'
    )
    assert result.exit_code == 1


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("approve", "error: one or more CSRs must be specified as <name> or -f <filename>\n"),
        (
            "deny ns/default",
            "error: can only handle CertificateSigningRequest.certificates.k8s.io objects but got Namespace\n",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(world: World, line: str, words: str) -> None:
    result = world.run(f"kubectl certificate {line}")
    assert (result.exit_code, result.stderr) == (1, words)
