"""The pages that learners read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from accounts.guests import ensure_learner, get_learner
from lessons import pages, services
from lessons.access import get_course, get_lesson


@require_safe
def courses(request: HttpRequest) -> HttpResponse:
    """List the courses."""
    return render(request, "lessons/courses.html", pages.course_list())


@require_safe
def course(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a course's modules and lessons."""
    return render(request, "lessons/course.html", pages.course_page(get_course(slug)))


@require_safe
def lesson(request: HttpRequest, key: str) -> HttpResponse:
    """Show a lesson as it was rendered at import."""
    learner = get_learner(request)
    context = pages.lesson_page(get_lesson(key), learner=learner, language=get_language() or "en")
    return render(request, "lessons/lesson.html", context)


@require_POST
def mark_read(request: HttpRequest, key: str) -> HttpResponse:
    """Note that the learner has read the lesson."""
    found = get_lesson(key)
    services.mark_as_read(learner=ensure_learner(request), key=found.key)
    if getattr(request, "htmx", False):
        return render(request, "lessons/lesson.html#mark", {"lesson": found, "is_read": True})
    return redirect("lessons:lesson", key)
