from datetime import UTC, datetime

import pytest

from accounts.models import User
from documents.text import LocalizedText
from lessons.outline import Outline, OutlineActivity, OutlineLesson, OutlineModule

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


def make_activity(kind: str, name: str, max_points: int) -> OutlineActivity:
    return OutlineActivity(
        kind, f"c/{name}", LocalizedText(f"{kind} {name}", f"{kind} {name}（中文）"), max_points, f"/{kind}/{name}/"
    )


@pytest.fixture
def outline() -> Outline:
    first = OutlineLesson("c/one", LocalizedText("One", "第一课"), 12, "/courses/c/one/", (
        make_activity("quiz", "one/quiz", 4), make_activity("lab", "one/lab", 6),
    ))  # fmt: skip
    second = OutlineLesson("c/two", LocalizedText("Two", "第二课"), 20, "/courses/c/two/", ())
    module = OutlineModule(LocalizedText("Module", "模块"), (first, second))
    return Outline("c", LocalizedText("The course", "这门课"), (module,))


@pytest.fixture
def published(outline: Outline, monkeypatch: pytest.MonkeyPatch) -> Outline:
    """The course as pages find it; what lessons stores is tested with lessons and in the browser."""
    for module in ("progress.courses", "progress.forms"):
        monkeypatch.setattr(f"{module}.list_course_slugs", lambda: ["c"])
    for module in ("progress.courses", "progress.forms", "progress.views.classes", "progress.views.joining"):
        monkeypatch.setattr(f"{module}.get_outline", lambda slug: outline if slug == "c" else None)
    return outline


@pytest.fixture
def learner(db: None) -> User:  # noqa: ARG001  (a fixture cannot ask for one otherwise)
    return User.objects.create_user("lin", email="lin@example.org", password="a long password", display_name="林夏")


@pytest.fixture
def instructor(db: None) -> User:  # noqa: ARG001  (a fixture cannot ask for one otherwise)
    return User.objects.create_user("chen", email="chen@example.org", password="a long password", is_instructor=True)
