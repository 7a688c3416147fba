"""The pages around an account, as a browser meets them."""

import json
import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from accounts.models import User

SignIn = Callable[[User], Client]
PAGES = [
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/profile/",
]
OWN_PAGES = ["/profile/", "/accounts/email/", "/accounts/password/change/", "/accounts/logout/", "/accounts/inactive/"]


@pytest.fixture(autouse=True)
def fresh_throttles() -> None:
    """One test's failed sign-ins must not slow down the next."""
    cache.clear()


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_stranger_reads_every_page_in_their_language(page: str, language: str) -> None:
    response = Client(headers={"accept-language": language}).get(page)
    assert response.status_code == 200
    assert response.headers["Content-Language"] == language
    assert ("登录" in response.content.decode()) == (language == "zh-hans")


@pytest.mark.parametrize("page", OWN_PAGES)
def test_somebody_signed_in_reads_their_pages(page: str, learner: User, sign_in: SignIn) -> None:
    assert sign_in(learner).get(page).status_code == 200


def test_signing_in_is_slowed_down_after_five_failures(learner: User) -> None:
    client = Client()
    wrong = {"login": learner.email, "password": "wrong"}
    answers = [client.post("/accounts/login/", wrong).content.decode() for _ in range(6)]
    assert "Too many failed login attempts" not in answers[4]
    assert "Too many failed login attempts" in answers[5]
    right = client.post("/accounts/login/", {**wrong, "password": "correct horse"})
    assert right.status_code == 200, "the right password does not help somebody who is guessing"


def test_a_flood_from_one_address_meets_429(learner: User) -> None:
    client = Client()
    # Another name each time, so that the throttle for one name is not what answers.
    codes = [
        client.post("/accounts/login/", {"login": f"n{number}@example.org", "password": "wrong"}).status_code
        for number in range(31)
    ]
    assert codes[29] == 200
    assert codes[30] == 429
    del learner


def test_a_forgotten_password_is_reset_by_mail(learner: User) -> None:
    client = Client()
    client.post("/accounts/password/reset/", {"email": learner.email})
    link = re.search(r"http://testserver(\S+)", str(mail.outbox[0].body))
    assert link
    form = client.get(link[1], follow=True)
    client.post(form.request["PATH_INFO"], {"password1": "quite another secret", "password2": "quite another secret"})
    learner.refresh_from_db()
    assert learner.check_password("quite another secret")


@pytest.mark.django_db
def test_an_unknown_address_learns_nothing_on_the_page() -> None:
    response = Client().post("/accounts/password/reset/", {"email": "nobody@example.org"})
    assert response.status_code == 302


def test_the_language_switch_is_kept_in_the_browser_and_in_the_account(learner: User, sign_in: SignIn) -> None:
    client = sign_in(learner)
    response = client.post("/i18n/setlang/", {"language": "zh-hans", "next": "/profile/"}, follow=True)
    assert response.headers["Content-Language"] == "zh-hans"
    learner.refresh_from_db()
    assert learner.language == "zh-hans"


def test_an_account_brings_its_language_to_a_new_device(learner: User) -> None:
    learner.language = "zh-hans"
    learner.save()
    client = Client(headers={"accept-language": "en"})
    client.post("/accounts/login/", {"login": learner.email, "password": "correct horse"})
    assert client.get("/profile/").headers["Content-Language"] == "zh-hans"


def test_an_unknown_language_changes_nothing(learner: User, sign_in: SignIn) -> None:
    sign_in(learner).post("/i18n/setlang/", {"language": "xx", "next": "/"})
    learner.refresh_from_db()
    assert learner.language == ""


def test_the_switch_leads_to_no_foreign_site(learner: User, sign_in: SignIn) -> None:
    response = sign_in(learner).post("/i18n/setlang/", {"language": "en", "next": "https://evil.example/"})
    assert response.headers["Location"] == "/"


def test_a_profile_takes_a_new_name_and_refuses_an_empty_one(learner: User, sign_in: SignIn) -> None:
    client = sign_in(learner)
    client.post("/profile/", {"display_name": "<b>阿明</b>", "language": ""})
    learner.refresh_from_db()
    assert learner.display_name == "<b>阿明</b>"
    assert "<b>阿明</b>" not in client.get("/profile/").content.decode()
    assert client.post("/profile/", {"display_name": " ", "language": ""}).status_code == 200


def test_the_export_holds_a_persons_rows_and_no_password(learner: User, sign_in: SignIn) -> None:
    response = sign_in(learner).get("/profile/export/")
    data = json.loads(response.content)
    assert data["accounts.user"][0]["email"] == learner.email
    assert "password" not in data["accounts.user"][0]
    assert response.headers["Content-Disposition"].startswith("attachment")


def test_deleting_takes_a_tick_and_leaves_nothing(learner: User, other_learner: User, sign_in: SignIn) -> None:
    client = sign_in(learner)
    client.post("/profile/delete/")
    assert User.objects.filter(pk=learner.pk).exists()
    client.post("/profile/delete/", {"sure": "on"})
    assert list(User.objects.all()) == [other_learner]
    assert "_auth_user_id" not in client.session
