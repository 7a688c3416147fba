"""Where this installation's mail goes."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def mail_folder() -> str:
    """Return the folder into which mail is written instead of being sent, or an empty text."""
    return str(getattr(settings, "EMAIL_FILE_PATH", None) or "")
