"""Terminal output as HTML: text escaped, colours as classes, everything else that a terminal would obey left out."""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_SEQUENCE = re.compile(
    r"\x1b\[([0-9;]*)([A-Za-z])|\x1b[()][A-Z0-9]|\x1b[=>]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x07|\x08"
)
_CLEARS = re.compile(r"\x1b\[H\x1b\[2J(?:\x1b\[3J)?|\x1b\[2J|\x1bc")
COLOURS = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")


def split_at_clear(text: str) -> tuple[bool, str]:
    """Return whether the screen was cleared, and what was written since."""
    parts = _CLEARS.split(text)
    return len(parts) > 1, parts[-1]


def to_html(text: str) -> SafeString:
    """Return escaped HTML with ``<span class="t-red t-bold">`` where a program chose colours."""
    out: list[str] = []
    classes: tuple[str, ...] = ()
    at = 0
    for found in _SEQUENCE.finditer(text):
        _put(out, text[at : found.start()], classes)
        at = found.end()
        if found.group(2) == "m":
            classes = _choose(classes, found.group(1))
    _put(out, text[at:], classes)
    # Every piece was escaped by _put, and the class names are from the list above.
    return mark_safe("".join(out))  # noqa: S308


def _put(out: list[str], text: str, classes: tuple[str, ...]) -> None:
    # A carriage return writes the line anew: what stood before it is gone.
    lines = [line.rsplit("\r", 1)[-1] for line in text.replace("\r\n", "\n").split("\n")]
    clean = escape("\n".join(lines))
    if clean and classes:
        out.append(f'<span class="{" ".join(f"t-{name}" for name in classes)}">{clean}</span>')
    elif clean:
        out.append(clean)


def _choose(classes: tuple[str, ...], codes: str) -> tuple[str, ...]:
    for code in (int(word or 0) for word in codes.split(";")):
        if code == 0:
            classes = ()
        elif code == 1:
            classes = tuple(dict.fromkeys((*classes, "bold")))
        elif code in (22, 39, 49):
            classes = tuple(name for name in classes if (name == "bold") != (code == 22))  # noqa: PLR2004 - SGR 22.
        elif 30 <= code <= 37 or 90 <= code <= 97:  # noqa: PLR2004 - SGR's two ranges of colours.
            classes = (*(name for name in classes if name == "bold"), COLOURS[code % 10])
    return classes
