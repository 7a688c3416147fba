"""The whole URL table × every role: what each page answers to whom.

A URL that is missing here fails the test. An app whose pages belong to somebody gives its rows in
``tests/<app>/permissions.py`` as ``ROWS``; the address of a row may be a function that makes the objects first.
"""

import importlib
import importlib.util
from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.models import User
from tests.config.permission_table import ROLES, Row

APPS = ["config", "accounts", "lessons", "quizzes", "sandbox", "progress"]


def read_rows() -> dict[str, Row]:
    """Return every app's rows by URL name; a name given twice is a fault."""
    rows: dict[str, Row] = {}
    for app in APPS:
        if importlib.util.find_spec(f"tests.{app}.permissions") is None:
            continue
        for row in importlib.import_module(f"tests.{app}.permissions").ROWS:
            assert row.name not in rows, f"{row.name} stands twice"
            rows[row.name] = row
    return rows


def read_names(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[str]:
    """Yield the name of every URL of the site, ``app:name``."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from read_names(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name or pattern.pattern}"


def test_every_url_stands_in_the_table_and_no_other() -> None:
    assert set(read_names(get_resolver().url_patterns)) == set(read_rows())


@pytest.fixture
def people(
    learner: User, other_learner: User, instructor: User, other_instructor: User, guest: User
) -> dict[str, User | None]:
    """One person a role; ``learner`` and ``instructor`` own what the tables make."""
    return {
        "anonymous": None,
        "guest": guest,
        "learner": learner,
        "other learner": other_learner,
        "instructor": instructor,
        "other instructor": other_instructor,
    }


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", sorted(read_rows()))
def test_a_page_answers_each_role_as_the_table_says(
    name: str, role: str, people: dict[str, User | None], sign_in: Callable[[User], Client]
) -> None:
    cache.clear()
    row = read_rows()[name]
    address = row.address(people) if callable(row.address) else row.address
    person = people[role]
    client = sign_in(person) if person else Client(headers={"accept-language": "en"})
    client.raise_request_exception = False
    response = client.get(address) if row.method == "GET" else client.post(address, row.data)
    assert row.describe(response) == row.expected[role], address
