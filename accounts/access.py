"""Who may see a page."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from accounts.guests import get_learner
from accounts.models import User

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


class LearnerRequest(HttpRequest):
    """A request of somebody known, as a view behind one of these decorators receives it."""

    user: User


def is_instructor(request: HttpRequest) -> bool:
    """Return whether an instructor asks."""
    learner = get_learner(request)
    return learner is not None and learner.is_instructor and not learner.is_guest


def instructor_required(view: View[P]) -> View[P]:
    """Let instructors alone pass: strangers and guests go to the sign-in page, other accounts get 403."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        learner = get_learner(request)
        if learner is None or learner.is_guest:
            return redirect_to_login(request.get_full_path())
        if not is_instructor(request):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def account_required(view: View[P]) -> View[P]:
    """Let accounts pass, of learners and instructors; strangers and guests go to the sign-in page."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        learner = get_learner(request)
        if learner is None or learner.is_guest:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return guarded
