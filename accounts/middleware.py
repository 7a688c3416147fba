"""Middleware of accounts."""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from accounts.models import User

ALLAUTH = "/accounts/"


def guests_are_strangers_to_allauth(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Show a guest to allauth's pages as somebody not signed in: else they could neither sign up nor sign in.

    The guest stays known as ``request.guest``, so that AccountAdapter.login() can move their work to the account.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(ALLAUTH) and isinstance(request.user, User) and request.user.is_guest:
            request.guest = request.user  # type: ignore[attr-defined]
            request.user = AnonymousUser()
        return get_response(request)

    return middleware
