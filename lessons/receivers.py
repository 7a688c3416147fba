"""What lessons do when other apps speak."""

from typing import Any

from django.dispatch import receiver

from accounts.models import User
from accounts.signals import guest_adopted
from lessons.services import move_readings


@receiver(guest_adopted)
def adopt_guest(*, guest: User, user: User, **_: Any) -> None:
    """Move what a guest has read to the account they made."""
    move_readings(guest=guest, user=user)
