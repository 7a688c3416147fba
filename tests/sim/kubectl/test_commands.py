import json
from pathlib import Path

import pytest

from sandbox.sim.kubectl import commands, registry
from sandbox.sim.kubectl.suggestions import unknown_command

GOLDEN = Path(__file__).parents[2] / "golden" / "kubernetes" / "errors.jsonl"


def test_commands_are_found_behind_flags_and_by_their_aliases() -> None:
    for argv, path, rest in (
        (
            ["-n", "x", "create", "secret", "--type", "t", "generic", "name"],
            "create secret generic",
            ["-n", "x", "--type", "t", "name"],
        ),
        (["create", "cm", "name"], "create configmap", ["name"]),
        (["top", "no"], "top node", []),
        (["get", "pods"], "get", ["pods"]),
    ):
        found, left = commands.find(argv)
        assert (found.path, left) == (path, rest)


def test_the_recorded_help_is_the_help_that_is_kept() -> None:
    rows = [json.loads(line) for line in GOLDEN.read_text(encoding="utf-8").splitlines()]
    (row,) = [row for row in rows if row["command"] == "kubectl get --help"]
    found = commands.command("get")
    assert found is not None
    assert found.help == row["stdout"]


@pytest.mark.parametrize("path", sorted(registry.VERBS))
def test_every_verb_knows_only_flags_that_its_command_has(path: str) -> None:
    found = commands.command(path)
    assert found is not None
    family = path.split(maxsplit=1)[0]
    shared = set().union(*(verb.flags for name, verb in registry.VERBS.items() if name.split()[0] == family))
    unknown = registry.VERBS[path].flags - set(found.flags.flags)
    assert unknown <= shared
    assert set(registry.VERBS[path].required) <= set(found.flags.flags)


def test_a_mistyped_command_is_answered_with_those_that_are_near() -> None:
    names = commands.find([])[0].children
    assert (
        unknown_command("gett", names) == 'unknown command "gett" for "kubectl"\n\nDid you mean this?\n\tset\n\tget\n\n'
    )
    assert unknown_command("convert", names) == 'unknown command "convert" for "kubectl"'
