"""App configuration of lessons."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LessonsConfig(AppConfig):
    """Wires the signals of lessons."""

    name = "lessons"
    verbose_name = _("Lessons")

    def ready(self) -> None:
        """Start listening."""
        import_module("lessons.receivers")
