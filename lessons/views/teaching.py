"""The pages on which instructors keep their courses."""

import uuid
from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import instructor_required
from accounts.guests import get_learner
from accounts.models import User
from lessons import uploads
from lessons.access import get_own_upload
from lessons.forms import UploadForm
from lessons.models import Course, Upload
from lessons.tasks import enqueue_upload


@never_cache
@require_safe
@instructor_required
def teach(request: HttpRequest) -> HttpResponse:
    """Show an instructor's courses and packages, and the form for another."""
    return _page(request, UploadForm())


@require_POST
@instructor_required
def upload(request: HttpRequest) -> HttpResponse:
    """Take a package in and have it checked."""
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    package = form.cleaned_data["package"]
    kept = uploads.receive_upload(
        owner=_instructor(request), name=package.name, data=package.read(), publish="publish" in request.POST
    )
    transaction.on_commit(partial(enqueue_upload, kept.pk))
    return redirect("lessons:show_upload", kept.pk)


@never_cache
@require_safe
@instructor_required
def show_upload(request: HttpRequest, upload_id: uuid.UUID) -> HttpResponse:
    """Show how a package's check stands, with all its faults."""
    found = get_own_upload(_instructor(request), upload_id)
    template = "lessons/upload.html#state" if getattr(request, "htmx", False) else "lessons/upload.html"
    return render(request, template, {"upload": found})


@require_POST
@instructor_required
def publish(request: HttpRequest, upload_id: uuid.UUID) -> HttpResponse:
    """Publish a package that was found sound."""
    found = get_own_upload(_instructor(request), upload_id)
    if uploads.request_publication(upload=found):
        transaction.on_commit(partial(enqueue_upload, found.pk))
    return redirect("lessons:show_upload", found.pk)


def _instructor(request: HttpRequest) -> User:
    """Return who asks; instructor_required() has let nobody else pass."""
    learner = get_learner(request)
    if learner is None:
        raise PermissionDenied
    return learner


def _page(request: HttpRequest, form: UploadForm, *, status: int = 200) -> HttpResponse:
    owner = _instructor(request)
    courses = Course.objects.filter(owner=owner, current__isnull=False).select_related("current")
    recent = Upload.objects.filter(owner=owner).defer("package", "faults")[:10]
    return render(request, "lessons/teach.html", {"form": form, "courses": courses, "uploads": recent}, status=status)
