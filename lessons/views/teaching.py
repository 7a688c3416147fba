"""The pages on which instructors keep their courses."""

import uuid
from functools import partial

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import LearnerRequest, instructor_required
from lessons import uploads
from lessons.access import get_own_upload
from lessons.forms import UploadForm
from lessons.models import Course, Upload
from lessons.tasks import enqueue_upload


@never_cache
@require_safe
@instructor_required
def teach(request: LearnerRequest) -> HttpResponse:
    """Show an instructor's courses and packages, and the form for another."""
    return _page(request, UploadForm())


@require_POST
@instructor_required
def upload(request: LearnerRequest) -> HttpResponse:
    """Take a package in and have it checked."""
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    package = form.cleaned_data["package"]
    kept = uploads.receive_upload(
        owner=request.user, name=package.name, data=package.read(), publish="publish" in request.POST
    )
    transaction.on_commit(partial(enqueue_upload, kept.pk))
    return redirect("lessons:show_upload", kept.pk)


@never_cache
@require_safe
@instructor_required
def show_upload(request: LearnerRequest, upload_id: uuid.UUID) -> HttpResponse:
    """Show how a package's check stands, with all its faults."""
    found = get_own_upload(request.user, upload_id)
    template = "lessons/upload.html#state" if request.htmx else "lessons/upload.html"
    return render(request, template, {"upload": found})


@require_POST
@instructor_required
def publish(request: LearnerRequest, upload_id: uuid.UUID) -> HttpResponse:
    """Publish a package that was found sound."""
    found = get_own_upload(request.user, upload_id)
    if uploads.request_publication(upload=found):
        transaction.on_commit(partial(enqueue_upload, found.pk))
    return redirect("lessons:show_upload", found.pk)


def _page(request: LearnerRequest, form: UploadForm, *, status: int = 200) -> HttpResponse:
    courses = Course.objects.filter(owner=request.user, current__isnull=False).select_related("current")
    recent = Upload.objects.filter(owner=request.user).defer("package", "faults")[:10]
    return render(request, "lessons/teach.html", {"form": form, "courses": courses, "uploads": recent}, status=status)
