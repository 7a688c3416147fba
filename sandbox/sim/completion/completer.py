"""Tab: what fits at the cursor of the line that is being typed.

Models bash with the completion scripts of docker and kubectl. It looks and changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.sim.cli.completion import Word, Words, fitting
from sandbox.sim.completion import names
from sandbox.sim.completion.command_line import CommandLine, quoted, read_line
from sandbox.sim.docker import completion as docker_completion
from sandbox.sim.kernel.files import Credentials, FileView
from sandbox.sim.kubectl import completion as kubectl_completion
from sandbox.sim.runtime.process import Process
from sandbox.sim.runtime.table import ProcessTable

MOST = 200
"""How many completions are returned."""
DIRECTORIES = frozenset({"cd", "rmdir", "pushd"})


@dataclass(frozen=True, slots=True)
class Completion:
    """One completion: ``line[start:end]`` is to be replaced by ``text``, blank or slash at its end included."""

    start: int
    end: int
    text: str
    word: str
    """How it is listed, unquoted."""
    note: str
    """What it is: ``running``, ``Pod``, ``alias``; may be empty."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Where words come from: the shell that reads the line, and the engine and cluster of the World."""

    table: ProcessTable
    shell: Process
    engine: Callable[[], Any]
    cluster: Callable[[], Any]

    @property
    def files(self) -> FileView:
        """The files as the shell sees them."""
        shell = self.shell
        who = Credentials(shell.uid, shell.gid, tuple(shell.groups))
        return self.table.files(shell.namespaces, who, shell.cwd, shell.umask)


def complete(sources: Sources, line: str, cursor: int) -> list[Completion]:
    """Return what fits at the cursor, sorted; a World that is asked stays as it is."""
    typed = read_line(line, cursor)
    found = _words(sources, typed)
    return [_completion(row, typed, cursor) for row in found[:MOST]]


def _completion(row: Word, typed: CommandLine, cursor: int) -> Completion:
    raw = row.text if row.text.startswith("$") else quoted(row.text, typed.quote)
    if row.final:
        raw += f"{typed.quote} "
    return Completion(typed.at, cursor, raw, row.text, row.note)


def _words(sources: Sources, typed: CommandLine) -> list[Word]:
    shell, files, start = sources.shell, sources.files, typed.start
    home = str(shell.state["vars"].get("HOME") or "/")
    if start.startswith("$") and typed.quote != "'":
        return names.variables(shell, start)
    if typed.redirected:
        return names.paths(files, start, home)
    if not typed.words:
        if "/" in start:
            return names.paths(files, start, home)
        return names.commands(shell, files, start)
    found = _of_command(sources, _without_alias(shell, typed.words), start)
    if found is None:
        return names.paths(files, start, home, directories=typed.words[0] in DIRECTORIES)
    return found


def _without_alias(shell: Process, words: list[str]) -> list[str]:
    text = shell.state["aliases"].get(words[0])
    return [*str(text).split(), *words[1:]] if text else words


def _of_command(sources: Sources, words: list[str], start: str) -> Words:
    """Ask the command itself; None where names of files fit."""
    program, rest = words[0].rpartition("/")[2], words[1:]
    if program == "docker":
        return docker_completion.complete(sources.engine(), rest, start)
    if program == "kubectl":
        env = {name: str(value) for name, value in sources.shell.state["vars"].items() if isinstance(value, str)}
        view = kubectl_completion.Cluster(sources.cluster(), sources.files, env)
        return kubectl_completion.complete(view, rest, start)
    if program in ("export", "unset", "declare", "readonly") and "=" not in start:
        return fitting([Word(name, "variable", final=False) for name in sources.shell.state["vars"]], start)
    if program in ("which", "type", "command", "man", "help"):
        return names.commands(sources.shell, sources.files, start)
    if program in ("fg", "bg", "kill") and start.startswith("%"):
        return fitting([Word(f"%{job['number']}", str(job["source"])) for job in sources.shell.state["jobs"]], start)
    return None
