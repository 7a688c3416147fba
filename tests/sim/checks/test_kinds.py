"""Each kind of check on a World: when it holds, and what is said when it does not."""

# ruff: noqa: E501 - a check stands on one line, as an author may write it.

from typing import Any

import pytest
import yaml

from documents.faults import Fault
from sandbox.sim.checks.storage import dump_check, load_check
from sandbox.sim.lab import parse_lab
from sandbox.sim.world import World

TASK = {"id": "task", "points": 1, "says": "x", "cel": "false"}
HEAD = "title: x\nkind: kubernetes\nanswer: commands\ntask: x\nsolution: x\n"


def evaluate(world: World, text: str) -> tuple[bool, str, str]:
    """Read a check as an author writes it, store it, load it, evaluate it."""
    fields: dict[str, Any] = {"id": "x", "points": 1, "says": "x", **yaml.safe_load(text)}
    lab = parse_lab(HEAD + yaml.safe_dump({"expect": [fields, TASK]}), path="lab.yaml")
    assert not isinstance(lab, list), [fault.text.en for fault in lab if isinstance(fault, Fault)]
    finding = load_check(dump_check(lab.expect[0].check)).evaluate(world)
    assert bool(finding.reason.en) is bool(finding.reason.zh_hans) is not finding.passed
    return finding.passed, finding.reason.en, finding.reason.zh_hans


@pytest.mark.parametrize(
    "text",
    [
        "object: {apiVersion: v1, kind: Pod, metadata: {name: web, labels: {tier: front}}}",
        "object: {apiVersion: v1, kind: Pod, metadata: {labels: {app: web}}, status: {phase: Running}}",
        "{object: {apiVersion: v1, kind: Pod, metadata: {name: web}}, cel: 'object.spec.containers.size() == 1'}",
        "object: {apiVersion: v1, kind: Namespace, metadata: {name: shop}}",
        "object: {apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {restartPolicy: Always, hostNetwork: false}}",
        "{select: {apiVersion: v1, kind: Pod, labels: {app: web}}, count: 2}",
        "{select: {apiVersion: v1, kind: Pod, labels: {app: nosuch}}, count: 0}",
        "{select: {apiVersion: v1, kind: Pod}, match: {spec: {restartPolicy: Always}}, cel: \"object.status.phase == 'Running'\"}",
        "absent: {apiVersion: v1, kind: Pod, metadata: {name: old}}",
        "absent: {apiVersion: v1, kind: Pod, metadata: {namespace: shop}}",
        "{absent: {apiVersion: v1, kind: Pod, metadata: {name: web}}, field: spec.hostNetwork}",
        "cel: \"cluster.count('v1', 'Pod', 'default') == 2\"",
        "cel: \"cluster.get('v1', 'Pod', 'nosuch') == null\"",
        "cel: \"cluster.list('v1', 'Pod', 'default').all(p, p.metadata.labels.app == 'web')\"",
        "cel: \"cluster.ready('apps/v1', 'Deployment', 'nosuch') == 0\"",
        "inspect: {type: container, name: web, match: {State: {Running: true}, Mounts: [{Destination: /data, RW: true}]}}",
        "inspect: {type: volume, name: data}",
        "inspect: {type: container, name: nosuch, absent: true}",
        "{run: 'kubectl get pod web -o name', stdout: {equals: pod/web}}",
        "{run: 'cat nosuch', exit: 1, stderr: {contains: [No such file, nosuch]}}",
        "{run: 'cat notes.txt', stdout: {contains: hello, lacks: bye, matches: '^world$'}}",
        "file: {path: notes.txt, contains: [hello, world]}",
        "file: {path: /root/nosuch, absent: true}",
        "history: {ran: '^cat notes', never: kubectl, succeeded: true}",
        "always: {cel: \"cluster.count('v1', 'Pod', 'default') >= 1\"}",
    ],
)  # fmt: skip
def test_a_check_that_holds(world: World, text: str) -> None:
    assert evaluate(world, text) == (True, "", "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "object: {apiVersion: v1, kind: Pod, metadata: {name: nosuch}}",
            "There is no Pod nosuch. What is there: api, web",
        ),
        (
            "object: {apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}}",
            "There is no Pod web in namespace shop. One of this name is in namespace default.",
        ),
        (
            "object: {apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {containers: [{name: web, image: redis}]}}",
            "Pod web: `spec.containers[name=web].image` is `nginx`; it should be `redis`.",
        ),
        ("object: {apiVersion: apps/v1, kind: Pod, metadata: {name: web}}", "There is no Pod web."),
        (
            "{object: {apiVersion: v1, kind: Pod, metadata: {name: web}}, cel: \"object.status.phase == 'Failed'\"}",
            "Pod web: `object.status.phase == 'Failed'` does not hold.",
        ),
        (
            "{select: {apiVersion: v1, kind: Pod, labels: {app: web}}, count: 3}",
            "Found 2 of kind Pod with labels app=web in namespace default; there should be 3.",
        ),
        (
            "select: {apiVersion: v1, kind: Pod, labels: {app: nosuch}}",
            "There is no Pod with labels app=nosuch in namespace default.",
        ),
        ("absent: {apiVersion: v1, kind: Pod, metadata: {name: web}}", "Pod web is still there."),
        (
            "{absent: {apiVersion: v1, kind: Pod, metadata: {name: old}}, field: spec.hostNetwork}",
            "There is no Pod old. What is there: api, web",
        ),
        (
            "{absent: {apiVersion: v1, kind: Pod, metadata: {name: web}}, field: spec.restartPolicy}",
            "Pod web: `spec.restartPolicy` is `Always`; it should not be there.",
        ),
        ("cel: \"cluster.count('v1', 'Pod') > 90\"", "`cluster.count('v1', 'Pod') > 90` does not hold."),
        (
            "inspect: {type: container, name: idle, match: {State: {Running: true}}}",
            "container idle: `State.Running` is `false`; it should be `true`.",
        ),
        ("inspect: {type: container, name: nosuch}", "There is no container nosuch."),
        ("inspect: {type: volume, name: data, absent: true}", "The volume data is still there."),
        (
            "{run: 'echo yes', stdout: {equals: no}}".replace("equals: no", "equals: 'no'"),
            "The output of `echo yes` is `yes`; it should be `no`.",
        ),
        ("run: 'exit 3'", "`exit 3` ends with exit code 3 instead of 0: "),
        ("file: {path: notes.txt, equals: bye}", "notes.txt is `hello\nworld`; it should be `bye`."),
        ("file: {path: nosuch}", "nosuch cannot be read: No such file or directory."),
        ("file: {path: notes.txt, absent: true}", "notes.txt is still there."),
        ("history: {ran: nosuch, succeeded: true}", "`cat nosuch` ended with exit code 1."),
        ("history: {ran: helm}", "No command matches `helm`."),
        ("history: {never: notes}", "`cat notes.txt` was run; this lab does without it."),
    ],
)  # fmt: skip
def test_a_check_that_does_not_hold_says_why(world: World, text: str, said: str) -> None:
    passed, reason, chinese = evaluate(world, text)
    assert (passed, reason) == (False, said)
    assert chinese != reason


def test_looking_leaves_the_world_as_it_was(world: World) -> None:
    before = world.snapshot()
    evaluate(world, "run: 'echo gone > notes.txt; kubectl delete pod web --now; docker rm -f web'")
    assert world.snapshot() == before
