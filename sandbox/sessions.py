"""What a learner does with a live World: open it, act in it, wait for what comes, begin anew."""

import time
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import takewhile

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from sandbox.claims import QUEUE_SECONDS
from sandbox.models import Lab, Session, Step
from sandbox.tasks import enqueue_step

MOST_TYPED = 16_384
"""Characters of one step."""
MOST_STEPS = 5_000
"""Steps of one session; more is a script, not a person."""
PATIENCE = 8.0
"""Seconds that a request waits for its step; the page asks again after that."""
GLANCE = 0.004
SHOWN = 200
"""Steps that a page shows of a session when it is opened again."""


class TooLongError(Exception):
    """What was typed is longer than anybody types."""


class SessionFullError(Exception):
    """The session has as many steps as one may have."""


class BusyError(Exception):
    """The step before is not finished yet; ``step`` is that one."""

    def __init__(self, step: Step) -> None:
        super().__init__(f"step {step.number} is under way")
        self.step = step


@dataclass(frozen=True, slots=True)
class View:
    """A session with the steps that are shown of it."""

    session: Session
    log: tuple[Step, ...]
    open_step: Step | None


def find_session(*, learner: User | None, lab: Lab) -> Session | None:
    """Return a learner's open World at a lab, if there is one, less the World itself."""
    if learner is None:
        return None
    return Session.objects.defer("world").filter(learner=learner, lab=lab, ended__isnull=True).first()


def open_session(*, learner: User, lab: Lab) -> Session:
    """Return the learner's open World at a lab; begin one where there is none, with its first step under way."""
    found = find_session(learner=learner, lab=lab)
    if found is not None:
        return found
    if lab.current is None:
        raise LookupError(f"{lab.key} has no version")
    try:
        with transaction.atomic():
            session = Session.objects.create(learner=learner, lab=lab, version=lab.current)
            _append(session, Step.Kind.START, "")
    except IntegrityError:
        return Session.objects.get(learner=learner, lab=lab, ended__isnull=True)
    return session


def begin_anew(*, learner: User, lab: Lab) -> Session:
    """End the learner's World at a lab and begin another."""
    Session.objects.filter(learner=learner, lab=lab, ended__isnull=True).update(ended=timezone.now())
    return open_session(learner=learner, lab=lab)


def add_step(*, session: Session, kind: str, text: str) -> Step:
    """Let a learner do one thing, and wake a worker.

    Raises BusyError, TooLongError and SessionFullError.
    """
    if len(text) > MOST_TYPED:
        raise TooLongError
    if under_way := session.log.exclude(state=Step.State.FINISHED).first():
        raise BusyError(under_way)
    if session.steps >= MOST_STEPS:
        raise SessionFullError
    try:
        with transaction.atomic():
            return _append(session, kind, text.replace("\0", ""))
    except IntegrityError as error:
        rival = session.log.exclude(state=Step.State.FINISHED).first()
        if rival is None:
            raise
        raise BusyError(rival) from error


def wait_for(step: Step, *, patience: float = PATIENCE) -> Step:
    """Return the step once it is finished, or as it is when patience ends."""
    end = time.monotonic() + patience
    pause = GLANCE
    while step.state != Step.State.FINISHED and time.monotonic() < end:
        time.sleep(pause)
        pause = min(pause * 1.2, 0.1)
        step.refresh_from_db()
    return step


def read_view(session: Session) -> View:
    """Return a session with its latest steps."""
    rows = list(session.log.order_by("-number")[:SHOWN])
    under_way = next((row for row in rows if row.state != Step.State.FINISHED), None)
    return View(session, tuple(row for row in reversed(rows) if row is not under_way), under_way)


def count_looks(session: Session) -> int:
    """Return how many of the latest finished steps were looks, with nothing typed since."""
    kinds = session.log.filter(state=Step.State.FINISHED).order_by("-number").values_list("kind", flat=True)[:SHOWN]
    return sum(1 for _ in takewhile(lambda kind: kind == Step.Kind.READ, kinds))


def _append(session: Session, kind: str, text: str) -> Step:
    last = session.log.aggregate(last=Max("number"))["last"] or 0
    step = Step.objects.create(
        session=session,
        number=last + 1,
        kind=kind,
        text=text,
        lease_until=timezone.now() + timedelta(seconds=QUEUE_SECONDS),
    )
    transaction.on_commit(partial(enqueue_step, step.pk))
    return step
