"""What the set-up says to the person at the terminal, in their language. Only the standard library exists here yet."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


class SetupError(Exception):
    """Something that the person must mend; its text is the one line that they read."""


def speaks_chinese() -> bool:
    """Return whether the terminal's language is Chinese."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return locale.lower().startswith("zh")


def pick(english: str, chinese: str) -> str:
    """Return the text in the language of the terminal."""
    return chinese if speaks_chinese() else english


def say(english: str, chinese: str) -> None:
    """Print one line at once, also into a pipe."""
    text = pick(english, chinese)
    encoding = sys.stdout.encoding or "utf-8"
    print(text.encode(encoding, "replace").decode(encoding), flush=True)


@contextmanager
def step(english: str, chinese: str) -> Iterator[None]:
    """Say what a long step is doing before it starts, and how long it took."""
    say(f"-- {english} …", f"-- {chinese} …")
    started = time.monotonic()
    yield
    seconds = time.monotonic() - started
    say(f"   done in {seconds:.1f} s", f"   用时 {seconds:.1f} 秒")
