"""The pages on which instructors upload, check and publish packages."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import User
from lessons import tasks, uploads
from lessons.importing import Imported
from lessons.models import Course, Edition, Upload
from tests.lessons.conftest import HARBOUR, edit, pack

SignIn = Callable[[User], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unproved")]


@pytest.fixture(autouse=True)
def queue(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stand for the broker: what a worker would be told."""
    sent: list[str] = []
    monkeypatch.setattr(tasks.check_upload, "apply_async", lambda args, **_: sent.append(args[0]))
    return sent


@pytest.fixture
def send(sign_in: SignIn, queue: list[str], django_capture_on_commit_callbacks: Any) -> Callable[..., str]:
    """Upload a zip and let the worker run: returns the page of the upload."""

    def upload(user: User, data: bytes, *, publish: bool = True) -> str:
        client = sign_in(user)
        fields: dict[str, Any] = {"package": SimpleUploadedFile("harbour.zip", data)}
        with django_capture_on_commit_callbacks(execute=True):
            response = client.post("/teach/uploads/", fields | ({"publish": "1"} if publish else {}))
        assert response.status_code == 302
        while queue:
            tasks.check_upload(queue.pop())
        page: str = client.get(response.headers["location"]).content.decode()
        return page

    return upload


def test_a_sound_package_is_published_and_listed(send: Callable[..., str], instructor: User, sign_in: SignIn) -> None:
    page = send(instructor, pack(HARBOUR))
    assert "Published." in page
    assert 'href="/courses/harbour/"' in page
    assert Course.objects.get().owner == instructor
    listed = sign_in(instructor).get("/teach/").content.decode()
    assert "The harbour" in listed
    assert "harbour.zip" in listed


def test_the_same_package_again_changes_nothing(send: Callable[..., str], instructor: User) -> None:
    send(instructor, pack(HARBOUR))
    assert "nothing was changed" in send(instructor, pack(HARBOUR))
    assert Edition.objects.count() == 1


def test_a_package_with_faults_shows_them_by_file_and_line_and_stores_nothing(
    send: Callable[..., str], package: Path, instructor: User
) -> None:
    edit(package / "docker/volumes/quiz.yaml", "correct: true", "corect: true")
    (package / "photo.png").write_bytes(b"x")
    page = send(instructor, pack(package))
    assert "3 faults." in page
    assert '<span class="where">docker/volumes/quiz.yaml:8:37</span>' in page
    assert "unknown key &#x27;corect&#x27;; did you mean &#x27;correct&#x27;?" in page
    assert '<span class="where">photo.png</span>' in page
    assert not Course.objects.exists()


def test_only_checking_publishes_nothing_until_it_is_asked_for(
    send: Callable[..., str],
    instructor: User,
    sign_in: SignIn,
    queue: list[str],
    django_capture_on_commit_callbacks: Any,
) -> None:
    assert "Nothing is published yet." in send(instructor, pack(HARBOUR), publish=False)
    assert not Course.objects.exists()
    found = Upload.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        sign_in(instructor).post(f"/teach/uploads/{found.pk}/publish/")
    tasks.check_upload(queue.pop())
    assert Course.objects.get().slug == "harbour"


def test_another_instructors_course_cannot_be_replaced(
    send: Callable[..., str], package: Path, instructor: User, other_instructor: User
) -> None:
    send(instructor, pack(HARBOUR))
    edit(package / "course.yaml", "The harbour", "Stolen")
    assert "a course &#x27;harbour&#x27; exists and is not yours" in send(other_instructor, pack(package))
    assert Course.objects.get().current == Edition.objects.get()
    assert Course.objects.get().owner == instructor


def test_a_course_that_came_with_drydock_cannot_be_replaced_by_upload(
    send: Callable[..., str], package: Path, instructor: User, harbour: Imported
) -> None:
    edit(package / "course.yaml", "The harbour", "Mine")
    assert "is not yours" in send(instructor, pack(package))
    assert Course.objects.get().owner is None
    assert Course.objects.get().current == harbour.course.current


def test_a_taken_slug_is_noticed_even_if_it_was_taken_after_the_check(
    send: Callable[..., str], instructor: User, monkeypatch: pytest.MonkeyPatch, harbour: Imported
) -> None:
    monkeypatch.setattr(uploads, "may_replace", lambda **_: True)
    assert "is not yours" in send(instructor, pack(HARBOUR))
    assert harbour.course.owner is None


@pytest.mark.parametrize("data", [b"hello", b"PK\x03\x04", pack(HARBOUR)[:500]])
def test_what_is_no_zip_is_refused_in_words(send: Callable[..., str], instructor: User, data: bytes) -> None:
    assert "not a zip that can be read" in send(instructor, data)


def test_no_file_and_an_empty_or_huge_file_are_refused_at_once(
    instructor: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(instructor)
    assert client.post("/teach/uploads/").status_code == 422
    assert client.post("/teach/uploads/", {"package": SimpleUploadedFile("a.zip", b"")}).status_code == 422
    monkeypatch.setattr("lessons.forms.MOST_ZIP_BYTES", 10)
    refused = client.post("/teach/uploads/", {"package": SimpleUploadedFile("a.zip", b"x" * 11)})
    assert (refused.status_code, Upload.objects.count()) == (422, 0)


def test_html_in_names_and_faults_is_shown_and_not_obeyed(
    sign_in: SignIn, package: Path, instructor: User, send: Callable[..., str]
) -> None:
    edit(package / "docker/volumes/quiz.yaml", 'text: "`-v data:/data`"', "'<script>alert(1)</script>': x, text: y")
    page = send(instructor, pack(package))
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    sign_in(instructor).post("/teach/uploads/", {"package": SimpleUploadedFile("<img src=x onerror=a>.zip", b"x")})
    assert "<img src=x" not in sign_in(instructor).get("/teach/").content.decode()


def test_pages_are_for_instructors_and_uploads_for_their_owner(
    sign_in: SignIn, instructor: User, other_instructor: User, learner: User, guest: User
) -> None:
    uploads.receive_upload(owner=instructor, name="a.zip", data=b"x", publish=True)
    url = f"/teach/uploads/{Upload.objects.get().pk}/"
    assert sign_in(other_instructor).get(url).status_code == 404
    assert sign_in(other_instructor).post(f"{url}publish/").status_code == 404
    for page in ("/teach/", url):
        assert sign_in(learner).get(page).status_code == 403
        assert Client().get(page).status_code == sign_in(guest).get(page).status_code == 302
    assert sign_in(learner).post("/teach/uploads/").status_code == 403


def test_a_waiting_package_says_so_and_polls(sign_in: SignIn, instructor: User) -> None:
    waiting = uploads.receive_upload(owner=instructor, name="a.zip", data=b"x", publish=True)
    client = sign_in(instructor)
    page = client.get(f"/teach/uploads/{waiting.pk}/").content.decode()
    assert "waits for a worker" in page
    assert 'hx-trigger="load delay:1s"' in page
    part = client.get(f"/teach/uploads/{waiting.pk}/", headers={"hx-request": "true"}).content.decode()
    assert part.strip().startswith("<section")


def test_a_queue_that_takes_no_message_loses_nothing(
    sign_in: SignIn, instructor: User, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    def refuse(**_: object) -> None:
        raise OSError("read-only file system")

    monkeypatch.setattr(tasks.check_upload, "apply_async", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        sign_in(instructor).post(
            "/teach/uploads/", {"package": SimpleUploadedFile("a.zip", pack(HARBOUR)), "publish": "1"}
        )
    woken: list[str] = []
    monkeypatch.setattr(tasks.check_upload, "apply_async", lambda args, **_: woken.append(args[0]))
    tasks.watch_uploads()
    tasks.check_upload(woken[0])
    assert Upload.objects.get().state == Upload.State.PUBLISHED


def test_a_package_is_checked_by_one_worker_and_taken_over_when_that_one_is_lost(instructor: User) -> None:
    found = uploads.receive_upload(owner=instructor, name="a.zip", data=pack(HARBOUR), publish=True)
    assert uploads.claim_upload(found.pk) is not None
    assert uploads.claim_upload(found.pk) is None
    assert uploads.find_waiting() == []
    Upload.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    assert uploads.find_waiting() == [found.pk]
    tasks.check_upload(str(found.pk))
    tasks.check_upload(str(found.pk))
    assert Edition.objects.count() == 1


def test_a_check_that_breaks_is_our_fault_and_says_so(
    send: Callable[..., str], instructor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def explode(*_: object, **__: object) -> None:
        raise RuntimeError("bug")

    monkeypatch.setattr(uploads, "check_package", explode)
    assert "which is our fault" in send(instructor, pack(HARBOUR))


def test_the_oldest_packages_are_forgotten(instructor: User) -> None:
    for number in range(25):
        uploads.receive_upload(owner=instructor, name=f"{number}.zip", data=b"x", publish=False)
    assert Upload.objects.count() == 20
    assert not Upload.objects.filter(name="0.zip").exists()
