"""Live Worlds: what a worker does with a step of a session.

Pure but for the cache: no database, no queue. The same snapshot and step give the same on any machine. A worker keeps
the Worlds that it used lately, by session and step, so that the usual step restores nothing; the database stays the
truth.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from documents.text import LocalizedText
from sandbox.grading import decide_verdict, score_checks, start_lab
from sandbox.outcomes import Outcome
from sandbox.screens import Screen
from sandbox.sim.checks.always_check import Watch
from sandbox.sim.checks.finding import Finding
from sandbox.sim.lab import Lab

if TYPE_CHECKING:
    import uuid

    from sandbox.sim.terminal import Shown
    from sandbox.sim.world import World

MOST_KEPT = 24
"""Worlds that a worker process keeps in memory."""
MOST_OUTPUT = 262_144
"""Characters of one step's output that are kept."""
PLAYGROUND_NODES = ("controlplane", "node01", "node02")
PLAYGROUND_ADDONS = ("control-plane", "load-balancer", "metrics-server", "ingress-nginx")
"""What a World has that belongs to no lab: all that somebody may want to try."""
LONGEST_ABSENCE = 300
"""Seconds of absence that a World makes up for: while nobody looks for longer, it stands still."""


@dataclass(slots=True)
class Live:
    """A World with what must be remembered of it beside its snapshot."""

    world: World
    lab: Lab | None
    steps: int
    broken: dict[str, Finding] = field(default_factory=dict)
    started_at: int = 0


@dataclass(frozen=True, slots=True)
class Done:
    """What a step gave."""

    world: bytes
    screen: Screen
    output: str
    exit_code: int | None
    findings: Outcome
    broken: dict[str, Any]


_kept: OrderedDict[uuid.UUID, Live] = OrderedDict()


def take_kept(session_id: uuid.UUID, steps: int) -> Live | None:
    """Take the World of a session out of the cache, if it is there as it was after this step."""
    live = _kept.pop(session_id, None)
    return live if live is not None and live.steps == steps else None


def keep(session_id: uuid.UUID, live: Live) -> None:
    """Keep a World for the session's next step."""
    _kept[session_id] = live
    while len(_kept) > MOST_KEPT:
        _kept.popitem(last=False)


def forget_kept() -> None:
    """Drop all Worlds from this process's memory, as the end of a worker does."""
    _kept.clear()


def open_world(lab: Lab | None, *, seed: int = 0) -> Live:
    """Return a World at a lab's start, or an empty one. Raises BrokenLabError."""
    # See grading.start_lab: only workers load the simulator.
    from sandbox.sim.world import World  # noqa: PLC0415

    world = start_lab(lab) if lab is not None else World.create(seed, nodes=PLAYGROUND_NODES, addons=PLAYGROUND_ADDONS)
    return Live(world, lab, 0, started_at=world.clock.now)


def restore_world(snapshot: bytes, lab: Lab | None, *, steps: int, broken: dict[str, Any]) -> Live:
    """Return the World of a snapshot."""
    from sandbox.sim.world import World  # noqa: PLC0415

    rows = broken.get("checks", {}).items()
    found = {name: Finding(passed=False, reason=LocalizedText.from_data(reason)) for name, reason in rows}
    return Live(World.restore(snapshot), lab, steps, found, broken.get("started_at", 0))


def take_step(live: Live, kind: str, text: str, *, seconds: float) -> Done:
    """Let ``seconds`` pass, do one step, look at the lab's checks."""
    world = live.world
    watch = Watch(checks=live.lab.watched if live.lab else {}, started_at=live.started_at, broken=live.broken)
    if watch.checks:
        world.on_step = watch.look
    before = world.parts.versions()
    shown = act(world, kind, text, min(seconds, LONGEST_ABSENCE))
    world.on_step = None
    if watch.checks:
        watch.look_closely(world)
    live.steps += 1
    checks = score_checks(live.lab, world, watch.broken) if live.lab else ()
    broken = {"checks": {name: row.reason.as_data() for name, row in watch.broken.items()}}
    moving = world.parts.versions() != before
    return Done(
        world=world.snapshot(),
        screen=_read_screen(shown, moving=moving),
        output=shown.output[:MOST_OUTPUT],
        exit_code=shown.exit_code,
        findings=Outcome(verdict=decide_verdict(checks), checks=checks),
        broken={**broken, "started_at": live.started_at},
    )


def grade_live(live: Live) -> Outcome:
    """Return the outcome of a World that was handed in as it stands. Settles it, so that what began can end."""
    lab = live.lab
    if lab is None:
        raise ValueError("free play is not scored")
    watch = Watch(checks=lab.watched, started_at=live.started_at, broken=live.broken)
    if watch.checks:
        live.world.on_step = watch.look
    live.world.settle()
    live.world.on_step = None
    checks = score_checks(lab, live.world, watch.broken)
    return Outcome(verdict=decide_verdict(checks), checks=checks)


def act(world: World, kind: str, text: str, seconds: float) -> Shown:
    """Do one step and return what the terminal shows since the one before.

    Time passes first, with whatever a program prints meanwhile.
    """
    passed = world.read(seconds) if seconds > 0 else None
    if kind == "type":
        shown = world.type(text)
    elif kind == "press":
        shown = world.press(text)
    elif kind == "edit":
        shown = world.answer_edit(json.loads(text))
    else:
        return passed or world.read()
    return _join(passed, shown)


def _join(first: Shown | None, second: Shown) -> Shown:
    """Return what both show, one after the other, with the prompt that stood between them."""
    if first is None or not first.output:
        return second
    return replace(second, output=first.output + first.prompt + second.output)


def _read_screen(shown: Shown, *, moving: bool) -> Screen:
    return Screen(
        prompt=shown.prompt,
        running=shown.running,
        hidden=shown.hidden,
        edit_path=shown.edit.path if shown.edit else "",
        edit_text=shown.edit.text if shown.edit else "",
        moving=moving,
    )
