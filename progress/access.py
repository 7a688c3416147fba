"""Who may see a class."""

from typing import cast

from django.http import Http404, HttpRequest

from accounts.models import User
from progress.models import Class


def get_own_class(instructor: User, pk: int) -> Class:
    """Return an instructor's own class; to everybody else it does not exist."""
    klass = Class.objects.filter(pk=pk, instructor=instructor).first()
    if klass is None:
        raise Http404
    return klass


def get_joinable_class(token: str) -> Class:
    """Return the class whose link this is; a renewed link's old form leads nowhere."""
    klass = Class.objects.select_related("instructor").filter(join_token=token).first()
    if klass is None:
        raise Http404
    return klass


def known_person(request: HttpRequest) -> User:
    """Return who asks, behind a decorator that lets nobody else pass."""
    return cast("User", request.user)
