"""The docker command.

Models docker/cli v28.2.2: finds the command, reads its flags, counts its words, runs it, prints what went wrong. Not
modelled: engines elsewhere, plugins, connections to other daemons.
"""

from collections.abc import Callable

from sandbox.sim.cli.flags import FlagError, Flags
from sandbox.sim.docker import arity, probe, registry, routes
from sandbox.sim.docker.buildx import forwarding
from sandbox.sim.docker.call import Call, Verb
from sandbox.sim.docker.compose import command_line
from sandbox.sim.docker.errors import Failure, NotModelled
from sandbox.sim.docker.spec import Spec, load
from sandbox.sim.docker.system import contexts, swarm
from sandbox.sim.engine.engine import Engine
from sandbox.sim.engine.errors import EngineError
from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.runtime.process import Exit, Process, Step
from sandbox.sim.runtime.system import System

VERSION = "Docker version 28.2.2, build e6534b4"
FLAG_ERROR = 125
GLOBALS = ("config", "context", "host", "tls", "tlscacert", "tlscert", "tlskey", "tlsverify")
"""Global flags that would lead to another daemon."""


class DockerProgram:
    """The program; one object serves all its processes."""

    def __init__(self, engine: Callable[[], Engine]) -> None:
        self._engine = engine

    def start(self, process: Process, system: System) -> Step:
        """Read the command line and run the command."""
        if "probe" in process.state:
            return probe.start(self._engine(), process, system)
        try:
            found = self._find(process, system)
            if isinstance(found, int):
                return Exit(found)
            call, verb = found
            process.handled = list(verb.takes_signals)
            return self._finish(system, lambda: verb.run(call))
        except Failure as failure:
            return _fail(system, failure)

    def resume(self, process: Process, system: System) -> Step:
        """Go on with the command where it waited."""
        if "probe" in process.state:
            return probe.resume(self._engine(), process, system)
        call, verb = self._again(process, system)
        handler = verb.resume
        return Exit(0) if handler is None else self._finish(system, lambda: handler(call))

    def signalled(self, process: Process, system: System, signal: str) -> Step | None:
        """Let the command handle a signal that it takes."""
        call, verb = self._again(process, system)
        handler = verb.signalled
        if handler is None:
            return None
        outcome: list[Step | int | None] = []

        def handle() -> Step | int | None:
            outcome.append(handler(call, signal))
            return outcome[0]

        step = self._finish(system, handle)
        return None if outcome == [None] else step

    @staticmethod
    def _finish(system: System, run: Callable[[], "Step | int | None"]) -> Step:
        try:
            result = run()
        except Failure as failure:
            return _fail(system, failure)
        except EngineError as error:
            return _fail(system, Failure(f"Error response from daemon: {error}"))
        except KernelError as error:
            return _fail(system, Failure(f"{error.path}: {str(error).lower()}" if error.path else str(error).lower()))
        if result is None or isinstance(result, int):
            return Exit(result or 0)
        return result

    # Finding the command

    def _again(self, process: Process, system: System) -> tuple[Call, Verb]:
        path = tuple(process.state["path"])
        spec = load(path)
        assert spec is not None, f"docker {path} is gone"  # noqa: S101  (an inner contradiction)
        verb = registry.VERBS[routes.canonical(path)]
        flags = spec.flags.parse(process.state["words"], interspersed=verb.interspersed)
        return Call(self._engine(), process, system, spec, flags), verb

    def _find(self, process: Process, system: System) -> "tuple[Call, Verb] | int":
        """Return the command to run, or the exit code when help or a version was all that was wanted."""
        root = load(())
        assert root is not None, "the help text of docker itself is missing"  # noqa: S101  (packaging)
        top = _parse(root, process.argv[1:], interspersed=False)
        if top["version"]:
            system.write(1, f"{VERSION}\n")
            return 0
        if not top.args or top["help"]:
            system.write(1 if top["help"] else 2, root.help)
            return 0
        for name in GLOBALS:
            if top.given(name):
                raise NotModelled(f"docker --{name}")
        words = top.args
        if words[0] == "help":
            return _help(words[1:], system)
        return self._command(words, process, system)

    def _command(self, words: list[str], process: Process, system: System) -> "tuple[Call, Verb] | int":
        swarm.refuse(words)
        if words[0] == command_line.NAME:
            process.state["globals"], rest = command_line.split(words[1:])
            if not rest or command_line.global_flags(words[1:])["help"]:
                system.write(1, command_line.help_text())
                return 0
            words = [words[0], *rest]
        words, warning = forwarding.forward(words, process.env, system.files)
        path, rest = _path(words)
        spec = load(path)
        if spec is None:
            raise Failure(f"docker: unknown command: docker {words[0]}\n\nRun 'docker --help' for more information")
        if len(path) == 1 and path[0] in routes.GROUPS:
            if path[0] == "builder":
                system.write(2, warning + "\n")
            return _group(spec, rest, system)
        return self._prepare(spec, rest, warning, process, system)

    def _prepare(
        self, spec: Spec, rest: list[str], warning: str, process: Process, system: System
    ) -> "tuple[Call, Verb] | int":
        """Read a command's flags and count its words."""
        path = spec.path
        verb = registry.VERBS.get(routes.canonical(path))
        read = command_line.parse if path[0] == command_line.NAME else _parse
        flags = read(spec, rest, interspersed=verb.interspersed if verb else True)
        for deprecated in flags.warnings:
            system.write(1, f"{deprecated}\n")
        if flags["help"]:
            if "-h" in rest:
                system.write(1, "Flag shorthand -h has been deprecated, use --help\n")
            system.write(1, spec.help)
            return 0
        if verb is None:
            raise NotModelled(spec.name)
        if warning:
            system.write(2, warning + "\n")
        arity.check(spec, verb, len(flags.args))
        process.state["path"], process.state["words"] = list(path), rest
        call = Call(self._engine(), process, system, spec, flags)
        if path[0] not in routes.LOCAL:
            contexts.ensure_default(call)
        return call, verb


def _path(words: list[str]) -> tuple[tuple[str, ...], list[str]]:
    """Return the command's words and the rest."""
    if words[0] in routes.GROUPS and len(words) > 1 and not words[1].startswith("-"):
        path: tuple[str, ...] = (words[0], words[1])
        alias = routes.ALIASES.get(path, path)
        path = alias if alias[0] == words[0] else path
        if load(path) is None:
            _unknown(words)
        return path, words[2:]
    return (words[0],), words[1:]


def _unknown(words: list[str]) -> None:
    group = words[0]
    if group == command_line.NAME:
        raise Failure(f'{command_line.help_text()}\nunknown docker command: "compose {words[1]}"')
    usage = f"docker {group} COMMAND" if group in routes.WITH_COMMAND else f"docker {group}"
    raise Failure(
        f"docker: unknown command: docker {group} {words[1]}\n\nUsage:  {usage}\n\n"
        f"Run 'docker {group} --help' for more information"
    )


def _group(spec: Spec, rest: list[str], system: System) -> int:
    flags = _parse(spec, rest, interspersed=True)
    system.write(1 if flags["help"] else 2, spec.help)
    return 0


def _help(words: list[str], system: System) -> int:
    if not words:
        root = load(())
        system.write(1, root.help if root else "")
        return 0
    spec = load(tuple(words[:2])) or load(tuple(words[:1]))
    if spec is None:
        raise Failure(f"unknown help topic: {' '.join(words)}")
    system.write(1, spec.help)
    return 0


def _parse(spec: Spec, words: list[str], *, interspersed: bool) -> Flags:
    try:
        return spec.flags.parse(words, interspersed=interspersed)
    except FlagError as error:
        usage = f"{spec.usage} [ARG...]" if not spec.path else spec.usage
        hint = f"Run '{spec.name} --help' for more information"
        raise Failure(f"{error}\n\nUsage:  {usage}\n\n{hint}", FLAG_ERROR) from error


def _fail(system: System, failure: Failure) -> Step:
    if str(failure):
        system.write(2, f"{failure}\n")
    return Exit(failure.code)
