"""Tables in Markdown."""

from collections.abc import Iterable, Sequence

NONE = "–"


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; an empty cell becomes a dash, so that nobody takes it for a mistake."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(_cell(text) for text in line)} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split()) or NONE


def code(text: str) -> str:
    """Return a word as people type it."""
    return f"`{text}`"


def codes(words: Iterable[str]) -> str:
    """Return words as people type them, in the given order."""
    return ", ".join(code(word) for word in words)


def flags(names: Iterable[str]) -> str:
    """Return long flags in alphabetical order."""
    return codes(f"--{name}" for name in sorted(names))


def mark(*, there: bool) -> str:
    """Return the sign for something that is or is not there."""
    return "yes" if there else ""
