"""The go command, and the programs that it builds.

Models ``go version``, ``go mod init``, ``go build`` and ``go run`` as far as Dockerfiles of several stages need them. A
program runs when all that its ``main`` does is to print text that stands in it; of any other one the build succeeds and
the program says that it is not run. Not modelled: packages, tests, type checking, the other subcommands.
"""

import json
import posixpath
import re

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.runtime import executables
from sandbox.sim.runtime.fakes.daemon import OneShot
from sandbox.sim.runtime.process import Exit, Process, Step
from sandbox.sim.runtime.system import System

VERSION = "go version go{} linux/amd64\n"
MAIN = re.compile(r"func\s+main\s*\(\s*\)\s*\{(.*?)\n\}", re.DOTALL)
PRINT = re.compile(r'fmt\.Print(ln|f)?\(\s*("(?:[^"\\\n]|\\.)*")\s*\)\s*;?')
COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
PACKAGE = re.compile(r"^\s*package\s+(\w+)", re.MULTILINE)
WITH_VALUE = ("-o", "-ldflags", "-tags", "-mod", "-gcflags", "-asmflags", "-buildmode", "-p", "-installsuffix")
PROGRAM = "go-program"
REFUSED = "not modelled in this sandbox: Go programs: "


class GoFailed(Exception):  # noqa: N818  (what the command says of its input)
    """The command ends with a message."""


class Go(OneShot):
    """The command."""

    def run(self, process: Process, system: System) -> int:
        """Run a subcommand."""
        words = process.argv[1:]
        try:
            return self._run(process, system, words)
        except GoFailed as fault:
            system.write(2, f"{fault}\n")
            return 1

    def _run(self, process: Process, system: System, words: list[str]) -> int:
        if not words or words[0] == "help":
            system.write(2, "Go is a tool for managing Go source code.\n\nUsage:\n\n\tgo <command> [arguments]\n")
            return 0 if words else 2
        if words[0] == "version":
            system.write(1, VERSION.format(process.env.get("GOLANG_VERSION", "")))
            return 0
        if words[0] == "mod":
            return _mod(process, system, words[1:])
        if words[0] in ("build", "install"):
            return _build(process, system, words[1:])
        if words[0] == "run":
            text = _printed(_sources(process, system, [word for word in words[1:] if not word.startswith("-")][:1]))
            if text is None:
                raise GoFailed(REFUSED + " ".join(words))
            system.write(1, text)
            return 0
        raise GoFailed(f"not modelled in this sandbox: go {words[0]}")


def _mod(process: Process, system: System, words: list[str]) -> int:
    if words[:1] == ["init"]:
        name = words[1] if len(words) > 1 else posixpath.basename(process.cwd)
        path = posixpath.join(process.cwd, "go.mod")
        if system.files.exists(path):
            raise GoFailed(f"go: {path} already exists")
        line = ".".join(process.env.get("GOLANG_VERSION", "1.22").split(".")[:2])
        system.files.write(path, f"module {name}\n\ngo {line}\n")
        system.write(2, f"go: creating new go.mod: module {name}\n")
        return 0
    if words[:1] in (["download"], ["tidy"], ["verify"], ["vendor"]):
        if not system.files.exists(posixpath.join(process.cwd, "go.mod")):
            raise GoFailed(
                "go: go.mod file not found in current directory or any parent directory; see 'go help modules'"
            )
        return 0
    raise GoFailed(f"not modelled in this sandbox: go mod {' '.join(words[:1])}")


def _build(process: Process, system: System, words: list[str]) -> int:
    output, packages = "", []
    rest = iter(words)
    for word in rest:
        name, equals, value = word.partition("=")
        if name in WITH_VALUE:
            value = value if equals else next(rest, "")
            output = value if name == "-o" else output
        elif not word.startswith("-"):
            packages.append(word)
    sources = _sources(process, system, packages)
    first = next(iter(sources))
    default = posixpath.basename(posixpath.dirname(first)) if not packages or not packages[0].endswith(".go") else ""
    place = posixpath.join(process.cwd, output or default or posixpath.basename(first).removesuffix(".go"))
    if system.files.kind(place) == "dir":
        place = posixpath.join(place, default or "main")
    text = _printed(sources)
    content = executables.binary(PROGRAM) + b"\n" + json.dumps(text).encode()
    try:
        system.files.mkdir(posixpath.dirname(place), parents=True)
        system.files.write(place, content)
        system.files.chmod(place, 0o755)
    except KernelError as error:
        raise GoFailed(f"open {place}: {str(error).lower()}") from error
    return 0


def _sources(process: Process, system: System, packages: list[str]) -> dict[str, str]:
    """Return the Go files of a package, by path. Raises GoFailed where there are none."""
    place = posixpath.normpath(posixpath.join(process.cwd, packages[0] if packages else "."))
    files = system.files
    if place.endswith(".go"):
        if files.kind(place) != "file":
            raise GoFailed(f"no required module provides package {packages[0]}; to add it:\n\tgo get {packages[0]}")
        return {place: files.read_text(place)}
    if files.kind(place) != "dir":
        raise GoFailed(f"stat {place}: directory not found")
    names = [name for name in files.listdir(place) if name.endswith(".go") and not name.endswith("_test.go")]
    if not names:
        raise GoFailed(f"no Go files in {place}")
    return {posixpath.join(place, name): files.read_text(posixpath.join(place, name)) for name in names}


def _printed(sources: dict[str, str]) -> str | None:
    """Return what a program prints, None where it does anything else. Raises GoFailed for what is no Go."""
    text = COMMENT.sub("", "\n".join(sources.values()))
    if PACKAGE.search(text) is None:
        first = next(iter(sources))
        raise GoFailed(f"{posixpath.basename(first)}:1:1: expected 'package', found 'EOF'")
    found = MAIN.search(text)
    if found is None or PRINT.sub("", found[1]).strip():
        return None
    out = ""
    for kind, literal in PRINT.findall(found[1]):
        try:
            value = str(json.loads(literal))
        except ValueError:
            return None
        if kind == "f" and "%" in value:
            return None
        out += value + ("\n" if kind == "ln" else "")
    return out


class GoProgram:
    """A program that ``go build`` has made."""

    def start(self, process: Process, system: System) -> Step:
        """Print what it prints, or say that it is not run."""
        place = executables.find(process.argv[0], process.env.get("PATH", executables.DEFAULT_PATH), system.files)
        try:
            data = system.files.read(place or process.argv[0])
            text = json.loads(data.partition(b"\n")[2])
        except (KernelError, ValueError):
            text = None
        if not isinstance(text, str):
            system.write(2, f"{REFUSED}{process.argv[0]}\n")
            return Exit(1)
        system.write(1, text)
        return Exit(0)

    def resume(self, process: Process, system: System) -> Step:  # noqa: ARG002  (the shape of every program)
        """Never called: it ends in its first step."""
        return Exit(0)

    def signalled(self, process: Process, system: System, signal: str) -> Step | None:  # noqa: ARG002
        """Never called: it handles no signal."""
        return None
