"""Who manages which field.

Models ``metadata.managedFields`` of k8s.io/apimachinery/pkg/util/managedfields and merge.Updater of
sigs.k8s.io/structured-merge-diff v1.36. A write is only noted, before admission changes it, as upstream; which fields
it wrote is found out when somebody asks or when the cluster is dumped: most writes are never asked about.
Not modelled: managers that write one object through several API versions, entries of Events.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sandbox.sim.cluster.apimachinery.resources import ApiResource
from sandbox.sim.cluster.apimachinery.schema import Node, kind_schema
from sandbox.sim.cluster.apiserver.field_sets import FieldSet, compare, from_fields, to_fields

Object = dict[str, Any]
Identity = tuple[str, str, str, str]
"""Manager, operation, API version (empty for Apply: an applier is one whatever the version), subresource."""
_MOST_NOTED = 12
_MOST_UPDATERS = 10
_SOMEBODY = "kubectl"
_ANCIENT = "ancient-changes"


@dataclass(frozen=True, slots=True)
class Write:
    """One write: by whom and when, and the object before (None: created) and after it."""

    manager: str
    operation: str
    api_version: str
    subresource: str
    time: str
    before: Object | None
    after: Object
    node: Node | None
    applied: FieldSet | None = None
    """What an apply sets; None for an update."""


@dataclass(slots=True)
class _Entry:
    api_version: str
    time: str
    fields: FieldSet


class FieldManagers:
    """The managers of every object, by the object's uid."""

    def __init__(self) -> None:
        self._rows: dict[str, list[Object]] = {}
        self._noted: dict[str, list[Write]] = {}

    def note(self, uid: str, write: Write) -> None:
        """Remember a write."""
        noted = self._noted.setdefault(uid, [])
        noted.append(write)
        if len(noted) > _MOST_NOTED:
            self.rows(uid)

    def forget(self, uid: str) -> None:
        """Drop what is known of an object that is gone."""
        self._rows.pop(uid, None)
        self._noted.pop(uid, None)

    def rows(self, uid: str) -> list[Object]:
        """Return ``metadata.managedFields`` of an object. Read only."""
        noted = self._noted.pop(uid, None)
        if noted:
            entries = _parse(self._rows.get(uid, ()))
            for write in noted:
                _settle(entries, write)
            self._rows[uid] = _rows(entries)
        return self._rows.get(uid, [])

    def replace(self, uid: str, rows: list[Object]) -> None:
        """Set the entries themselves, as a client may that migrates them."""
        self._noted.pop(uid, None)
        self._rows[uid] = rows

    def shown(self, obj: Object) -> Object:
        """Return an object (a copy of the caller's) with its managers in it."""
        rows = self.rows(obj["metadata"].get("uid", ""))
        if rows:
            obj["metadata"]["managedFields"] = rows
        return obj

    def dump(self) -> Object:
        """Return everything as JSON-able data."""
        for uid in list(self._noted):
            self.rows(uid)
        return self._rows

    def load(self, state: Object) -> None:
        """Take what ``dump()`` returned."""
        self._rows = state


def manager_name(field_manager: str) -> str:
    """Return how a manager is called that does not say its name: by its program."""
    return field_manager or _SOMEBODY


@lru_cache(maxsize=512)
def node_of(resource: ApiResource) -> Node | None:
    """Return the schema of a built-in resource."""
    return kind_schema(resource.group, resource.version, resource.kind)


def _parse(rows: Any) -> dict[Identity, _Entry]:
    entries: dict[Identity, _Entry] = {}
    for row in rows:
        version = "" if row["operation"] == "Apply" else row["apiVersion"]
        identity = (row["manager"], row["operation"], version, row.get("subresource", ""))
        entries[identity] = _Entry(row["apiVersion"], row["time"], from_fields(row["fieldsV1"]))
    return entries


def _settle(entries: dict[Identity, _Entry], write: Write) -> None:
    found = compare(write.before if write.before is not None else {}, write.after, write.node)
    version = "" if write.operation == "Apply" else write.api_version
    mine: Identity = (write.manager, write.operation, version, write.subresource)
    for identity, entry in entries.items():
        if identity != mine:
            for path in (*found.written, *found.removed):
                entry.fields.pop(path, None)
    own = entries.get(mine)
    before = dict(own.fields) if own else {}
    if write.applied is not None:
        after = dict(write.applied)
    else:
        after = {path: None for path in before if path not in found.removed} | _own_part(found.written, write)
    if own is None or set(after) != set(before):
        entries[mine] = _Entry(write.api_version, write.time, after)
    for identity in [identity for identity, entry in entries.items() if not entry.fields]:
        del entries[identity]
    _cap(entries)


def _own_part(written: FieldSet, write: Write) -> FieldSet:
    """Leave out what the endpoint resets: status of the object itself, all but status of the subresource."""
    if write.subresource == "status":
        return {path: None for path in written if path[0] == "f:status"}
    has_status = write.node is not None and "status" in write.node.fields
    return {path: None for path in written if not (has_status and path[0] == "f:status")}


def _cap(entries: dict[Identity, _Entry]) -> None:
    """Merge the oldest of too many updaters, as upstream's capManagersManager."""
    updaters = sorted((entry.time, identity) for identity, entry in entries.items() if identity[1] == "Update")
    for _, identity in updaters[: max(len(updaters) - _MOST_UPDATERS, 0)]:
        entry = entries.pop(identity)
        ancient = (_ANCIENT, "Update", identity[2], "")
        kept = entries.setdefault(ancient, _Entry(entry.api_version, entry.time, {}))
        kept.fields |= entry.fields


def _rows(entries: dict[Identity, _Entry]) -> list[Object]:
    rows = []
    for (manager, operation, _, subresource), entry in entries.items():
        row: Object = {
            "manager": manager,
            "operation": operation,
            "apiVersion": entry.api_version,
            "time": entry.time,
            "fieldsType": "FieldsV1",
            "fieldsV1": to_fields(entry.fields),
        }
        if subresource:
            row["subresource"] = subresource
        rows.append(row)
    return sorted(rows, key=_order)


def _order(row: Object) -> tuple[str, ...]:
    return (row["operation"], row["time"], row["manager"], row["apiVersion"], row.get("subresource", ""))
