"""What a test needs to store, answer and score a lab."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from sandbox import services
from sandbox.models import Lab, Submission
from sandbox.tasks import score_submission
from tests.sandbox.samples import MANIFEST_KEY, MANIFEST_LAB, SCRIPT_KEY, SCRIPT_LAB, read


@pytest.fixture
def script_lab(db: None) -> Lab:
    del db
    return services.store_lab(key=SCRIPT_KEY, lab=read(SCRIPT_LAB)).lab


@pytest.fixture
def manifest_lab(db: None) -> Lab:
    del db
    return services.store_lab(key=MANIFEST_KEY, lab=read(MANIFEST_LAB)).lab


@pytest.fixture
def client_of(sign_in: Callable[[User], Client], learner: User) -> Client:
    """A browser of the learner."""
    return sign_in(learner)


@pytest.fixture
def answer(learner: User) -> Callable[..., Submission]:
    """Submit an answer as a learner and have it scored, as the worker would."""

    def give(lab: Lab, text: str, *, by: User = learner, scored: bool = True) -> Submission:
        submitted = services.submit_answer(learner=by, lab=lab, answer=text, idempotency_key=uuid4())
        if scored:
            score_submission(str(submitted.submission.pk))
        return Submission.objects.get(pk=submitted.submission.pk)

    return give
