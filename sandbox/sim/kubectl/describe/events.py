"""The events at the end of a description.

Models DescribeEvents of k8s.io/kubectl/pkg/describe/describe.go v1.36.
"""

from collections.abc import Sequence
from typing import Any

from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.kubectl.describe.page import Page
from sandbox.sim.kubectl.durations import parse_time, since

Object = dict[str, Any]


def find_events(page: Page, obj: Object) -> list[Object]:
    """Return the events about an object."""
    meta = obj["metadata"]
    resource = page.client.types.find("events")
    try:
        found = page.client.list(resource, meta.get("namespace", ""))["items"]
    except ApiError:
        return []
    return [event for event in found if _is_about(event.get("involvedObject") or {}, obj)]


def _is_about(involved: Object, obj: Object) -> bool:
    meta = obj["metadata"]
    same = involved.get("name") == meta["name"] and involved.get("kind") == obj.get("kind")
    uid = meta["name"] if obj.get("kind") == "Node" else meta.get("uid")
    return bool(same and involved.get("uid", "") in ("", uid, meta.get("uid")))


def last_seen(event: Object) -> str:
    """Return when an event was seen last."""
    series = event.get("series") or {}
    return str(
        series.get("lastObservedTime")
        or event.get("lastTimestamp")
        or event.get("eventTime")
        or event.get("firstTimestamp")
        or ""
    )


def interval(event: Object, now: int) -> str:
    """Return ``5s``, or ``5s (x3 over 2m)`` for an event that happened again."""
    first = str(event.get("firstTimestamp") or event.get("eventTime") or "")
    count = int((event.get("series") or {}).get("count") or event.get("count") or 1)
    if count > 1:
        return f"{since(last_seen(event), now)} (x{count} over {since(first, now)})"
    return since(first or last_seen(event), now)


def source_of(event: Object) -> str:
    """Return who reported the event."""
    return str((event.get("source") or {}).get("component") or event.get("reportingComponent") or "")


def _order(event: Object) -> tuple[float, int]:
    moment = parse_time(last_seen(event) or "1970-01-01T00:00:00Z").timestamp()
    return moment, int(event["metadata"].get("resourceVersion") or 0)


def describe_events(page: Page, events: Sequence[Object]) -> None:
    """Add the events, the oldest first."""
    if not events:
        page.add("Events:\t<none>")
        return
    ordered = sorted(events, key=_order)
    page.add("Events:")
    page.add("Type\tReason\tAge\tFrom\tMessage", 1)
    page.add("----\t------\t----\t----\t-------", 1)
    for event in ordered:
        cells = (event.get("type", ""), event.get("reason", ""), interval(event, page.now), source_of(event))
        page.add("\t".join((*map(str, cells), str(event.get("message", "")).strip())), 1)
