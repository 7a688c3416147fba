"""``manage.py instructor EMAIL``: let somebody teach."""

import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from accounts.instructors import find_account, make_instructor, set_instructor
from accounts.models import User


class Command(BaseCommand):
    """Makes an account an instructor's, or makes a new one; ``--revoke`` takes it back, ``--password`` renews it."""

    help = "Let the account with this e-mail address teach; make the account when there is none."

    def add_arguments(self, parser: CommandParser) -> None:
        """Read the address and what to do."""
        parser.add_argument("email")
        parser.add_argument("--revoke", action="store_true", help="the account may no longer teach")
        parser.add_argument("--password", action="store_true", help="set a new password and print it")

    def handle(self, *_args: Any, email: str, revoke: bool, password: bool, **_options: Any) -> None:
        """Do it, and say what was done."""
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"'{email}' is not an e-mail address") from None
        user = find_account(email)
        if user is None and (revoke or password):
            raise CommandError(f"nobody has the address {email}")
        if user is None:
            fresh = secrets.token_urlsafe(9)
            make_instructor(email=email, password=fresh)
            self.stdout.write(f"{email} is a new account and may teach. Password: {fresh}")
            return
        self._change(user, revoke=revoke, password=password)

    def _change(self, user: User, *, revoke: bool, password: bool) -> None:
        set_instructor(user=user, teaches=not revoke)
        self.stdout.write(f"{user.email} may {'no longer ' if revoke else ''}teach.")
        if password:
            fresh = secrets.token_urlsafe(9)
            user.set_password(fresh)
            user.save(update_fields=["password"])
            self.stdout.write(f"New password: {fresh}")
