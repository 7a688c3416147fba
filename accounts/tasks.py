"""Housekeeping, started by Celery beat."""

from celery import shared_task
from django.core.management import call_command

from accounts.guests import forget_old_guests


@shared_task
def forget_guests() -> None:
    """Delete guests whose sessions have ended."""
    forget_old_guests()


@shared_task
def forget_sessions() -> None:
    """Delete sessions that have ended."""
    call_command("clearsessions")
