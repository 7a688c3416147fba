"""What quizzes do when other apps speak."""

from typing import Any

from django.dispatch import receiver

from accounts.models import User
from accounts.signals import guest_adopted
from quizzes.services import move_attempts


@receiver(guest_adopted)
def adopt_guest(*, guest: User, user: User, **_: Any) -> None:
    """Move a guest's attempts to the account they made."""
    move_attempts(guest=guest, user=user)
