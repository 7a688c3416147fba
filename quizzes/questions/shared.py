"""The keys of quiz.yaml that every question has."""

from typing import TypedDict

from documents.reader import SLUG, Reader
from documents.text import LocalizedText


class Shared(TypedDict):
    """What every question type takes."""

    id: str
    points: int
    ask: LocalizedText
    explain: LocalizedText


def read_shared(reader: Reader) -> Shared:
    """Read ``id``, ``points``, ``ask`` and ``explain``."""
    return Shared(
        id=reader.text("id", pattern=SLUG, maximum=64),
        points=reader.integer("points", default=1, minimum=1, maximum=100),
        ask=reader.localized("ask", maximum=4000),
        explain=reader.localized("explain", default=LocalizedText.same(""), maximum=4000),
    )
