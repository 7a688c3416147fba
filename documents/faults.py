"""A fault in a file that a person wrote: what is wrong, where, and how to mend it."""

from dataclasses import dataclass

from documents.text import LocalizedText


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. Lines and columns count from 1; 0 means that the fault is of the whole file."""

    path: str
    line: int
    column: int
    text: LocalizedText

    def describe(self, language: str) -> str:
        """Return ``path:line:column: text``, leaving out what is not known."""
        place = ":".join([self.path, *(str(number) for number in (self.line, self.column) if number)])
        return f"{place}: {self.text.in_language(language)}"
