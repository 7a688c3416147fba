"""The check ``cel:`` on its own: an expression about the whole cluster."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.sim.checks.expressions import holds
from sandbox.sim.checks.finding import PASSED, Finding, failed

if TYPE_CHECKING:
    from sandbox.sim.world import World


@dataclass(frozen=True, slots=True)
class CelCheck:
    """``cel`` gives true or false and sees the cluster's functions, but no ``object``."""

    cel: str

    def evaluate(self, world: World) -> Finding:
        """Evaluate the expression."""
        return PASSED if holds(self.cel, world) else failed(f"`{self.cel}` does not hold.", f"`{self.cel}` 不成立。")
