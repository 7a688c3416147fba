"""Footnotes become margin notes: each stands behind the block that calls it, where a wide page has its margin."""

from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.footnotes import NBSP_PLACEHOLDER
from markdown.treeprocessors import Treeprocessor


class MarginNotes(Treeprocessor):
    """Moves the footnotes, which Markdown gathers at the end of the page, beside their text."""

    def run(self, root: Element) -> None:
        """Move each note behind the outermost block that calls it."""
        gathered = next((part for part in root if part.get("class") == "footnote"), None)
        if gathered is None:
            return
        root.remove(gathered)
        notes = {item.get("id", ""): item for item in gathered.iter("li")}
        for block in list(root):
            behind = list(root).index(block) + 1
            for target in _called(block):
                if target in notes:
                    root.insert(behind, _margin_note(target, notes.pop(target), _number(block, target)))
                    behind += 1


def _called(block: Element) -> list[str]:
    """Return the ids of the notes that a block calls, in order, without the ``#``."""
    links = (link for link in block.iter("a") if link.get("class") == "footnote-ref")
    return [link.get("href", "")[1:] for link in links]


def _number(block: Element, target: str) -> str:
    link = next(link for link in block.iter("a") if link.get("href") == f"#{target}")
    return link.text or ""


def _margin_note(target: str, item: Element, number: str) -> Element:
    note = Element("aside", {"class": "mnote", "id": target})
    mark = Element("b")
    mark.text = number
    note.append(mark)
    for part in item:
        for parent in part.iter():
            for link in [child for child in parent if child.get("class") == "footnote-backref"]:
                parent.remove(link)
                _trim_end(parent)
        note.append(part)
    return note


def _trim_end(paragraph: Element) -> None:
    """Take away the space that stood before the arrow back to the text."""
    if len(paragraph):
        paragraph[-1].tail = (paragraph[-1].tail or "").removesuffix(NBSP_PLACEHOLDER).rstrip()
    else:
        paragraph.text = (paragraph.text or "").removesuffix(NBSP_PLACEHOLDER).rstrip()


class MarginNoteExtension(Extension):
    """Registers MarginNotes behind the footnotes extension."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's name.
        """Register the processor."""
        md.treeprocessors.register(MarginNotes(md), "margin_notes", -5)
