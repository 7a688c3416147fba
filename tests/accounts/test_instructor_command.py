"""`manage.py instructor` as an operator types it."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import User

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    out = StringIO()
    call_command("instructor", *words, stdout=out)
    return out.getvalue()


def test_a_new_address_becomes_an_account_that_can_sign_in() -> None:
    password = run("wang@example.org").split()[-1]
    client = Client()
    client.post("/accounts/login/", {"login": "wang@example.org", "password": password})
    assert client.session["_auth_user_id"] == str(User.objects.get(is_instructor=True).pk)


def test_an_account_may_teach_and_may_no_longer(learner: User) -> None:
    run(learner.email.upper())
    learner.refresh_from_db()
    assert learner.is_instructor
    run(learner.email, "--revoke")
    learner.refresh_from_db()
    assert not learner.is_instructor


def test_a_new_password_is_printed_once(learner: User) -> None:
    found = re.search(r"New password: (\S+)", run(learner.email, "--password"))
    assert found
    learner.refresh_from_db()
    assert learner.check_password(found[1])


def test_what_is_no_address_is_refused() -> None:
    with pytest.raises(CommandError, match="'wang' is not an e-mail address"):
        run("wang")


def test_a_stranger_cannot_be_revoked() -> None:
    with pytest.raises(CommandError, match="nobody has the address"):
        run("wang@example.org", "--revoke")
