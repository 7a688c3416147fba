"""Over 300 commands: the real kubectl on `serve-cluster`, compared with the World's own byte by byte.

A group of commands stands in ``corpus/NAME.txt``, a command a line; it starts with a fresh World. What differs between
kubectl 1.32 and the modelled 1.36 is listed in ``corpus/DIFFERENCES.md``, and each row must really differ.
"""

import difflib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.sim.world import World
from tests.serving.real_kubectl import CORPUS, Pair, why_not
from tests.serving.served import Served, serving

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not())
GROUPS = sorted(path.stem for path in CORPUS.glob("*.txt"))
KNOWN = set(re.findall(r"^\| (\w[\w-]*) \| `(.+?)` \|", (CORPUS / "DIFFERENCES.md").read_text("utf-8"), re.MULTILINE))


def commands_of(group: str) -> list[str]:
    lines = (CORPUS / f"{group}.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def world() -> World:
    found = World.create(7)
    _ = found.cluster
    found.settle()
    return found


@pytest.fixture(scope="module")
def served(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(world.copy(), tmp_path_factory.mktemp("served")) as found:
        yield found


@pytest.mark.parametrize("group", GROUPS)
def test_the_real_kubectl_says_what_the_worlds_own_says(
    group: str, world: World, served: Served, tmp_path: Path
) -> None:
    pair, wrong, listed = Pair(world.copy(), served, tmp_path), [], []
    for command in commands_of(group):
        own, real = pair.run(command)
        known = (group, command.replace("|", "\\|")) in KNOWN
        if own != real and not known:
            lines = difflib.unified_diff(own.shown().splitlines(), real.shown().splitlines(), "World", "kubectl", n=1)
            wrong.append("\n".join([f"$ {command}", *list(lines)[2:]]))
        if own == real and known:
            listed.append(command)
    assert not wrong, "\n\n".join(wrong)
    assert not listed, f"these are the same now: take them out of DIFFERENCES.md: {listed}"


def test_the_corpus_has_at_least_300_commands_and_few_that_differ() -> None:
    found = [(group, command.replace("|", "\\|")) for group in GROUPS for command in commands_of(group)]
    assert len(found) >= 300
    assert set(found) >= KNOWN
    assert len(KNOWN) < len(found) / 10
