"""kubectl as a program that a process runs.

Models cmd/kubectl v1.36: finding the command, reading its flags, running it, saying what went wrong. A verb that has to
wait returns a Wait and is called again with its ``state``. Not modelled: plugins, kuberc preferences, ``-v`` logging.
"""

from collections.abc import Callable
from typing import Any

from sandbox.sim.cli.flags import FlagError, Flags, HelpWanted
from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.kubectl import commands, errors, forwarding, registry
from sandbox.sim.kubectl.commands import Command
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.suggestions import unknown_command
from sandbox.sim.runtime.process import Exit, Process, Step
from sandbox.sim.runtime.system import System
from sandbox.sim.runtime.tls import Certificate

_HELP_ON_STDOUT = ("", "certificate", "rollout", "options")
INERT = frozenset(
    (
        "allow-missing-template-keys", "cache-dir", "chunk-size", "disable-compression", "log-flush-frequency",
        "match-server-version", "request-timeout", "insecure-skip-tls-verify", "openapi-patch", "record",
    )
)  # fmt: skip
"""Flags whose effect nobody can see here."""
GLOBAL = frozenset(
    ("namespace", "context", "cluster", "user", "kubeconfig", "token", "as", "as-group", "warnings-as-errors")
)


class KubectlProgram:
    """The executable ``kubectl``. ``cluster`` returns the World's cluster, which may be built only now."""

    def __init__(self, cluster: Callable[[], Any]) -> None:
        self._cluster = cluster

    def start(self, process: Process, system: System) -> Step:
        """Begin."""
        return self._run(process, system)

    def resume(self, process: Process, system: System) -> Step:
        """Go on with a verb that waits."""
        return self._run(process, system)

    def signalled(self, process: Process, system: System, signal: str) -> Step | None:  # noqa: ARG002  (the protocol's shape)
        """End at a signal: kubectl handles none."""
        return Exit(130)

    def serve(self, process: Process, system: System, port: int, request: bytes, peer: str) -> bytes:  # noqa: ARG002  (the protocol's shape)
        """Answer what comes in at a port that port-forward listens on."""
        return forwarding.serve(process, system, port, request)

    def certificate(self, process: Process, system: System, port: int, name: str) -> Certificate | None:
        """Show what the server behind a forwarded port shows."""
        return forwarding.certificate(process, system, port, name)

    def _run(self, process: Process, system: System) -> Step:
        argv = process.argv[1:]
        if argv[:1] == ["help"]:
            return Exit(_help(argv[1:], system))
        found, rest = commands.find(argv)
        if not found.path and rest and not rest[0].startswith("-"):
            return self._root_word(rest[0], found, system)
        try:
            flags = found.flags.parse(rest)
        except HelpWanted:
            system.write(1, found.help)
            return Exit(0)
        except FlagError as error:
            system.write(2, f"error: {error}\nSee '{found.full_path} --help' for usage.\n")
            return Exit(2 if found.path == "diff" else 1)
        invocation = Invocation(found, flags, process, system, None, process.state)
        return self._guarded(invocation)

    @staticmethod
    def _root_word(word: str, root: Command, system: System) -> Step:
        system.write(2, f"error: {unknown_command(word, root.children)}".rstrip("\n") + "\n")
        return Exit(1)

    def _guarded(self, invocation: Invocation) -> Step:
        try:
            return self._perform(invocation)
        except (errors.KubectlError, errors.Aggregate, ApiError) as error:
            text, code = errors.render(error, invocation.command.full_path)
            invocation.err(text)
            return Exit(2 if invocation.command.path == "diff" and code == 1 and text else code)

    def _perform(self, invocation: Invocation) -> Step:
        found, flags = invocation.command, invocation.flags
        if not invocation.state:
            for text in flags.warnings:
                invocation.err(f"{text}\n")
        verb = registry.VERBS.get(found.path)
        if verb is None:
            return _group(invocation)
        _check_flags(found, flags, verb)
        invocation.cluster = self._cluster()
        result = verb.run(invocation)
        if not isinstance(result, int):
            return result
        if result == 0 and invocation.warned and flags["warnings-as-errors"]:
            count = invocation.warned
            invocation.err(f"error: {count} {'warning' if count == 1 else 'warnings'} received\n")
            return Exit(1)
        return Exit(result)


def _check_flags(found: Command, flags: Flags, verb: registry.Verb) -> None:
    missing = [name for name in verb.required if not flags.given(name)]
    if missing:
        quoted = ", ".join(f'"{name}"' for name in missing)
        raise errors.KubectlError(f"required flag(s) {quoted} not set")
    for name in flags.changed:
        if name not in verb.flags and name not in INERT and name not in GLOBAL:
            raise errors.NotModelled(f"{found.full_path} --{name}")


def _group(invocation: Invocation) -> Step:
    """Answer for a command that only has sub-commands."""
    found = invocation.command
    if not found.children:
        raise errors.NotModelled(found.full_path)
    if invocation.args and found.path not in ("", "certificate"):
        raise errors.UsageError(f'unknown command "{invocation.args[0]}"')
    on_stdout = found.path in _HELP_ON_STDOUT
    (invocation.out if on_stdout else invocation.err)(found.help)
    return Exit(0 if found.path in ("", "certificate") else 1)


def _help(words: list[str], system: System) -> int:
    found, _ = commands.find(words)
    if words and not found.path:
        system.write(2, f"Unknown help topic [{' '.join(f'`{word}`' for word in words)}]\n\n")
        body = found.help
        system.write(2, body[body.index("\nBasic Commands") :] if "\nBasic Commands" in body else body)
        return 0
    system.write(1, found.help)
    return 0
