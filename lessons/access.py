"""Who may see a lesson, a course, an upload."""

import uuid

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from lessons.models import Course, Lesson, Upload
from lessons.services import published_courses


def get_course(slug: str) -> Course:
    """Return a published course; courses are open to everybody. Raises Http404."""
    return get_object_or_404(published_courses(), slug=slug)


def get_lesson(key: str) -> Lesson:
    """Return a lesson of a course's current edition, with its texts. Raises Http404."""
    lessons = Lesson.objects.filter(module__edition__shown_by__isnull=False)
    lesson = lessons.select_related("module__edition__course").prefetch_related("texts").filter(key=key).first()
    if lesson is None:
        raise Http404
    return lesson


def get_own_upload(user: User, upload_id: uuid.UUID) -> Upload:
    """Return an instructor's own upload; others' are as if they did not exist. Raises Http404."""
    return get_object_or_404(Upload.objects.defer("package"), pk=upload_id, owner=user)
