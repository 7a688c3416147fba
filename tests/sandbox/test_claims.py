"""A submission is scored by one worker at a time and gets one verdict, whatever happens to workers and messages."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import IntegrityError, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts.models import User
from accounts.signals import guest_adopted
from sandbox import claims, services, tasks
from sandbox.models import Disclosure, Draft, HintUse, Lab, Submission
from sandbox.outcomes import Outcome
from sandbox.signals import lab_finished
from tests.sandbox.samples import HALF, SOLVED

Answer = Callable[..., Submission]


@pytest.fixture
def told() -> Iterator[list[dict[str, object]]]:
    """What lab_finished told."""
    heard: list[dict[str, object]] = []

    def listen(**said: object) -> None:
        heard.append(said)

    lab_finished.connect(listen, weak=False)
    yield heard
    lab_finished.disconnect(listen)


@pytest.fixture
def woken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the messages that were put into the queue."""
    ids: list[str] = []

    def wake(*, args: tuple[str], retry: bool) -> None:
        assert retry is False  # A queue that is down must not keep the learner waiting.
        ids.extend(args)

    monkeypatch.setattr(tasks.score_submission, "apply_async", wake)
    return ids


def expire(submission: Submission) -> None:
    Submission.objects.filter(pk=submission.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_a_duplicate_message_changes_nothing(script_lab: Lab, answer: Answer, told: list[dict[str, object]]) -> None:
    submission = answer(script_lab, SOLVED)
    tasks.score_submission(str(submission.pk))
    tasks.score_submission(str(submission.pk))
    again = Submission.objects.get(pk=submission.pk)
    assert (again.finished, again.tries, again.verdict) == (submission.finished, 1, "passed")
    assert [(said["key"], said["points"], said["max_points"], said["verdict"]) for said in told] == [
        (script_lab.key, 4, 4, "passed")
    ]


def test_a_message_about_a_row_that_is_gone_changes_nothing(script_lab: Lab) -> None:
    tasks.score_submission("00000000-0000-0000-0000-000000000000")
    assert script_lab.submissions.count() == 0


def test_a_running_submission_is_not_taken_up_by_a_second_worker(script_lab: Lab, answer: Answer) -> None:
    submission = answer(script_lab, SOLVED, scored=False)
    assert claims.claim_submission(submission.pk) is not None
    assert claims.claim_submission(submission.pk) is None


def test_a_worker_that_lost_its_lease_cannot_write(
    script_lab: Lab, answer: Answer, told: list[dict[str, object]]
) -> None:
    submission = answer(script_lab, SOLVED, scored=False)
    slow = claims.claim_submission(submission.pk)
    assert slow is not None
    expire(submission)
    assert claims.take_overdue() == [submission.pk]
    quick = claims.claim_submission(submission.pk)
    assert quick is not None
    assert claims.finish_submission(slow, Outcome(verdict="wrong")) is False
    assert claims.finish_submission(quick, Outcome(verdict="passed")) is True
    assert claims.finish_submission(quick, Outcome(verdict="wrong")) is False
    assert Submission.objects.get().verdict == "passed"
    assert len(told) == 1


def test_a_row_whose_worker_died_is_woken_and_scored(script_lab: Lab, answer: Answer, woken: list[str]) -> None:
    submission = answer(script_lab, SOLVED, scored=False)
    claims.claim_submission(submission.pk)
    tasks.watch_submissions()
    assert woken == []  # Its lease still runs.
    expire(submission)
    tasks.watch_submissions()
    assert woken == [str(submission.pk)]
    tasks.watch_submissions()
    assert woken == [str(submission.pk)]  # The queue is trusted with it for a while again.
    tasks.score_submission(woken[0])
    assert Submission.objects.get().verdict == "passed"


def test_a_row_that_kills_every_worker_becomes_our_fault_and_costs_nothing(
    script_lab: Lab, answer: Answer, woken: list[str], told: list[dict[str, object]]
) -> None:
    submission = answer(script_lab, SOLVED, scored=False)
    for _ in range(claims.MOST_TRIES):
        assert claims.claim_submission(submission.pk) is not None
        expire(submission)
        tasks.watch_submissions()
    found = Submission.objects.get()
    assert (found.verdict, found.tries, found.costs_an_attempt) == ("our fault", claims.MOST_TRIES, False)
    assert len(woken) == claims.MOST_TRIES - 1
    assert told == []


def test_a_row_that_no_worker_took_is_never_our_fault(script_lab: Lab, answer: Answer, woken: list[str]) -> None:
    submission = answer(script_lab, SOLVED, scored=False)
    for _ in range(20):
        expire(submission)
        tasks.watch_submissions()
    assert Submission.objects.get().state == "queued"
    assert len(woken) == 20


def test_a_failure_of_the_simulator_is_retried_and_then_our_fault(
    script_lab: Lab, answer: Answer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_args: object) -> Outcome:
        raise ZeroDivisionError

    monkeypatch.setattr(tasks, "grade", fail)
    submission = answer(script_lab, SOLVED)
    assert (submission.state, submission.tries) == ("queued", 1)
    for _ in range(claims.MOST_TRIES - 1):
        assert claims.take_overdue() == [submission.pk]
        tasks.score_submission(str(submission.pk))
    assert Submission.objects.get().verdict == "our fault"
    assert "it is our fault" in caplog.text


def test_a_soft_time_limit_is_a_verdict_of_its_own(
    script_lab: Lab, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def take_too_long(*_args: object) -> Outcome:
        raise SoftTimeLimitExceeded

    monkeypatch.setattr(tasks, "grade", take_too_long)
    assert answer(script_lab, SOLVED).verdict == "timed out"


def test_a_worker_is_woken_once_the_row_is_stored(
    script_lab: Lab,
    learner: User,
    woken: list[str],
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        key = "00000000-0000-0000-0000-000000000001"
        services.submit_answer(learner=learner, lab=script_lab, answer=HALF, idempotency_key=key)  # type: ignore[arg-type]
        assert woken == []
    assert woken == [str(Submission.objects.get().pk)]


@pytest.mark.parametrize("error", [OperationalError("refused"), OSError("read-only")])
def test_a_queue_that_takes_nothing_loses_nothing(
    script_lab: Lab, answer: Answer, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def refuse(**_kwargs: object) -> None:
        raise error

    monkeypatch.setattr(tasks.score_submission, "apply_async", refuse)
    submission = answer(script_lab, SOLVED, scored=False)
    tasks.enqueue_submission(submission.pk)
    assert Submission.objects.get().state == "queued"


def test_the_database_itself_refuses_a_second_open_answer_and_a_verdict_too_early(
    script_lab: Lab, answer: Answer
) -> None:
    submission = answer(script_lab, SOLVED, scored=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.create(
            learner=submission.learner, lab=script_lab, version=submission.version, max_points=4,
            idempotency_key="00000000-0000-0000-0000-000000000002",
        )  # fmt: skip
    for bad in ({"verdict": "passed"}, {"state": "finished"}, {"points": 5}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Submission.objects.filter(pk=submission.pk).update(**bad)


def test_a_guests_work_moves_to_the_account(script_lab: Lab, guest: User, learner: User, answer: Answer) -> None:
    scored = answer(script_lab, HALF, by=guest)
    waiting = answer(script_lab, SOLVED, by=guest, scored=False)
    rival = answer(script_lab, SOLVED, by=learner, scored=False)
    for person, text in ((learner, "older"), (guest, "newer")):
        services.save_draft(learner=person, lab=script_lab, text=text, base_version=0)
        services.open_hint(learner=person, lab=script_lab, check_id="greeting", number=1)
    services.open_hint(learner=guest, lab=script_lab, check_id="greeting", number=2)
    Disclosure.objects.create(learner=guest, lab=script_lab)
    guest_adopted.send(sender=User, guest=guest, user=learner)
    assert set(Submission.objects.filter(learner=learner)) == {scored, waiting, rival}
    assert Submission.objects.get(pk=waiting.pk).verdict == "our fault"
    assert Submission.objects.get(pk=rival.pk).state == "queued"
    assert Draft.objects.get(learner=learner).text == "newer"
    assert sorted(HintUse.objects.filter(learner=learner).values_list("number", flat=True)) == [1, 2]
    assert Disclosure.objects.filter(learner=learner).exists()
    guest.delete()
    assert Submission.objects.count() == 3
