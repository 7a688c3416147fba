"""Keys and values of ConfigMaps and Secrets: literals, files, directories, env files.

Models k8s.io/kubectl/pkg/util (ParseLiteralSource, ParseFileSource, AddFromEnvFile) v1.36.
"""

from collections.abc import Iterator

from sandbox.sim.cli.go_values import quote
from sandbox.sim.cluster.apimachinery.names import config_map_key, env_var_name
from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.kubectl.errors import KubectlError
from sandbox.sim.kubectl.invocation import Invocation

BOM = b"\xef\xbb\xbf"


def check_sources(invocation: Invocation) -> None:
    """Refuse an env file beside other sources."""
    flags = invocation.flags
    if flags["from-env-file"] and (flags["from-file"] or flags["from-literal"]):
        raise KubectlError("from-env-file cannot be combined with from-file or from-literal")


def literals(sources: list[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the pairs of ``--from-literal``; matching quotes around a value are dropped."""
    for source in sources:
        key, equals, value = source.partition("=")
        if not equals or not key:
            raise KubectlError(f"invalid literal source {source}, expected key=value")
        if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"":  # noqa: PLR2004  (a pair of quotes)
            value = value[1:-1]
        yield key, value.encode(errors="surrogateescape")


def files(invocation: Invocation, sources: list[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the pairs of ``--from-file``: a file, ``key=file``, or a directory's files."""
    for source in sources:
        key, path = _split(source)
        kind = invocation.files.kind(path)
        if kind is None:
            raise KubectlError(f"error reading {path}: no such file or directory")
        if kind == "dir":
            if "=" in source:
                raise KubectlError("cannot give a key name for a directory path")
            yield from _directory(invocation, path)
        else:
            yield key, _read(invocation, path)


def _split(source: str) -> tuple[str, str]:
    if source.count("=") > 1:
        raise KubectlError("key names or file paths cannot contain '='")
    key, equals, path = source.partition("=")
    if not equals:
        return source.rstrip("/").rpartition("/")[2], source
    if not key:
        raise KubectlError(f"key name for file path {path} missing")
    if not path:
        raise KubectlError(f"file path for key name {key} missing")
    return key, path


def _directory(invocation: Invocation, path: str) -> Iterator[tuple[str, bytes]]:
    for name in invocation.files.listdir(path):
        full = f"{path.rstrip('/')}/{name}"
        if invocation.files.kind(full) == "file" and not config_map_key(name):
            yield name, _read(invocation, full)


def _read(invocation: Invocation, path: str) -> bytes:
    try:
        return invocation.files.read(path)
    except KernelError as error:
        raise KubectlError(f"open {path}: {str(error).lower()}") from error


def env_files(invocation: Invocation, sources: list[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the pairs of ``--from-env-file``."""
    for path in sources:
        kind = invocation.files.kind(path)
        if kind is None:
            raise KubectlError(f"error reading {path}: no such file or directory")
        if kind == "dir":
            raise KubectlError("env config file cannot be a directory")
        content = _read(invocation, path)
        yield from _env_lines(invocation, path, content.removeprefix(BOM))


def _env_lines(invocation: Invocation, path: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    for number, raw in enumerate(content.split(b"\n"), 1):
        try:
            line = raw.removesuffix(b"\r").decode().lstrip()
        except UnicodeDecodeError as error:
            raise KubectlError(f"env file {path} contains invalid utf8 bytes at line {number}: {raw!r}") from error
        if not line or line.startswith("#"):
            continue
        key, equals, value = line.partition("=")
        faults = env_var_name(key)
        if faults:
            raise KubectlError(f"{quote(key)} is not a valid key name: {';'.join(faults)}")
        if equals:
            yield key, value.encode()
        elif key in invocation.env:
            yield key, invocation.env[key].encode(errors="surrogateescape")
