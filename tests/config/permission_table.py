"""The form of a row in the table of permissions."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http.response import HttpResponseBase

from accounts.models import User

ROLES = ("anonymous", "guest", "learner", "other learner", "instructor", "other instructor")
People = dict[str, User | None]

# What an answer means. "sign in" is a redirect to the sign-in page, "moved" any other redirect.
OK, SIGN_IN, MOVED, FORBIDDEN, MISSING = "ok", "sign in", "moved", "forbidden", "missing"
MEANINGS = {200: OK, 201: OK, 202: OK, 204: OK, 302: MOVED, 303: MOVED, 403: FORBIDDEN, 404: MISSING}


@dataclass(frozen=True)
class Row:
    """One URL: where it is, how it is asked, and what each role gets.

    ``address`` may be a function of the people that makes the objects that the address names.
    """

    name: str
    address: str | Callable[[People], str]
    expected: dict[str, str]
    method: str = "GET"
    data: dict[str, Any] = field(default_factory=dict)

    @staticmethod
    def describe(response: HttpResponseBase) -> str:
        """Return the meaning of an answer; one that the table has no word for comes back as its number."""
        if response.status_code == 302 and response.headers["Location"].startswith("/accounts/login/"):
            return SIGN_IN
        return MEANINGS.get(response.status_code, str(response.status_code))


def everybody(meaning: str, **exceptions: str) -> dict[str, str]:
    """Return one answer for all roles but the named ones: ``everybody(OK, guest=MOVED, other_learner=MISSING)``."""
    expected = dict.fromkeys(ROLES, meaning)
    expected.update({role.replace("_", " "): answer for role, answer in exceptions.items()})
    return expected


def accounts_only(meaning: str, **exceptions: str) -> dict[str, str]:
    """Return one answer for every account; strangers and guests are sent to the sign-in page."""
    return {**everybody(meaning, anonymous=SIGN_IN, guest=SIGN_IN), **everybody_named(exceptions)}


def instructors_only(meaning: str, **exceptions: str) -> dict[str, str]:
    """Return one answer for every instructor; learners are refused, strangers and guests sent to the sign-in page."""
    refused = {"learner": FORBIDDEN, "other learner": FORBIDDEN}
    return {**accounts_only(meaning), **refused, **everybody_named(exceptions)}


def everybody_named(exceptions: dict[str, str]) -> dict[str, str]:
    """Return the exceptions with the roles' own spelling."""
    return {role.replace("_", " "): answer for role, answer in exceptions.items()}
