"""The page of a lab, over HTTP: what a stranger, a learner and an attacker see."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from sandbox import services
from sandbox.models import Draft, Lab, Submission
from tests.sandbox.samples import HALF, NOTHING_DONE, SCRIPT_LAB, SOLVED, read

Answer = Callable[..., Submission]


def page_of(lab: Lab) -> str:
    return reverse("sandbox:lab", args=[lab.key])


def act(lab: Lab, what: str) -> str:
    return reverse(f"sandbox:{what}", args=[lab.key])


def submit(client: Client, lab: Lab, text: str, **fields: str) -> Submission:
    response = client.post(act(lab, "submit"), {"answer": text, **fields})
    assert response.status_code == 302, response.content
    return Submission.objects.get(pk=response["location"].strip("/").split("/")[-1])


def test_a_stranger_reads_task_start_and_checklist(client: Client, script_lab: Lab) -> None:
    html = client.get(page_of(script_lab), headers={"accept-language": "en"}).content.decode()
    for part in (
        "Say hello",
        "<strong>out.txt</strong>",
        "/root/names.txt",
        "ada",
        "3 points",
        "4 points",
        "None yet.",
    ):
        assert part in html
    assert "echo hello" not in html  # the solution
    assert not Submission.objects.exists()


def test_the_page_speaks_chinese(client: Client, script_lab: Lab) -> None:
    html = client.get(page_of(script_lab), headers={"accept-language": "zh-hans"}).content.decode()
    assert "打个招呼" in html
    assert "提交" in html
    assert "Submit" not in html


def test_an_unknown_lab_is_not_found(client: Client, db: None) -> None:
    del db
    assert client.get("/labs/no/such/lab/").status_code == 404
    assert client.post("/labs/no/such/lab/-/submit/", {"answer": "x"}).status_code == 404


def test_a_stranger_who_submits_becomes_a_guest_who_sees_the_verdict(script_lab: Lab) -> None:
    stranger = Client(headers={"accept-language": "en"})
    submission = submit(stranger, script_lab, SOLVED)
    assert submission.learner.is_guest
    assert "Queued" in stranger.get(reverse("sandbox:submission", args=[submission.pk])).content.decode()


def test_a_page_that_was_open_can_still_be_posted_after_its_reader_became_a_guest(script_lab: Lab) -> None:
    browser = Client(enforce_csrf_checks=True)
    html = browser.get(page_of(script_lab)).content.decode()
    token = html.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    fields = {"csrfmiddlewaretoken": token, "answer": "echo", "draft_version": "0"}
    assert browser.post(act(script_lab, "draft"), fields).status_code == 204
    assert browser.post(act(script_lab, "submit"), fields).status_code == 302
    assert browser.post(act(script_lab, "submit"), {"answer": "echo"}).status_code == 403


def test_the_verdict_names_points_and_a_reason_for_each_failed_check(
    client_of: Client, script_lab: Lab, answer: Answer
) -> None:
    answer(script_lab, HALF)
    html = client_of.get(page_of(script_lab)).content.decode()
    for part in (
        "Partly there",
        "<b>3</b>/ 4",
        "3 / 3",
        "0 / 1",
        "note.txt cannot be read: No such file or directory.",
    ):
        assert part in html
    assert "best 3 of 4" in html


def test_what_a_learner_writes_and_what_it_prints_never_becomes_html(
    client_of: Client, script_lab: Lab, answer: Answer
) -> None:
    attack = "<img src=x onerror=alert(1)>"
    submission = answer(script_lab, f"echo '{attack}'\necho '{attack}' > out.txt\n")
    for address in (page_of(script_lab), reverse("sandbox:submission", args=[submission.pk])):
        html = client_of.get(address).content.decode()
        assert attack not in html
        assert "&lt;img src=x onerror=alert(1)&gt;" in html


def test_html_in_a_task_is_shown_and_not_obeyed(client: Client, script_lab: Lab) -> None:
    html = client.get(page_of(script_lab), headers={"accept-language": "en"}).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_yaml_that_does_not_parse_costs_nothing_and_names_the_place(
    client_of: Client, manifest_lab: Lab, answer: Answer
) -> None:
    submission = answer(manifest_lab, "kind: Pod\n  name: <b>x</b>\n")
    assert (submission.verdict, submission.costs_an_attempt) == ("invalid", False)
    html = client_of.get(page_of(manifest_lab)).content.decode()
    assert "Line 2, column 7:" in html
    assert 'data-fault-line="2"' in html
    assert "This costs no attempt." in html


def test_htmx_gets_the_bar_alone_and_it_asks_again_until_the_verdict(client_of: Client, script_lab: Lab) -> None:
    htmx = {"HX-Request": "true"}
    html = client_of.post(act(script_lab, "submit"), {"answer": SOLVED}, headers=htmx).content.decode()
    assert "<html" not in html
    submission = Submission.objects.get()
    address = reverse("sandbox:submission", args=[submission.pk])
    assert f'hx-get="{address}?beat=1"' in html
    later = client_of.get(f"{address}?beat=9", headers=htmx).content.decode()
    assert 'beat=10"' in later
    assert "load delay:1117ms" in later
    from sandbox.tasks import score_submission  # noqa: PLC0415 - the worker, here and only here.

    score_submission(str(submission.pk))
    final = client_of.get(f"{address}?beat=10", headers=htmx).content.decode()
    assert "Passed" in final
    assert "hx-get" not in final
    assert 'id="checklist" hx-swap-oob="true"' in final


def test_without_scripts_an_open_submission_refreshes_itself_and_a_finished_one_does_not(
    client_of: Client, script_lab: Lab, answer: Answer
) -> None:
    submission = answer(script_lab, SOLVED, scored=False)
    address = reverse("sandbox:submission", args=[submission.pk])
    assert '<meta http-equiv="refresh"' in client_of.get(address).content.decode()
    from sandbox.tasks import score_submission  # noqa: PLC0415 - the worker, here and only here.

    score_submission(str(submission.pk))
    assert '<meta http-equiv="refresh"' not in client_of.get(address).content.decode()


def test_a_double_click_is_one_submission(client_of: Client, script_lab: Lab) -> None:
    once = str(uuid4())
    first = submit(client_of, script_lab, SOLVED, once=once)
    assert submit(client_of, script_lab, SOLVED, once=once) == first
    assert Submission.objects.count() == 1


def test_a_second_answer_waits_for_the_verdict_of_the_first(client_of: Client, script_lab: Lab) -> None:
    first = submit(client_of, script_lab, SOLVED)
    response = client_of.post(act(script_lab, "submit"), {"answer": "other"}, headers={"HX-Request": "true"})
    assert "Your earlier answer is still being scored" in response.content.decode()
    assert Submission.objects.get() == first


def test_a_learner_who_submits_like_a_machine_is_slowed_down(
    client_of: Client, script_lab: Lab, learner: User, answer: Answer
) -> None:
    for _ in range(services.MOST_A_MINUTE):
        answer(script_lab, "echo")
    response = client_of.post(act(script_lab, "submit"), {"answer": "echo <kept>"})
    assert response.status_code == 429
    assert "echo &lt;kept&gt;" in response.content.decode()
    assert Submission.objects.filter(learner=learner).count() == services.MOST_A_MINUTE


def test_an_answer_that_is_too_long_is_refused_in_words(client_of: Client, script_lab: Lab) -> None:
    response = client_of.post(act(script_lab, "submit"), {"answer": "x" * 70_000}, headers={"HX-Request": "true"})
    assert response.status_code == 413
    assert "longer than 65536 characters" in response.content.decode()
    assert response["HX-Retarget"] == "#refused"  # The verdict before it stays.
    assert not Submission.objects.exists()


@pytest.mark.parametrize("what", ["submit", "draft", "hint", "solution"])
def test_what_changes_something_is_never_a_get(client_of: Client, script_lab: Lab, what: str) -> None:
    assert client_of.get(act(script_lab, what)).status_code == 405


def test_another_learners_submission_and_draft_are_out_of_reach(
    client_of: Client, sign_in: Callable[[User], Client], other_learner: User, script_lab: Lab, answer: Answer
) -> None:
    submission = answer(script_lab, "echo my-secret-answer\n")
    services.save_draft(learner=submission.learner, lab=script_lab, text="my-secret-draft", base_version=0)
    for other in (sign_in(other_learner), Client()):
        assert other.get(reverse("sandbox:submission", args=[submission.pk])).status_code == 404
        html = other.get(page_of(script_lab)).content.decode()
        assert "my-secret" not in html
        other.post(act(script_lab, "draft"), {"answer": "theirs", "draft_version": "1"})
    assert Draft.objects.get(learner=submission.learner).text == "my-secret-draft"
    assert "my-secret-draft" in client_of.get(page_of(script_lab)).content.decode()


def test_the_card_brings_the_lab_into_a_lesson(client_of: Client, script_lab: Lab, answer: Answer) -> None:
    address = act(script_lab, "card")
    assert "Open the lab" in client_of.get(address).content.decode()
    answer(script_lab, HALF)
    html = client_of.get(address).content.decode()
    assert "Go on with the lab" in html
    assert "best 3 of 4" in html


def test_an_old_answer_is_shown_with_the_version_that_it_answered(
    client_of: Client, script_lab: Lab, answer: Answer
) -> None:
    submission = answer(script_lab, NOTHING_DONE)
    services.store_lab(key=script_lab.key, lab=read(SCRIPT_LAB.replace("out.txt holds", "the new edition of")))
    old = client_of.get(reverse("sandbox:submission", args=[submission.pk])).content.decode()
    assert "out.txt holds" in old
    assert "the new edition of" in client_of.get(page_of(script_lab)).content.decode()


def test_the_page_asks_the_database_little(
    client_of: Client, script_lab: Lab, answer: Answer, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    for _ in range(5):
        answer(script_lab, HALF)
    client_of.get(page_of(script_lab))
    with django_assert_max_num_queries(9):  # type: ignore[attr-defined]
        client_of.get(page_of(script_lab))
