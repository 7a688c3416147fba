"""The check ``file:``: a file of the learner's home folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.sim.checks.finding import PASSED, Finding, failed
from sandbox.sim.checks.text_match import ANYTHING, TextMatch
from sandbox.sim.kernel.errors import KernelError

if TYPE_CHECKING:
    from sandbox.sim.world import World


@dataclass(frozen=True, slots=True)
class FileCheck:
    """``path`` is absolute or relative to /root; with ``absent`` there must be nothing at it."""

    path: str
    text: TextMatch = ANYTHING
    absent: bool = False

    def evaluate(self, world: World) -> Finding:
        """Read the file, if it is there."""
        if self.absent:
            there = world.files.exists(self.path)
            return failed(f"{self.path} is still there.", f"{self.path} 还在。") if there else PASSED
        try:
            text = world.files.read(self.path)
        except KernelError as error:
            return failed(f"{self.path} cannot be read: {error}.", f"无法读取 {self.path}：{error}。")
        problem = self.text.explain(text)
        return failed(f"{self.path} {problem.en}.", f"{self.path} 的内容{problem.zh_hans}。") if problem else PASSED
