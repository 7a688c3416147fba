"""Everything that is stored about one person."""

from typing import Any

from django.core import serializers
from django.db.models import ForeignKey, Model

from accounts.models import User

# A password's hash and sessions are ours to guard; the rest belongs to the person.
HIDDEN_FIELDS = {"password"}


def export_person(user: User) -> dict[str, list[dict[str, Any]]]:
    """Return the person's rows by model, ``{"accounts.user": [{field: value}], …}``.

    It follows every foreign key that points to a person, so that a new app's rows are never forgotten here.
    """
    exported = {"accounts.user": _rows([user])}
    for relation in User._meta.related_objects:
        if not isinstance(relation.field, ForeignKey):
            continue
        model = relation.related_model
        rows = model._default_manager.filter(**{relation.field.name: user})
        exported.setdefault(model._meta.label_lower, []).extend(_rows(rows))
    return {label: rows for label, rows in exported.items() if rows}


def _rows(rows: Any) -> list[dict[str, Any]]:
    data: list[dict[str, Any]] = serializers.serialize("python", rows)
    return [
        {"id": _plain(row["pk"]), **{name: _plain(value) for name, value in row["fields"].items()}}
        for row in ({**row, "fields": _visible(row["fields"])} for row in data)
    ]


def _visible(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name not in HIDDEN_FIELDS}


def _plain(value: Any) -> Any:
    # A snapshot of a simulated world is bytes, which mean nothing outside; its size tells that it is there.
    if isinstance(value, (bytes, memoryview)):
        return {"bytes": len(value)}
    return str(value) if isinstance(value, Model) else value
