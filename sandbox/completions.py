"""What Tab offers: asked by a page, answered by a worker, which alone has the World, through the shared cache."""

import time
import uuid
from typing import Any

from django.core.cache import cache
from kombu.exceptions import ChannelError, KombuError

PATIENCE = 1.5
"""Seconds that a page waits for completions."""
GLANCE = 0.006
KEPT = 30
NOTHING: dict[str, Any] = {"start": 0, "words": []}


def ask_completions(session_id: uuid.UUID, line: str) -> dict[str, Any]:
    """Return ``{"start": column, "words": [{"text", "word", "note"}]}``; no words where nobody answers in time."""
    # Tasks import this module to leave their answer here.
    from sandbox.tasks import complete_line  # noqa: PLC0415

    key = f"sandbox.completion.{uuid.uuid4()}"
    try:
        complete_line.apply_async(args=(str(session_id), key, line), retry=False, expires=PATIENCE * 2)
    except (KombuError, ChannelError, OSError):
        return NOTHING
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = cache.get(key)
        if found is not None:
            return dict(found)
        time.sleep(GLANCE)
    return NOTHING


def answer_completions(key: str, rows: list[Any]) -> None:
    """Leave the answer for the page that asked; ``rows`` are sandbox.sim.completion.completer.Completion."""
    words = [{"text": row.text, "word": row.word, "note": row.note} for row in rows]
    cache.set(key, {"start": rows[0].start if rows else 0, "words": words}, timeout=KEPT)
