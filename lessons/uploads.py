"""Packages that instructors upload: taken in by a request, checked by a worker, published when they are sound."""

import logging
import uuid
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from documents.faults import Fault
from lessons import package_wording as wording
from lessons.importing import TakenSlugError, import_course, may_replace
from lessons.models import Course, Upload
from lessons.packages.archive import read_archive
from lessons.packages.checking import CheckedCourse, check_package

LEASE = timedelta(minutes=5)
"""How long a worker may check before another one takes over. The task's own time limit is shorter."""

_KEPT = 20

logger = logging.getLogger(__name__)


@transaction.atomic
def receive_upload(*, owner: User, name: str, data: bytes, publish: bool) -> Upload:
    """Keep a package for a worker, and forget the owner's oldest ones. The caller wakes the worker."""
    upload = Upload.objects.create(owner=owner, name=name[:200], package=data, publish=publish)
    old = Upload.objects.filter(owner=owner).order_by("-created_at").values_list("pk", flat=True)[_KEPT:]
    Upload.objects.filter(pk__in=list(old)).delete()
    return upload


def request_publication(*, upload: Upload) -> bool:
    """Queue a sound package to be published; False if it is in another state."""
    sound = Upload.objects.filter(pk=upload.pk, state=Upload.State.SOUND)
    return bool(sound.update(state=Upload.State.QUEUED, publish=True, leased_until=None))


def claim_upload(upload_id: uuid.UUID | str) -> Upload | None:
    """Take an upload to check it, unless another worker has it or it is done."""
    now = timezone.now()
    free = Q(state=Upload.State.QUEUED) | Q(state=Upload.State.CHECKING, leased_until__lt=now)
    taken = Upload.objects.filter(free, pk=upload_id).update(state=Upload.State.CHECKING, leased_until=now + LEASE)
    return Upload.objects.select_related("owner").get(pk=upload_id) if taken else None


def find_waiting() -> list[uuid.UUID]:
    """Return the uploads that nobody is checking."""
    overdue = Q(state=Upload.State.CHECKING, leased_until__lt=timezone.now())
    return list(Upload.objects.filter(Q(state=Upload.State.QUEUED) | overdue).values_list("pk", flat=True))


def check_upload(*, upload: Upload) -> None:
    """Check a claimed package and publish it if that was asked for; write down what came of it."""
    files = read_archive(bytes(upload.package), name=upload.name)
    checked = files if isinstance(files, list) else check_package(files)
    if isinstance(checked, list):
        _finish(upload, Upload.State.REFUSED, faults=checked)
        return
    slug = checked.manifest.slug
    existing = Course.objects.filter(slug=slug).first()
    if existing is not None and not may_replace(course=existing, user=upload.owner):
        _finish(upload, Upload.State.REFUSED, faults=[Fault("course.yaml", 0, 0, wording.taken_slug(slug))])
    elif upload.publish:
        _publish(upload, checked)
    else:
        _finish(upload, Upload.State.SOUND, slug=slug)


def fail_upload(*, upload: Upload) -> None:
    """Write down that checking broke, which is our fault and not the package's."""
    _finish(upload, Upload.State.FAILED)


def _publish(upload: Upload, checked: CheckedCourse) -> None:
    slug = checked.manifest.slug
    try:
        with transaction.atomic():
            imported = import_course(checked=checked, owner=upload.owner)
            _finish(upload, Upload.State.PUBLISHED if imported.changed else Upload.State.UNCHANGED, slug=slug)
    except TakenSlugError:
        # Somebody else took the slug between the check and now.
        _finish(upload, Upload.State.REFUSED, faults=[Fault("course.yaml", 0, 0, wording.taken_slug(slug))])


def _finish(upload: Upload, state: str, *, faults: list[Fault] | None = None, slug: str = "") -> None:
    told = [
        {"path": fault.path, "line": fault.line, "column": fault.column, "text": fault.brief.as_data()}
        for fault in faults or []
    ]
    mine = Upload.objects.filter(pk=upload.pk, state=Upload.State.CHECKING)
    mine.update(state=state, faults=told, course_slug=slug, leased_until=None)
