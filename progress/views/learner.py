"""A learner's own pages: home, progress, the map of a course."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.guests import get_learner
from progress.courses import read_course, read_courses


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what to do next, and all courses."""
    courses = read_courses(get_learner(request))
    started = next((course for course in courses if course.started and course.next_step), None)
    return render(request, "progress/home.html", {"courses": courses, "current": started})


@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """Show a learner's points and what is left, course by course."""
    learner = get_learner(request)
    memberships = learner.memberships.select_related("klass") if learner else ()
    context = {"courses": read_courses(learner), "memberships": memberships}
    return render(request, "progress/progress.html", context)


@require_safe
def course_map(request: HttpRequest, slug: str) -> HttpResponse:
    """Show how far the water stands in each lesson of a course; a fragment of the course's page."""
    course = read_course(learner=get_learner(request), slug=slug)
    if course is None:
        raise Http404
    return render(request, "progress/course_map.html", {"course": course})
