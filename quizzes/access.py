"""Which quizzes may be seen, and whose attempts."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from quizzes.models import Attempt, Quiz
from quizzes.services import find_attempt


def get_quiz(key: str) -> Quiz:
    """Return a published quiz; quizzes are open to everybody. Raises Http404."""
    return get_object_or_404(Quiz.objects.select_related("current"), key=key, current__isnull=False)


def get_own_attempt(learner: User | None, quiz: Quiz, number: int) -> Attempt:
    """Return the learner's own attempt; others' are as if they did not exist. Raises Http404."""
    attempt = find_attempt(learner=learner, quiz=quiz, number=number) if learner is not None else None
    if attempt is None:
        raise Http404
    return attempt
