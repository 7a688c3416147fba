"""The ``///`` blocks of a lesson: boxes from pymdownx, and quiz, lab and diagram of our own.

Our own blocks leave a token in the tree. What the token stands for is put in its place after the page was sanitised, so
that no author's words ever pass for it: the token holds a random part that an author cannot know.
"""

import re
import secrets
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block

_MARKS = re.compile(r"[`*]|\[\^[^\]]*\]")

TITLES = {
    "en": {"note": "Note", "tip": "Tip", "warning": "Careful", "errata": "Errata"},
    "zh-hans": {"note": "说明", "tip": "提示", "warning": "当心", "errata": "勘误"},
}


@dataclass(frozen=True, slots=True)
class Embed:
    """A quiz, lab or diagram where it stands; ``filled`` tells whether the block holds any text."""

    kind: str
    slug: str
    caption: str
    filled: bool


@dataclass(slots=True)
class Embeds:
    """The embeds of a text by token, in order."""

    nonce: str = field(default_factory=lambda: secrets.token_hex(12))
    found: dict[str, Embed] = field(default_factory=dict)

    def add(self, embed: Embed) -> str:
        """Keep an embed and return the token that stands for it."""
        token = f"embed{self.nonce}n{len(self.found)}n"
        self.found[token] = embed
        return token


class _EmbedBlock(Block):  # type: ignore[misc] # pymdownx has no types.
    """A block whose place is taken by something else."""

    ARGUMENT = True

    def on_create(self, parent: Element) -> Element:
        """Make the element that holds the token."""
        return SubElement(parent, "figure" if self.NAME == "diagram" else "div")

    def on_add(self, block: Element) -> Element:
        """Put what is written inside into a caption."""
        caption = block.find("figcaption")
        return SubElement(block, "figcaption") if caption is None else caption

    def on_end(self, block: Element) -> None:
        """Leave the token, and of a quiz or lab nothing else."""
        caption = block.find("figcaption")
        words = "" if caption is None else " ".join(_MARKS.sub("", "".join(caption.itertext())).split())
        embeds: Embeds = self.config["embeds"]
        token = embeds.add(Embed(self.NAME, self.argument.strip(), words, caption is not None and bool(words)))
        if self.NAME != "diagram":
            block.clear()
        holder = Element("p")
        holder.text = token
        block.insert(0, holder)


class QuizBlock(_EmbedBlock):
    """``/// quiz | slug``."""

    NAME = "quiz"


class LabBlock(_EmbedBlock):
    """``/// lab | slug``."""

    NAME = "lab"


class DiagramBlock(_EmbedBlock):
    """``/// diagram | name`` with its caption inside."""

    NAME = "diagram"


class EmbedBlocks(BlocksExtension):  # type: ignore[misc] # pymdownx has no types.
    """Registers the three blocks with the place where embeds are kept."""

    def __init__(self, embeds: Embeds, **kwargs: Any) -> None:
        """Keep embeds in ``embeds``."""
        self.embeds = embeds
        super().__init__(**kwargs)

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:  # noqa: N802 - pymdownx' name.
        """Register the blocks."""
        del md
        for block in (QuizBlock, LabBlock, DiagramBlock):
            block_mgr.register(block, {"embeds": self.embeds})


def box_config(language: str) -> dict[str, object]:
    """Return the configuration of pymdownx' admonitions with titles in a language."""
    titles = TITLES["zh-hans" if language.startswith("zh") else "en"]
    return {"types": [{"name": name, "class": name, "title": title} for name, title in titles.items()]}
