"""App configuration of quizzes."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuizzesConfig(AppConfig):
    """Wires the signals of quizzes."""

    name = "quizzes"
    verbose_name = _("Quizzes")

    def ready(self) -> None:
        """Start listening."""
        import_module("quizzes.receivers")
