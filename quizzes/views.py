"""The page of a quiz, which is also the fragment that a lesson brings in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.guests import ensure_learner, get_learner
from quizzes import pages, services
from quizzes.access import get_own_attempt, get_quiz
from quizzes.forms import read_form


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def quiz(request: HttpRequest, key: str) -> HttpResponse:
    """Show a quiz to be answered, or the last attempt; take the answers."""
    if request.method == "POST":
        return _submit(request, key)
    found, learner = get_quiz(key), get_learner(request)
    last = services.last_attempt(learner=learner, quiz=found) if learner else None
    if last is not None and "again" not in request.GET:
        context = pages.answered_page(last, language=get_language() or "en")
    else:
        context = pages.open_page(found, learner=learner, language=get_language() or "en")
    return _respond(request, context)


@never_cache
@require_GET
def attempt(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Show one of the learner's own attempts with its feedback."""
    own = get_own_attempt(get_learner(request), get_quiz(key), number)
    return _respond(request, pages.answered_page(own, language=get_language() or "en"))


def _submit(request: HttpRequest, key: str) -> HttpResponse:
    sent = read_form(request, get_quiz(key))
    if sent.missing:
        return _respond(request, pages.unfinished_page(sent, language=get_language() or "en"), status=422)
    learner = ensure_learner(request)
    kept, is_new = services.submit_attempt(
        learner=learner, version=sent.version, number=sent.number, answers=sent.answers, seed=sent.seed
    )
    differs = not is_new and kept.answers != {name: list(answer) for name, answer in sent.answers.items()}
    if not getattr(request, "htmx", False):
        return redirect(reverse("quizzes:attempt", args=[key, kept.number]) + ("?kept" if differs else ""))
    return _respond(request, pages.answered_page(kept, language=get_language() or "en") | {"differs": differs})


def _respond(request: HttpRequest, context: pages.Context, *, status: int = 200) -> HttpResponse:
    context = {"differs": "kept" in request.GET} | context
    swapped = bool(getattr(request, "htmx", False))
    template = "quizzes/quiz.html#card" if swapped else "quizzes/quiz.html"
    # A swap has to happen for an unfinished form as well, so htmx hears 200; a browser without it hears the truth.
    return render(request, template, context, status=200 if swapped else status)
