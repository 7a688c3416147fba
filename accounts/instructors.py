"""Who teaches."""

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.models import User


@transaction.atomic
def make_instructor(*, email: str, password: str) -> User:
    """Make an account that teaches, able to sign in with this address and password."""
    user: User = User.objects.create_user(
        username=email, email=email, password=password, is_instructor=True, display_name=email.partition("@")[0]
    )
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    return user


def find_account(email: str) -> User | None:
    """Return the account with this address, whatever the case of its letters."""
    return User.objects.filter(email__iexact=email, is_guest=False).first()


def set_instructor(*, user: User, teaches: bool) -> None:
    """Let somebody teach, or no longer."""
    user.is_instructor = teaches
    user.save(update_fields=["is_instructor"])
