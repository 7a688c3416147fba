"""The profile: name, language, taking one's data along, leaving."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.i18n import set_language as django_set_language

from accounts.export import export_person
from accounts.forms import DeleteAccountForm, ProfileForm
from accounts.guests import get_learner
from accounts.languages import is_known_language, remember_language


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Switch the language of the interface; an account keeps the choice for its other devices."""
    learner = get_learner(request)
    language = request.POST.get("language", "")
    if learner is not None and is_known_language(language):
        learner.language = language
        learner.save(update_fields=["language"])
    return django_set_language(request)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change what Drydock knows about a person. A guest sees what being a guest means."""
    learner = get_learner(request)
    if learner is None or learner.is_guest:
        return render(request, "account/profile_guest.html", {"learner": learner, "delete_form": DeleteAccountForm()})
    form = ProfileForm(request.POST or None, instance=learner)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your profile is saved."))
        response = redirect("accounts:profile")
        if learner.language:
            remember_language(response, learner.language)
        return response
    return render(request, "account/profile.html", {"form": form, "delete_form": DeleteAccountForm()})


@never_cache
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Hand out everything that is stored about the person who asks, as one JSON file."""
    learner = get_learner(request)
    if learner is None:
        return redirect("accounts:profile")
    response = JsonResponse(export_person(learner), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="drydock.json"'
    return response


@require_POST
def delete(request: HttpRequest) -> HttpResponse:
    """Forget a person, account or guest, and everything that they did."""
    learner = get_learner(request)
    form = DeleteAccountForm(request.POST)
    if learner is None or not form.is_valid():
        messages.error(request, _("Nothing was deleted: tick the box first."))
        return redirect("accounts:profile")
    logout(request)
    learner.delete()
    messages.success(request, _("Everything that was stored about you is deleted."))
    return redirect("/")
