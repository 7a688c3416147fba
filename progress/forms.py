"""Forms of classes."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lessons.services import get_outline, list_course_slugs
from progress.models import Class


class ClassForm(forms.ModelForm):  # type: ignore[type-arg]  # Django forms take no parameter at run time.
    """A class's name and course."""

    course_slug = forms.ChoiceField(label=_("Course"))

    class Meta:
        """Both fields are needed."""

        model = Class
        fields = ["name", "course_slug"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        outlines = [outline for outline in map(get_outline, list_course_slugs()) if outline]
        field = self.fields["course_slug"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (declared above)
        field.choices = [(outline.slug, outline.title.in_language(language)) for outline in outlines]
