"""How templates say levels of mastery."""

from django import template
from django.utils.translation import pgettext_lazy

register = template.Library()

# A check of a lab can be met too, which other languages say in another word.
LEVELS = (
    pgettext_lazy("mastery", "not opened"),
    pgettext_lazy("mastery", "met"),
    pgettext_lazy("mastery", "able"),
    pgettext_lazy("mastery", "fluent"),
    pgettext_lazy("mastery", "solid"),
)
NARROWEST, WIDEST, STEP = 5, 60, 5


@register.filter
def level_name(level: int | str) -> str:
    """Return the word for a level of mastery from 0 to 4."""
    return str(LEVELS[int(level)])


@register.filter
def dock_width(minutes: int) -> int:
    """Return the width class of a lesson's dock: its minutes, rounded to fives, from 5 to 60."""
    return max(NARROWEST, min(WIDEST, round(minutes / STEP) * STEP))
