"""COPY and ADD: which files they take, and what they make of them.

Models moby buildkit frontend/dockerfile/dockerfile2llb (dispatchCopy) and solver/llbsolver/file, v0.22. Not modelled:
git repositories, --parents, --exclude, --checksum.
"""

import posixpath
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sandbox.sim.engine.builder import context, copying
from sandbox.sim.engine.builder.buildkit import plan
from sandbox.sim.engine.builder.buildkit.failure import SolveError
from sandbox.sim.engine.builder.dockerfile import Instruction
from sandbox.sim.engine.builder.expand import expand, split_words
from sandbox.sim.engine.errors import EngineError
from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.kernel.files import FileView
from sandbox.sim.runtime.http import Request, parse_response
from sandbox.sim.runtime.namespaces import HOST
from sandbox.sim.runtime.network import NetworkError
from sandbox.sim.runtime.tls import Certificate

if TYPE_CHECKING:
    from sandbox.sim.engine.engine import Engine

LOUD = ("parents", "exclude", "checksum", "keep-git-dir", "unpack")
MODES = 0o7777
PLAIN_PORT, TLS_PORT, FOUND = 80, 443, 200


class Distrust:
    """A client that trusts no certificate of the World: none is signed by a known authority."""

    def __init__(self, name: str) -> None:
        self.name = name

    def judge(self, shown: Certificate) -> None:  # noqa: ARG002  (the shape of every client)
        """Refuse."""
        raise SolveError("tls: failed to verify certificate: x509: certificate signed by unknown authority")


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to copy: a path in a view, what it is relative to the context, or the bytes themselves."""

    view: FileView | None
    path: str
    relative: str = ""
    data: bytes = b""
    skip: frozenset[str] | None = None
    """The only paths of the context that there are; None outside the context."""


@dataclass(frozen=True, slots=True)
class Copy:
    """What one instruction does."""

    sources: tuple[Source, ...]
    place: str
    owner: str
    mode: int | None
    unpack: bool

    def key(self) -> str:
        """Return what stands for it in the cache."""
        parts = [_digest(source, source.path, source.relative) for source in self.sources]
        return "\0".join([*parts, self.place, self.owner, str(self.mode), str(self.unpack)])

    def perform(self, target: FileView) -> None:
        """Copy into an image's files. Raises EngineError."""
        owner = copying.owner(self.owner, target)
        for source in self.sources:
            if source.view is None:
                self._write(source, target, owner)
            else:
                copying.copy_one(
                    source.view, source.path, source.relative, target, self.place, owner=owner,
                    skip=set(source.skip) if source.skip is not None else None, unpack=self.unpack, mode=self.mode,
                )  # fmt: skip

    def _write(self, source: Source, target: FileView, owner: tuple[int, int]) -> None:
        try:
            into = self.place.endswith("/") or target.kind(self.place) == "dir"
            goal = posixpath.join(self.place, source.path) if into else self.place
            target.mkdir(posixpath.dirname(goal) or "/", parents=True)
            target.write(goal, source.data)
            target.chown(goal, *owner)
            target.chmod(goal, self.mode if self.mode is not None else 0o644)
        except KernelError as error:
            raise EngineError(f"failed to copy files: {str(error).lower()}") from error


def read(  # noqa: PLR0917  (one instruction, with all that it may take files from)
    row: Instruction, values: dict[str, str], workdir: str, local: tuple[FileView, str, list[str]],
    stages: dict[str, FileView], engine: "Engine",
) -> Copy:  # fmt: skip
    """Return what an instruction does.

    ``local`` is the context: its machine's files, its directory, its paths. ``stages`` are the files of what ``--from``
    may name. Raises SolveError.
    """
    for name in LOUD:
        if row.flag(name):
            raise SolveError(f"not modelled in this sandbox: {row.name} --{name}", lines=(row.line, row.last_line))
    words = row.words if row.words is not None else split_words(row.text)
    words = [expand(word, values) for word in words]
    if len(words) < 2:  # noqa: PLR2004  (source and destination)
        reason = (
            f"{row.name} requires at least two arguments, but only one was provided. "
            "Destination could not be determined"
        )
        raise SolveError(f"dockerfile parse error on line {row.line}: {reason}", lines=(row.line, row.last_line))
    *named, destination = words
    found: list[Source] = []
    for name in named:
        found += _find(row, name, values, local, stages, engine)
    if len(named) > 1 and not destination.endswith("/") and destination != ".":
        raise SolveError(
            f"When using {row.name} with more than one source file, the destination must be a directory and end "
            "with a /", lines=(row.line, row.last_line),
        )  # fmt: skip
    place = plan.absolute(workdir, destination)
    if len(found) > 1 and not place.endswith("/"):
        place += "/"
    owner = expand(row.flag("chown"), values)
    return Copy(tuple(found), place, owner, _mode(row, values), row.name == "ADD" and not row.flag("from"))


def _mode(row: Instruction, values: dict[str, str]) -> int | None:
    text = expand(row.flag("chmod"), values)
    if not text:
        return None
    if not text or set(text) - set("01234567") or int(text, 8) > MODES:
        if set(text) <= set("ugoarwxXst+-=,"):
            raise SolveError("not modelled in this sandbox: --chmod with letters", lines=(row.line, row.last_line))
        reason = f"invalid chmod parameter: '{text}'. it should be octal string and between 0 and 07777"
        raise SolveError(reason, lines=(row.line, row.last_line))
    return int(text, 8)


def _find(  # noqa: PLR0917  (one source of an instruction, with all that it may come from)
    row: Instruction, name: str, values: dict[str, str], local: tuple[FileView, str, list[str]],
    stages: dict[str, FileView], engine: "Engine",
) -> list[Source]:  # fmt: skip
    for document in row.heredocs:
        if name in (f"<<{document.name}", f"<<-{document.name}"):
            text = expand_document(document.text, values) if document.expand else document.text
            return [Source(None, document.name, data=text.encode())]
    if row.name == "ADD" and "://" in name:
        return [_download(engine, name, row)]
    stage = row.flag("from")
    if stage:
        return _of_stage(stages[stage], name, row)
    view, directory, paths = local
    clean = posixpath.normpath(f"/{name}").lstrip("/") or "."
    matches = context.matching(paths, clean)
    if not matches and not any(sign in name for sign in "*?["):
        raise _missing(f"/{clean}", row)
    return [Source(view, posixpath.join(directory, match), match, skip=frozenset(paths)) for match in matches]


def expand_document(text: str, values: dict[str, str]) -> str:
    """Return a here-document with its variables replaced; quotes stay."""
    quoted = text.replace("'", "\\'").replace('"', '\\"')
    return expand(quoted, values)


def _of_stage(view: FileView, name: str, row: Instruction) -> list[Source]:
    path = posixpath.normpath("/" + name.lstrip("/"))
    if any(sign in name for sign in "*?["):
        directory = posixpath.dirname(path)
        names = view.listdir(directory) if view.kind(directory) == "dir" else []
        paths = [posixpath.join(directory, entry).lstrip("/") for entry in names]
        return [Source(view, f"/{match}") for match in context.matching(paths, path)]
    if not view.exists(path):
        raise _missing(path, row)
    return [Source(view, path)]


def _missing(path: str, row: Instruction) -> SolveError:
    mark = digest_of(path)[:25]
    short = f'failed to calculate checksum of ref {mark}::{mark[::-1]}: "{path}": not found'
    return SolveError(f"failed to compute cache key: {short}", short=short, lines=(row.line, row.last_line))


def digest_of(text: str) -> str:
    """Return 64 digits that depend on a text alone."""
    return sha256(text.encode()).hexdigest()


def _download(engine: "Engine", url: str, row: Instruction) -> Source:
    parts = urlsplit(url)
    lines = (row.line, row.last_line)
    if parts.scheme not in ("http", "https") or parts.path.endswith(".git"):
        raise SolveError(f"not modelled in this sandbox: ADD from {url}", lines=lines)
    host = parts.hostname or ""
    port = parts.port or (TLS_PORT if parts.scheme == "https" else PLAIN_PORT)
    found = engine.network.resolve(HOST, host)
    fault = f"dial tcp: lookup {host}: no such host"
    if found:
        request = Request("GET", parts.path or "/", {"Host": parts.netloc, "User-Agent": "buildkit/v0.22"})
        try:
            data = engine.network.request(
                HOST, found[0], port, request.encode(), tls=Distrust(host) if parts.scheme == "https" else None
            )
        except NetworkError as error:
            fault = f"dial tcp {found[0]}:{port}: connect: {str(error).lower()}"
        else:
            answer = parse_response(data)
            if answer is not None and answer.status == FOUND:
                return Source(None, posixpath.basename(parts.path) or "download", data=answer.body)
            status = f"{answer.status} {answer.reason}" if answer is not None else "EOF"
            raise SolveError(f"failed to load cache key: invalid response status {status}", lines=lines)
    short = f'Get "{url}": {fault}'
    raise SolveError(f"failed to load cache key: {short}", short=short, lines=lines)


def _digest(source: Source, path: str, relative: str) -> str:
    if source.view is None:
        return f"{source.path}:{sha256(source.data).hexdigest()}"
    inode = source.view.stat(path, follow=path == source.path)
    name = posixpath.basename(path)
    if inode.kind != "dir":
        return f"{name}:{inode.mode:o}:{inode.target}:{sha256(inode.data).hexdigest()}"
    rows = []
    for child in source.view.listdir(path):
        inner = child if relative in ("", ".") else f"{relative}/{child}"
        outside = source.skip is not None and inner not in source.skip
        if outside and not any(known.startswith(f"{inner}/") for known in source.skip or ()):
            continue
        rows.append(_digest(source, posixpath.join(path, child), inner))
    return f"[{';'.join(rows)}]"
