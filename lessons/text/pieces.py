"""What takes the place of embeds in a page that is sanitised already: cards to fetch, and drawings."""

import re
from collections.abc import Mapping

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe

from lessons.text.blocks import Embed, Embeds


def fill_places(
    html: str,
    *,
    embeds: Embeds,
    lesson_key: str,
    diagrams: Mapping[str, str],
    titles: Mapping[tuple[str, str], str],
) -> str:
    """Return the page with each token replaced by what it stands for."""

    def fill(found: re.Match[str]) -> str:
        embed = embeds.found[found[1]]
        if embed.kind == "diagram":
            return _drawing(embed, diagrams)
        return _card(embed, lesson_key, titles.get((embed.kind, embed.slug), embed.slug))

    return re.sub(rf"(?:<div>\s*)?<p>(embed{embeds.nonce}n\d+n)</p>(?:\s*</div>(?=\s*(?:<|$)))?", fill, html)


def _card(embed: Embed, lesson_key: str, title: str) -> str:
    """Return a link that works by itself, and that htmx replaces by the card it leads to."""
    key = f"{lesson_key}/{embed.slug}"
    if embed.kind == "quiz":
        page = card = reverse("quizzes:quiz", args=[key])
    else:
        page, card = reverse("sandbox:lab", args=[key]), reverse("sandbox:card", args=[key])
    return format_html(
        '<div class="embed {}" hx-get="{}" hx-trigger="load" hx-swap="outerHTML"><a class="btn" href="{}">{}</a></div>',
        *(embed.kind, card, page, title),
    )


def _drawing(embed: Embed, diagrams: Mapping[str, str]) -> str:
    svg = diagrams.get(embed.slug, "")
    # clean_svg() wrote this from a list of harmless elements and attributes; the label is escaped here.
    return mark_safe(svg.replace('role="img"', f'role="img" aria-label="{escape(embed.caption)}"', 1))  # noqa: S308
