"""Courses and what is in them, as the last import left it; who has read what; packages that were uploaded."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    from accounts.models import User  # noqa: F401 - mypy resolves the foreign key's string.


class Course(models.Model):
    """A course by its slug. ``owner`` None means that it came with Drydock; ``current`` is what learners see."""

    slug = models.SlugField(max_length=64, unique=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="courses"
    )
    current = models.OneToOneField("Edition", on_delete=models.PROTECT, null=True, related_name="shown_by")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Courses are listed in the order in which they came."""

        ordering = ("created_at", "pk")

    def __str__(self) -> str:
        """Return the slug."""
        return self.slug


class Edition(models.Model):
    """A course package as it was imported. Never changed; a new import makes a new one."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="editions")
    content_hash = models.CharField(max_length=64)
    title = models.JSONField()
    summary = models.JSONField()
    languages = models.JSONField()
    published_at = models.DateTimeField()

    class Meta:
        """The newest comes last."""

        ordering = ("published_at", "pk")

    def __str__(self) -> str:
        """Return the course and the moment."""
        return f"{self.course_id} {self.published_at:%Y-%m-%d %H:%M}"


class Module(models.Model):
    """A part of a course."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="modules")
    slug = models.SlugField(max_length=64)
    position = models.PositiveIntegerField()
    title = models.JSONField()
    summary = models.JSONField()

    class Meta:
        """Slugs and positions are an edition's own."""

        constraints = (
            models.UniqueConstraint(fields=["edition", "slug"], name="one_module_per_slug"),
            models.UniqueConstraint(fields=["edition", "position"], name="one_module_per_position"),
        )
        ordering = ("position",)

    def __str__(self) -> str:
        """Return the slug."""
        return self.slug


class Lesson(models.Model):
    """A lesson of one edition; its key is the same in all of them."""

    module = models.ForeignKey(Module, on_delete=models.CASCADE, related_name="lessons")
    slug = models.SlugField(max_length=64)
    key = models.CharField(max_length=200, db_index=True)
    position = models.PositiveIntegerField()
    title = models.JSONField()
    minutes = models.PositiveIntegerField()

    class Meta:
        """Slugs and positions are a module's own."""

        constraints = (
            models.UniqueConstraint(fields=["module", "slug"], name="one_lesson_per_slug"),
            models.UniqueConstraint(fields=["module", "position"], name="one_lesson_per_position"),
        )
        ordering = ("position",)

    def __str__(self) -> str:
        """Return the key."""
        return self.key


class LessonText(models.Model):
    """A lesson in one language, rendered and sanitised at import."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=16)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    html = models.TextField()
    toc = models.JSONField()
    minutes = models.PositiveIntegerField()
    objectives = models.JSONField()

    class Meta:
        """A lesson has one text in a language."""

        constraints = (models.UniqueConstraint(fields=["lesson", "language"], name="one_text_per_language"),)

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class Activity(models.Model):
    """A quiz or lab that a lesson embeds, with what an outline says of it."""

    class Kind(models.TextChoices):
        """What a lesson can embed."""

        QUIZ = "quiz"
        LAB = "lab"

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="activities")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    key = models.CharField(max_length=250)
    position = models.PositiveIntegerField()
    title = models.JSONField()
    max_points = models.PositiveIntegerField()

    class Meta:
        """A lesson embeds each activity once."""

        constraints = (
            models.UniqueConstraint(fields=["lesson", "key"], name="one_activity_per_key"),
            models.UniqueConstraint(fields=["lesson", "position"], name="one_activity_per_position"),
        )
        ordering = ("position",)

    def __str__(self) -> str:
        """Return the key."""
        return self.key


class Reading(models.Model):
    """A lesson that a learner marked as read, by its key, so that it outlives editions."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="readings")
    key = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        """Reading a lesson counts once."""

        constraints = (models.UniqueConstraint(fields=["learner", "key"], name="one_reading_per_lesson"),)

    def __str__(self) -> str:
        """Return who read what."""
        return f"{self.learner_id} {self.key}"


class Upload(models.Model):
    """A package that an instructor sent. The row is the truth; the queue only wakes a worker up to look at it."""

    class State(models.TextChoices):
        """Where the check stands."""

        QUEUED = "queued"
        CHECKING = "checking"
        REFUSED = "refused"
        SOUND = "sound"
        PUBLISHED = "published"
        UNCHANGED = "unchanged"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="uploads")
    name = models.CharField(max_length=200)
    package = models.BinaryField()
    publish = models.BooleanField(default=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED)
    faults = models.JSONField(default=list)
    course_slug = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    leased_until = models.DateTimeField(null=True)

    class Meta:
        """The newest comes first."""

        ordering = ("-created_at",)

    def __str__(self) -> str:
        """Return the file's name and the state."""
        return f"{self.name}: {self.state}"

    @property
    def is_open(self) -> bool:
        """Whether the check is still to come or under way."""
        return self.state in {self.State.QUEUED, self.State.CHECKING}
