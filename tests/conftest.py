"""What every test may ask for: people of each role, and clients signed in as them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from hypothesis import settings

from accounts.models import User

# How long one example takes says more of the machine's other work than of the code.
settings.register_profile("drydock", deadline=None)
settings.load_profile("drydock")


@pytest.fixture
def make_user(db: None) -> Callable[..., User]:
    """Make an account: ``make_user("ming", is_instructor=True)``; its password is ``correct horse``."""
    del db

    def make(name: str, **fields: Any) -> User:
        user: User = User.objects.create_user(name, **{"email": f"{name}@example.org", "display_name": name, **fields})
        user.set_password("correct horse")
        user.save()
        return user

    return make


@pytest.fixture
def learner(make_user: Callable[..., User]) -> User:
    return make_user("learner")


@pytest.fixture
def other_learner(make_user: Callable[..., User]) -> User:
    return make_user("other-learner")


@pytest.fixture
def instructor(make_user: Callable[..., User]) -> User:
    return make_user("instructor", is_instructor=True)


@pytest.fixture
def other_instructor(make_user: Callable[..., User]) -> User:
    return make_user("other-instructor", is_instructor=True)


@pytest.fixture
def guest(make_user: Callable[..., User]) -> User:
    return make_user("guest", is_guest=True, email="", display_name="")


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    """Return a browser signed in as somebody: ``sign_in(learner).get("/")``. It speaks English."""

    def as_user(user: User) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(user)
        return client

    return as_user
