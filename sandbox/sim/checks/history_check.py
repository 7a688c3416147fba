"""The check ``history:``: how the learner did it. Only for labs that are about how."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.sim.checks.finding import PASSED, Finding, failed

if TYPE_CHECKING:
    from sandbox.sim.world import World


@dataclass(frozen=True, slots=True)
class HistoryCheck:
    """Some command matches the regex ``ran`` (and, with ``succeeded``, ended with 0); none matches ``never``."""

    ran: str = ""
    never: str = ""
    succeeded: bool = False

    def evaluate(self, world: World) -> Finding:
        """Search the lines that were run; grading has cut off those of the lab's start."""
        if self.never:
            for entry in world.history:
                if re.search(self.never, entry.line):
                    line = entry.line.strip()
                    return failed(
                        f"`{line}` was run; this lab does without it.", f"运行了 `{line}`，这个实验不应该用它。"
                    )
        if not self.ran:
            return PASSED if world.history else failed("Nothing was run yet.", "还没有运行任何命令。")
        found = [entry for entry in world.history if re.search(self.ran, entry.line)]
        if not found:
            return failed(f"No command matches `{self.ran}`.", f"没有运行过匹配 `{self.ran}` 的命令。")
        if self.succeeded and all(entry.exit_code for entry in found):
            return failed(
                f"`{found[-1].line.strip()}` ended with exit code {found[-1].exit_code}.",
                f"`{found[-1].line.strip()}` 的退出码是 {found[-1].exit_code}。",
            )
        return PASSED
