"""A guest's work is stored, kept apart from others', and moves to the account that they make later."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client, RequestFactory
from django.utils import timezone

from accounts.guests import GUEST_DAYS, adopt_guest, ensure_learner, forget_old_guests
from accounts.models import User
from accounts.signals import guest_adopted

SIGNUP = {"display_name": "小明", "email": "ming@example.org", "password1": "a long enough secret"}


@pytest.fixture
def adoptions() -> Iterator[list[tuple[int, int]]]:
    """The (guest, account) pairs of which other apps were told."""
    seen: list[tuple[int, int]] = []

    def note(guest: User, user: User, **_: object) -> None:
        seen.append((guest.pk, user.pk))

    guest_adopted.connect(note)
    yield seen
    guest_adopted.disconnect(note)


@pytest.mark.django_db
def test_a_strangers_first_deed_makes_a_guest_who_stays_signed_in(rf: RequestFactory) -> None:
    request = rf.post("/")
    request.session = SessionStore()
    request.user = None  # type: ignore[assignment]
    guest = ensure_learner(request)
    assert guest.is_guest
    assert not guest.has_usable_password()
    assert ensure_learner(request) == guest
    assert request.session.get_expiry_age() <= GUEST_DAYS * 24 * 3600


def test_an_accounts_first_deed_makes_no_guest(rf: RequestFactory, learner: User) -> None:
    request = rf.post("/")
    request.user = learner
    assert ensure_learner(request) == learner
    assert not User.objects.filter(is_guest=True).exists()


def test_signing_up_moves_a_guests_work(
    guest: User, sign_in: Callable[[User], Client], adoptions: list[tuple[int, int]]
) -> None:
    client = sign_in(guest)
    response = client.post("/accounts/signup/", SIGNUP)
    assert response.status_code == 302
    account = User.objects.get(email="ming@example.org")
    assert adoptions == [(guest.pk, account.pk)]
    assert not User.objects.filter(pk=guest.pk).exists()
    assert client.session["_auth_user_id"] == str(account.pk)
    assert str(account) == "小明"


def test_signing_in_moves_a_guests_work(
    guest: User, learner: User, sign_in: Callable[[User], Client], adoptions: list[tuple[int, int]]
) -> None:
    client = sign_in(guest)
    client.post("/accounts/login/", {"login": learner.email, "password": "correct horse"})
    assert client.session["_auth_user_id"] == str(learner.pk)
    assert adoptions == [(guest.pk, learner.pk)]


def test_a_wrong_password_leaves_the_guest_as_they_were(
    guest: User, learner: User, sign_in: Callable[[User], Client], adoptions: list[tuple[int, int]]
) -> None:
    client = sign_in(guest)
    response = client.post("/accounts/login/", {"login": learner.email, "password": "wrong"})
    assert response.status_code == 200
    assert client.session["_auth_user_id"] == str(guest.pk)
    assert adoptions == []


def test_a_listener_that_fails_leaves_guest_and_work_in_place(guest: User, learner: User) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError

    guest_adopted.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            adopt_guest(guest=guest, user=learner)
    finally:
        guest_adopted.disconnect(fail)
    assert User.objects.filter(pk=guest.pk).exists()


def test_a_guest_is_adopted_once(guest: User, learner: User, adoptions: list[tuple[int, int]]) -> None:
    adopt_guest(guest=guest, user=learner)
    adopt_guest(guest=guest, user=learner)
    assert len(adoptions) == 1


def test_an_account_is_never_adopted(learner: User, other_learner: User, adoptions: list[tuple[int, int]]) -> None:
    adopt_guest(guest=other_learner, user=learner)
    assert adoptions == []
    assert User.objects.filter(pk=other_learner.pk).exists()


def test_guests_are_forgotten_when_their_sessions_have_ended(guest: User, learner: User) -> None:
    User.objects.update(date_joined=timezone.now() - timedelta(days=GUEST_DAYS))
    assert forget_old_guests() == 0
    User.objects.update(date_joined=timezone.now() - timedelta(days=GUEST_DAYS + 2))
    assert forget_old_guests() == 1
    assert list(User.objects.all()) == [learner]
    del guest
