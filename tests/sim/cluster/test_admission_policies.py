"""Policies in CEL: who is denied, who is warned, and in which words."""

from typing import Any

import pytest
import yaml

from sandbox.sim.world import World

Object = dict[str, Any]
HEAD = "ValidatingAdmissionPolicy 'rules' with binding 'rules' denied request: "
DENIED = f'The deployments "web" is invalid: : {HEAD}'


@pytest.fixture
def world() -> World:
    return World.create(seed=7, nodes=("controlplane", "node01"))


def install(world: World, spec: Object, binding: Object | None = None) -> None:
    """Make a policy over Deployments, and bind it."""
    constraint = {"apiGroups": ["apps"], "apiVersions": ["v1"], "operations": ["*"], "resources": ["deployments"]}
    policy = {
        "apiVersion": "admissionregistration.k8s.io/v1",
        "kind": "ValidatingAdmissionPolicy",
        "metadata": {"name": "rules"},
        "spec": {"matchConstraints": {"resourceRules": [constraint]}, **spec},
    }
    bound = {
        "apiVersion": "admissionregistration.k8s.io/v1",
        "kind": "ValidatingAdmissionPolicyBinding",
        "metadata": {"name": "rules"},
        "spec": {"policyName": "rules", "validationActions": ["Deny"], **(binding or {})},
    }
    world.files.write("/root/policy.yaml", yaml.safe_dump_all([policy, bound]))
    answer = world.run("kubectl apply -f policy.yaml")
    assert answer.exit_code == 0, answer.stderr


def make(world: World, replicas: int = 9, flags: str = "") -> str:
    return world.run(f"kubectl create deployment web --image=nginx --replicas={replicas} {flags}").stderr.strip()


def test_a_rule_that_does_not_hold_denies(world: World) -> None:
    install(world, {"validations": [{"expression": "object.spec.replicas <= 5"}]})
    assert make(world, 5) == ""
    world.run("kubectl delete deployment web")
    assert make(world) == (
        'error: failed to create deployment: deployments.apps "web" is forbidden: '
        f"{HEAD}failed expression: object.spec.replicas <= 5"
    )  # fmt: skip
    world.run("kubectl create deployment web --image=nginx --replicas=9 --dry-run=client -o yaml > web.yaml")
    assert world.run("kubectl create -f web.yaml").stderr == f"{DENIED}failed expression: object.spec.replicas <= 5\n"


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"expression": "object.spec.replicas < 3", "message": "too many"}, "too many"),
        (
            {"expression": "object.spec.replicas < 3", "messageExpression": "'not ' + string(object.spec.replicas)"},
            "not 9",
        ),
        (
            {"expression": "object.spec.replicas < 3", "messageExpression": "object.nothing", "message": "plain"},
            "plain",
        ),
        (
            {"expression": "object.metadata.labels.tier == 'web'"},
            "expression 'object.metadata.labels.tier == 'web'' resulted in error: no such key: tier",
        ),
        ({"expression": "has(object.metadata.labels.tier)", "message": "m"}, "m"),
        ({"expression": "object.spec.template.spec.containers.all(c, c.image.startsWith('my/'))", "message": "m"}, "m"),
        ({"expression": "namespaceObject.metadata.name != 'default'", "message": "m"}, "m"),
        ({"expression": "request.operation == 'UPDATE' && oldObject != null", "message": "m"}, "m"),
        ({"expression": "request.userInfo.username == 'nobody'", "message": "m"}, "m"),
    ],
)  # fmt: skip
def test_the_words_of_a_denial(world: World, rule: Object, words: str) -> None:
    install(world, {"validations": [rule]})
    assert make(world).endswith(HEAD + words)


def test_reasons_decide_how_kubectl_shows_a_denial(world: World) -> None:
    install(world, {"validations": [{"expression": "false", "message": "no", "reason": "Forbidden"}]})
    world.run("kubectl create deployment web --image=nginx --dry-run=client -o yaml > web.yaml")
    head = 'Error from server (Forbidden): error when creating "web.yaml": deployments.apps "web" is forbidden: '
    assert world.run("kubectl create -f web.yaml").stderr == f"{head}{HEAD}no\n"


def test_warnings_let_the_request_through(world: World) -> None:
    install(
        world,
        {"validations": [{"expression": "object.spec.replicas < 3", "message": "many"}]},
        {"validationActions": ["Warn"]},
    )
    answer = world.run("kubectl create deployment web --image=nginx --replicas=9")
    assert answer.stdout == "deployment.apps/web created\n"
    assert (
        answer.stderr == "Warning: Validation failed for ValidatingAdmissionPolicy 'rules' with binding 'rules': many\n"
    )


def test_variables_are_shared_by_expressions(world: World) -> None:
    variables = [
        {"name": "containers", "expression": "object.spec.template.spec.containers"},
        {"name": "images", "expression": "variables.containers.map(c, c.image)"},
    ]
    rule = {
        "expression": "variables.images.all(i, i.contains(':'))",
        "messageExpression": "'untagged: ' + variables.images.join(',')",
    }
    install(world, {"variables": variables, "validations": [rule]})
    assert make(world).endswith(f"{HEAD}untagged: nginx")


def test_conditions_and_selectors_narrow_a_policy(world: World) -> None:
    install(
        world,
        {"matchConditions": [{"name": "big", "expression": "object.spec.replicas > 7"}],
         "validations": [{"expression": "false", "message": "no"}]},
        {"matchResources": {"namespaceSelector": {"matchLabels": {"env": "prod"}}}},
    )  # fmt: skip
    world.run("kubectl create namespace prod; kubectl label namespace prod env=prod; kubectl create namespace dev")
    assert make(world, 9, "-n dev") == ""
    assert make(world, 7, "-n prod") == ""
    world.run("kubectl delete deployment web -n prod")
    assert make(world, 8, "-n prod").endswith("no")


def test_parameters(world: World) -> None:
    install(
        world,
        {"paramKind": {"apiVersion": "v1", "kind": "ConfigMap"},
         "validations": [{"expression": "object.spec.replicas <= int(params.data.most)", "message": "no"}]},
        {"paramRef": {"name": "limits", "namespace": "default", "parameterNotFoundAction": "Deny"}},
    )  # fmt: skip
    nothing = "failed to configure binding: no params found for policy binding with `Deny` parameterNotFoundAction"
    assert make(world).endswith(HEAD + nothing)
    world.run("kubectl create configmap limits --from-literal=most=4")
    assert make(world).endswith(f"{HEAD}no")
    assert make(world, 4) == ""


def test_an_error_may_be_ignored(world: World) -> None:
    install(world, {"failurePolicy": "Ignore", "validations": [{"expression": "object.spec.nothing == 1"}]})
    assert make(world) == ""


def test_updates_and_deletions_are_held_too(world: World) -> None:
    assert make(world, 1) == ""
    rules = [
        {"expression": "request.operation != 'DELETE'", "message": "stays"},
        {
            "expression": "request.operation != 'UPDATE' || object.spec.replicas > 0",
            "message": "only up",
        },
    ]
    install(world, {"validations": rules})
    assert world.run("kubectl delete deployment web").stderr == f"{DENIED}stays\n"
    world.files.write("/root/p.yaml", "spec: {replicas: 0}")
    assert f"{HEAD}only up" in world.run("kubectl patch deployment web --patch-file p.yaml").stderr


def test_an_expression_that_does_not_compile_is_refused(world: World) -> None:
    for expression in ("object.spec.replicas <", "objct.spec.replicas > 1"):
        with pytest.raises(AssertionError, match="compilation failed"):
            install(world, {"validations": [{"expression": expression}]})


def test_what_is_not_modelled_says_so(world: World) -> None:
    world.files.write(
        "/root/m.yaml",
        "apiVersion: admissionregistration.k8s.io/v1\nkind: MutatingWebhookConfiguration\nmetadata: {name: m}\n",
    )
    assert "not modelled" in world.run("kubectl apply -f m.yaml").stderr
