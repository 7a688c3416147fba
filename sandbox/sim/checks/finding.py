"""What one check found out about a World."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from documents.text import LocalizedText

if TYPE_CHECKING:
    from sandbox.sim.world import World


NOTHING = LocalizedText.same("")


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether a check holds and, where it does not, why not, in words for a learner."""

    passed: bool
    reason: LocalizedText = NOTHING


PASSED = Finding(passed=True)


def failed(en: str, zh_hans: str) -> Finding:
    """Return a finding that a check does not hold, with its reason in both languages."""
    return Finding(passed=False, reason=LocalizedText(en=en, zh_hans=zh_hans))


class Check(Protocol):
    """One kind of outcome check. Its fields are JSON values, so that it can be stored; it never changes its World."""

    def evaluate(self, world: World) -> Finding:
        """Say whether the check holds in a World that has settled."""
