"""What can be done with labs: store them, answer them, take help."""

import hashlib
import json
import uuid
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from documents.markup import make_markdown, sanitise
from documents.text import LocalizedText
from sandbox.answers import MOST_CHARACTERS
from sandbox.claims import QUEUE_SECONDS
from sandbox.models import Disclosure, Draft, HintUse, Lab, LabVersion, Session, Step, Submission
from sandbox.sim import lab as lab_file
from sandbox.tasks import enqueue_submission

MOST_A_MINUTE = 20
"""Submissions of one learner within a minute; more is a script, not a person."""


class TooManySubmissionsError(Exception):
    """A learner submits faster than anybody can think."""


class AnswerTooLongError(Exception):
    """An answer or a draft is longer than any that could be scored."""


class DraftConflictError(Exception):
    """The draft was changed elsewhere since it was read; ``current`` is the row as it stands."""

    def __init__(self, current: Draft) -> None:
        super().__init__(f"draft is at version {current.version}")
        self.current = current


class NotYetError(Exception):
    """The reference solution cannot be seen yet."""


class NoWorldError(LookupError):
    """The learner has no live World at the lab that could be handed in."""


class NoSuchHintError(LookupError):
    """There is no such hint, or an earlier one of the same check was not opened."""


@dataclass(frozen=True, slots=True)
class Submitted:
    """A submission; ``is_new`` is False where an answer was being scored already, or for the second of two clicks."""

    submission: Submission
    is_new: bool


@transaction.atomic
def store_lab(*, key: str, lab: lab_file.Lab) -> LabVersion:
    """Make a lab's content current. Equal content is stored once, and its version is returned."""
    definition = lab.as_data()
    digest = hashlib.sha256(json.dumps(definition, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    row, _ = Lab.objects.get_or_create(key=key)
    version, _ = LabVersion.objects.get_or_create(
        lab=row,
        content_hash=digest,
        defaults={
            "definition": definition,
            "title": lab.title.as_data(),
            "task_html": _render_task(lab.task),
            "answer": lab.answer,
            "max_points": lab.max_points,
        },
    )
    if row.current_id != version.pk:
        row.current = version
        row.save(update_fields=["current"])
    return version


def submit_answer(
    *, learner: User, lab: Lab, answer: str, idempotency_key: uuid.UUID, session: Session | None = None
) -> Submitted:
    """Store an answer and wake a worker once it is stored; with a session, its World is what is scored.

    Returns the submission that is there already for a second click and while an earlier answer is being scored. Raises
    TooManySubmissionsError and AnswerTooLongError.
    """
    if len(answer) > MOST_CHARACTERS:
        raise AnswerTooLongError
    if found := _find_submitted(learner, lab, idempotency_key):
        return Submitted(found, is_new=False)
    recent = Submission.objects.filter(learner=learner, created__gt=timezone.now() - timedelta(minutes=1))
    if recent.count() >= MOST_A_MINUTE:
        raise TooManySubmissionsError
    try:
        with transaction.atomic():
            submission = _create_submission(learner, lab, _make_storable(answer), idempotency_key, session)
    except IntegrityError:
        found = _find_submitted(learner, lab, idempotency_key)
        if found is None:
            raise
        return Submitted(found, is_new=False)
    return Submitted(submission, is_new=True)


def submit_world(*, learner: User, lab: Lab, idempotency_key: uuid.UUID) -> Submitted:
    """Hand in the learner's live World at a lab as it stands; what was typed in it is the answer that is kept.

    Raises TooManySubmissionsError, and NoWorldError where none was opened.
    """
    session = Session.objects.filter(learner=learner, lab=lab, ended__isnull=True).exclude(world=b"").first()
    if session is None:
        raise NoWorldError
    typed = session.log.filter(kind=Step.Kind.TYPE).order_by("number").values_list("text", flat=True)
    answer = "".join(typed)[:MOST_CHARACTERS]
    return submit_answer(learner=learner, lab=lab, answer=answer, idempotency_key=idempotency_key, session=session)


def save_draft(*, learner: User, lab: Lab, text: str, base_version: int) -> Draft:
    """Keep what a learner types. ``base_version`` is the version that they started from, 0 for none.

    Raises DraftConflictError when another tab or device has written since, and AnswerTooLongError.
    """
    if len(text) > MOST_CHARACTERS:
        raise AnswerTooLongError
    text = _make_storable(text)
    draft, created = Draft.objects.get_or_create(learner=learner, lab=lab, defaults={"text": text})
    if created or draft.text == text:
        return draft
    saved = Draft.objects.filter(pk=draft.pk, version=base_version).update(
        text=text, version=base_version + 1, updated=timezone.now()
    )
    draft.refresh_from_db()
    if not saved and draft.text != text:
        raise DraftConflictError(draft)
    return draft


def open_hint(*, learner: User, lab: Lab, check_id: str, number: int) -> HintUse:
    """Open a check's hint; hints are opened one after the other, and opening one twice costs once.

    Raises NoSuchHintError.
    """
    version = _current(lab)
    item = lab_file.Lab.from_data(version.definition).find(check_id)
    opened = HintUse.objects.filter(learner=learner, lab=lab, check_id=check_id).count()
    if item is None or not 1 <= number <= min(opened + 1, len(item.hints)):
        raise NoSuchHintError(check_id)
    use, _ = HintUse.objects.get_or_create(
        learner=learner, lab=lab, check_id=check_id, number=number, defaults={"cost": item.hints[number - 1].cost}
    )
    return use


def disclose_solution(*, learner: User, lab: Lab) -> str:
    """Return the reference solution and note that it was seen. Raises NotYetError before it may be seen."""
    if not may_see_solution(learner=learner, lab=lab):
        raise NotYetError
    Disclosure.objects.get_or_create(learner=learner, lab=lab)
    return str(_current(lab).definition["solution"])


def may_see_solution(*, learner: User, lab: Lab) -> bool:
    """Whether the lab was solved, or tried as often as its author asks."""
    tries = [
        row for row in Submission.objects.filter(learner=learner, lab=lab, state="finished") if row.costs_an_attempt
    ]
    if any(row.verdict == Submission.Verdict.PASSED for row in tries):
        return True
    if Disclosure.objects.filter(learner=learner, lab=lab).exists():
        return True
    after = _current(lab).definition["disclose"]
    return after is not None and len(tries) >= after


def _render_task(task: LocalizedText) -> dict[str, str]:
    """Return the task as safe HTML by language, rendered once, when the lab is stored."""
    return {language: sanitise(make_markdown([], {}).convert(text)) for language, text in task.as_data().items()}


def _find_submitted(learner: User, lab: Lab, idempotency_key: uuid.UUID) -> Submission | None:
    mine = Submission.objects.filter(learner=learner).select_related("lab", "version")
    clicked = mine.filter(idempotency_key=idempotency_key).first()
    return clicked or mine.filter(lab=lab).exclude(state=Submission.State.FINISHED).first()


def _make_storable(text: str) -> str:
    """Return the text with a replacement character for NUL, which PostgreSQL does not store."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")


def _create_submission(
    learner: User, lab: Lab, answer: str, idempotency_key: uuid.UUID, session: Session | None
) -> Submission:
    version = session.version if session and session.version else _current(lab)
    submission = Submission.objects.create(
        learner=learner,
        lab=lab,
        version=version,
        answer=answer,
        world=session.world if session else None,
        broken=session.broken if session else {},
        idempotency_key=idempotency_key,
        counts=not Disclosure.objects.filter(learner=learner, lab=lab).exists(),
        max_points=version.max_points,
        lease_until=timezone.now() + timedelta(seconds=QUEUE_SECONDS),
    )
    transaction.on_commit(partial(enqueue_submission, submission.pk))
    return submission


def _current(lab: Lab) -> LabVersion:
    if lab.current is None:
        raise LookupError(f"{lab.key} has no version")
    return lab.current
