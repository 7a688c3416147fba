"""The form with which an instructor uploads a package."""

from django import forms
from django.core.files import File
from django.utils.translation import gettext_lazy as _

from lessons.packages.archive import MOST_ZIP_BYTES


class UploadForm(forms.Form):
    """A zip of a course's folder."""

    package = forms.FileField(label=_("Course package (.zip)"))

    def clean_package(self) -> "File[bytes]":
        """Refuse a file that is too large before it is read."""
        package: File[bytes] = self.cleaned_data["package"]
        if package.size is None or package.size > MOST_ZIP_BYTES:
            raise forms.ValidationError(
                _("The zip is larger than %(limit)s MiB."), params={"limit": MOST_ZIP_BYTES // 2**20}
            )
        return package
