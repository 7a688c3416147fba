"""The live terminal: steps, what they show, what survives, and what is handed in."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.signals import guest_adopted
from sandbox import live, services, sessions, tasks
from sandbox.ansi import split_at_clear, to_html
from sandbox.models import Lab, Session, Step, Submission
from sandbox.tasks import score_submission

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Steps are done as soon as they are enqueued; tests/browser has the real worker."""
    live.forget_kept()
    monkeypatch.setattr(sessions, "enqueue_step", tasks.run_step)


@pytest.fixture
def opened(transactional_db: None, client_of: Client, script_lab: Lab) -> Session:
    """A live World at the lab, opened by the learner's browser."""
    del transactional_db
    assert client_of.post(f"/labs/{script_lab.key}/-/terminal/", headers=HTMX).status_code == 200
    return Session.objects.get()


def act(client: Client, session: Session, kind: str, **data: str) -> str:
    """Do one thing in the terminal and return the HTML that comes."""
    response = client.post(f"/terminals/{session.pk}/{kind}/", data, headers=HTMX)
    assert response.status_code == 200
    return response.content.decode()


def test_a_line_is_answered_behind_its_prompt_and_the_next_prompt_follows(client_of: Client, opened: Session) -> None:
    html = act(client_of, opened, "type", text="cat names.txt; cd /tmp")
    assert '<span class="prompt">root@drydock:~# </span>cat names.txt; cd /tmp\nada\n' in html
    assert "root@drydock:/tmp# </span>" in html


def test_reloading_shows_the_same_terminal(client_of: Client, opened: Session, script_lab: Lab) -> None:
    act(client_of, opened, "type", text="echo <b>one</b> | tee two.txt")
    page = client_of.get(f"/labs/{script_lab.key}/").content.decode()
    assert "&lt;b&gt;one&lt;/b&gt;" in page or "syntax error" in page
    assert "root@drydock:~# " in page


def test_a_restarted_worker_goes_on_where_the_other_was(client_of: Client, opened: Session) -> None:
    act(client_of, opened, "type", text="A=kept; docker run -it busybox sh")
    live.forget_kept()
    assert "inside\n" in act(client_of, opened, "type", text="echo inside")
    live.forget_kept()
    act(client_of, opened, "type", text="exit")
    assert "kept\n" in act(client_of, opened, "type", text="echo $A")


def test_the_checklist_ticks_itself(client_of: Client, opened: Session) -> None:
    html = act(client_of, opened, "type", text="echo hello > out.txt")
    assert html.count('<li class="ok">') == 1
    assert "All of it holds" in act(client_of, opened, "type", text="cp names.txt note.txt")


def test_keys_reach_the_program_in_front(client_of: Client, opened: Session) -> None:
    html = act(client_of, opened, "type", text="while true; do echo tick; sleep 1; done")
    assert 'data-running="true"' in html
    Session.objects.update(looked_at=timezone.now() - timedelta(seconds=5))
    assert "tick\ntick\n" in act(client_of, opened, "read")
    assert 'data-running="false"' in act(client_of, opened, "press", text="C-c")


def test_an_editor_opens_on_the_page_and_writes_its_file(client_of: Client, opened: Session) -> None:
    assert "ada\n</textarea>" in act(client_of, opened, "type", text="vi names.txt")
    assert "<textarea" not in act(client_of, opened, "edit", text="eve\r\n").replace('id="term-input"', "")
    assert "eve\n" in act(client_of, opened, "type", text="cat names.txt")


def test_what_is_handed_in_is_scored_as_it_stands(
    client_of: Client, opened: Session, script_lab: Lab, learner: User
) -> None:
    act(client_of, opened, "type", text="echo hello > out.txt")
    submitted = services.submit_world(learner=learner, lab=script_lab, idempotency_key=uuid4())
    score_submission(str(submitted.submission.pk))
    row = Submission.objects.get()
    assert (row.verdict, row.points, row.answer, row.world) == ("partly", 3, "echo hello > out.txt\n", None)


def test_nothing_can_be_handed_in_without_a_world(client_of: Client, script_lab: Lab) -> None:
    response = client_of.post(f"/labs/{script_lab.key}/-/submit/", {"world": "1"})
    assert response.status_code == 409
    assert "Open the terminal first" in response.content.decode()


def test_beginning_anew_ends_the_world_and_opens_a_fresh_one(
    client_of: Client, opened: Session, script_lab: Lab
) -> None:
    act(client_of, opened, "type", text="rm names.txt")
    client_of.post(f"/labs/{script_lab.key}/-/terminal/", {"anew": "1"}, headers=HTMX)
    fresh = Session.objects.get(ended__isnull=True)
    assert fresh.pk != opened.pk
    assert "ada" in act(client_of, fresh, "type", text="cat names.txt")


def test_a_step_on_which_the_sandbox_fails_leaves_the_world_as_it_was(
    client_of: Client, opened: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("broken")

    with monkeypatch.context() as broken:
        broken.setattr(tasks, "take_step", fail)
        broken.setattr(sessions, "PATIENCE", 0.0)
        step = sessions.add_step(session=opened, kind="type", text="rm names.txt\n")
        tasks.run_step(step.pk)
    step.refresh_from_db()
    assert (step.state, step.failed) == ("finished", True)
    assert "ada" in act(client_of, Session.objects.get(), "type", text="cat names.txt")


def test_a_second_delivery_of_a_step_does_nothing(client_of: Client, opened: Session) -> None:
    act(client_of, opened, "type", text="echo x >> log.txt")
    tasks.run_step(Step.objects.order_by("-number")[0].pk)
    assert act(client_of, opened, "type", text="wc -l < log.txt").count(">1\n") <= 1
    assert Step.objects.filter(session=opened).count() == 3


def test_one_step_at_a_time(opened: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "enqueue_step", lambda _pk: None)
    first = sessions.add_step(session=opened, kind="type", text="sleep 1\n")
    with pytest.raises(sessions.BusyError) as busy:
        sessions.add_step(session=opened, kind="type", text="ls\n")
    assert busy.value.step == first
    Step.objects.update(lease_until=first.created)
    monkeypatch.setattr(tasks, "enqueue_step", tasks.run_step)
    tasks.watch_steps()
    first.refresh_from_db()
    assert first.state == "finished"


def test_what_is_too_long_to_be_typed_is_refused(client_of: Client, opened: Session) -> None:
    response = client_of.post(f"/terminals/{opened.pk}/type/", {"text": "x" * 20_000}, headers=HTMX)
    assert response.status_code == 413


@pytest.mark.usefixtures("opened")
def test_the_worlds_of_a_guest_move_to_the_account(learner: User, other_learner: User) -> None:
    guest_adopted.send(sender=User, guest=learner, user=other_learner)
    assert Session.objects.get().learner == other_learner


def test_colours_become_classes_and_nothing_else_gets_through() -> None:
    html = to_html("\x1b[1;31m<a>\x1b[0m\x1b[K b\rc")
    assert html == '<span class="t-bold t-red">&lt;a&gt;</span>c'
    assert split_at_clear("old\x1b[H\x1b[2Jnew") == (True, "new")


def test_completions_come_from_the_world(client_of: Client, opened: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def ask(*, args: tuple[str, str, str], **_options: object) -> None:
        tasks.complete_line(*args)

    monkeypatch.setattr(tasks.complete_line, "apply_async", ask)
    found = json.loads(client_of.get(f"/terminals/{opened.pk}/complete/", {"line": "cat na"}).content)
    assert (found["start"], [row["word"] for row in found["words"]]) == (4, ["names.txt"])
