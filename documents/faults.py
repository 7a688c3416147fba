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

    def describe(self, language: str) -> str:
        """Return ``path:line:column: text`` on one line, leaving out what is not known.

        A text may quote the output of a command: as much of it is shown as helps to find the place.
        """
        place = ":".join([self.path, *(str(number) for number in (self.line, self.column) if number)])
        text = " ".join(self.text.in_language(language).split())
        return f"{place}: {text if len(text) <= LONGEST else text[:LONGEST] + ' …'}"
