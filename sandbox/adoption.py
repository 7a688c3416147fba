"""What becomes of a guest's work in labs when the guest makes or enters an account."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from accounts.models import User
from accounts.signals import guest_adopted
from sandbox.models import Disclosure, Draft, HintUse, Session, Submission
from sandbox.outcomes import Outcome


@receiver(guest_adopted)
def adopt_labs(*, guest: User, user: User, **_kwargs: Any) -> None:
    """Move submissions, drafts, live Worlds, hints and seen solutions. Runs inside the adoption's transaction."""
    _close_second_open_answers(guest, user)
    Submission.objects.filter(learner=guest).update(learner=user)
    _keep_newer_drafts(guest, user)
    _keep_newer_worlds(guest, user)
    seen = set(HintUse.objects.filter(learner=user).values_list("lab_id", "check_id", "number"))
    for use in HintUse.objects.filter(learner=guest):
        if (use.lab_id, use.check_id, use.number) not in seen:
            use.learner = user
            use.save(update_fields=["learner"])
    known = Disclosure.objects.filter(learner=user).values("lab_id")
    Disclosure.objects.filter(learner=guest).exclude(lab_id__in=known).update(learner=user)


def _close_second_open_answers(guest: User, user: User) -> None:
    """Keep the guest's open answer unscored where the account has one under way: a lab has one open answer."""
    under_way = Submission.objects.filter(learner=user).exclude(state=Submission.State.FINISHED).values("lab_id")
    Submission.objects.filter(learner=guest, lab_id__in=under_way).exclude(state=Submission.State.FINISHED).update(
        state=Submission.State.FINISHED,
        verdict=Submission.Verdict.OUR_FAULT,
        outcome=Outcome(verdict="our fault").as_data(),
        finished=timezone.now(),
        claim=None,
        lease_until=None,
    )


def _keep_newer_drafts(guest: User, user: User) -> None:
    mine = {draft.lab_id: draft for draft in Draft.objects.filter(learner=user)}
    for draft in Draft.objects.filter(learner=guest):
        rival = mine.get(draft.lab_id)
        if rival is not None and rival.updated >= draft.updated:
            continue
        if rival is not None:
            rival.delete()
        # Not save(): that would stamp the draft as written now.
        Draft.objects.filter(pk=draft.pk).update(learner=user)


def _keep_newer_worlds(guest: User, user: User) -> None:
    """Move the guest's Worlds; where both have one open at a lab, the one that was looked at later stays open."""
    mine = {row.lab_id: row for row in Session.objects.defer("world").filter(learner=user, ended__isnull=True)}
    for row in Session.objects.defer("world").filter(learner=guest, ended__isnull=True):
        rival = mine.get(row.lab_id)
        if rival is not None:
            older = min(rival, row, key=lambda found: found.looked_at or found.created)
            Session.objects.filter(pk=older.pk).update(ended=timezone.now())
    Session.objects.filter(learner=guest).update(learner=user)
