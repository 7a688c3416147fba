"""Who runs a step of a session: one worker at a time, for as long as its lease runs.

The same rules as for submissions (sandbox.claims): each move is one conditional UPDATE, so that a second delivery, a
slow worker or two watchdogs change nothing.
"""

import logging
import uuid
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from sandbox.claims import QUEUE_SECONDS
from sandbox.live import Done
from sandbox.models import Session, Step

LEASE_SECONDS = 20
"""How long a worker holds a step; longer than the task's hard time limit."""
MOST_TRIES = 2
BATCH = 100

logger = logging.getLogger(__name__)


def claim_step(step_id: int) -> Step | None:
    """Take a queued step up. Returns None when it runs already, is finished, or is gone."""
    claim, now = uuid.uuid4(), timezone.now()
    taken = Step.objects.filter(pk=step_id, state=Step.State.QUEUED).update(
        state=Step.State.RUNNING,
        claim=claim,
        tries=F("tries") + 1,
        lease_until=now + timedelta(seconds=LEASE_SECONDS),
    )
    if not taken:
        return None
    return Step.objects.select_related("session__version").filter(claim=claim).first()


@transaction.atomic
def finish_step(step: Step, done: Done, *, seconds: float) -> bool:
    """Write what a step gave, and the World after it. Returns False when the claim was lost: somebody else writes."""
    now = timezone.now()
    session = step.session
    written = _close(step, output=done.output, exit_code=done.exit_code, seconds=seconds, prompt=_last_prompt(session))
    if not written:
        return False
    Session.objects.filter(pk=session.pk, steps=step.number - 1).update(
        world=done.world,
        steps=step.number,
        screen=done.screen.as_data(),
        findings=done.findings.as_data(),
        broken=done.broken,
        looked_at=now,
    )
    return True


@transaction.atomic
def fail_step(step: Step, reason: str) -> None:
    """Give a step back after a failure that is not the learner's; the last try leaves the World as it was."""
    if step.tries < MOST_TRIES:
        held = Step.objects.filter(pk=step.pk, state=Step.State.RUNNING, claim=step.claim)
        held.update(state=Step.State.QUEUED, claim=None, lease_until=timezone.now())
        return
    logger.error("Step %s failed %s times: %s", step, step.tries, reason)
    if _close(step, failed=True, prompt=_last_prompt(step.session)):
        Session.objects.filter(pk=step.session_id, steps=step.number - 1).update(
            steps=step.number, looked_at=timezone.now()
        )


def take_overdue_steps() -> list[int]:
    """Return the steps that nobody answers for any more, put back into the queue, to be enqueued again."""
    now = timezone.now()
    overdue = Step.objects.exclude(state=Step.State.FINISHED).filter(lease_until__lte=now)
    woken = []
    for step in overdue.select_related("session").order_by("lease_until")[:BATCH]:
        if step.state == Step.State.RUNNING and step.tries >= MOST_TRIES:
            fail_step(step, "its worker was lost")
            continue
        unchanged = Step.objects.filter(pk=step.pk, state=step.state, claim=step.claim, lease_until=step.lease_until)
        later = now + timedelta(seconds=QUEUE_SECONDS)
        if unchanged.update(state=Step.State.QUEUED, claim=None, lease_until=later):
            woken.append(step.pk)
    return woken


def _close(step: Step, **fields: object) -> bool:
    held = Step.objects.filter(pk=step.pk, state=Step.State.RUNNING, claim=step.claim)
    done = {"state": Step.State.FINISHED, "claim": None, "lease_until": None, "finished": timezone.now()}
    return bool(held.update(**done, **fields))


def _last_prompt(session: Session) -> str:
    return str(session.screen.get("prompt", ""))
