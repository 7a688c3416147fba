"""The two probes."""

import time
from functools import partial
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from kombu import Connection

from config import broker, health
from config.celery import app
from sandbox import heartbeat

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_heartbeat() -> None:
    cache.clear()


@pytest.fixture
def files_broker(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The embedded broker in a folder of the test's own."""
    options = {
        "data_folder_in": str(tmp_path / "queue"),
        "data_folder_out": str(tmp_path / "queue"),
        "processed_folder": str(tmp_path / "taken"),
        "control_folder": str(tmp_path / "control"),
    }
    link = partial(Connection, "filesystem://localhost", transport=broker.Transport)
    monkeypatch.setattr(app, "connection_for_write", lambda **_: link(transport_options=options))
    return tmp_path


def test_a_living_process_says_so_whatever_else_is_down() -> None:
    response = Client().get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_all_parts_working_is_ready(files_broker: Path) -> None:
    heartbeat.record_heartbeat()
    response = Client().get("/readyz")
    assert response.status_code == 200, response.json()
    assert {name: part["ok"] for name, part in response.json()["parts"].items()} == {
        "database": True,
        "broker": True,
        "worker": True,
    }
    assert list((files_broker / "queue").iterdir()) == [], "the probe leaves no file behind"


def test_without_a_worker_only_that_is_reported(files_broker: Path) -> None:
    del files_broker
    response = Client().get("/readyz")
    assert response.status_code == 503
    parts = response.json()["parts"]
    assert parts["worker"] == {"ok": False, "detail": "no worker has been heard"}
    assert parts["database"]["ok"]
    assert parts["broker"]["ok"]


def test_a_worker_that_fell_silent_is_dead(monkeypatch: pytest.MonkeyPatch) -> None:
    heartbeat.record_heartbeat()
    assert heartbeat.is_worker_alive()
    later = time.time() + heartbeat.SECONDS_UNTIL_SILENT + 2
    monkeypatch.setattr(time, "time", lambda: later)
    assert not heartbeat.is_worker_alive()
    assert "has been heard for 12 s" in Client().get("/readyz").json()["parts"]["worker"]["detail"]


def test_a_broker_folder_that_cannot_be_written_is_reported(files_broker: Path) -> None:
    heartbeat.record_heartbeat()
    # A file in the folder's place stops root as well, whom permissions would not.
    (files_broker / "queue").write_text("in the way")
    response = Client().get("/readyz")
    assert response.status_code == 503
    broker_part = response.json()["parts"]["broker"]
    assert not broker_part["ok"]
    assert "takes no messages" in broker_part["detail"]


def test_a_dead_database_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import DatabaseError, connection  # noqa: PLC0415 - next to what it breaks.

    def fail() -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(connection, "cursor", fail)
    assert health.check_database() == health.Finding(ok=False, detail="no answer: DatabaseError")


def test_probes_are_only_read() -> None:
    assert Client().post("/readyz").status_code == 405
