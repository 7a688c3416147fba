"""A quiz's texts as HTML, rendered once when the quiz is stored."""

from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element

from documents.markup import LINK_SCHEMES, link_scheme, make_markdown, render_markup
from documents.text import LocalizedText
from quizzes.questions.question import Question

Rendered = dict[str, dict[str, str]]
"""``{"en": {"intro": html, "anonymous/ask": html, …}, "zh-hans": {…}}``."""


def render_quiz(*, intro: LocalizedText, questions: Sequence[Question]) -> Rendered:
    """Return every text of a quiz as HTML, by language and name."""
    texts = {"intro": intro}
    for question in questions:
        texts |= {f"{question.id}/{name}": text for name, text in question.texts().items()}
    return {
        "en": {name: render_markup(text.en) for name, text in texts.items()},
        "zh-hans": {name: render_markup(text.zh_hans) for name, text in texts.items()},
    }


def foreign_links(texts: Mapping[str, LocalizedText]) -> list[str]:
    """Return the links in these texts that are not plain links to the web or to a mailbox, each once, in order."""
    found: dict[str, None] = {}
    for text in texts.values():
        for part in {text.en: None, text.zh_hans: None}:
            if "](" in part or "]:" in part or "<" in part:
                found |= dict.fromkeys(_links(part))
    return [address for address in found if link_scheme(address) not in LINK_SCHEMES]


def _links(text: str) -> list[str]:
    parser = make_markdown([], {})
    addresses: list[str] = []

    class Collector:
        """The last processor of the tree: notes where links go."""

        def run(self, root: Element) -> None:
            addresses.extend(link.get("href", "") for link in root.iter("a"))

    parser.treeprocessors.register(Collector(), "links", -1)  # type: ignore[arg-type] # Only run() is ever called.
    parser.convert(text)
    return addresses
