"""How quiz pages say points."""

from decimal import Decimal

from django import template

from quizzes.forms import field_name

register = template.Library()


@register.filter
def points(value: Decimal | int) -> str:
    """Return points without needless zeros: ``3``, ``2.5``, ``0.33``."""
    text = f"{Decimal(value):.2f}"
    return text.rstrip("0").rstrip(".")


@register.filter
def field(question_id: str) -> str:
    """Return the name of a question's form field."""
    return field_name(question_id)
