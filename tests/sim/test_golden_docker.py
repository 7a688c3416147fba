"""Every recorded docker row, replayed in a fresh World; rows of ``KNOWN.md`` differ for the reason given there."""

import re
from pathlib import Path

import pytest

from bench.replay import Answer, Row, normalise, perform, rows
from sandbox.sim.world import World

GOLDEN = Path(__file__).parents[1] / "golden"
ROWS = list(rows(GOLDEN / "docker.jsonl"))
KNOWN = set(re.findall(r"^\| `([\w-]+)` \|", (GOLDEN / "KNOWN.md").read_text(encoding="utf-8"), re.MULTILINE))


def replay(row: Row) -> Answer:
    world = World.create(seed=7, images=row.images)
    for name, text in row.files.items():
        world.files.write(f"/root/{name}", text)
    for line in row.setup:
        world.run(line)
    return perform(world, row)


@pytest.mark.parametrize("row", [row for row in ROWS if row.case not in KNOWN], ids=lambda row: row.case)
def test_the_world_answers_as_docker_did(row: Row) -> None:
    answer = replay(row)
    assert (answer.exit, normalise(answer.stdout), normalise(answer.stderr)) == (
        row.exit,
        normalise(row.stdout),
        normalise(row.stderr),
    )


@pytest.mark.parametrize("row", [row for row in ROWS if row.case in KNOWN], ids=lambda row: row.case)
def test_a_known_difference_is_still_one(row: Row) -> None:
    assert not replay(row).matches(row), f"{row.case} matches now: take it out of KNOWN.md"
