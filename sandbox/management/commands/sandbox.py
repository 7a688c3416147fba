"""``manage.py sandbox serve-cluster --lab SLUG``."""

import contextlib
import errno
import socket
import time
from argparse import ArgumentParser
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sandbox.grading import BrokenLabError, start_lab
from sandbox.models import Lab
from sandbox.serving.keeper import Keeper, WallClock
from sandbox.serving.kubeconfig import ForeignFileError
from sandbox.serving.server import open_socket, serve
from sandbox.sim import lab as lab_file
from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.world import World

DEFAULT_PORT = 6443
_LARGEST_PORT = 65535
_HEAD_START = 300 * SECOND
"""The World begins so long ago: its start takes some time of its own, and ages then look as in a cluster that is up."""


class Command(BaseCommand):
    """Serve a World's Kubernetes API."""

    help = "Work with the simulated world: serve a lab's cluster to the real kubectl."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare ``serve-cluster``."""
        actions = parser.add_subparsers(dest="action", required=True, metavar="serve-cluster")
        found = actions.add_parser("serve-cluster", help="serve one World's Kubernetes API on this machine")
        start = found.add_mutually_exclusive_group(required=True)
        start.add_argument("--lab", metavar="SLUG", help="begin where this lab begins; its key or the end of it")
        start.add_argument("--empty", action="store_true", help="begin with an empty cluster")
        found.add_argument("--port", type=int, default=DEFAULT_PORT, help="6443 unless you say otherwise; 0 for any")
        found.add_argument("--kubeconfig", type=Path, metavar="PATH", help="where to write it; var/kubeconfig")
        found.add_argument("--seed", type=int, help="another seed than the lab's: other names, addresses, UIDs")

    def handle(self, **options: Any) -> None:
        """Serve until Ctrl-C."""
        definition = None if options["empty"] else _find_lab(options["lab"])
        port = options["port"]
        if not 0 <= port <= _LARGEST_PORT:
            raise CommandError(f"--port {port}: a port is a number from 0 to {_LARGEST_PORT}")
        try:
            listening = open_socket(port)
        except OSError as error:
            raise CommandError(_say_why(port, error)) from error
        path = (options["kubeconfig"] or settings.VAR / "kubeconfig").absolute()
        with listening, contextlib.suppress(KeyboardInterrupt):
            world = _begin(definition, options["seed"])
            _ = world.cluster  # It is built when it is first asked for, and has to be up before the first request.
            keeper = Keeper(world, WallClock())
            keeper.catch_up(time.time_ns())
            self._serve(keeper, listening, path)
        self.stdout.write("\nThe cluster is gone, and its kubeconfig with it.")

    def _serve(self, keeper: Keeper, listening: socket.socket, path: Path) -> None:
        try:
            serve(keeper, listening, path, lambda address: self._announce(address, path))
        except ForeignFileError as error:
            raise CommandError(f"{path} exists and is not Drydock's; name another with --kubeconfig") from error
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}") from error

    def _announce(self, address: str, path: Path) -> None:
        self.stdout.write(f"The cluster listens on {address}. In another terminal:\n\n    export KUBECONFIG={path}\n")
        self.stdout.write("    kubectl get pods\n\nCtrl-C ends it.")
        self.stdout.flush()


def _say_why(port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is in use; choose another with --port, or 0 for any that is free"
    return f"port {port} cannot be listened on: {error.strerror}"


def _find_lab(slug: str) -> lab_file.Lab:
    rows = {row.key: row for row in Lab.objects.select_related("current").exclude(current=None)}
    found = [row for key, row in rows.items() if key == slug or key.endswith(f"/{slug}")]
    if len(found) == 1 and found[0].current is not None:
        return lab_file.Lab.from_data(found[0].current.definition)
    if found:
        raise CommandError(f"--lab {slug} means any of: {', '.join(row.key for row in found)}")
    if not rows:
        raise CommandError("there are no labs yet: import a course first (`make start` does), or serve with --empty")
    raise CommandError(f"there is no lab {slug}. {_suggest(slug, list(rows))}")


def _suggest(slug: str, keys: list[str]) -> str:
    """Name the labs that come nearest, by their last words and by their whole keys."""
    by_end = {key.rpartition("/")[2]: key for key in keys}
    near = [by_end[end] for end in get_close_matches(slug.rpartition("/")[2], by_end, n=3, cutoff=0.4)]
    near += [key for key in get_close_matches(slug, keys, n=3, cutoff=0.6) if key not in near]
    chosen = near or sorted(keys)[:5]
    return f"{'Nearest' if near else 'There are'}: {', '.join(chosen)}"


def _begin(lab: lab_file.Lab | None, seed: int | None) -> World:
    start = time.time_ns() - _HEAD_START
    if lab is None:
        return World.create(1 if seed is None else seed, start=start)
    try:
        return start_lab(lab, start=start, seed=seed)
    except BrokenLabError as error:
        raise CommandError(f"the lab's start does not run: {error}") from error
