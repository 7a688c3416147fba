"""The live terminal of a lab. Each answer is a piece of HTML; without scripts the lab's page is shown again."""

import json
import uuid

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.guests import ensure_learner, get_learner
from sandbox import sessions
from sandbox.access import get_lab, get_session
from sandbox.completions import ask_completions
from sandbox.models import Session, Step
from sandbox.terminal_page import TerminalPage


@require_POST
def open_terminal(request: HttpRequest, key: str) -> HttpResponse:
    """Open the learner's World at a lab, or begin it anew."""
    lab, learner = get_lab(key), ensure_learner(request)
    act = sessions.begin_anew if "anew" in request.POST else sessions.open_session
    session = act(learner=learner, lab=lab)
    view = sessions.read_view(session)
    if view.open_step:
        sessions.wait_for(view.open_step)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("sandbox:lab", key)
    return _render(request, get_session(learner, session.pk))


@require_POST
def act(request: HttpRequest, session_id: uuid.UUID, kind: str) -> HttpResponse:
    """Type, press keys, look again, or give an editor its file back; answer with what the terminal shows of it."""
    session = get_session(get_learner(request), session_id)
    try:
        step = sessions.add_step(session=session, kind=kind, text=_read_text(request, kind))
    except sessions.TooLongError:
        return _refuse(request, _("That was too long to be typed. Put it into a file, or type it in parts."), 413)
    except sessions.SessionFullError:
        return _refuse(request, _("This World has seen more than one can replay. Begin it anew."), 409)
    except sessions.BusyError as busy:
        step = busy.step
    sessions.wait_for(step)
    if not request.htmx and session.lab is not None:  # type: ignore[attr-defined]
        return redirect("sandbox:lab", session.lab.key)
    session.refresh_from_db()
    return _render(request, session, step=step)


@require_GET
@never_cache
def terminal(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """Show the terminal as it stands, with what the learner did lately."""
    return _render(request, get_session(get_learner(request), session_id))


@require_GET
@never_cache
def complete(request: HttpRequest, session_id: uuid.UUID) -> JsonResponse:
    """Return what Tab offers: ``{"words": [...], "start": 8}``; nothing where no worker answers in time."""
    session = get_session(get_learner(request), session_id)
    return JsonResponse(ask_completions(session.pk, request.GET.get("line", "")[: sessions.MOST_TYPED]))


def _read_text(request: HttpRequest, kind: str) -> str:
    text = request.POST.get("text", "")
    if kind == Step.Kind.TYPE:
        return text.replace("\r\n", "\n") + "\n"
    if kind == Step.Kind.EDIT:
        return json.dumps(None if "cancel" in request.POST else text.replace("\r\n", "\n"))
    return text


def _render(request: HttpRequest, session: Session, *, step: Step | None = None) -> HttpResponse:
    page = TerminalPage.build(session, step=step)
    name = "sandbox/parts/terminal_step.html" if step else "sandbox/parts/terminal.html"
    return render(request, name, {"terminal": page, "is_live": True})


def _refuse(request: HttpRequest, reason: str, status: int) -> HttpResponse:
    return render(request, "sandbox/parts/terminal_refusal.html", {"reason": reason}, status=status)
