"""Logs of containers, whole or followed.

Models k8s.io/kubernetes/pkg/registry/core/pod/rest/log.go and pkg/kubelet/kuberuntime/logs v1.36. Not modelled:
``stream``, ``insecureSkipTLSVerifyBackend``.
"""

from dataclasses import dataclass
from typing import Any

from sandbox.sim.cluster.apimachinery.status import ApiError, bad_request
from sandbox.sim.cluster.apiserver.tables.ages import parse_time
from sandbox.sim.cluster.apiserver.users import UserInfo
from sandbox.sim.cluster.cluster import Cluster
from sandbox.sim.cluster.http.containers import choose_container
from sandbox.sim.cluster.http.messages import TEXT, Answer, Request, Response
from sandbox.sim.cluster.http.paths import Target
from sandbox.sim.kernel.clock import SECOND, rfc3339_nano

Entry = list[Any]


@dataclass(frozen=True, slots=True)
class LogOptions:
    """Which part of a log, and how it looks. ``start`` is in nanoseconds since the epoch."""

    previous: bool
    timestamps: bool
    start: int
    tail: int | None
    limit: int | None


class LogCursor:
    """A place in a log: what was written behind it is new."""

    def __init__(self, entries: list[Entry]) -> None:
        self._seen, self._length = len(entries), _last_length(entries)

    def advance(self, entries: list[Entry]) -> tuple[Entry | None, list[Entry]]:
        """Return (what was added to the line that was the last, new lines), and move behind them."""
        added = None
        if 0 < self._seen <= len(entries):
            time, stream, text = entries[self._seen - 1]
            added = [time, stream, text[self._length :]] if len(text) > self._length else None
        fresh = entries[self._seen :]
        self._seen, self._length = len(entries), _last_length(entries)
        return added, fresh


class LogFeed:
    """A log that is followed until its container ends."""

    content_type = TEXT

    def __init__(self, cluster: Cluster, source: tuple[str, str, str], options: LogOptions) -> None:
        self.finished = False
        self._cluster = cluster
        self._source = source
        self._options = options
        self._left = options.limit
        entries = cluster.kubelet.logs(*source, previous=options.previous)
        self._first = _chosen(entries, options)
        self._cursor = LogCursor(entries)

    def read(self) -> bytes:
        """Return what was written since the last call."""
        text = "".join(_line(entry, self._options) for entry in self._first) + self._more()
        self._first = []
        data = text.encode()
        if self._left is not None:
            data = data[: self._left]
            self._left -= len(data)
        self.finished = self._left == 0 or not self._cluster.kubelet.is_running(*self._source)
        return data

    def _more(self) -> str:
        try:
            entries = self._cluster.kubelet.logs(*self._source, previous=self._options.previous)
        except ApiError:
            return ""
        added, fresh = self._cursor.advance(entries)
        return (added[2] if added else "") + "".join(_line(entry, self._options) for entry in fresh)


def read_logs(cluster: Cluster, target: Target, request: Request, user: UserInfo) -> Answer:
    """Answer a request for a Pod's log. Raises ApiError."""
    options = _options(cluster, request)
    container = choose_container(cluster, target, request.option("container"), user, "get", "log")
    source = (target.namespace, target.name, container)
    entries = cluster.kubelet.logs(*source, previous=options.previous, user=user)
    if request.flag("follow"):
        return LogFeed(cluster, source, options)
    data = "".join(_line(entry, options) for entry in _chosen(entries, options)).encode()
    return Response(200, data if options.limit is None else data[: options.limit], TEXT)


def _options(cluster: Cluster, request: Request) -> LogOptions:
    seconds, moment = request.number("sinceSeconds"), request.option("sinceTime")
    tail, limit = request.number("tailLines"), request.number("limitBytes")
    if seconds is not None and moment:
        raise _invalid("", "Forbidden", "at most one of `sinceTime` or `sinceSeconds` may be specified")
    for name, value, least in (("sinceSeconds", seconds, 1), ("tailLines", tail, 0), ("limitBytes", limit, 1)):
        if value is not None and value < least:
            raise _invalid(name, f"Invalid value: {value}", f"must be greater than {'or equal to ' * (not least)}0")
    start = 0 if seconds is None else cluster.machine.clock.now - seconds * SECOND
    try:
        start = parse_time(moment) if moment else start
    except ValueError as error:
        raise bad_request(f'parsing time "{moment}": it is not of the form 2006-01-02T15:04:05Z07:00') from error
    return LogOptions(request.flag("previous"), request.flag("timestamps"), start, tail, limit)


def _invalid(name: str, reason: str, words: str) -> ApiError:
    return ApiError(422, "Invalid", f'PodLogOptions "" is invalid: {name}: {reason}: {words}')


def _chosen(entries: list[Entry], options: LogOptions) -> list[Entry]:
    lines = [entry for entry in entries if entry[0] >= options.start]
    return lines if options.tail is None else lines[max(0, len(lines) - options.tail) :]


def _last_length(entries: list[Entry]) -> int:
    return len(str(entries[-1][2])) if entries else 0


def _line(entry: Entry, options: LogOptions) -> str:
    return f"{rfc3339_nano(entry[0])} {entry[2]}" if options.timestamps else str(entry[2])
