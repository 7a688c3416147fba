"""An instructor's classes."""

import csv
from io import StringIO

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import instructor_required
from lessons.services import get_outline
from progress.access import get_own_class, known_person
from progress.board import Board, build_board
from progress.classes import create_class, leave_class, list_classes, renew_join_link
from progress.forms import ClassForm
from progress.models import Class


@require_http_methods(["GET", "HEAD", "POST"])
@instructor_required
def classes(request: HttpRequest) -> HttpResponse:
    """List an instructor's classes, and make a new one."""
    form = ClassForm(request.POST or None)
    if form.is_valid():
        klass = create_class(instructor=known_person(request), **form.cleaned_data)
        return redirect("progress:class", pk=klass.pk)
    return render(request, "progress/classes.html", {"classes": list_classes(known_person(request)), "form": form})


@require_safe
@instructor_required
def show_class(request: HttpRequest, pk: int) -> HttpResponse:
    """Show learners by activities as a heat map and as a table, and the link to join."""
    klass = get_own_class(known_person(request), pk)
    board = _board(klass)
    link = request.build_absolute_uri(f"/join/{klass.join_token}/")
    return render(request, "progress/class.html", {"klass": klass, "board": board, "link": link})


@require_safe
@instructor_required
def export_class(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the table as a CSV file that spreadsheets open with the right letters."""
    klass = get_own_class(known_person(request), pk)
    board = _board(klass)
    out = StringIO()
    writer = csv.writer(out)
    titles = [activity.title.in_language(get_language() or "en") for activity in board.activities]
    writer.writerow([_("Learner"), *map(_harmless, titles), _("Points")])
    for row in board.rows:
        cells = [cell.points if cell.record else "" for cell in row.cells]
        writer.writerow([_harmless(str(row.learner)), *cells, row.course.points])
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="class-{klass.pk}.csv"'
    return response


@require_POST
@instructor_required
def renew_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a new link to join."""
    renew_join_link(klass=get_own_class(known_person(request), pk))
    messages.success(request, _("There is a new link; the old one no longer works."))
    return redirect("progress:class", pk=pk)


@require_POST
@instructor_required
def remove_learner(request: HttpRequest, pk: int, learner_id: int) -> HttpResponse:
    """Take a learner out of a class."""
    leave_class(klass=get_own_class(known_person(request), pk), learner_id=learner_id)
    return redirect("progress:class", pk=pk)


def _board(klass: Class) -> Board:
    outline = get_outline(klass.course_slug)
    if outline is None:
        raise Http404
    return build_board(klass=klass, outline=outline)


def _harmless(text: str) -> str:
    """Keep a spreadsheet from taking a name for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
