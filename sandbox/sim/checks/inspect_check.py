"""The check ``inspect:``: what `docker inspect` prints of a container, image, volume or network."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from documents.text import LocalizedText
from sandbox.sim.checks.finding import PASSED, Finding, failed
from sandbox.sim.checks.matching import find_mismatches
from sandbox.sim.checks.wording import explain_all
from sandbox.sim.engine.errors import NotFound

if TYPE_CHECKING:
    from sandbox.sim.world import World


TYPES = ("container", "image", "volume", "network")
_CHINESE = {"container": "容器", "image": "镜像", "volume": "卷", "network": "网络"}


@dataclass(frozen=True, slots=True)
class InspectCheck:
    """``match`` is partial; with ``absent`` there must be no such thing."""

    type: str
    name: str
    match: dict[str, Any] = field(default_factory=dict)
    absent: bool = False
    exact: bool = False

    def evaluate(self, world: World) -> Finding:
        """Compare with what the engine says."""
        subject = LocalizedText(en=f"{self.type} {self.name}", zh_hans=f"{_CHINESE[self.type]} {self.name}")
        try:
            info = world.engine.inspect(self.type, self.name)
        except NotFound:
            info = None
        if self.absent:
            return PASSED if info is None else failed(f"The {subject.en} is still there.", f"{subject.zh_hans} 还在。")
        if info is None:
            return failed(f"There is no {subject.en}.", f"没有{subject.zh_hans}。")
        mismatches = find_mismatches(self.match, info, exact=self.exact)
        return Finding(passed=False, reason=explain_all(subject, mismatches)) if mismatches else PASSED
