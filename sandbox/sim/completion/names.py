"""Names of programs, files and variables that begin with what was typed."""

from sandbox.sim.cli.completion import Word, fitting
from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.kernel.files import EXECUTE, FileView
from sandbox.sim.runtime.process import Process
from sandbox.sim.shell.builtins.registry import BUILTINS

KEYWORDS = "case do done elif else esac fi for function if in select then until while time"


def commands(shell: Process, files: FileView, start: str) -> list[Word]:
    """Return builtins, functions, aliases and the programs on the search path."""
    state = shell.state
    found = [Word(name, "builtin") for name in BUILTINS if not name.startswith("_")]
    found += [Word(name, "keyword") for name in KEYWORDS.split()]
    found += [Word(name, "alias") for name in state["aliases"]] + [
        Word(name, "function") for name in state["functions"]
    ]
    for directory in str(state["vars"].get("PATH") or "").split(":"):
        found += [Word(name, "program") for name in _entries(files, directory) if _is_program(files, directory, name)]
    return fitting(found, start)


def _entries(files: FileView, directory: str) -> list[str]:
    try:
        return files.listdir(directory) if files.kind(directory) == "dir" else []
    except KernelError:
        return []


def _is_program(files: FileView, directory: str, name: str) -> bool:
    path = f"{directory.rstrip('/')}/{name}"
    try:
        return files.kind(path) == "file" and files.allows(files.stat(path), EXECUTE)
    except KernelError:
        return False


def paths(files: FileView, start: str, home: str, *, directories: bool = False) -> list[Word]:
    """Return files and directories; hidden ones only where a dot was typed."""
    lead, slash, name = start.rpartition("/")
    shown = lead + slash
    real = f"{home}{shown[1:]}" if shown.startswith("~/") else shown
    found = []
    for entry in _entries(files, real or "."):
        is_directory = files.kind(f"{real}{entry}") == "dir"
        if (entry.startswith(".") and not name.startswith(".")) or (directories and not is_directory):
            continue
        found.append(Word(f"{shown}{entry}/" if is_directory else f"{shown}{entry}", "", final=not is_directory))
    return fitting(found, start)


def variables(shell: Process, start: str) -> list[Word]:
    """Return ``$NAME`` and ``${NAME}`` for the shell's variables."""
    lead = "${" if start.startswith("${") else "$"
    end = "}" if lead == "${" else ""
    return fitting([Word(f"{lead}{name}{end}", "variable") for name in shell.state["vars"]], start)
