"""The check ``run:``: what a command prints, run on a copy so that looking changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.sim.checks.finding import PASSED, Finding, failed
from sandbox.sim.checks.text_match import ANYTHING, TextMatch
from sandbox.sim.checks.wording import show

if TYPE_CHECKING:
    from sandbox.sim.world import World


@dataclass(frozen=True, slots=True)
class RunCheck:
    """``run`` is a bash line or script; ``exit`` is the exit code that it must give."""

    run: str
    stdout: TextMatch = ANYTHING
    stderr: TextMatch = ANYTHING
    exit: int = 0

    def evaluate(self, world: World) -> Finding:
        """Run the command on a copy of the World and look at what it gave."""
        result = world.copy().run(self.run)
        line = show(self.run.strip())
        if result.exit_code != self.exit:
            said = show((result.stderr or result.stdout).strip())
            return failed(
                f"`{line}` ends with exit code {result.exit_code} instead of {self.exit}: {said}",
                f"`{line}` 的退出码是 {result.exit_code}，应该是 {self.exit}：{said}",
            )
        if problem := self.stdout.explain(result.stdout):
            return failed(f"The output of `{line}` {problem.en}.", f"`{line}` 的输出{problem.zh_hans}。")
        if problem := self.stderr.explain(result.stderr):
            return failed(f"The error output of `{line}` {problem.en}.", f"`{line}` 的错误输出{problem.zh_hans}。")
        return PASSED
