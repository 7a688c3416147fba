"""kubectl events.

Models k8s.io/kubectl/pkg/cmd/events v1.36. Not modelled: --watch.
"""

from typing import Any

from sandbox.sim.kubectl.describe.events import interval, last_seen
from sandbox.sim.kubectl.durations import parse_time
from sandbox.sim.kubectl.errors import KubectlError
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.printers.formats import ObjectPrinter, parse_format
from sandbox.sim.kubectl.printers.table import ColumnWriter
from sandbox.sim.kubectl.targets import split_target

Object = dict[str, Any]
FLAGS = frozenset(("all-namespaces", "for", "no-headers", "output", "template", "types", "show-managed-fields"))
_TYPES = ("NORMAL", "WARNING")


def run(invocation: Invocation) -> int:
    """Print events, the oldest first."""
    flags = invocation.flags
    output = parse_format(flags["output"], flags["template"])
    for kind in flags["types"]:
        if kind.upper() not in _TYPES:
            raise KubectlError("valid --types are Normal or Warning")
    events = invocation.client.types.find("events")
    namespace = "" if flags["all-namespaces"] else invocation.namespace
    found = invocation.client.list(events, namespace)["items"]
    chosen = sorted((event for event in found if _wanted(invocation, event)), key=_moment)
    if output.name:
        whole = {"apiVersion": "v1", "items": chosen, "kind": "EventList", "metadata": {"resourceVersion": ""}}
        invocation.out(ObjectPrinter(output, invocation.files.read_text).render(whole))
    elif not chosen:
        where = "" if flags["all-namespaces"] else f" in {invocation.namespace} namespace."
        invocation.err(f"No events found{where}\n")
    else:
        invocation.out(_table(invocation, chosen))
    return 0


def _moment(event: Object) -> tuple[float, int]:
    moment = parse_time(last_seen(event) or "1970-01-01T00:00:00Z").timestamp()
    return moment, int(event["metadata"].get("resourceVersion") or 0)


def _wanted(invocation: Invocation, event: Object) -> bool:
    flags = invocation.flags
    if flags["types"] and str(event.get("type", "")).lower() not in [kind.lower() for kind in flags["types"]]:
        return False
    if not flags["for"]:
        return True
    kind, name = split_target(str(flags["for"]))
    resource = invocation.client.types.find(kind)
    involved = event.get("involvedObject") or {}
    return bool(involved.get("kind") == resource.kind and involved.get("name") == name)


def _table(invocation: Invocation, events: list[Object]) -> str:
    flags = invocation.flags
    first = ["NAMESPACE"] if flags["all-namespaces"] else []
    rows = [] if flags["no-headers"] else [[*first, "LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"]]
    for event in events:
        involved = event.get("involvedObject") or {}
        place = [event["metadata"].get("namespace", "")] if flags["all-namespaces"] else []
        about = f"{involved.get('kind', '')}/{involved.get('name', '')}"
        seen = interval(event, invocation.now)
        message = str(event.get("message", "")).strip()
        rows.append([*place, seen, str(event.get("type", "")), str(event.get("reason", "")), about, message])
    return ColumnWriter().render(rows)
