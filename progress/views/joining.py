"""A learner's side of a class: the link, joining, leaving."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import account_required
from accounts.guests import get_learner
from lessons.services import get_outline
from progress.access import get_joinable_class, known_person
from progress.classes import join_class, leave_class


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Ask before joining: the instructor will see the learner's name and points. It takes an account."""
    klass = get_joinable_class(token)
    learner = get_learner(request)
    if request.method == "POST" and learner is not None and not learner.is_guest:
        join_class(klass=klass, learner=learner)
        messages.success(request, _("You are in the class %(name)s now.") % {"name": klass.name})
        return redirect("lessons:course", klass.course_slug)
    return render(request, "progress/join.html", {"klass": klass, "outline": get_outline(klass.course_slug)})


@require_POST
@account_required
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a class."""
    membership = known_person(request).memberships.select_related("klass").filter(klass_id=pk).first()
    if membership is not None:
        leave_class(klass=membership.klass, learner_id=membership.learner_id)
    return redirect("progress:progress")
