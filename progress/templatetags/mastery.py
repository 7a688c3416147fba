"""How templates say points and levels."""

from decimal import Decimal

from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()

LEVELS = (_("not opened"), _("met"), _("able"), _("fluent"), _("solid"))
NARROWEST, WIDEST, STEP = 5, 60, 5


@register.filter
def level_name(level: int | str) -> str:
    """Return the word for a level of mastery from 0 to 4."""
    return str(LEVELS[int(level)])


@register.filter
def dock_width(minutes: int) -> int:
    """Return the width class of a lesson's dock: its minutes, rounded to fives, from 5 to 60."""
    return max(NARROWEST, min(WIDEST, round(minutes / STEP) * STEP))


@register.filter
def points(value: Decimal | int) -> str:
    """Return points without needless zeros: ``3``, ``2.5``."""
    return f"{Decimal(value):.2f}".rstrip("0").rstrip(".")
