"""App configuration of lessons."""

from django.apps import AppConfig


class LessonsConfig(AppConfig):
    """Wires the signals of lessons."""

    name = "lessons"
