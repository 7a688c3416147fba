"""Labs as they were imported, and what learners do with them."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from documents.text import LocalizedText


class Lab(models.Model):
    """One lab, known by a key that outlives its editions. ``current`` is the version that a learner gets."""

    key = models.CharField(max_length=255, unique=True)
    current = models.ForeignKey("LabVersion", on_delete=models.RESTRICT, related_name="+", null=True)
    created = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.key

    @property
    def lesson_key(self) -> str:
        """The key of the lesson that the lab belongs to."""
        return self.key.rpartition("/")[0]


class LabVersion(models.Model):
    """One edition of a lab, never changed. ``definition`` is what sandbox.sim.lab.Lab.as_data() gives."""

    lab = models.ForeignKey(Lab, on_delete=models.CASCADE, related_name="versions")
    content_hash = models.CharField(max_length=64)
    definition = models.JSONField()
    title = models.JSONField(help_text="LocalizedText.as_data()")
    task_html = models.JSONField(help_text="The task by language, rendered and sanitised once.")
    answer = models.CharField(max_length=16)
    max_points = models.PositiveIntegerField()
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        """The same content is stored once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["lab", "content_hash"], name="one_lab_version_per_content")
        ]

    def __str__(self) -> str:
        return f"{self.lab_id}@{self.content_hash[:12]}"

    def say(self, field: str) -> str:
        """Return a localized JSON field in the reader's language."""
        return LocalizedText.from_data(getattr(self, field)).in_language(get_language() or "en")


class Submission(models.Model):
    """One answer and, once it is scored, its verdict. This row is the truth; the queue is only a wake-up call.

    ``lease_until`` says until when somebody answers for an open row: the queue while it is queued, one worker while it
    runs. Past it the watchdog takes the row up again. ``claim`` names the worker's hold on it, so that a worker that
    lost its lease cannot write.
    """

    class State(models.TextChoices):
        """How far scoring has come."""

        QUEUED = "queued", _("queued")
        RUNNING = "running", _("running")
        FINISHED = "finished", _("finished")

    class Verdict(models.TextChoices):
        """What came out."""

        PASSED = "passed", pgettext_lazy("verdict", "passed")
        PARTLY = "partly", pgettext_lazy("verdict", "partly")
        WRONG = "wrong", pgettext_lazy("verdict", "not yet")
        INVALID = "invalid", pgettext_lazy("verdict", "cannot be read")
        TIMED_OUT = "timed out", pgettext_lazy("verdict", "timed out")
        OUR_FAULT = "our fault", pgettext_lazy("verdict", "our fault")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="submissions")
    lab = models.ForeignKey(Lab, on_delete=models.CASCADE, related_name="submissions")
    version = models.ForeignKey(LabVersion, on_delete=models.RESTRICT, related_name="submissions")
    answer = models.TextField()
    world = models.BinaryField(null=True, help_text="The live World that was handed in, until it is scored.")
    broken = models.JSONField(default=dict, help_text="What the live session had noted of always: checks.")
    idempotency_key = models.UUIDField()
    counts = models.BooleanField(default=True, help_text="False once the learner has seen the reference solution.")
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    verdict = models.CharField(max_length=9, choices=Verdict, blank=True)
    points = models.PositiveIntegerField(default=0)
    max_points = models.PositiveIntegerField()
    outcome = models.JSONField(default=dict, help_text="What sandbox.grading.Outcome.as_data() gives.")
    tries = models.PositiveSmallIntegerField(default=0, help_text="How many workers have taken it up.")
    claim = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    created = models.DateTimeField(auto_now_add=True)
    started = models.DateTimeField(null=True)
    finished = models.DateTimeField(null=True)

    class Meta:
        """A double click is one submission, and a lab has one open submission a learner: the database says so."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["learner", "idempotency_key"], name="one_submission_per_click"),
            models.UniqueConstraint(
                fields=["learner", "lab"],
                condition=~Q(state="finished"),
                name="one_open_submission_per_lab_and_learner",
            ),
            models.CheckConstraint(
                condition=(Q(state="finished") & ~Q(verdict="") & Q(finished__isnull=False))
                | (~Q(state="finished") & Q(verdict="") & Q(finished__isnull=True)),
                name="a_verdict_when_finished_and_only_then",
            ),
            models.CheckConstraint(condition=Q(points__lte=F("max_points")), name="no_more_points_than_there_are"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["lease_until"], condition=~Q(state="finished"), name="open_submissions_by_lease"),
            models.Index(fields=["learner", "lab", "-created"], name="submissions_of_a_learner"),
        ]

    def __str__(self) -> str:
        return f"{self.id} ({self.state})"

    @property
    def is_open(self) -> bool:
        """Whether the verdict is still to come."""
        return self.state != self.State.FINISHED

    @property
    def costs_an_attempt(self) -> bool:
        """Whether this try counts: it was scored, and by nobody's fault but the answer's."""
        free = (self.Verdict.INVALID, self.Verdict.OUR_FAULT)
        return self.counts and not self.is_open and self.verdict not in free


class Draft(models.Model):
    """What a learner has not submitted yet. ``version`` grows with each save, so that two tabs notice each other."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="lab_drafts")
    lab = models.ForeignKey(Lab, on_delete=models.CASCADE, related_name="drafts")
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    updated = models.DateTimeField(auto_now=True)

    class Meta:
        """One draft a learner and lab."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["learner", "lab"], name="one_draft_per_learner_and_lab")
        ]

    def __str__(self) -> str:
        return f"{self.learner_id}:{self.lab_id} v{self.version}"


class HintUse(models.Model):
    """A hint that a learner has opened; ``number`` counts the hints of one check from 1."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="hints_used")
    lab = models.ForeignKey(Lab, on_delete=models.CASCADE, related_name="hints_used")
    check_id = models.CharField(max_length=64)
    number = models.PositiveSmallIntegerField()
    cost = models.PositiveIntegerField(default=0)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Opening a hint twice costs once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["learner", "lab", "check_id", "number"], name="one_use_per_hint")
        ]

    def __str__(self) -> str:
        return f"{self.learner_id}:{self.lab_id}:{self.check_id}#{self.number}"


class Disclosure(models.Model):
    """A learner has seen the reference solution; what they submit from then on does not count."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="solutions_seen")
    lab = models.ForeignKey(Lab, on_delete=models.CASCADE, related_name="solutions_seen")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Once seen, always seen."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["learner", "lab"], name="one_disclosure_per_learner_and_lab")
        ]

    def __str__(self) -> str:
        return f"{self.learner_id}:{self.lab_id}"


class Session(models.Model):
    """A World that a learner has open: at a lab, or in free play where there is no lab.

    ``world`` is the snapshot after the last finished step; the steps are its log, and replaying them gives it again.
    The World's clock follows ``looked_at``: what passed since then is made up for before the next step.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="lab_sessions")
    lab = models.ForeignKey(Lab, on_delete=models.CASCADE, related_name="sessions", null=True)
    version = models.ForeignKey(LabVersion, on_delete=models.RESTRICT, related_name="sessions", null=True)
    world = models.BinaryField(default=bytes)
    steps = models.PositiveIntegerField(default=0, help_text="The number of the last finished step.")
    screen = models.JSONField(default=dict, help_text="What sandbox.screens.Screen.as_data() gives.")
    findings = models.JSONField(default=dict, help_text="sandbox.outcomes.Outcome.as_data(): the checks as they stand.")
    broken = models.JSONField(default=dict, help_text="The first moment at which an always: check did not hold.")
    looked_at = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        """A learner has one open World at each lab."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["learner", "lab"], condition=Q(ended__isnull=True), name="one_open_session_per_lab_and_learner"
            )
        ]

    def __str__(self) -> str:
        return f"{self.id} ({self.steps})"


class Step(models.Model):
    """One thing that a learner did in a session, and what the terminal showed of it.

    Leases work as for a Submission. ``seconds`` is how much virtual time passed before it.
    """

    class Kind(models.TextChoices):
        """What was done."""

        START = "start", "start"
        TYPE = "type", "type"
        PRESS = "press", "press"
        READ = "read", "read"
        EDIT = "edit", "edit"

    class State(models.TextChoices):
        """How far it has come."""

        QUEUED = "queued", "queued"
        RUNNING = "running", "running"
        FINISHED = "finished", "finished"

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="log")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    text = models.TextField(blank=True)
    seconds = models.FloatField(default=0)
    prompt = models.TextField(blank=True, help_text="The prompt behind which the output stands.")
    output = models.TextField(blank=True)
    exit_code = models.IntegerField(null=True)
    failed = models.BooleanField(
        default=False, help_text="The sandbox failed on it, and the World is as it was before."
    )
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    claim = models.UUIDField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    created = models.DateTimeField(auto_now_add=True)
    finished = models.DateTimeField(null=True)

    class Meta:
        """Steps are numbered from 1, and one is under way at a time: the database says so."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "number"], name="one_step_per_number"),
            models.UniqueConstraint(
                fields=["session"], condition=~Q(state="finished"), name="one_open_step_per_session"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["lease_until"], condition=~Q(state="finished"), name="open_steps_by_lease"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}#{self.number}"
