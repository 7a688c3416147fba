"""The recorded answers of a real API server, replayed on the World: each refusal and default, word for word."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from sandbox.sim.world import World

ROWS = Path(__file__).parents[2] / "golden" / "kubernetes"
KNOWN = frozenset(
    (
        "defaulting/pod-volumes",  # A real kubelet waits for the ConfigMap that the recording's fake one ignored.
        "defaulting/pod-init-sidecar",  # A real `sh` without input ends; the recording's fake kubelet let it run.
        "defaulting/pod-priority",  # The scheduler draws lots among equal nodes.
        "defaulting/dep-child-pods",  # The template hash is of our own making.
        "errors/err-95",  # The recording's fake kubelet tells no events.
    )
)
SUFFIX = "[bcdfghjklmnpqrstvwxz2456789]"
REPLACEMENTS = (
    (r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UID"),
    (r"\b[0-9a-f]{64}\b", "ID"),
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", "TIME"),
    (r"\b(\d+[smhdy])+( ago)?\b", "AGE"),
    (r"\b10\.\d+\.\d+\.\d+\b", "IP"),
    (rf"-{SUFFIX}{{7,10}}-{SUFFIX}{{5}}\b", "-SFX-SFX"),
    (rf"-{SUFFIX}{{8,10}}\b", "-SFX"),
    (rf"-{SUFFIX}{{5}}\b", "-SFX"),
    (r'resourceVersion: "\d+"', "resourceVersion: RV"),
)


def rows(name: str) -> list[Any]:
    lines = (ROWS / f"{name}.jsonl").read_text().splitlines()
    found = [json.loads(line) for line in lines]
    return [pytest.param(row, id=row["case"]) for row in found if row["case"] not in KNOWN]


def normalised(text: str) -> list[str]:
    for pattern, replacement in REPLACEMENTS:
        text = re.sub(pattern, replacement, text)
    first, *rest = [re.sub(r"[ \t]+", " ", line).rstrip() for line in text.strip().split("\n")]
    listed = any(line.startswith("* ") for line in rest)
    return [first, *(sorted(rest) if listed else rest)]


@pytest.mark.parametrize("row", [*rows("validation"), *rows("defaulting"), *rows("errors")])
def test_the_cluster_answers_as_the_real_one_did(row: dict[str, Any]) -> None:
    world = World.create(seed=7, nodes=tuple(row["nodes"]))
    for name, text in row["files"].items():
        world.files.write(f"/root/{name}", text)
    for line in row["setup"]:
        world.run(line)
    result = world.run(row["command"])
    assert normalised(result.stderr) == normalised(row["stderr"])
    assert normalised(result.stdout) == normalised(row["stdout"])
    assert result.exit_code == row["exit"]
