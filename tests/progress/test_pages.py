import csv
from io import StringIO

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from lessons.outline import Outline
from progress.models import Class, Membership
from progress.records import record_activity
from tests.progress.conftest import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]


@pytest.fixture
def klass(instructor: User) -> Class:
    return Class.objects.create(name="一班", course_slug="c", instructor=instructor)


def solve(learner: User, points: float) -> None:
    record_activity(learner=learner, kind="quiz", key="c/one/quiz", points=points, max_points=4, at=NOON)


def test_home_invites_somebody_new_to_the_first_lesson(client: Client) -> None:
    page = client.get("/").content.decode()
    assert 'href="/courses/c/one/"' in page
    assert "The course" in page


def test_home_speaks_chinese_to_a_chinese_browser(client: Client) -> None:
    page = client.get("/", headers={"accept-language": "zh-CN,zh;q=0.9"}).content.decode()
    assert "从第一课开始" in page
    assert "这门课" in page


def test_home_offers_to_go_on_where_the_learner_is(client: Client, learner: User) -> None:
    record_activity(learner=learner, kind="lesson", key="c/one", points=0, max_points=0, at=NOON)
    client.force_login(learner)
    page = client.get("/").content.decode()
    assert 'href="/quiz/one/quiz/"' in page
    assert "林夏" in page


def test_progress_shows_points_per_lesson_and_what_is_next(client: Client, learner: User) -> None:
    solve(learner, 1)
    solve(learner, 2.5)
    client.force_login(learner)
    page = client.get("/progress/").content.decode()
    assert "2.5 / 4" in page
    assert "first 1, 2 tries" in page
    assert 'href="/courses/c/one/"' in page


def test_progress_of_one_learner_shows_nothing_of_another(client: Client, learner: User, instructor: User) -> None:
    solve(learner, 2.5)
    client.force_login(instructor)
    assert "2.5 / 4" not in client.get("/progress/").content.decode()


def test_progress_takes_the_same_queries_for_any_number_of_records(
    client: Client, learner: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        record_activity(learner=learner, kind="lab", key=f"c/{number}", points=1, max_points=2, at=NOON)
    client.force_login(learner)
    with django_assert_max_num_queries(5):
        client.get("/progress/")


def test_the_map_of_an_unknown_course_is_not_found(client: Client) -> None:
    assert client.get("/progress/courses/nope/map/").status_code == 404
    assert 'class="dock m10 l0 here"' in client.get("/progress/courses/c/map/").content.decode()


def test_an_instructor_makes_a_class_and_a_learner_joins_by_its_link(
    client: Client, learner: User, instructor: User
) -> None:
    client.force_login(instructor)
    page = client.post("/teach/classes/", {"name": "一班", "course_slug": "c"}, follow=True).content.decode()
    token = Class.objects.get().join_token
    assert f"http://testserver/join/{token}/" in page
    client.force_login(learner)
    assert "一班" in client.get(f"/join/{token}/").content.decode()
    client.post(f"/join/{token}/")
    client.post(f"/join/{token}/")
    assert Membership.objects.get().learner == learner


def test_a_class_without_a_name_or_with_an_unknown_course_is_refused(client: Client, instructor: User) -> None:
    client.force_login(instructor)
    response = client.post("/teach/classes/", {"name": "", "course_slug": "nope"})
    assert set(response.context["form"].errors) == {"name", "course_slug"}
    assert not Class.objects.exists()


def test_joining_takes_an_account(client: Client, klass: Class) -> None:
    response = client.post(f"/join/{klass.join_token}/")
    assert "/accounts/signup/" in response.content.decode()
    assert not Membership.objects.exists()


def test_a_renewed_link_replaces_the_old_one(client: Client, klass: Class, instructor: User) -> None:
    client.force_login(instructor)
    client.post(f"/teach/classes/{klass.pk}/link/")
    assert client.get(f"/join/{klass.join_token}/").status_code == 404


def test_the_board_shows_each_learner_and_activity_as_levels_and_as_points(
    client: Client, klass: Class, learner: User, instructor: User
) -> None:
    Membership.objects.create(klass=klass, learner=learner)
    solve(learner, 2.5)
    client.force_login(instructor)
    page = client.get(f"/teach/classes/{klass.pk}/").content.decode()
    assert '<td class="l2"' in page
    assert '<td class="none"' in page
    assert '<td class="num">2.5</td>' in page


def test_the_board_takes_the_same_queries_for_any_number_of_learners(
    client: Client, klass: Class, instructor: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        member = User.objects.create_user(f"m{number}", email=f"m{number}@example.org")
        Membership.objects.create(klass=klass, learner=member)
        solve(member, number % 5)
    client.force_login(instructor)
    with django_assert_max_num_queries(6):
        client.get(f"/teach/classes/{klass.pk}/")


def test_the_exported_table_cannot_carry_a_formula(client: Client, klass: Class, instructor: User) -> None:
    member = User.objects.create_user("m", email="m@example.org", display_name="=1+1")
    Membership.objects.create(klass=klass, learner=member)
    solve(member, 3)
    client.force_login(instructor)
    text = client.get(f"/teach/classes/{klass.pk}/table.csv").content.decode("utf-8-sig")
    assert list(csv.reader(StringIO(text)))[1] == ["'=1+1", "3", "", "3"]


def test_a_class_belongs_to_its_instructor(client: Client, klass: Class, learner: User) -> None:
    other = User.objects.create_user("wang", email="wang@example.org", is_instructor=True)
    path = f"/teach/classes/{klass.pk}/"
    for person, status in ((other, 404), (learner, 403)):
        client.force_login(person)
        assert client.get(path).status_code == status
        assert client.get(f"{path}table.csv").status_code == status
        assert client.post(f"{path}link/").status_code == status
        assert client.post(f"{path}learners/{learner.pk}/remove/").status_code == status


def test_an_instructor_removes_a_learner_and_a_learner_leaves(
    client: Client, klass: Class, learner: User, instructor: User
) -> None:
    Membership.objects.create(klass=klass, learner=learner)
    client.force_login(instructor)
    client.post(f"/teach/classes/{klass.pk}/learners/{learner.pk}/remove/")
    assert not Membership.objects.exists()
    Membership.objects.create(klass=klass, learner=learner)
    client.force_login(learner)
    client.post(f"/classes/{klass.pk}/leave/")
    assert not Membership.objects.exists()


def test_names_are_escaped(client: Client, klass: Class, learner: User, instructor: User, outline: Outline) -> None:
    del outline
    learner.display_name = "<script>alert(1)</script>"
    learner.save()
    Membership.objects.create(klass=klass, learner=learner)
    client.force_login(instructor)
    assert "<script>alert" not in client.get(f"/teach/classes/{klass.pk}/").content.decode()
