"""The options of openssl's commands: one dash, a whole word, a value of its own.

Models apps/lib/opt.c of OpenSSL 3.0.
"""

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.shell.coreutils.options import Options
from sandbox.sim.shell.coreutils.tool import Call, Failure


class OpensslError(Failure):
    """A command of openssl fails; its words are printed as they are."""


def read_options(call: Call, command: str, spec: str, refused: str = "", *, any_word: bool = False) -> Options:
    """Read ``call.args`` by a list of words, ``=`` behind those that take a value. Raises OpensslError.

    ``refused`` are real options that are not modelled. ``any_word`` lets unknown options through, for digests' names.
    """
    modes = {word.rstrip("="): word.endswith("=") for word in spec.split()}
    given: dict[str, str] = {}
    ordered: list[tuple[str, str]] = []
    rest = list(call.args)
    while rest and rest[0].startswith("-") and rest[0] != "-":
        word = rest.pop(0)
        name = word.removeprefix("--") if word.startswith("--") else word[1:]
        if name in refused.split():
            raise OpensslError(f"{command}: not modelled in this sandbox: -{name}")
        if name not in modes and not any_word:
            raise OpensslError(f"{command}: Unknown option: {word}\n{command}: Use -help for summary.")
        if modes.get(name) and not rest:
            raise OpensslError(f"{command}: Option -{name} needs a value\n{command}: Use -help for summary.")
        value = rest.pop(0) if modes.get(name) else ""
        given[name] = value
        ordered.append((name, value))
    return Options(given, rest, ordered)


def say(call: Call, text: str) -> None:
    """Print a line to standard error."""
    call.written.append((2, f"{text}\n".encode()))


def load(call: Call, path: str, what: str, *, tail: str = "") -> bytes:
    """Return a file's content, standard input's for an empty path. Raises OpensslError."""
    try:
        return call.read(path) if path else call.stdin()
    except KernelError as error:
        words = f"Could not open file or uri for loading {what} from {path}\n{error}"
        raise OpensslError(f"{words}{tail}") from None


def save(call: Call, path: str, data: bytes, *, private: bool = False) -> None:
    """Write a file, or standard output for an empty path. Raises OpensslError."""
    if not path:
        call.out(data)
        return
    try:
        fresh = not call.files.exists(path)
        call.files.write(path, data)
        if private and fresh:
            call.files.chmod(path, 0o600)
    except KernelError as error:
        raise OpensslError(f'Can\'t open "{path}" for writing, {error}') from None
