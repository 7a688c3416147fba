"""Who scores a submission: one worker at a time, for as long as its lease runs, and one verdict.

Every step is one conditional UPDATE, so that a second delivery, a slow worker or two watchdogs change nothing.
"""

import logging
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone

from sandbox.models import HintUse, Submission
from sandbox.outcomes import Outcome
from sandbox.signals import lab_finished

MOST_TRIES = 3
"""How many workers may take one submission up before it is called our fault."""
LEASE_SECONDS: int = getattr(settings, "SANDBOX_LEASE_SECONDS", 30)
"""How long a worker holds a submission; longer than the task's hard time limit."""
QUEUE_SECONDS: int = getattr(settings, "SANDBOX_QUEUE_SECONDS", 10)
"""How long the queue is trusted with a submission before it is woken again, at first."""
LONGEST_QUEUE_SECONDS = 60
BATCH = 100

logger = logging.getLogger(__name__)


def claim_submission(submission_id: uuid.UUID | str) -> Submission | None:
    """Take a queued submission up. Returns None when it runs already, is finished, or is gone."""
    claim, now = uuid.uuid4(), timezone.now()
    taken = Submission.objects.filter(pk=submission_id, state=Submission.State.QUEUED).update(
        state=Submission.State.RUNNING,
        claim=claim,
        tries=F("tries") + 1,
        started=now,
        lease_until=now + timedelta(seconds=LEASE_SECONDS),
    )
    if not taken:
        return None
    return Submission.objects.select_related("version", "lab", "learner").filter(claim=claim).first()


@transaction.atomic
def finish_submission(submission: Submission, outcome: Outcome) -> bool:
    """Write the verdict, once, and tell who listens. Returns False when the claim was lost: somebody else writes."""
    outcome = outcome.less_hints(_read_costs(submission))
    now = timezone.now()
    held = Submission.objects.filter(pk=submission.pk, state=Submission.State.RUNNING, claim=submission.claim)
    written = held.update(
        state=Submission.State.FINISHED,
        verdict=outcome.verdict,
        points=outcome.points,
        outcome=outcome.as_data(),
        world=None,
        claim=None,
        lease_until=None,
        finished=now,
    )
    if not written:
        return False
    submission.refresh_from_db()
    if submission.costs_an_attempt:
        lab_finished.send(
            sender=Submission,
            learner=submission.learner,
            key=submission.lab.key,
            points=submission.points,
            max_points=submission.max_points,
            verdict=submission.verdict,
            at=now,
        )
    return True


def release_submission(submission: Submission) -> None:
    """Give a submission back after a failure that is not the learner's; the last try becomes our fault."""
    if submission.tries >= MOST_TRIES:
        logger.error("Submission %s failed %s times; it is our fault", submission.pk, submission.tries)
        finish_submission(submission, Outcome(verdict="our fault"))
        return
    held = Submission.objects.filter(pk=submission.pk, state=Submission.State.RUNNING, claim=submission.claim)
    held.update(state=Submission.State.QUEUED, claim=None, lease_until=timezone.now())


def take_overdue() -> list[uuid.UUID]:
    """Return the submissions that nobody answers for any more, put back into the queue, to be enqueued again."""
    now = timezone.now()
    overdue = Submission.objects.exclude(state=Submission.State.FINISHED).filter(lease_until__lte=now)
    woken = []
    for submission in overdue.select_related("lab", "learner").order_by("lease_until")[:BATCH]:
        if submission.state == Submission.State.RUNNING and submission.tries >= MOST_TRIES:
            release_submission(submission)
        elif _requeue(submission, now):
            woken.append(submission.pk)
    return woken


def _requeue(submission: Submission, now: datetime) -> bool:
    """Put one submission back, unless something has happened to it since it was read."""
    if submission.state == Submission.State.RUNNING:
        logger.warning("The worker that scored submission %s was lost; it is queued again", submission.pk)
    waited = (now - submission.created).total_seconds()
    patience = min(max(QUEUE_SECONDS, waited / 2), LONGEST_QUEUE_SECONDS)
    unchanged = Submission.objects.filter(
        pk=submission.pk, state=submission.state, claim=submission.claim, lease_until=submission.lease_until
    )
    again = unchanged.update(state=Submission.State.QUEUED, claim=None, lease_until=now + timedelta(seconds=patience))
    return bool(again)


def _read_costs(submission: Submission) -> dict[str, int]:
    """Return what the hints opened before this answer cost, by check id."""
    uses = HintUse.objects.filter(
        learner=submission.learner_id, lab=submission.lab_id, created__lte=submission.created, cost__gt=0
    )
    return dict(uses.values("check_id").annotate(total=Sum("cost")).values_list("check_id", "total"))
