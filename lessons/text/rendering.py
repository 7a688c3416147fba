"""A lesson's Markdown to HTML. Costs tens of milliseconds: it is done at import, never in a request."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from pymdownx.slugs import slugify

from documents import markup
from documents.faults import Fault
from documents.markup import make_markdown, sanitise
from documents.text import LocalizedText
from lessons import wording
from lessons.text.blocks import Embed, EmbedBlocks, Embeds, box_config
from lessons.text.fences import prepare_fences
from lessons.text.front_matter import LessonSource
from lessons.text.links import LinkBook, LinkExtension
from lessons.text.notes import MarginNoteExtension
from lessons.text.outline import EMBEDS, SourceOutline, scan_source
from lessons.text.pieces import fill_places
from lessons.text.reading_time import measure_minutes

_TAGS = markup.TAGS | {"h2", "h3", "h4", "h5", "h6", "figure", "figcaption", "aside", "b"}
_ATTRIBUTES = dict(markup.ATTRIBUTES) | {
    "a": frozenset({"href", "title", "class"}),
    "aside": frozenset({"class", "id"}),
    "sup": frozenset({"id"}),
    "p": frozenset({"class"}),
    **{f"h{level}": frozenset({"id"}) for level in range(2, 7)},
}

_EXTENSIONS = ("footnotes", "attr_list", "def_list", "toc", "pymdownx.blocks.admonition")

Toc = list[dict[str, Any]]
"""``[{"id": "ways", "name": "Three ways", "children": [...]}, …]``; a name is plain text, not HTML."""


@dataclass(frozen=True, slots=True)
class LessonPlace:
    """Where a lesson stands: its key, its folder in the package, and the pages of all lessons by folder."""

    key: str
    folder: str
    lessons: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Material:
    """What a text can embed: clean SVG by diagram name, and titles in its language by kind and slug."""

    diagrams: Mapping[str, str]
    titles: Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class RenderedLesson:
    """A lesson's text in one language, rendered. ``embeds`` are its quizzes and labs as ``(kind, slug)``, in order."""

    source: LessonSource
    html: str
    toc: Toc
    ids: frozenset[str]
    minutes: int
    embeds: tuple[tuple[str, str], ...]
    diagrams: frozenset[str]
    outline: SourceOutline
    links: LinkBook
    faults: list[Fault] = field(default_factory=list)


def render_lesson(
    source: LessonSource, *, path: str, language: str, place: LessonPlace, material: Material
) -> RenderedLesson:
    """Return a lesson's page and what is wrong with it."""
    outline = scan_source(source.body, path=path, first_line=source.first_line)
    embeds, book = Embeds(), LinkBook(place.folder, place.lessons)
    parser = make_markdown(
        [*_EXTENSIONS, EmbedBlocks(embeds), MarginNoteExtension(), LinkExtension(book)],
        {
            "toc": {"slugify": slugify(case="lower"), "toc_depth": "2-4", "permalink": False},
            "pymdownx.blocks.admonition": box_config(language),
        },
    )
    html = sanitise(parser.convert(prepare_fences(source.body)), tags=_TAGS, attributes=_ATTRIBUTES)
    toc = _toc(getattr(parser, "toc_tokens", []))
    found = list(embeds.found.values())
    rendered = RenderedLesson(
        source=source,
        html=fill_places(html, embeds=embeds, lesson_key=place.key, diagrams=material.diagrams, titles=material.titles),
        toc=toc,
        ids=frozenset(_ids(toc)),
        minutes=source.front.minutes or measure_minutes(source.body),
        embeds=tuple((embed.kind, embed.slug) for embed in found if embed.kind != "diagram"),
        diagrams=frozenset(embed.slug for embed in found if embed.kind == "diagram"),
        outline=outline,
        links=book,
        faults=list(outline.faults),
    )
    _check_embeds(rendered, embeds, material, path)
    for written, text in book.faults:
        rendered.faults.append(Fault(path, outline.line_of(written), 0, text))
    return rendered


def check_anchors(rendered: RenderedLesson, *, path: str, ids: Mapping[str, frozenset[str]]) -> list[Fault]:
    """Return a fault for each link to a heading that is not there.

    ``ids`` gives each lesson's headings by folder; a lesson that could not be rendered has faults of its own.
    """
    return [
        Fault(path, rendered.outline.line_of(written), 0, wording.broken_anchor(written, ids[folder]))
        for written, folder, heading in rendered.links.anchors
        if folder in ids and heading not in ids[folder]
    ]


def _check_embeds(rendered: RenderedLesson, embeds: Embeds, material: Material, path: str) -> None:
    blocks = [block for block in rendered.outline.blocks if block.name in EMBEDS]
    seen: set[tuple[str, str]] = set()
    for block, embed in zip(blocks, embeds.found.values(), strict=False):
        complaint = _complain(embed, material, seen)
        seen.add((embed.kind, embed.slug))
        if complaint is not None:
            rendered.faults.append(Fault(path, block.line, 1, complaint))


def _complain(embed: Embed, material: Material, seen: set[tuple[str, str]]) -> LocalizedText | None:
    known = set(material.diagrams)
    if embed.kind != "diagram":
        known = {slug for kind, slug in material.titles if kind == embed.kind}
    if embed.slug not in known:
        return wording.unknown_activity(embed.kind, embed.slug, known)
    if embed.kind == "diagram":
        return None if embed.filled else wording.no_caption()
    if embed.filled:
        return wording.filled_embed(embed.kind)
    if (embed.kind, embed.slug) in seen:
        return wording.embedded_twice(embed.kind, embed.slug)
    return None


def _toc(tokens: Any) -> Toc:
    return [
        {"id": token["id"], "name": unescape(token["name"]), "children": _toc(token["children"])} for token in tokens
    ]


def _ids(toc: Toc) -> list[str]:
    return [found for entry in toc for found in (entry["id"], *_ids(entry["children"]))]
