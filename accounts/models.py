"""People: learners with an account, guests without one, instructors."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A person. A guest has a row of their own, so that their work is stored like anybody's."""

    is_guest = models.BooleanField(default=False)
    is_instructor = models.BooleanField(default=False)
    display_name = models.CharField(_("name"), max_length=80, blank=True)
    # Empty means: what the browser asks for.
    language = models.CharField(_("language"), max_length=16, blank=True, choices=settings.LANGUAGES)

    class Meta(AbstractUser.Meta):
        """No choice of ours."""

        swappable = "AUTH_USER_MODEL"

    def __str__(self) -> str:
        """Return the name that others see: never an e-mail address in full."""
        if self.is_guest:
            # Translators: a learner without an account, as an instructor's table shows them.
            return str(_("Guest %(number)s")) % {"number": self.pk}
        return self.display_name or self.email.partition("@")[0] or self.username
