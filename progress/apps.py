"""App configuration of progress."""

from django.apps import AppConfig


class ProgressConfig(AppConfig):
    """Wires the signals of progress."""

    name = "progress"
