"""The Celery application: ``celery --app config worker --beat`` when embedded, several services in production."""

import os
from typing import Any

from celery import Celery, bootsteps

from config import broker  # noqa: F401 - settings name it by its path; a fault in it should show early.

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")

app = Celery("drydock")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

SECONDS_BETWEEN_STAMPS = 2


class Heartbeat(bootsteps.StartStopStep):
    """Stamps the heartbeat while this worker listens to the broker, and no longer.

    It runs on the worker's own timer and not as a task: a full queue must not look like a dead worker.
    """

    requires = ("celery.worker.consumer.tasks:Tasks",)

    def __init__(self, parent: Any, **kwargs: Any) -> None:
        super().__init__(parent, **kwargs)
        self.entry: Any = None

    def start(self, parent: Any) -> None:
        """Stamp now, then every two seconds."""
        # The cache needs configured settings, which exist only once the worker starts.
        from sandbox.heartbeat import record_heartbeat  # noqa: PLC0415

        record_heartbeat()
        self.entry = parent.timer.call_repeatedly(SECONDS_BETWEEN_STAMPS, record_heartbeat)

    def stop(self, parent: Any) -> None:  # noqa: ARG002 - Celery's interface.
        """Stop stamping: the connection is lost or the worker goes away."""
        if self.entry is not None:
            self.entry.cancel()
            self.entry = None


app.steps["consumer"].add(Heartbeat)
