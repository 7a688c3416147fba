"""Writing records: one door for the three signals, and the move of a guest's records to an account."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from progress.models import Record

Points = Decimal | float | int


def record_activity(*, learner: User, kind: str, key: str, points: Points, max_points: Points, at: datetime) -> Record:
    """Note one finished activity: the first result is kept, the best one is raised, attempts are counted."""
    reached, possible = _decimal(points), _decimal(max_points)
    with transaction.atomic():
        record, created = Record.objects.select_for_update().get_or_create(
            learner=learner,
            kind=kind,
            key=key,
            defaults={"best_points": reached, "first_points": reached, "max_points": possible, "attempts": 1,
                      "first_at": at, "last_at": at},
        )  # fmt: skip
        if not created:
            record.best_points = _better(record.best_points, record.max_points, reached, possible)
            record.max_points = possible
            record.attempts += 1
            record.last_at = max(at, record.last_at)
            record.save()
    return record


def move_records(*, guest: User, user: User) -> None:
    """Give a guest's records to an account; where both have one, the better points and the earlier first stay."""
    mine = {(record.kind, record.key): record for record in Record.objects.filter(learner=user)}
    for record in Record.objects.filter(learner=guest):
        standing = mine.get((record.kind, record.key))
        if standing is None:
            record.learner = user
            record.save(update_fields=["learner"])
        else:
            _merge(standing, record)


def _merge(standing: Record, other: Record) -> None:
    newer = max(standing, other, key=lambda record: record.last_at)
    standing.best_points = max(
        _scaled(standing.best_points, standing.max_points, newer.max_points),
        _scaled(other.best_points, other.max_points, newer.max_points),
    )
    first = min(standing, other, key=lambda record: record.first_at)
    standing.first_points, standing.first_at = first.first_points, first.first_at
    standing.max_points, standing.last_at = newer.max_points, newer.last_at
    standing.attempts += other.attempts
    standing.save()
    other.delete()


def _better(best: Decimal, of: Decimal, reached: Decimal, possible: Decimal) -> Decimal:
    return max(_scaled(best, of, possible), reached)


def _scaled(points: Decimal, of: Decimal, possible: Decimal) -> Decimal:
    """Carry points over to an edition of the activity that gives another number of them."""
    if of == possible or not of:
        return min(points, possible)
    return (points * possible / of).quantize(Decimal("0.01"))


def _decimal(value: Points) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.01"))
