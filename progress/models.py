"""What learners have done, and the classes in which instructors follow it."""

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


def make_join_token() -> str:
    """Return an unguessable token for the link by which learners join a class."""
    return secrets.token_urlsafe(16)


class Record(models.Model):
    """What one learner has reached in one lesson, quiz or lab. The key is stable over the editions of a course."""

    class Kind(models.TextChoices):
        """What the key names."""

        LESSON = "lesson", _("Lesson")
        QUIZ = "quiz", _("Quiz")
        LAB = "lab", _("Lab")

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="records")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    key = models.CharField(max_length=300)
    best_points = models.DecimalField(max_digits=8, decimal_places=2, default=0)
    first_points = models.DecimalField(max_digits=8, decimal_places=2, default=0)
    max_points = models.DecimalField(max_digits=8, decimal_places=2, default=0)
    attempts = models.PositiveIntegerField(default=0)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        """One row a learner and activity; boards read by key."""

        constraints = [models.UniqueConstraint(fields=["learner", "kind", "key"], name="record_once")]
        indexes = [models.Index(fields=["key", "learner"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: {self.best_points}/{self.max_points}"


class Class(models.Model):
    """Learners whom an instructor follows through one course."""

    name = models.CharField(_("name"), max_length=100)
    course_slug = models.CharField(_("course"), max_length=100)
    instructor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="classes")
    join_token = models.CharField(max_length=40, unique=True, default=make_join_token)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Newest first, as the instructor's page lists them."""

        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A learner in a class."""

    klass = models.ForeignKey(Class, on_delete=models.CASCADE, related_name="memberships")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    joined_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Nobody is in a class twice."""

        constraints = [models.UniqueConstraint(fields=["klass", "learner"], name="member_once")]

    def __str__(self) -> str:
        return f"{self.learner} in {self.klass}"
