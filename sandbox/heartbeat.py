"""Is a worker listening? The worker stamps the time into the shared cache; everybody may read it."""

import time

from django.core.cache import cache

KEY = "sandbox.worker-heartbeat"
SECONDS_UNTIL_SILENT = 10


def record_heartbeat() -> None:
    """Stamp the present moment. Called by a worker every two seconds while it listens to the broker."""
    cache.set(KEY, time.time(), timeout=24 * 3600)


def forget_heartbeat() -> None:
    """Remove the stamp. Called before the first worker starts: an earlier run's stamp says nothing about this one."""
    cache.delete(KEY)


def read_heartbeat() -> float | None:
    """Return the seconds since the last stamp, or None when there was none within a day."""
    stamp = cache.get(KEY)
    return None if stamp is None else max(0.0, time.time() - stamp)


def is_worker_alive() -> bool:
    """Return whether a worker has stamped lately."""
    age = read_heartbeat()
    return age is not None and age < SECONDS_UNTIL_SILENT
