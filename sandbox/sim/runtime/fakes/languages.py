"""Compilers and interpreters of the language images: their versions, and what can be done without a program.

Models ``--version`` and an empty standard input, ``python -m http.server``, and the one line of perl with which the
documentation of Jobs computes pi. Not modelled: programs in these languages; they say so and exit 1.
"""

import mimetypes
import posixpath
import re
from collections.abc import Mapping
from html import escape

from sandbox.sim.runtime.fakes.daemon import Daemon, stamp
from sandbox.sim.runtime.fakes.golang import PROGRAM, Go, GoProgram
from sandbox.sim.runtime.fakes.small import Handover
from sandbox.sim.runtime.http import Response, parse_request
from sandbox.sim.runtime.process import Exec, Exit, Process, Program, Step, Wait
from sandbox.sim.runtime.system import System
from sandbox.sim.runtime.terminals import terminal_of

VERSION_WORDS = ("--version", "-version", "-v", "-V", "version")
BPI = re.compile(r"\s*print\s+bpi\(\s*(\d{1,4})\s*\)\s*;?\s*")
HTTP_SERVER_PORT = 8000


class Interpreter:
    """A language's command. ``version`` is what it answers, with ``{}`` for the number in its environment."""

    def __init__(self, name: str, variable: str, version: str) -> None:
        self.name = name
        self.variable = variable
        self.version = version

    def start(self, process: Process, system: System) -> Step:
        """Tell the version, read the input, or run a program."""
        if process.argv[1:2] and process.argv[1] in VERSION_WORDS:
            number = process.env.get(self.variable, "").removeprefix("jdk-")
            system.write(1, self.version.format(number))
            return Exit(0)
        if len(process.argv) > 1:
            return self.run(process, system)
        return self.resume(process, system)

    def run(self, process: Process, system: System) -> Step:
        """Run what the arguments name."""
        return self.refuse(system, " ".join(process.argv[1:]))

    def resume(self, process: Process, system: System) -> Step:
        """Read a program from the standard input; an empty one does nothing. Nobody can be talked to."""
        if terminal_of(system.table, process) is not None:
            return self.refuse(system, "typed at a terminal")
        if 0 not in process.fds:
            return Exit(0)
        if not system.can_read(0):
            return Wait(readable=(0,))
        return self.refuse(system, "on the standard input") if system.read(0) else Exit(0)

    def signalled(self, process: Process, system: System, signal: str) -> Step | None:  # noqa: ARG002
        """Never called: it handles no signal."""
        return None

    def refuse(self, system: System, program: str) -> Step:
        """Say which program is not run."""
        system.write(2, f"not modelled in this sandbox: {self.name} programs: {program[:60]}\n")
        return Exit(1)


class Python(Interpreter):
    """python, which also serves files and hands ``-m pip`` over."""

    def run(self, process: Process, system: System) -> Step:
        """Run a module that is known."""
        words = [word for word in process.argv[1:] if word not in ("-u", "-B", "-O")]
        if words[:2] == ["-m", "http.server"]:
            return HTTP_SERVER.serve_files(process, system, words[2:])
        if words[:2] == ["-m", "pip"]:
            return Exec(("/usr/local/bin/pip", *words[2:]))
        return self.refuse(system, " ".join(words))

    def resume(self, process: Process, system: System) -> Step:
        """Go on serving, or read the standard input."""
        return Wait() if "folder" in process.state else super().resume(process, system)

    def signalled(self, process: Process, system: System, signal: str) -> Step | None:
        """Let the server of files end."""
        return HTTP_SERVER.signalled(process, system, signal)

    def serve(self, process: Process, system: System, port: int, request: bytes, peer: str) -> bytes:
        """Answer a request."""
        return HTTP_SERVER.serve(process, system, port, request, peer)


class Perl(Interpreter):
    """perl, which computes pi: the Job of the documentation does nothing else."""

    def run(self, process: Process, system: System) -> Step:
        """Print pi to as many digits as ``-Mbignum=bpi -wle 'print bpi(2000)'`` asks for."""
        found = BPI.fullmatch(process.argv[-1])
        if "-Mbignum=bpi" not in process.argv or found is None:
            return self.refuse(system, " ".join(process.argv[1:]))
        system.write(1, f"{compute_pi(int(found.group(1)))}\n")
        return Exit(0)


class HttpServer(Daemon):
    """``python -m http.server``: the files of one directory."""

    stops = ("INT",)

    def serve_files(self, process: Process, system: System, arguments: list[str]) -> Step:
        """Listen on the port that is named, 8000 by default."""
        process.handled = list(self.stops)
        words = iter(arguments)
        port, folder = HTTP_SERVER_PORT, process.cwd
        for word in words:
            if word in ("-d", "--directory"):
                folder = posixpath.normpath(posixpath.join(process.cwd, next(words, ".")))
            elif word.isdecimal():
                port = int(word)
            elif word in ("-b", "--bind"):
                next(words, "")
            else:
                system.write(2, f"server.py: error: unrecognized arguments: {word}\n")
                return Exit(2)
        process.state["folder"] = folder
        if system.table.network is not None:
            system.table.network.listen(process, port)
        system.write(1, f"Serving HTTP on 0.0.0.0 port {port} (http://0.0.0.0:{port}/) ...\n")
        return Wait()

    def serve(self, process: Process, system: System, port: int, request: bytes, peer: str) -> bytes:  # noqa: ARG002
        """Answer with a file, an index, a listing or 404."""
        asked = parse_request(request)
        path = asked.path.split("?", 1)[0] if asked else "/"
        response = find_file(system, process.state["folder"] + posixpath.normpath(f"/{path.lstrip('/')}"), path)
        response.headers = {
            "Server": f"SimpleHTTP/0.6 Python/{process.env.get('PYTHON_VERSION', '3')}",
            **response.headers,
        }
        when = stamp(system, "%d/%b/%Y %H:%M:%S")
        method = asked.method if asked else "GET"
        system.write(2, f'{peer} - - [{when}] "{method} {path} HTTP/1.1" {response.status} -\n')
        return response.encode()


def find_file(system: System, name: str, path: str) -> Response:
    """Return the answer of ``http.server`` for a file of the container and the path that was asked for."""
    files = system.files
    kind = files.kind(name)
    if kind == "dir" and files.kind(f"{name}/index.html") == "file":
        name, kind = f"{name}/index.html", "file"
    if kind == "file":
        return Response(200, {"Content-type": mimetypes.guess_type(name)[0] or "text/plain"}, files.read(name))
    if kind == "dir":
        title = f"Directory listing for {escape(path)}"
        rows = "".join(
            f'<li><a href="{escape(entry)}">{escape(entry)}</a></li>\n' for entry in sorted(files.listdir(name))
        )
        page = (
            f"<!DOCTYPE HTML>\n<html>\n<head>\n<title>{title}</title>\n</head>\n<body>\n<h1>{title}</h1>\n<hr>\n"
            f"<ul>\n{rows}</ul>\n<hr>\n</body>\n</html>\n"
        )
        return Response(200, {"Content-type": "text/html; charset=utf-8"}, page.encode())
    page = "<h1>Error response</h1>\n<p>Error code: 404</p>\n<p>Message: File not found.</p>\n"
    return Response(404, {"Content-Type": "text/html;charset=utf-8"}, page.encode())


class NodeEntrypoint(Handover):
    """docker-entrypoint.sh of the node image: what is no command is an argument of node."""

    def start(self, process: Process, system: System) -> Step:
        """Put ``node`` before options and files that cannot be run."""
        words = process.argv[1:]
        is_option = bool(words) and words[0].startswith("-")
        if is_option or (words and "/" not in words[0] and not find_command(process, system, words[0])):
            process.argv = [process.argv[0], "node", *words]
        return super().start(process, system)


def find_command(process: Process, system: System, name: str) -> bool:
    """Say whether a command is on the PATH."""
    folders = process.env.get("PATH", "").split(":")
    return any(system.files.exists(f"{folder}/{name}") for folder in folders)


def compute_pi(digits: int) -> str:
    """Return pi rounded to so many significant digits, by Machin's formula in whole numbers."""
    unit = 10 ** (digits + 10)
    value = 4 * (4 * _arctan_of_inverse(5, unit) - _arctan_of_inverse(239, unit))
    rounded = str((value + 5 * 10**10) // 10**11)
    return f"{rounded[0]}.{rounded[1:]}" if digits > 1 else rounded[0]


def _arctan_of_inverse(number: int, unit: int) -> int:
    term = unit // number
    total, square, divisor, sign = term, number * number, 1, 1
    while term:
        term //= square
        divisor += 2
        sign = -sign
        total += sign * (term // divisor)
    return total


HTTP_SERVER = HttpServer()
LANGUAGES: Mapping[str, Program] = {
    "python-interpreter": Python("Python", "PYTHON_VERSION", "Python {}\n"),
    "node-interpreter": Interpreter("JavaScript", "NODE_VERSION", "v{}\n"),
    "node-entrypoint": NodeEntrypoint(),
    "go-interpreter": Go(),
    PROGRAM: GoProgram(),
    "ruby-interpreter": Interpreter("Ruby", "RUBY_VERSION", "ruby {} [x86_64-linux]\n"),
    "perl-interpreter": Perl("Perl", "PERL_VERSION", "\nThis is perl 5 (v{}) built for x86_64-linux-gnu\n"),
    "php-interpreter": Interpreter("PHP", "PHP_VERSION", "PHP {} (cli) (built: Jun 10 2025 12:00:00) (NTS)\n"),
    "rustc-interpreter": Interpreter("Rust", "RUST_VERSION", "rustc {} (built from a source tarball)\n"),
    "cargo-interpreter": Interpreter("Rust", "RUST_VERSION", "cargo {} (built from a source tarball)\n"),
    "java-interpreter": Interpreter("Java", "JAVA_VERSION", 'openjdk version "{}"\n'),
}
