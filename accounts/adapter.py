"""What Drydock does differently from allauth."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts.guests import adopt_guest
from accounts.languages import remember_language
from accounts.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Signs people in with their work as guests and in their language."""

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in, and take over what the same person did as a guest in this browser."""
        guest: User | None = getattr(request, "guest", None)
        super().login(request, user)
        if guest is not None:
            adopt_guest(guest=guest, user=user)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Answer in the language that the account prefers, on a new device as well."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if user.language:
            remember_language(response, user.language)
        return response

    def get_from_email(self) -> str:
        """Return the sender's address: the one of the settings, never one made from the request's host."""
        return settings.DEFAULT_FROM_EMAIL
