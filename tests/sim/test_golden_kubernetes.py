"""Every recorded Kubernetes row, replayed; rows of ``KNOWN.md`` differ for the reasons given there."""

import re

import pytest

from bench.conformance import GOLDEN, Player, Row, rows

KNOWN = set(re.findall(r"^\| `(\w+/[\w-]+)` \|", (GOLDEN / "KNOWN.md").read_text(encoding="utf-8"), re.MULTILINE))
ROWS = [row for row in rows() if row["file"] != "docker"]


@pytest.fixture(scope="module")
def player() -> Player:
    return Player()


@pytest.mark.parametrize("row", [row for row in ROWS if row["case"] not in KNOWN], ids=lambda row: str(row["case"]))
def test_the_world_answers_as_kubernetes_did(player: Player, row: Row) -> None:
    outcome = player.play(row)
    assert outcome.matches, outcome.diff()


@pytest.mark.parametrize("row", [row for row in ROWS if row["case"] in KNOWN], ids=lambda row: str(row["case"]))
def test_a_known_difference_is_still_one(player: Player, row: Row) -> None:
    assert not player.play(row).matches, f"{row['case']} matches now: take it out of KNOWN.md"


def test_only_recorded_rows_are_known_differences() -> None:
    assert {row["case"] for row in ROWS} >= KNOWN
    assert len(KNOWN) < len(ROWS) / 20
