"""What can stand at the cursor: words of a command line, as its command knows them.

Models the completion of github.com/spf13/cobra: sub-commands, flags, values of flags, arguments. A command answers with
words, or with None where names of files belong.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sandbox.sim.cli.flags import Flag, FlagSet


@dataclass(frozen=True, slots=True)
class Word:
    """One word that fits. ``final`` is False where more belongs to the same word, such as ``deploy/``."""

    text: str
    note: str = ""
    """What it is, in a few words."""
    final: bool = True


Words = list[Word] | None


def fitting(words: Iterable[Word], start: str) -> list[Word]:
    """Return the words that begin so, each once, in order."""
    seen: dict[str, Word] = {}
    for word in words:
        if word.text.startswith(start):
            seen.setdefault(word.text, word)
    return [seen[text] for text in sorted(seen)]


def named(names: Iterable[str], note: str = "") -> list[Word]:
    """Return words for names."""
    return [Word(name, note) for name in names]


def flag_words(flags: FlagSet, start: str) -> list[Word]:
    """Return the flags that fit; one with a value ends in ``=`` as cobra has it for ``--flag=``."""
    rows = [row for row in flags.flags.values() if not row.deprecated]
    found = [
        Word(f"--{row.name}" + ("" if row.optional is not None else "="), "", row.optional is not None) for row in rows
    ]
    if not start.startswith("--"):
        found += [Word(f"-{row.shorthand}", f"--{row.name}") for row in rows if row.shorthand]
    return fitting(found, start)


def open_flag(flags: FlagSet, words: list[str]) -> Flag | None:
    """Return the flag whose value is the next word, None where the next word is something else."""
    if not words or not words[-1].startswith("-") or words[-1] in ("-", "--") or "=" in words[-1] or "--" in words:
        return None
    return _wanting(flags, words[-1])


def _wanting(flags: FlagSet, word: str) -> Flag | None:
    if word.startswith("--"):
        found = flags.flags.get(word[2:])
    else:
        found = next((row for row in flags.flags.values() if row.shorthand == word[-1]), None)
    return found if found is not None and found.optional is None else None


def value_of(flags: FlagSet, words: list[str], name: str) -> str:
    """Return the value that a line gives to a flag; empty where it gives none."""
    short = flags.flags[name].shorthand if name in flags.flags else ""
    value = ""
    for at, word in enumerate(words):
        before, equals, after = word.partition("=")
        if before in (f"--{name}", f"-{short}"):
            value = after if equals else words[at + 1] if at + 1 < len(words) else ""
        elif short and word.startswith(f"-{short}") and len(word) > 2:  # noqa: PLR2004  (-nVALUE)
            value = word[2:]
    return value


def arguments(flags: FlagSet, words: list[str]) -> list[str]:
    """Return the words that are neither flags nor their values."""
    found: list[str] = []
    skip = False
    for at, word in enumerate(words):
        if skip:
            skip = False
        elif word == "--":
            return [*found, *words[at + 1 :]]
        elif word.startswith("-") and len(word) > 1:
            skip = "=" not in word and _wanting(flags, word) is not None
        else:
            found.append(word)
    return found
