"""How templates say a text that is written in both languages."""

from django import template
from django.utils.translation import get_language

from documents.text import LocalizedText

register = template.Library()


@register.filter
def localized(value: LocalizedText | dict[str, str]) -> str:
    """Return a text, as LocalizedText or as stored JSON, in the reader's language."""
    text = value if isinstance(value, LocalizedText) else LocalizedText.from_data(value)
    return text.in_language(get_language() or "en")
