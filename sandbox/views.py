"""The pages of labs and submissions. Each works as plain HTML; htmx swaps parts of it."""

import contextlib
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import reswap, retarget

from accounts.guests import ensure_learner, get_learner
from sandbox import services
from sandbox.access import get_lab, get_submission
from sandbox.answers import MOST_CHARACTERS
from sandbox.lab_page import LabPage, VerdictPanel, build_lab_page
from sandbox.sessions import find_session
from sandbox.terminal_page import TerminalPage


@require_GET
@never_cache
def lab(request: HttpRequest, key: str) -> HttpResponse:
    """Show the task, the editor, the checklist, and what became of earlier answers."""
    page = build_lab_page(get_learner(request), get_lab(key))
    return _render_lab(request, page)


@require_GET
@never_cache
def lab_card(request: HttpRequest, key: str) -> HttpResponse:
    """Show the lab as a card, for its lesson."""
    return render(request, "sandbox/card.html", {"page": build_lab_page(get_learner(request), get_lab(key))})


@require_POST
def submit(request: HttpRequest, key: str) -> HttpResponse:
    """Store an answer; the worker scores it."""
    lab = get_lab(key)
    answer = request.POST.get("answer", "")
    what: dict[str, Any] = {"learner": ensure_learner(request), "lab": lab, "idempotency_key": _read_key(request)}
    try:
        if "world" in request.POST:
            submitted = services.submit_world(**what)
        else:
            submitted = services.submit_answer(answer=answer, **what)
    except services.NoWorldError:
        return _refuse(request, key, answer, 409, _("There is no World to hand in yet. Open the terminal first."))
    except services.TooManySubmissionsError:
        return _refuse(request, key, answer, 429, _("That was many answers in one minute. Wait a moment, then submit."))
    except services.AnswerTooLongError:
        return _refuse(request, key, answer, 413, _too_long())
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("sandbox:submission", submitted.submission.pk)
    context = {"panel": VerdictPanel(submitted.submission), "is_other": not submitted.is_new}
    return render(request, "sandbox/parts/verdict.html", context)


@require_POST
def save_draft(request: HttpRequest, key: str) -> HttpResponse:
    """Keep what is typed. Scripts get 204 and the header Draft-Version, or 409; a button gets the page back."""
    lab, text = get_lab(key), request.POST.get("answer", "")
    by_button = "keep" in request.POST
    try:
        draft = services.save_draft(
            learner=ensure_learner(request), lab=lab, text=text, base_version=_read_number(request, "draft_version")
        )
    except services.AnswerTooLongError:
        return _refuse(request, key, text, 413, _too_long()) if by_button else HttpResponse(status=413)
    except services.DraftConflictError as conflict:
        if not by_button:
            return HttpResponse(status=409, headers={"Draft-Version": str(conflict.current.version)})
        page = build_lab_page(get_learner(request), lab)
        page.text = text
        return _render_lab(request, page, status=409, conflict=conflict.current)
    if by_button:
        messages.success(request, _("Your draft is kept."))
        return redirect("sandbox:lab", key)
    return HttpResponse(status=204, headers={"Draft-Version": str(draft.version)})


@require_POST
def open_hint(request: HttpRequest, key: str) -> HttpResponse:
    """Open the next hint of one check."""
    lab = get_lab(key)
    learner = ensure_learner(request)
    check_id, number = request.POST.get("check", ""), _read_number(request, "number")
    try:
        services.open_hint(learner=learner, lab=lab, check_id=check_id, number=number)
    except services.NoSuchHintError as error:
        raise Http404 from error
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("sandbox:lab", key)
    return render(request, "sandbox/parts/checklist.html", {"page": build_lab_page(learner, lab)})


@require_POST
def see_solution(request: HttpRequest, key: str) -> HttpResponse:
    """Show the reference solution; answers from now on do not count."""
    lab = get_lab(key)
    learner = ensure_learner(request)
    with contextlib.suppress(services.NotYetError):
        services.disclose_solution(learner=learner, lab=lab)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("sandbox:lab", key)
    return render(request, "sandbox/parts/solution.html", {"page": build_lab_page(learner, lab)})


@require_GET
@never_cache
def submission(request: HttpRequest, submission_id: uuid.UUID) -> HttpResponse:
    """One submission: how far it is, then its verdict. An open page asks again by itself, with or without scripts."""
    learner = get_learner(request)
    found = get_submission(learner, submission_id)
    panel = VerdictPanel(found, beat=_read_number(request, "beat"))
    if request.htmx and found.is_open:  # type: ignore[attr-defined]
        return render(request, "sandbox/parts/verdict.html", {"panel": panel})
    page = build_lab_page(learner, found.lab, submission=found)
    context = {"panel": panel, "page": page}
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "sandbox/submission.html#finished", context)
    return render(request, "sandbox/submission.html", context)


def _render_lab(request: HttpRequest, page: LabPage, *, status: int = 200, **extra: object) -> HttpResponse:
    panel = VerdictPanel(page.latest) if page.latest else None
    session = find_session(learner=get_learner(request), lab=page.lab)
    terminal = TerminalPage.build(session) if session else None
    context = {"page": page, "panel": panel, "terminal": terminal, **extra}
    return render(request, "sandbox/lab.html", context, status=status)


def _refuse(request: HttpRequest, key: str, answer: str, status: int, reason: str) -> HttpResponse:
    """Say why an answer was not taken, beside the text, which stays as it was typed."""
    if request.htmx:  # type: ignore[attr-defined]
        refused = render(request, "sandbox/parts/refused.html", {"reason": reason}, status=status)
        return retarget(reswap(refused, "outerHTML"), "#refused")
    page = build_lab_page(get_learner(request), get_lab(key))
    page.text = answer
    return _render_lab(request, page, status=status, reason=reason)


def _too_long() -> str:
    return _("The answer is longer than %(most)s characters. Shorten it.") % {"most": MOST_CHARACTERS}


def _read_key(request: HttpRequest) -> uuid.UUID:
    """Return what marks one rendering of the form; a form without one is always new."""
    try:
        return uuid.UUID(request.POST.get("once", ""))
    except ValueError:
        return uuid.uuid4()


def _read_number(request: HttpRequest, name: str) -> int:
    value = (request.POST if request.method == "POST" else request.GET).get(name, "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else 0  # noqa: PLR2004 - fits the column.
