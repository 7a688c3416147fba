"""What the worker does. The database holds the truth; a message only says: look at this row now."""

import logging
import uuid
from typing import Any

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from celery.signals import worker_init
from kombu.exceptions import ChannelError, KombuError

from sandbox.claims import LEASE_SECONDS, claim_submission, finish_submission, release_submission, take_overdue
from sandbox.grading import grade, warm_up
from sandbox.models import Submission
from sandbox.outcomes import Outcome
from sandbox.sim.lab import Lab

logger = logging.getLogger(__name__)


@worker_init.connect
def load_simulator(**_kwargs: Any) -> None:
    """Load the simulator before the worker forks, so that the first answer waits no longer than the others."""
    warm_up()


@shared_task(soft_time_limit=LEASE_SECONDS // 2, time_limit=LEASE_SECONDS * 3 // 4)
def score_submission(submission_id: str) -> None:
    """Score one submission, unless another worker has it or it is scored."""
    submission = claim_submission(submission_id)
    if submission is None:
        return
    try:
        finish_submission(submission, _score(submission))
    except Exception:
        logger.exception("Scoring submission %s failed", submission_id)
        release_submission(submission)


@shared_task
def watch_submissions() -> None:
    """Wake the submissions that nobody answers for any more. Beat runs it every few seconds."""
    for submission_id in take_overdue():
        enqueue_submission(submission_id)


def enqueue_submission(submission_id: uuid.UUID) -> None:
    """Wake a worker. A queue that takes no message loses nothing: the watchdog finds the row again."""
    try:
        score_submission.apply_async(args=(str(submission_id),), retry=False)
    except (KombuError, ChannelError, OSError) as error:
        logger.warning("Submission %s waits: the queue takes no messages (%s)", submission_id, error)


def _score(submission: Submission) -> Outcome:
    try:
        return grade(Lab.from_data(submission.version.definition), submission.answer)
    except SoftTimeLimitExceeded:
        logger.warning("Submission %s ran out of time", submission.pk)
        return Outcome(verdict="timed out")
