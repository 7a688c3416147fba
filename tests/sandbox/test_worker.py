"""The queue with real processes: web server, worker, broker folder and database, and what befalls them."""

from collections.abc import Iterator

import pytest

from tests.sandbox.learner import Learner, QuickSite, make_site, wait_until
from tests.sandbox.samples import SOLVED

LONG = SOLVED + "for ((i = 0; i < 2000; i++)); do x=$((i * i)); done\n" * 40
"""Solves the lab, and keeps a worker busy for a second or two."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QuickSite]:
    site = make_site(tmp_path_factory.mktemp("drydock"))
    yield site
    for name in list(site.processes):
        site.kill_group(name)


@pytest.fixture
def fresh(site: QuickSite) -> Iterator[QuickSite]:
    """The site without a worker; the test may start one."""
    yield site
    if "worker" in site.processes:
        site.kill_group("worker")
    site.python("from sandbox.models import Submission; Submission.objects.all().delete()")
    site.python("from django.core.cache import cache; cache.clear()")


def test_without_a_worker_the_answer_is_kept_and_scored_once_when_one_comes(fresh: QuickSite) -> None:
    learner = Learner(fresh.url)
    path = learner.submit(SOLVED)
    page = learner.wait_for(path, "No worker is running right now.")
    assert "Your answer is kept" in page
    fresh.start_worker()
    assert "Everything that was asked for holds." in learner.wait_for(path, "Passed")
    assert [row[1:] for row in fresh.rows()] == [["finished", "passed", 4, 1]]


def test_a_worker_killed_in_the_middle_loses_nothing_and_the_answer_is_scored_once(fresh: QuickSite) -> None:
    fresh.start_worker()
    learner = Learner(fresh.url)
    path = learner.submit(LONG)
    learner.wait_for(path, "Your answer runs in a fresh world.")
    fresh.kill_group("worker")
    assert "verdict running" in learner.get(path)
    assert [row[1:3] for row in fresh.rows()] == [["running", ""]]
    fresh.start_worker()
    learner.wait_for(path, "Passed")
    ((_, state, verdict, points, tries),) = fresh.rows()
    assert (state, verdict, points, tries) == ("finished", "passed", 4, 2)


def test_a_queue_that_cannot_be_written_keeps_the_answer_until_it_can(fresh: QuickSite) -> None:
    fresh.start_worker()
    queue, aside = fresh.var / "broker" / "queue", fresh.var / "broker" / "aside"
    queue.rename(aside)
    # Where a folder was, a file stands: nobody, not even root, writes a message into it.
    queue.write_text("")
    try:
        learner = Learner(fresh.url)
        path = learner.submit(SOLVED)
        assert "Queued" in learner.get(path)
        assert [row[1] for row in fresh.rows()] == ["queued"]
    finally:
        queue.unlink()
        aside.rename(queue)
    if fresh.processes["worker"].poll() is not None:
        fresh.kill_group("worker")
        fresh.start_worker()
    learner.wait_for(path, "Passed")
    assert [row[1:] for row in fresh.rows()] == [["finished", "passed", 4, 1]]


def test_the_same_message_delivered_ten_times_is_scored_once(fresh: QuickSite) -> None:
    learner = Learner(fresh.url)
    path = learner.submit(SOLVED)
    ((pk, *_),) = fresh.rows()
    fresh.python(f"from sandbox.tasks import enqueue_submission as wake; [wake({pk!r}) for _ in range(9)]")
    fresh.start_worker()
    learner.wait_for(path, "Passed")
    queue = fresh.var / "broker" / "queue"
    wait_until(lambda: not list(queue.glob("*celery.msg")), "the queue to run empty")
    assert [row[1:] for row in fresh.rows()] == [["finished", "passed", 4, 1]]


def test_an_answer_that_runs_too_long_is_timed_out_and_the_worker_goes_on(fresh: QuickSite) -> None:
    fresh.start_worker()
    learner = Learner(fresh.url)
    learner.wait_for(learner.submit(LONG.replace("2000", "6000") * 4), "Timed out")
    learner.wait_for(learner.submit(SOLVED), "Passed")
    assert sorted(str(row[2]) for row in fresh.rows()) == ["passed", "timed out"]
    assert [row[4] for row in fresh.rows()] == [1, 1]
