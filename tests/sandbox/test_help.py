"""Drafts, hints and the reference solution."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from accounts.models import User
from sandbox import services
from sandbox.models import Draft, HintUse, Lab, Submission
from sandbox.signals import lab_finished
from tests.sandbox.samples import HALF, NOTHING_DONE, SOLVED

Answer = Callable[..., Submission]


def act(lab: Lab, what: str) -> str:
    return reverse(f"sandbox:{what}", args=[lab.key])


def test_a_draft_is_kept_version_by_version(client_of: Client, script_lab: Lab) -> None:
    address = act(script_lab, "draft")
    for version, text in enumerate(["one", "two", "three"]):
        response = client_of.post(address, {"answer": text, "draft_version": str(version)})
        assert (response.status_code, response["Draft-Version"]) == (204, str(version + 1))
    assert ">\nthree</textarea>" in client_of.get(act(script_lab, "lab")).content.decode()


def test_a_draft_that_was_changed_elsewhere_is_never_overwritten(client_of: Client, script_lab: Lab) -> None:
    address = act(script_lab, "draft")
    client_of.post(address, {"answer": "first tab", "draft_version": "0"})
    response = client_of.post(address, {"answer": "second tab", "draft_version": "0"})
    assert (response.status_code, response["Draft-Version"]) == (409, "1")
    assert Draft.objects.get().text == "first tab"


def test_without_scripts_a_conflict_shows_both_texts_and_keeping_again_decides(
    client_of: Client, script_lab: Lab
) -> None:
    address = act(script_lab, "draft")
    client_of.post(address, {"answer": "<first> tab", "draft_version": "0", "keep": "1"})
    response = client_of.post(address, {"answer": "second tab", "draft_version": "0", "keep": "1"})
    html = response.content.decode()
    assert response.status_code == 409
    assert ">\nsecond tab</textarea>" in html
    assert "&lt;first&gt; tab" in html
    assert 'name="draft_version" value="1"' in html
    client_of.post(address, {"answer": "second tab", "draft_version": "1", "keep": "1"})
    assert Draft.objects.get().text == "second tab"


def test_the_editor_opens_with_what_was_written_last(client_of: Client, script_lab: Lab, answer: Answer) -> None:
    page, address = act(script_lab, "lab"), act(script_lab, "draft")
    client_of.post(address, {"answer": "the draft", "draft_version": "0"})
    answer(script_lab, "echo the-answer")
    assert ">\necho the-answer</textarea>" in client_of.get(page).content.decode()
    client_of.post(address, {"answer": "a later draft", "draft_version": "1"})
    assert ">\na later draft</textarea>" in client_of.get(page).content.decode()


def test_saving_the_same_text_twice_is_no_conflict(client_of: Client, script_lab: Lab) -> None:
    for _ in range(2):
        response = client_of.post(act(script_lab, "draft"), {"answer": "same", "draft_version": "0"})
        assert (response.status_code, response["Draft-Version"]) == (204, "1")


def test_hints_open_one_by_one_and_say_their_cost_before(client_of: Client, script_lab: Lab) -> None:
    page, address = act(script_lab, "lab"), act(script_lab, "hint")
    assert "Open hint 1, free" in client_of.get(page).content.decode()
    assert "Use echo" not in client_of.get(page).content.decode()
    client_of.post(address, {"check": "greeting", "number": "1"})
    html = client_of.get(page).content.decode()
    assert "Use echo" in html
    assert "Open hint 2, costs 2 points" in html
    htmx = client_of.post(address, {"check": "greeting", "number": "2"}, headers={"HX-Request": "true"})
    assert "Redirect with &gt;" in htmx.content.decode()
    assert "<html" not in htmx.content.decode()


def test_a_check_that_holds_offers_no_hint_that_costs(client_of: Client, script_lab: Lab, answer: Answer) -> None:
    answer(script_lab, SOLVED)
    assert "Open hint" not in client_of.get(act(script_lab, "lab")).content.decode()
    answer(script_lab, NOTHING_DONE)
    assert "Open hint 1, free" in client_of.get(act(script_lab, "lab")).content.decode()


def test_a_hint_that_is_not_next_does_not_open(client_of: Client, script_lab: Lab) -> None:
    for check, number in (("greeting", "2"), ("greeting", "0"), ("greeting", "x"), ("nosuch", "1"), ("note", "1")):
        assert client_of.post(act(script_lab, "hint"), {"check": check, "number": number}).status_code == 404
    assert not HintUse.objects.exists()


def test_an_opened_hint_costs_its_points_once_and_only_afterwards(
    script_lab: Lab, learner: User, answer: Answer
) -> None:
    assert answer(script_lab, SOLVED).points == 4
    for number in (1, 2, 2):
        services.open_hint(learner=learner, lab=script_lab, check_id="greeting", number=number)
    submission = answer(script_lab, SOLVED)
    assert (submission.verdict, submission.points) == ("passed", 2)
    assert answer(script_lab, NOTHING_DONE).points == 0


def test_the_solution_opens_after_three_tries_that_failed(client_of: Client, script_lab: Lab, answer: Answer) -> None:
    page, address = act(script_lab, "lab"), act(script_lab, "solution")
    answer(script_lab, "echo '")  # cannot be read: no try
    for left in (3, 2, 1):
        html = client_of.get(page).content.decode()
        assert f"or after {left} more tr" in html
        client_of.post(address)
        assert "echo hello &gt; out.txt" not in client_of.get(page).content.decode()
        answer(script_lab, NOTHING_DONE)
    assert "Show the solution" in client_of.get(page).content.decode()
    client_of.post(address)
    assert "echo hello &gt; out.txt" in client_of.get(page).content.decode()


def test_what_is_submitted_after_seeing_the_solution_does_not_count(
    script_lab: Lab, learner: User, answer: Answer
) -> None:
    told: list[int] = []

    def listen(*, points: int, **_kwargs: object) -> None:
        told.append(points)

    lab_finished.connect(listen, weak=False)
    try:
        assert answer(script_lab, SOLVED).costs_an_attempt
        services.disclose_solution(learner=learner, lab=script_lab)
        later = answer(script_lab, HALF)
        assert (later.verdict, later.points, later.counts, later.costs_an_attempt) == ("partly", 3, False, False)
    finally:
        lab_finished.disconnect(listen)
    assert told == [4]
