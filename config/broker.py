"""The embedded broker: kombu's file-system transport, made safe for several processes.

Models kombu 5.7 ``kombu/transport/filesystem.py``. Upstream writes a message under its final name, so a worker may
take it half written; it takes a message by moving it into the shared temporary folder; and it writes a binding after
truncating the file, so a second process may read it empty. Here every file appears whole, by a rename.
"""

import fcntl
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty
from time import time_ns
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.encoding import bytes_to_str, str_to_bytes
from kombu.utils.json import dumps, loads


class Channel(filesystem.Channel):
    """A channel whose messages and bindings are always read whole."""

    # The stubs of kombu disagree with each other about this one.
    def _put(self, queue: str, payload: Any, **_kwargs: Any) -> None:  # type: ignore[override]
        # Wall-clock time keeps the order of messages over a restart of the machine, which a monotonic clock would not.
        path = Path(self.data_folder_out) / f"{time_ns():020d}_{uuid.uuid4()}.{queue}.msg"
        try:
            write_whole(path, str_to_bytes(dumps(payload)))
        except OSError as error:
            raise ChannelError(f"Cannot write {path}: {error.strerror}") from error

    def _get(self, queue: str, timeout: float | None = None) -> Any:  # noqa: ARG002 - the interface of channels.
        for name in self._list_messages(queue):
            taken = Path(self.processed_folder) / name
            try:
                # A rename succeeds for one process alone: this is how two workers never take one message.
                (Path(self.data_folder_in) / name).rename(taken)
            except OSError:
                # Taken by somebody else, or a folder that cannot be written now: the message stays where it is.
                continue
            payload = taken.read_bytes()
            taken.unlink()
            return loads(bytes_to_str(payload))
        raise Empty

    def _list_messages(self, queue: str) -> list[str]:
        try:
            names = [path.name for path in Path(self.data_folder_in).iterdir()]
        except OSError:
            # /readyz says what is wrong with the folder; the worker waits until somebody has mended it.
            return []
        return sorted(name for name in names if name.partition(".")[2] == f"{queue}.msg")

    def _queue_bind(self, exchange: str, routing_key: str | None, pattern: str | None, queue: str) -> None:
        path: Path = self._exchange_file(exchange)  # type: ignore[attr-defined] # Newer than celery-types.
        binding = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        if binding in self.get_table(exchange):
            return
        try:
            with locked(Path(self.control_folder) / "lock"):
                table = self.get_table(exchange)
                if binding not in table:
                    write_whole(path, str_to_bytes(dumps([binding, *table])))
        except OSError as error:
            raise ChannelError(f"Cannot write {path}: {error.strerror}") from error


class Transport(filesystem.Transport):
    """The transport that CELERY_BROKER_TRANSPORT names. Makes its folders when it starts."""

    Channel = Channel

    def __init__(self, client: Any, **kwargs: Any) -> None:
        super().__init__(client, **kwargs)
        self.folders: dict[str, str] = client.transport_options
        for name in ("data_folder_in", "processed_folder", "control_folder"):
            folder = Path(client.transport_options[name])
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise ChannelError(f"Cannot make {folder}: {error.strerror}") from error

    def verify_connection(self, _connection: Any) -> bool:
        """Return whether a message could be written and taken now; raise OSError with the reason when it could not."""
        for name in ("data_folder_out", "processed_folder"):
            probe = Path(self.folders[name]) / f"probe-{uuid.uuid4()}"
            write_whole(probe, b"probe")
            probe.unlink()
        return True


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that is there with all its content or not at all."""
    fresh = path.with_name(f".{path.name}.new")
    try:
        fresh.write_bytes(content)
        fresh.rename(path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold an exclusive lock that the kernel gives back when its process dies."""
    with path.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
