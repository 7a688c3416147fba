"""What a text must be like: used by the checks ``run:`` and ``file:``."""

import re
from dataclasses import dataclass

from documents.text import LocalizedText
from sandbox.sim.checks.wording import show


@dataclass(frozen=True, slots=True)
class TextMatch:
    """All that is given must hold. ``equals`` ignores blanks and line ends at both ends; ``matches`` is a regex."""

    equals: str | None = None
    contains: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    matches: str | None = None

    def explain(self, text: str) -> LocalizedText | None:
        """Return what is wrong with ``text``, as the end of a sentence; None when all holds."""
        shown = show(text.strip()) or "(empty)"
        if self.equals is not None and text.strip() != self.equals.strip():
            return LocalizedText(
                en=f"is `{shown}`; it should be `{show(self.equals.strip())}`",
                zh_hans=f"是 `{shown}`，应该是 `{show(self.equals.strip())}`",
            )
        for part in self.contains:
            if part not in text:
                return LocalizedText(
                    en=f"is `{shown}`; it should contain `{show(part)}`",
                    zh_hans=f"是 `{shown}`，其中应该有 `{show(part)}`",
                )
        for part in self.lacks:
            if part in text:
                return LocalizedText(
                    en=f"contains `{show(part)}`; it should not", zh_hans=f"里有 `{show(part)}`，不应该有"
                )
        if self.matches is not None and re.search(self.matches, text, re.MULTILINE) is None:
            return LocalizedText(
                en=f"is `{shown}`; it should match `{self.matches}`", zh_hans=f"是 `{shown}`，应该匹配 `{self.matches}`"
            )
        return None


ANYTHING = TextMatch()
"""Asks for nothing."""
