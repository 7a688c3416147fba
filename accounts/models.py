"""People: learners with an account, guests without one, instructors."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A person. A guest has a row of their own, so that their work is stored like anybody's."""

    is_guest = models.BooleanField(default=False)
    is_instructor = models.BooleanField(default=False)
