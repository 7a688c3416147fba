"""Forms of accounts."""

from typing import ClassVar

from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.languages import is_known_language
from accounts.models import User


class SignupForm(AllauthSignupForm):  # type: ignore[misc]
    """Sign up with a name, an e-mail address and a password."""

    display_name = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("What instructors and classmates see."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order: ClassVar[list[str]] = ["display_name", "email", "password1"]

    def save(self, request: HttpRequest) -> User | None:
        """Make the account; it keeps the language in which the person signed up."""
        user: User | None = super().save(request)
        if user is not None:
            language = get_language() or ""
            user.display_name = self.cleaned_data["display_name"]
            user.language = language if is_known_language(language) else ""
            user.save(update_fields=["display_name", "language"])
        return user


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg] # Not subscriptable at run time.
    """What a person may change about themselves."""

    class Meta:
        """The fields, in the order of the page."""

        model = User
        fields = ("display_name", "language")

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Ask accounts for a name; guests have none."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["display_name"].required = True
        language = self.fields["language"]
        if isinstance(language, forms.ChoiceField):
            language.choices = [("", _("What my browser asks for")), *settings.LANGUAGES]


class DeleteAccountForm(forms.Form):
    """A deed that cannot be undone asks for a tick."""

    sure = forms.BooleanField(label=_("Delete my account and everything that I did here"))
