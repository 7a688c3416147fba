"""A quiz in the browser: answering, feedback, trying again, and whose business it is."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.guests import adopt_guest
from accounts.models import User
from quizzes import services
from quizzes.definition import QuizDefinition, parse_quiz
from quizzes.models import Attempt, QuizVersion
from quizzes.services import store_quiz
from quizzes.signals import quiz_finished
from tests.quizzes.conftest import KEY, QUIZ

URL = f"/quizzes/{KEY}/"
HTMX = {"hx-request": "true"}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("version")]
SignIn = Callable[[User], Client]


@pytest.fixture
def finished() -> Any:
    heard: list[dict[str, Any]] = []

    def hear(**sent: Any) -> None:
        heard.append(sent)

    quiz_finished.connect(hear)
    yield heard
    quiz_finished.disconnect(hear)


def form(page: str, **answers: Any) -> dict[str, Any]:
    hidden = dict(re.findall(r'<input type="hidden" name="(version|number|seed)" value="(\w*)">', page))
    return hidden | {f"q-{name}": value for name, value in answers.items()}


ALL_RIGHT = {"anonymous": "yes", "survives": ["a", "b"], "list": "docker volume ls"}


def answer(client: Client, **answers: Any) -> Any:
    page = client.get(URL + "?again=1").content.decode()
    return client.post(URL, form(page, **{**ALL_RIGHT, **answers}))


@pytest.mark.parametrize(("language", "words"), [("en", "Which is anonymous?"), ("zh-hans", "哪个是匿名卷？")])
def test_a_stranger_sees_the_questions_in_their_language(language: str, words: str) -> None:
    page = Client(headers={"accept-language": language}).get(URL)
    assert page.status_code == 200
    assert words in page.content.decode()
    assert User.objects.count() == 0


def test_nothing_of_the_right_answers_is_in_the_page_before_answering() -> None:
    page = Client(headers={"accept-language": "en"}).get(URL).content.decode()
    for secret in (
        "It has no name.",
        "It is called data.",
        "Gone",
        "docker volume",
        "Without an s.",
        "The explanation",
    ):
        assert secret not in page
    assert "correct" not in page


def test_answering_gives_points_feedback_and_one_signal(
    learner: User, sign_in: SignIn, finished: list[dict[str, Any]]
) -> None:
    client = sign_in(learner)
    response = answer(client, survives=["a"], list="docker volumes")
    page = client.get(response.url).content.decode()
    assert "3.5 of 6 points" in page
    assert "It has no name." in page
    assert "It is called data." not in page
    assert "This one is right as well." in page
    assert "Without an s." in page
    assert "<code>docker volume ls</code>" in page
    assert "The explanation" in page
    (sent,) = finished
    assert (sent["learner"], sent["key"], float(sent["points"]), sent["max_points"]) == (learner, KEY, 3.5, 6)


def test_htmx_gets_the_card_alone_and_a_browser_without_it_the_page(learner: User, sign_in: SignIn) -> None:
    client = sign_in(learner)
    card = client.get(URL, headers=HTMX).content.decode()
    assert card.strip().startswith("<form")
    assert "<html" not in card
    swapped = client.post(URL, form(card, **ALL_RIGHT), headers=HTMX)
    assert swapped.status_code == 200
    assert "6 of 6 points" in swapped.content.decode()
    assert "<html" in client.get(URL).content.decode()


def test_a_first_answer_makes_a_guest_of_a_stranger() -> None:
    client = Client()
    answer(client)
    (guest,) = User.objects.all()
    assert guest.is_guest
    assert Attempt.objects.get().learner == guest


def test_a_double_click_counts_once(learner: User, sign_in: SignIn, finished: list[dict[str, Any]]) -> None:
    client = sign_in(learner)
    sent = form(client.get(URL).content.decode(), **ALL_RIGHT)
    first, second = client.post(URL, sent), client.post(URL, sent)
    assert first.headers["location"] == second.headers["location"]
    assert Attempt.objects.count() == len(finished) == 1


def test_two_deliveries_at_the_same_moment_count_once(
    learner: User, version: QuizVersion, finished: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, is_new = services.submit_attempt(learner=learner, version=version, number=1, answers={})
    # The other request looked before the first one had written, so it finds nothing and counts from one as well.
    monkeypatch.setattr(services, "find_attempt", lambda **_: None)
    monkeypatch.setattr(services, "next_number", lambda **_: 1)
    second, is_new_again = services.submit_attempt(learner=learner, version=version, number=1, answers={})
    assert (first, is_new, is_new_again) == (second, True, False)
    assert len(finished) == 1


def test_another_tab_with_other_answers_is_told_that_the_first_ones_count(learner: User, sign_in: SignIn) -> None:
    client = sign_in(learner)
    sent = form(client.get(URL).content.decode(), **ALL_RIGHT)
    client.post(URL, sent)
    again = client.post(URL, sent | {"q-anonymous": "named"}, follow=True).content.decode()
    assert "perhaps in another tab" in again
    assert Attempt.objects.get().points == 6


def test_first_and_best_are_kept_when_a_later_try_is_worse(learner: User, sign_in: SignIn) -> None:
    client = sign_in(learner)
    answer(client, anonymous="named")
    answer(client)
    page = client.get(answer(client, list="?", survives=["c"]).url).content.decode()
    assert "Attempt 3. First 4/6, best 6/6." in page


def test_unanswered_questions_cost_nothing_and_keep_what_was_chosen(learner: User, sign_in: SignIn) -> None:
    client = sign_in(learner)
    sent = form(client.get(URL).content.decode(), anonymous="yes", list="   ")
    response = client.post(URL, sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert "2 questions have no answer yet. Nothing was counted." in page
    assert re.search(r'value="yes" checked', page)
    assert "It has no name." not in page
    assert not Attempt.objects.exists()


def test_the_order_of_choices_is_the_same_before_and_after_answering(learner: User, sign_in: SignIn) -> None:
    def order(page: str) -> list[str]:
        return re.findall(r'name="q-survives" value="(\w)"', page)

    for client in (sign_in(learner), Client()):
        before = client.get(URL).content.decode()
        after = client.post(URL, form(before, **ALL_RIGHT), follow=True).content.decode()
        assert order(before) == order(after)
        assert sorted(order(before)) == ["a", "b", "c"]


def test_choices_are_shuffled_between_learners(make_user: Any, sign_in: SignIn) -> None:
    orders = {
        tuple(re.findall(r'name="q-survives" value="(\w)"', sign_in(make_user(f"u{i}")).get(URL).content.decode()))
        for i in range(12)
    }
    assert len(orders) > 1


def test_a_quiz_that_changed_meanwhile_marks_what_was_asked(learner: User, sign_in: SignIn) -> None:
    client = sign_in(learner)
    sent = form(client.get(URL).content.decode(), **ALL_RIGHT)
    changed = parse_quiz(QUIZ.replace("points: 2", "points: 5"), path="quiz.yaml")
    assert isinstance(changed, QuizDefinition)
    store_quiz(key=KEY, definition=changed)
    page = client.post(URL, sent, follow=True).content.decode()
    assert "6 of 6 points" in page
    assert "The questions have changed since you answered." in page


def test_storing_the_same_content_again_makes_no_new_version(version: QuizVersion, definition: QuizDefinition) -> None:
    assert store_quiz(key=KEY, definition=definition) == version


def test_another_learners_attempt_is_not_found(learner: User, other_learner: User, sign_in: SignIn) -> None:
    url = answer(sign_in(learner)).headers["location"]
    assert sign_in(learner).get(url).status_code == 200
    assert sign_in(other_learner).get(url).status_code == 404
    assert Client().get(url).status_code == 404


def test_a_guests_attempts_move_behind_each_other_into_the_account(learner: User, guest: User, sign_in: SignIn) -> None:
    answer(sign_in(guest), anonymous="named")
    answer(sign_in(learner))
    answer(sign_in(guest))
    adopt_guest(guest=guest, user=learner)
    rows = Attempt.objects.filter(learner=learner).order_by("number")
    assert [(row.number, int(row.points)) for row in rows] == [(1, 4), (2, 6), (3, 6)]


@pytest.mark.parametrize(
    "nonsense",
    [
        {"version": "99999999999999999999", "number": "-1", "seed": "<script>"},
        {"version": "x", "number": "٣", "seed": "z" * 5000},
        {"number": "99999999"},
        {},
    ],
)
def test_nonsense_in_the_hidden_fields_harms_nobody(learner: User, sign_in: SignIn, nonsense: dict[str, str]) -> None:
    sent = nonsense | {f"q-{name}": value for name, value in ALL_RIGHT.items()}
    page = sign_in(learner).post(URL, sent, follow=True).content.decode()
    assert "<script>" not in page.replace("<script src", "")
    attempt = Attempt.objects.get()
    assert (attempt.number, int(attempt.points)) == (1, 6)


def test_choices_that_do_not_exist_count_as_no_answer(learner: User, sign_in: SignIn) -> None:
    assert answer(sign_in(learner), anonymous="<b>").status_code == 422


def test_an_unknown_quiz_is_not_found() -> None:
    assert Client().get("/quizzes/no/such/quiz/").status_code == 404


def test_a_form_without_its_token_is_refused() -> None:
    assert Client(enforce_csrf_checks=True).post(URL, {}).status_code == 403


def test_html_in_any_text_is_shown_and_never_obeyed(learner: User, sign_in: SignIn) -> None:
    bad = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    text = f"""\
title: "{bad}"
intro: "{bad}"
questions:
  - id: q
    type: single
    ask: "{bad}"
    explain: "{bad}"
    choices:
      - {{id: a, text: "{bad}", correct: true, feedback: "{bad}"}}
      - {{id: b, text: "`{bad}`", feedback: "<iframe src=//evil></iframe>"}}
  - {{id: t, type: text, ask: x, accept: ["{bad}"], replies: [{{when: [no], says: "{bad}"}}]}}
"""
    parsed = parse_quiz(text, path="quiz.yaml")
    assert isinstance(parsed, QuizDefinition), parsed
    store_quiz(key=KEY, definition=parsed)
    client = sign_in(learner)
    before = client.get(URL).content.decode()
    after = client.post(URL, form(before, q="b", t='"><script>alert(2)</script>'), follow=True).content.decode()
    for page in (before, after):
        assert "&lt;script&gt;alert(1)" in page
        assert "<script>" not in page
        assert "<img" not in page
        assert "<iframe" not in page


def test_a_page_costs_the_same_few_queries_whatever_was_done(
    learner: User, sign_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    client = sign_in(learner)
    for _ in range(4):
        answer(client)
    with django_assert_max_num_queries(7):
        client.get(URL)
