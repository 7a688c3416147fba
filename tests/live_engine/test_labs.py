"""The Docker labs on a real engine: each answer, right or wrong, passes there the checks that it passes in the World.

A lab runs where its answer needs no other image than those that the engine has.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest

from bench.real_engine import RealEngine
from sandbox.sim.checks.inspect_check import InspectCheck
from sandbox.sim.checks.run_check import RunCheck
from sandbox.sim.engine.errors import NotFound
from sandbox.sim.lab import Lab, parse_lab
from sandbox.sim.world import Result, World
from tests.live_engine import corpus

COURSES = Path(__file__).parents[2] / "courses"
NOTHING_TO_PULL = 'docker() { [ "$1" = pull ] || command docker "$@"; }\n'
"""The images are there; the engine has no way to a registry."""
PULLED = "docker events --since 24h --until 0s --filter type=image --filter event=pull --format '{{.Actor.ID}}'"


def read_labs() -> dict[str, Lab]:
    found = {}
    for path in sorted(COURSES.glob("**/labs/*.yaml")):
        lab = parse_lab(path.read_text(encoding="utf-8"), path=str(path))
        assert isinstance(lab, Lab)
        if lab.kind == "docker":
            found[str(path.relative_to(COURSES))] = lab
    return found


LABS = read_labs()
ANSWERS = [
    pytest.param(name, answer, id=f"{name} {number}")
    for name, lab in LABS.items()
    for number, answer in enumerate((lab.solution, *lab.also, *lab.wrong))
]


@dataclass
class EngineAsWorld:
    """As much of a World as checks that run commands and inspect ask for."""

    real: RealEngine
    engine: "EngineAsWorld" = field(init=False)

    def __post_init__(self) -> None:
        self.engine = self

    def copy(self) -> "EngineAsWorld":
        return self

    def run(self, text: str) -> Result:
        answer = self.real.run(NOTHING_TO_PULL + text)
        return Result(answer.exit, answer.stdout, answer.stderr)

    def inspect(self, kind: str, name: str) -> dict[str, Any]:
        answer = self.real.run(f"docker {kind} inspect {name}")
        if answer.exit:
            raise NotFound(name)
        return cast("dict[str, Any]", json.loads(answer.stdout)[0])


def answer_in_the_world(lab: Lab, answer: str) -> World:
    world = World.create(seed=lab.seed, images=corpus.IMAGES)
    for path, text in lab.start.files.items():
        world.files.write(f"/root/{path}", text)
    world.run(lab.start.run)
    world.run(answer)
    return world


def answer_on_the_engine(lab: Lab, answer: str, engine: RealEngine) -> EngineAsWorld:
    world = EngineAsWorld(engine)
    for path, text in lab.start.files.items():
        (engine.home / path).parent.mkdir(parents=True, exist_ok=True)
        (engine.home / path).write_text(text, encoding="utf-8")
    world.run(lab.start.run)
    world.run(answer)
    return world


@pytest.mark.parametrize(("name", "answer"), ANSWERS)
def test_an_answer_passes_the_checks_on_a_real_engine_that_it_passes_in_the_world(
    name: str, answer: str, engine: RealEngine
) -> None:
    lab = LABS[name]
    simulated = answer_in_the_world(lab, answer)
    others = set(simulated.run(PULLED).stdout.split()) - {*corpus.IMAGES}
    if others or lab.start.images:
        pytest.skip(f"needs {', '.join(sorted(others)) or 'images of its own'}")
    real = answer_on_the_engine(lab, answer, engine)
    checks = {item.id: item.check for item in lab.expect if isinstance(item.check, InspectCheck | RunCheck)}
    passed = {key: check.evaluate(simulated).passed for key, check in checks.items()}
    assert {key: check.evaluate(cast("World", real)).passed for key, check in checks.items()} == passed


def test_right_answers_pass_in_the_world() -> None:
    for lab in LABS.values():
        world = answer_in_the_world(lab, lab.solution)
        assert all(item.check.evaluate(world).passed for item in lab.expect)
