"""What the site needs in order to work, asked one by one."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import DatabaseError, connection
from kombu.exceptions import KombuError, OperationalError

from config.celery import app
from sandbox.heartbeat import SECONDS_UNTIL_SILENT, read_heartbeat


@dataclass(frozen=True)
class Finding:
    """The state of one part; ``detail`` is one line for operators, in English, without secrets."""

    ok: bool
    detail: str


def check_all() -> dict[str, Finding]:
    """Ask every part. No part's failure keeps the others from being asked."""
    checks: dict[str, Callable[[], Finding]] = {
        "database": check_database,
        "broker": check_broker,
        "worker": check_worker,
    }
    return {name: check() for name, check in checks.items()}


def check_database() -> Finding:
    """Run one query."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return Finding(ok=False, detail=f"no answer: {type(error).__name__}")
    return Finding(ok=True, detail="answers")


def check_broker() -> Finding:
    """Open a connection to the broker; the embedded one also writes and removes a file."""
    try:
        with app.connection_for_write(transport_options=_quick_options()) as link:
            link.ensure_connection(max_retries=1, interval_start=0, timeout=2)
            if not link.transport.verify_connection(link.connection):
                return Finding(ok=False, detail="connected, but not usable")
    except (OSError, KombuError, OperationalError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return Finding(ok=False, detail=f"takes no messages: {reason or type(error).__name__}")
    return Finding(ok=True, detail="takes messages")


def check_worker() -> Finding:
    """Read the heartbeat."""
    age = read_heartbeat()
    if age is None:
        return Finding(ok=False, detail="no worker has been heard")
    if age >= SECONDS_UNTIL_SILENT:
        return Finding(ok=False, detail=f"no worker has been heard for {age:.0f} s")
    return Finding(ok=True, detail="listens")


def _quick_options() -> dict[str, object]:
    # A probe that waits as long as a task may would itself be reported as down.
    return {**app.conf.broker_transport_options, "socket_timeout": 2, "socket_connect_timeout": 2}
