"""The broker on files: messages arrive whole, in order and once, whoever else is at work."""

import json
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection
from kombu.exceptions import ChannelError

from config.broker import Channel, Transport

# kombu calls a channel through these names; there is no public way to put one message without a whole worker.
# ruff: noqa: SLF001


@pytest.fixture
def open_channel(tmp_path: Path) -> Callable[[], Channel]:
    """Open a channel as another process would: with a connection of its own."""
    options = {
        "data_folder_in": str(tmp_path / "queue"),
        "data_folder_out": str(tmp_path / "queue"),
        "processed_folder": str(tmp_path / "taken"),
        "control_folder": str(tmp_path / "control"),
    }

    def make() -> Channel:
        channel = Connection("filesystem://localhost", transport=Transport, transport_options=options).channel()
        assert isinstance(channel, Channel)
        return channel

    return make


def take_all(channel: Channel, queue: str) -> list[int]:
    taken: list[int] = []
    while True:
        try:
            taken.append(channel._get(queue)["n"])
        except Empty:
            return taken


def test_messages_come_back_in_the_order_in_which_they_were_put(open_channel: Callable[[], Channel]) -> None:
    channel = open_channel()
    for number in range(20):
        channel._put("celery", {"n": number})
    assert take_all(channel, "celery") == list(range(20))


def test_a_queue_takes_no_message_of_another(open_channel: Callable[[], Channel]) -> None:
    channel = open_channel()
    channel._put("celery", {"n": 1})
    assert take_all(channel, "other") == []


def test_two_workers_never_take_one_message(open_channel: Callable[[], Channel]) -> None:
    writer, readers = open_channel(), [open_channel() for _ in range(4)]
    for number in range(200):
        writer._put("celery", {"n": number})
    taken: list[int] = []
    threads = [threading.Thread(target=lambda c=c: taken.extend(take_all(c, "celery"))) for c in readers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(taken) == Counter(range(200))


def test_a_message_half_written_by_a_killed_process_is_never_read(
    open_channel: Callable[[], Channel], tmp_path: Path
) -> None:
    channel = open_channel()
    (tmp_path / "queue" / ".000_x.celery.msg.new").write_text('{"n": ')
    assert take_all(channel, "celery") == []


def test_bindings_of_processes_that_start_at_once_are_all_kept(
    open_channel: Callable[[], Channel], tmp_path: Path
) -> None:
    channels = [open_channel() for _ in range(8)]
    threads = [
        threading.Thread(target=channel._queue_bind, args=("celery", f"key{number}", "", f"queue{number}"))
        for number, channel in enumerate(channels)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    table = json.loads((tmp_path / "control" / "celery.exchange").read_text())
    assert sorted(row[2] for row in table) == [f"queue{number}" for number in range(8)]


def test_a_folder_that_cannot_be_written_is_an_error_of_the_broker(
    open_channel: Callable[[], Channel], tmp_path: Path
) -> None:
    channel = open_channel()
    (tmp_path / "queue").rmdir()
    (tmp_path / "queue").write_text("in the way")
    with pytest.raises(ChannelError, match="Cannot write"):
        channel._put("celery", {"n": 1})
