"""The command that is being typed: its words so far and the one at the cursor.

Models bash_completion's reading of a line. Not modelled: what stands inside ``$(…)`` that is closed again.
"""

from dataclasses import dataclass

SEPARATORS = frozenset(";|&(\n`{")
LEADS = frozenset("then do else if elif while until ! time sudo exec command env nohup builtin".split())
SPECIAL = frozenset(" \t\n\\'\"`$&|;()<>*?[]#~{}!")


@dataclass(frozen=True, slots=True)
class CommandLine:
    """``words`` of the command at the cursor; ``start`` is the unquoted part of the word at the cursor."""

    words: list[str]
    start: str
    at: int
    """Where that word begins in the line."""
    quote: str
    """The quote that is open in it."""
    redirected: bool
    """The word is the file of a redirection."""


class _Reader:
    def __init__(self) -> None:
        self.words: list[str] = []
        self.text = ""
        self.at: int | None = None
        self.quote = ""
        self.redirected = False

    def end_word(self) -> None:
        if self.at is not None and not self.redirected:
            self.words.append(self.text)
        self.redirected = self.redirected and self.at is None
        self.text, self.at = "", None

    def add(self, character: str, place: int) -> None:
        self.at = place if self.at is None else self.at
        self.text += character

    def separate(self) -> None:
        self.end_word()
        self.words, self.redirected = [], False


def read_line(line: str, cursor: int) -> CommandLine:
    """Read a line up to the cursor."""
    reader = _Reader()
    place = 0
    while place < min(cursor, len(line)):
        place += _take(reader, line, place, cursor)
    at = cursor if reader.at is None else reader.at
    return CommandLine(_command(reader.words), reader.text, at, reader.quote, reader.redirected)


def _take(reader: _Reader, line: str, place: int, cursor: int) -> int:
    """Take what stands at a place and return how many characters it has."""
    character = line[place]
    if reader.quote:
        if character == reader.quote:
            reader.quote = ""
        else:
            reader.add(character, place)
    elif character in "'\"":
        reader.quote = character
        reader.add("", place)
    elif character == "\\" and place + 1 < cursor:
        reader.add(line[place + 1], place)
        return 2
    elif character in " \t":
        reader.end_word()
    elif character in "<>":
        reader.text = "" if reader.text.isdecimal() else reader.text
        reader.end_word() if reader.text else setattr(reader, "at", None)
        reader.redirected = True
    elif character in SEPARATORS and not reader.text.endswith("$"):
        reader.separate()
    else:
        reader.add(character, place)
    return 1


def _command(words: list[str]) -> list[str]:
    """Leave out what may stand before a command: assignments and words such as ``then`` and ``sudo``."""
    at = 0
    while at < len(words) and (words[at] in LEADS or _is_assignment(words[at])):
        at += 1
    return words[at:]


def _is_assignment(word: str) -> bool:
    name, equals, _ = word.partition("=")
    return bool(equals) and name.isidentifier()


def quoted(text: str, quote: str) -> str:
    """Return a word as it must be typed, inside an open quote or with backslashes."""
    if quote:
        return quote + text.replace("'", "'\\''") if quote == "'" else quote + text.replace('"', '\\"')
    return "".join(f"\\{char}" if char in SPECIAL and char != "~" else char for char in text)
