"""App configuration of progress."""

from importlib import import_module

from django.apps import AppConfig


class ProgressConfig(AppConfig):
    """Starts listening to the signals of lessons, quizzes and labs."""

    name = "progress"

    def ready(self) -> None:
        """Connect the receivers, once the models are there."""
        import_module("progress.receivers")
