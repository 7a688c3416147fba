"""What the worker does. The database holds the truth; a message only says: look at this row now."""

import logging
import uuid
from typing import Any

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from celery.signals import worker_init
from django.utils import timezone
from kombu.exceptions import ChannelError, KombuError

from sandbox.claims import LEASE_SECONDS, claim_submission, finish_submission, release_submission, take_overdue
from sandbox.completions import answer_completions
from sandbox.grading import grade, warm_up
from sandbox.live import Live, grade_live, keep, open_world, restore_world, take_kept, take_step
from sandbox.models import Session, Step, Submission
from sandbox.outcomes import Outcome
from sandbox.sim.lab import Lab
from sandbox.step_claims import claim_step, fail_step, finish_step, take_overdue_steps

logger = logging.getLogger(__name__)
SECONDS_A_STEP = 10
"""How long one step of a live World may take; the budget of its World ends it far earlier."""


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


@shared_task(soft_time_limit=SECONDS_A_STEP, time_limit=SECONDS_A_STEP + 5)
def run_step(step_id: int) -> None:
    """Do one step of a session, unless another worker has it or it is done."""
    step = claim_step(step_id)
    if step is None:
        return
    try:
        _do_step(step)
    except Exception:
        logger.exception("Step %s failed", step)
        fail_step(step, "it raised an exception")


@shared_task(soft_time_limit=SECONDS_A_STEP, time_limit=SECONDS_A_STEP + 5)
def complete_line(session_id: str, key: str, line: str) -> None:
    """Leave in the cache what Tab offers at the end of a line; the World stays as it is."""
    session = Session.objects.select_related("version").filter(pk=session_id).first()
    if session is None or not session.world:
        return
    live = _take_live(session)
    answer_completions(key, live.world.complete(line))
    keep(session.pk, live)


@shared_task
def watch_steps() -> None:
    """Wake the steps that nobody answers for any more. Beat runs it every few seconds."""
    for step_id in take_overdue_steps():
        enqueue_step(step_id)


def enqueue_submission(submission_id: uuid.UUID) -> None:
    """Wake a worker. A queue that takes no message loses nothing: the watchdog finds the row again."""
    try:
        score_submission.apply_async(args=(str(submission_id),), retry=False)
    except (KombuError, ChannelError, OSError) as error:
        logger.warning("Submission %s waits: the queue takes no messages (%s)", submission_id, error)


def enqueue_step(step_id: int) -> None:
    """Wake a worker for a step; one that takes no message loses nothing."""
    try:
        run_step.apply_async(args=(step_id,), retry=False)
    except (KombuError, ChannelError, OSError) as error:
        logger.warning("Step %s waits: the queue takes no messages (%s)", step_id, error)


def _do_step(step: Step) -> None:
    session = step.session
    if session.steps != step.number - 1:
        # The claim outlived its session's state: whoever moved the session on has closed the step as well.
        return
    passed = (timezone.now() - session.looked_at).total_seconds() if session.looked_at else 0.0
    live = _take_live(session)
    done = take_step(live, step.kind, step.text, seconds=passed)
    if finish_step(step, done, seconds=passed):
        keep(session.pk, live)


def _take_live(session: Session) -> Live:
    """Return the session's World from this process's memory, else from the database, else new."""
    live = take_kept(session.pk, session.steps)
    if live is not None:
        return live
    lab = Lab.from_data(session.version.definition) if session.version else None
    if session.world:
        return restore_world(bytes(session.world), lab, steps=session.steps, broken=session.broken)
    live = open_world(lab)
    live.steps = session.steps
    return live


def _score(submission: Submission) -> Outcome:
    lab = Lab.from_data(submission.version.definition)
    try:
        if submission.world is not None:
            return grade_live(restore_world(bytes(submission.world), lab, steps=0, broken=submission.broken))
        return grade(lab, submission.answer)
    except SoftTimeLimitExceeded:
        logger.warning("Submission %s ran out of time", submission.pk)
        return Outcome(verdict="timed out")
