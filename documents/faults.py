"""A fault in a file that a person wrote: what is wrong, where, and how to mend it."""

from dataclasses import dataclass

from documents.text import LocalizedText

LONGEST = 600
"""Characters of a fault's text that are shown."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. Lines and columns count from 1; 0 means that the fault is of the whole file."""

    path: str
    line: int
    column: int
    text: LocalizedText

    @property
    def brief(self) -> LocalizedText:
        """The text on one line. It may quote the output of a command: only so much is left as helps to find it."""
        return LocalizedText(en=_shorten(self.text.en), zh_hans=_shorten(self.text.zh_hans))

    def describe(self, language: str) -> str:
        """Return ``path:line:column: text`` on one line, leaving out what is not known."""
        place = ":".join([self.path, *(str(number) for number in (self.line, self.column) if number)])
        return f"{place}: {self.brief.in_language(language)}"


def _shorten(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST]} …"
