"""The check ``always:``: another check holds at every moment from the learner's first command on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from documents.text import LocalizedText
from sandbox.sim.checks.finding import Check, Finding, failed

if TYPE_CHECKING:
    from sandbox.sim.world import World


_SECOND = 1_000_000_000


@dataclass(frozen=True, slots=True)
class AlwaysCheck:
    """``inner`` is a check that only looks: object, select, absent, inspect, file or cel."""

    inner: Check

    def evaluate(self, world: World) -> Finding:
        """Say whether it holds now; a Watch knows whether it always did."""
        return self.inner.evaluate(world)


@dataclass(slots=True)
class Watch:
    """Follows the ``always:`` checks of a lab while the learner's commands run.

    Give ``look`` to ``World.on_step``, and call ``look_closely`` after each command: a step that changes neither the
    cluster nor the engine is not evaluated, so a file that changes twice within one command is seen once.
    """

    checks: dict[str, AlwaysCheck]
    started_at: int
    broken: dict[str, Finding] = field(default_factory=dict)
    seen: object = None

    def look(self, world: World) -> None:
        """Evaluate the checks if the cluster or the engine has changed since the last look."""
        state = world.parts.versions()
        if state != self.seen:
            self.seen = state
            self.look_closely(world)

    def look_closely(self, world: World) -> None:
        """Evaluate the checks that still hold; the first moment at which one does not is kept."""
        for name, check in self.checks.items():
            if name not in self.broken:
                finding = check.inner.evaluate(world)
                if not finding.passed:
                    self.broken[name] = self._at(world, finding.reason)

    def _at(self, world: World, reason: LocalizedText) -> Finding:
        seconds = max(0, world.clock.now - self.started_at) // _SECOND
        return failed(
            f"{seconds} s after your first command: {reason.en}", f"在第一条命令之后 {seconds} 秒：{reason.zh_hans}"
        )
