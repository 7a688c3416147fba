"""Links in a lesson: to other lessons of the course by their files, to headings, and out into the web."""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from documents.markup import LINK_SCHEMES, link_scheme
from documents.text import LocalizedText
from lessons import wording


@dataclass(slots=True)
class LinkBook:
    """Rewrites links and remembers what has to be checked.

    ``folder`` is the lesson's own, such as ``docker/volumes``; ``lessons`` gives each lesson's page by its folder.
    ``anchors`` gathers ``(written, folder, heading)`` to be checked once all lessons of the language are rendered.
    """

    folder: str
    lessons: Mapping[str, str]
    faults: list[tuple[str, LocalizedText]] = field(default_factory=list)
    anchors: list[tuple[str, str, str]] = field(default_factory=list)

    def resolve(self, written: str) -> str:
        """Return the address that a link gets in the page; a bad one is a fault and stays as it is."""
        scheme = link_scheme(written)
        if scheme or written.startswith("//"):
            if scheme not in LINK_SCHEMES:
                self.faults.append((written, wording.bad_scheme(written)))
            return written
        address, _, heading = written.partition("#")
        folder = self._target(address) if address else self.folder
        if folder not in self.lessons:
            self.faults.append(
                (written, wording.broken_link(written, ["../" * 2 + name + "/" for name in self.lessons]))
            )
            return written
        if heading:
            self.anchors.append((written, folder, heading))
        if not address:
            return written
        return self.lessons[folder] + (f"#{heading}" if heading else "")

    def _target(self, address: str) -> str:
        path = posixpath.normpath(posixpath.join(self.folder, address))
        name = posixpath.basename(path)
        return posixpath.dirname(path) if name.startswith("lesson.") and name.endswith(".md") else path


class _LinkProcessor(Treeprocessor):
    """Resolves every link of the page, and refuses images."""

    def __init__(self, md: Markdown, book: LinkBook) -> None:
        super().__init__(md)
        self.book = book

    def run(self, root: Element) -> None:
        for link in root.iter("a"):
            if link.get("class") not in {"footnote-ref", "footnote-backref", "headerlink"}:
                link.set("href", self.book.resolve(link.get("href", "")))
        for image in root.iter("img"):
            self.book.faults.append((image.get("src", ""), wording.image()))


class LinkExtension(Extension):
    """Registers the processor with a book."""

    def __init__(self, book: LinkBook) -> None:
        """Resolve links with ``book``."""
        super().__init__()
        self.book = book

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's name.
        """Register the processor behind all others."""
        md.treeprocessors.register(_LinkProcessor(md, self.book), "lesson_links", -10)
