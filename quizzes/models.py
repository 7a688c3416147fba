"""Quizzes, their versions, and what learners answered."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from documents.text import LocalizedText
from quizzes.definition import QuizDefinition
from quizzes.rendering import Rendered

if TYPE_CHECKING:
    from accounts.models import User  # noqa: F401 - mypy resolves the foreign key's string.


class Quiz(models.Model):
    """A quiz by its key, such as ``k8s-docker/docker/volumes/quiz``, which is stable over editions of its course."""

    key = models.CharField(max_length=250, unique=True)
    current = models.ForeignKey("QuizVersion", on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        """Return the key."""
        return self.key


class QuizVersion(models.Model):
    """What a quiz asks. Never changed: another content is another version."""

    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="versions")
    content_hash = models.CharField(max_length=64)
    definition = models.JSONField()
    html = models.JSONField()
    max_points = models.PositiveIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """One row for one content."""

        constraints = (models.UniqueConstraint(fields=["quiz", "content_hash"], name="one_version_per_content"),)

    def __str__(self) -> str:
        """Return the key and the beginning of the hash."""
        return f"{self.quiz.key}@{self.content_hash[:8]}"

    def read_definition(self) -> QuizDefinition:
        """Return the quiz as Python reads it."""
        return QuizDefinition.from_data(self.definition)

    @property
    def title(self) -> LocalizedText:
        """The quiz's title, without reading the rest."""
        return LocalizedText.from_data(self.definition["title"])

    @property
    def texts(self) -> Rendered:
        """The rendered texts by language and name."""
        rendered: Rendered = self.html
        return rendered


class Attempt(models.Model):
    """One answered quiz. ``number`` counts a learner's attempts at a quiz from 1, over all its versions."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="quiz_attempts")
    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="attempts")
    version = models.ForeignKey(QuizVersion, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveIntegerField()
    seed = models.CharField(max_length=16, blank=True)
    answers = models.JSONField()
    points = models.DecimalField(max_digits=7, decimal_places=2)
    max_points = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        """An attempt is sent once: its number makes a second delivery harmless."""

        constraints = (
            models.UniqueConstraint(fields=["learner", "quiz", "number"], name="one_attempt_per_number"),
            models.CheckConstraint(
                condition=models.Q(points__gte=0) & models.Q(points__lte=models.F("max_points")),
                name="points_fit",
            ),
        )
        ordering = ("number",)

    def __str__(self) -> str:
        """Return whose attempt it is, at what, and how it went."""
        return f"{self.learner_id} {self.quiz_id} #{self.number}: {self.points}/{self.max_points}"
