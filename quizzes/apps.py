"""App configuration of quizzes."""

from django.apps import AppConfig


class QuizzesConfig(AppConfig):
    """Wires the signals of quizzes."""

    name = "quizzes"
