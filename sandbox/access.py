"""Who may see what: labs are for everybody, what a learner made is for that learner alone."""

import uuid

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from sandbox.models import Lab, Session, Submission


def get_lab(key: str) -> Lab:
    """Return the lab with its current version. Raises Http404."""
    return get_object_or_404(Lab.objects.select_related("current").filter(current__isnull=False), key=key)


def get_submission(learner: User | None, submission_id: uuid.UUID) -> Submission:
    """Return a learner's own submission. Raises Http404 for anybody else's, as for one that does not exist."""
    if learner is None:
        raise Http404
    mine = Submission.objects.select_related("lab", "version").filter(learner=learner)
    return get_object_or_404(mine, pk=submission_id)


def get_session(learner: User | None, session_id: uuid.UUID) -> Session:
    """Return a learner's own World, less its bytes. Raises Http404 for anybody else's."""
    if learner is None:
        raise Http404
    mine = Session.objects.defer("world").select_related("lab", "version").filter(learner=learner)
    return get_object_or_404(mine, pk=session_id)
