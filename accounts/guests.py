"""Learners without an account: made at their first deed, moved to the account that they make later."""

import logging
import uuid
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from accounts.signals import guest_adopted

GUEST_DAYS = 180
"""Days that a guest's work is kept. The session ends at the same moment, so nobody loses work that they could reach."""

logger = logging.getLogger(__name__)


def get_learner(request: HttpRequest) -> User | None:
    """Return whose work this request shows, account or guest, or None for somebody who has done nothing yet."""
    return request.user if isinstance(request.user, User) else None


def ensure_learner(request: HttpRequest) -> User:
    """Return the learner of this request; make a guest of somebody unknown. Call it before the first row is stored."""
    learner = get_learner(request)
    if learner is not None:
        return learner
    guest = User(username=f"guest-{uuid.uuid4()}", is_guest=True)
    guest.set_unusable_password()
    guest.save()
    # A guest gains no rights, so the pages that are open may keep their CSRF token: what is typed in one is saved, and
    # then submitted from it.
    token = request.META.get("CSRF_COOKIE")
    login(request, guest, backend=settings.AUTHENTICATION_BACKENDS[0])
    if token is not None:
        request.META["CSRF_COOKIE"] = token
    request.session.set_expiry(timezone.now() + timedelta(days=GUEST_DAYS))
    return guest


@transaction.atomic
def adopt_guest(*, guest: User, user: User) -> None:
    """Move a guest's work to an account and forget the guest: all of it or nothing.

    Idempotent: two sign-ins at once with one guest move the work once, to whoever comes first.
    """
    locked = User.objects.select_for_update().filter(pk=guest.pk, is_guest=True).first()
    if locked is None or user.is_guest:
        return
    guest_adopted.send(sender=User, guest=locked, user=user)
    locked.delete()
    logger.info("The work of guest %s moved to account %s", guest.pk, user.pk)


def forget_old_guests() -> int:
    """Delete the guests whose sessions have ended, with their work; return how many there were."""
    limit = timezone.now() - timedelta(days=GUEST_DAYS + 1)
    old = User.objects.filter(is_guest=True, date_joined__lt=limit)
    count = old.count()
    old.delete()
    return count
