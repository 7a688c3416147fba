"""Classes: making them, joining and leaving them."""

from django.db import transaction
from django.db.models import Count, QuerySet

from accounts.models import User
from progress.models import Class, Membership, make_join_token


def list_classes(instructor: User) -> QuerySet[Class]:
    """Return an instructor's classes with their ``size``, newest first."""
    return Class.objects.filter(instructor=instructor).annotate(size=Count("memberships"))


def create_class(*, instructor: User, name: str, course_slug: str) -> Class:
    """Make an empty class."""
    return Class.objects.create(instructor=instructor, name=name, course_slug=course_slug)


def join_class(*, klass: Class, learner: User) -> Membership:
    """Let a learner in; who is in already stays in."""
    membership, _ = Membership.objects.get_or_create(klass=klass, learner=learner)
    return membership


def leave_class(*, klass: Class, learner_id: int) -> None:
    """Take a learner out; their records stay theirs."""
    Membership.objects.filter(klass=klass, learner_id=learner_id).delete()


def renew_join_link(*, klass: Class) -> Class:
    """Make a new link, so that the old one stops working."""
    klass.join_token = make_join_token()
    klass.save(update_fields=["join_token"])
    return klass


def move_memberships(*, guest: User, user: User) -> None:
    """Give a guest's places in classes to an account."""
    with transaction.atomic():
        for membership in Membership.objects.filter(learner=guest):
            join_class(klass=membership.klass, learner=user)
            membership.delete()
