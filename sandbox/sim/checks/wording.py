"""What a learner is told about a difference, in both languages."""

import json
from collections.abc import Sequence
from typing import Any

from documents.text import LocalizedText
from sandbox.sim.checks.matching import MISSING, Mismatch

_LONGEST = 160
_MOST = 4


def show(value: Any) -> str:
    """Return a JSON value, or a text without its quotes, in at most 160 characters."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def explain(mismatch: Mismatch) -> LocalizedText:
    """Return one sentence about one difference."""
    path = mismatch.path
    expected, found = mismatch.expected, mismatch.found
    if found is MISSING:
        return LocalizedText(
            en=f"`{path}` is not there; it should be `{show(expected)}`",
            zh_hans=f"没有 `{path}`，它应该是 `{show(expected)}`",
        )
    if expected is MISSING:
        return LocalizedText(
            en=f"`{path}` is `{show(found)}`; it should not be there",
            zh_hans=f"`{path}` 现在是 `{show(found)}`，这里不应该有它",
        )
    return LocalizedText(
        en=f"`{path}` is `{_quote(found, expected)}`; it should be `{_quote(expected, found)}`",
        zh_hans=f"`{path}` 现在是 `{_quote(found, expected)}`，应该是 `{_quote(expected, found)}`",
    )


def explain_all(subject: LocalizedText, mismatches: Sequence[Mismatch]) -> LocalizedText:
    """Return the differences of one subject as a short list; past four only their number is told."""
    said = [explain(mismatch) for mismatch in mismatches[:_MOST]]
    more = len(mismatches) - len(said)
    en, zh = "; ".join(text.en for text in said), "；".join(text.zh_hans for text in said)
    if more > 0:
        en, zh = f"{en}; and {more} more", f"{zh}；另有 {more} 处"
    return LocalizedText(en=f"{subject.en}: {en}.", zh_hans=f"{subject.zh_hans}：{zh}。")


def _quote(value: Any, other: Any) -> str:
    """Show a text in its quotes where it would otherwise look like the number or boolean that stands beside it."""
    if isinstance(value, str) and not isinstance(other, str):
        return json.dumps(show(value), ensure_ascii=False)
    return show(value)
