"""Where manifests come from: files, directories, standard input, kustomizations.

Models k8s.io/cli-runtime/pkg/resource v1.36 (FilenameParam, ExpandPathsToFileVisitors). Not modelled: URLs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from sandbox.sim.cli.go_values import quote
from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.kubectl.errors import KubectlError, NotModelled
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.kustomization.build import build
from sandbox.sim.kubectl.manifests.documents import read_documents

Object = dict[str, Any]
EXTENSIONS = (".json", ".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class ManifestRequest:
    """The flags -f, -k and -R, and whether objects are checked for their kind."""

    filenames: tuple[str, ...]
    kustomize: str
    recursive: bool
    validate: bool


def needs_stdin(filenames: tuple[str, ...]) -> bool:
    """Say whether the manifests are read from standard input."""
    return "-" in filenames


def read_manifests(invocation: Invocation, request: ManifestRequest) -> Iterator[tuple[Object, str] | KubectlError]:
    """Yield the objects with the file that each came from, and an error for each file that cannot be read on."""
    if request.kustomize and request.filenames:
        yield KubectlError("only one of -f and -k can be specified")
        return
    paths = [request.kustomize] if request.kustomize else request.filenames
    for path in paths:
        try:
            yield from _read_one(invocation, path, request)
        except KubectlError as error:
            yield error


def _read_one(invocation: Invocation, path: str, request: ManifestRequest) -> Iterator[tuple[Object, str]]:
    if request.kustomize:
        yield from ((obj, path) for obj in build(invocation.files, path, invocation.err))
        return
    if path == "-":
        text = invocation.state.get("stdin", "")
        yield from ((obj, "STDIN") for obj in read_documents(text, "STDIN", validate=request.validate))
        return
    if path.startswith(("http://", "https://")):
        raise NotModelled(f"manifests from a URL ({path}): the sandbox has no network outside; save the file first")
    for file in _expand(invocation, path, recursive=request.recursive):
        try:
            text = invocation.files.read_text(file)
        except KernelError as error:
            raise KubectlError(f"open {file}: {str(error).lower()}") from error
        yield from ((obj, file) for obj in read_documents(text, file, validate=request.validate))


def _expand(invocation: Invocation, path: str, *, recursive: bool) -> list[str]:
    files = invocation.files
    kind = files.kind(path)
    if kind is None and any(sign in path for sign in "*?["):
        found = _glob(invocation, path)
        if found:
            return found
    if kind is None:
        raise KubectlError(f"the path {quote(path)} does not exist")
    if kind != "dir":
        return [path]
    found = list(_walk(invocation, path, recursive=recursive))
    if not found:
        raise KubectlError(f"error reading [{path}]: recognized file extensions are [{' '.join(EXTENSIONS)}]")
    return found


def _glob(invocation: Invocation, path: str) -> list[str]:
    directory, _, pattern = path.rpartition("/")
    names = invocation.files.listdir(directory or ".")
    return [f"{directory}/{name}" if directory else name for name in names if fnmatchcase(name, pattern)]


def _walk(invocation: Invocation, path: str, *, recursive: bool) -> Iterator[str]:
    for name in invocation.files.listdir(path):
        full = name if path == "." else f"{path.rstrip('/')}/{name}"
        kind = invocation.files.kind(full)
        if kind == "dir" and recursive:
            yield from _walk(invocation, full, recursive=True)
        elif kind == "file" and name.endswith(EXTENSIONS):
            yield full
