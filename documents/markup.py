"""Markdown to HTML that may stand in a page: HTML in the source is shown, not obeyed, and what comes out is sanitised.

Two walls: the parser does not know raw HTML at all (``<pod-name>`` reads as written), and nh3 lets only the tags and
attributes through that Markdown itself makes. Rendering costs milliseconds: do it when content is stored.
"""

import re
from collections.abc import Mapping
from typing import Any

import nh3
from markdown import Markdown
from markdown.extensions import Extension

from documents.chinese import ChineseLines

LINK_SCHEMES = frozenset({"http", "https", "mailto"})
TAGS = frozenset(
    {
        "p",
        "br",
        "hr",
        "em",
        "strong",
        "del",
        "code",
        "pre",
        "kbd",
        "sub",
        "sup",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "a",
        "div",
        "span",
    }
)
ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "a": frozenset({"href", "title"}),
    "ol": frozenset({"start"}),
    "th": frozenset({"align"}),
    "td": frozenset({"align"}),
    "div": frozenset({"class"}),
    "span": frozenset({"class"}),
    "code": frozenset({"class"}),
}
_ONE_PARAGRAPH = re.compile(r"<p>((?:(?!</?p>).)*)</p>", re.DOTALL)
_SCHEME = re.compile(r"\s*([a-zA-Z][a-zA-Z0-9+.-]*):")


def make_markdown(extensions: "list[Extension | str]", configs: Mapping[str, Mapping[str, Any]]) -> Markdown:
    """Return a Markdown parser that reads fences, highlights code by classes and knows no raw HTML."""
    fences: dict[str, Mapping[str, Any]] = {
        "pymdownx.superfences": {"disable_indented_code_blocks": True},
        "pymdownx.highlight": {"css_class": "highlight", "pygments_lang_class": True, "guess_lang": False},
    }
    tables: dict[str, Mapping[str, Any]] = {"tables": {"use_align_attribute": True}}
    parser = Markdown(
        extensions=["pymdownx.superfences", "pymdownx.highlight", "tables", "sane_lists", ChineseLines(), *extensions],
        extension_configs={**fences, **tables, **configs},
        output_format="html",
    )
    parser.preprocessors.deregister("html_block")
    parser.inlinePatterns.deregister("html")
    return parser


def sanitise(html: str, *, tags: frozenset[str] = TAGS, attributes: Mapping[str, frozenset[str]] = ATTRIBUTES) -> str:
    """Return HTML that holds only these tags, these attributes by tag, and links of harmless schemes."""
    return nh3.clean(
        html,
        tags=set(tags),
        clean_content_tags={"script", "style", "iframe", "object", "svg", "math", "template"},
        attributes={tag: set(names) for tag, names in attributes.items()},
        url_schemes=set(LINK_SCHEMES),
        link_rel="noopener noreferrer",
    )


def render_markup(text: str) -> str:
    """Return a short text as HTML: paragraphs, lists, code, links. A single paragraph comes without its ``<p>``."""
    html = sanitise(make_markdown([], {}).convert(text)).strip()
    single = _ONE_PARAGRAPH.fullmatch(html)
    return single.group(1) if single else html


def link_scheme(address: str) -> str:
    """Return the scheme of a link in small letters, or an empty text for a relative one."""
    found = _SCHEME.match(address)
    return found.group(1).lower() if found else ""
