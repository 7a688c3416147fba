"""A registry of images that the learner runs: ``registry:2``.

Models distribution v2.8's HTTP API as far as docker and curl use it, and its layout below /var/lib/registry. Not
modelled: uploads in pieces, the first schema of manifests, authentication (a registry that asks for it does not start),
mirrors.
"""

import json
import re
from collections.abc import Callable
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.kernel.files import FileView
from sandbox.sim.runtime.fakes.daemon import Daemon, stamp
from sandbox.sim.runtime.http import Request, Response, parse_request
from sandbox.sim.runtime.network import NetworkError
from sandbox.sim.runtime.process import Exit, Process, Step
from sandbox.sim.runtime.system import System

PORT = 5000
ROOT = "/var/lib/registry/docker/registry/v2"
MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
VERSION = {"Docker-Distribution-Api-Version": "registry/2.0"}
JSON = {"Content-Type": "application/json; charset=utf-8", **VERSION, "X-Content-Type-Options": "nosniff"}
PATH = re.compile(r"/v2/(?P<name>[a-z0-9][a-z0-9._/-]*)/(?P<kind>manifests|blobs|tags)/(?P<what>[^/]+/?)")
MODEL = "not modelled in this sandbox: "


def fault(status: int, code: str, message: str, detail: dict[str, str] | None = None) -> Response:
    """Return an error as the API words it."""
    body = {"errors": [{"code": code, "message": message, **({"detail": detail} if detail else {})}]}
    return Response(status, dict(JSON), json.dumps(body, separators=(",", ":")).encode() + b"\n")


class ImageRegistry(Daemon):
    """The server. What it holds stands in its files."""

    def begin(self, process: Process, system: System) -> Step | None:
        """Listen and say so."""
        if process.env.get("REGISTRY_AUTH") or process.env.get("REGISTRY_PROXY_REMOTEURL"):
            system.write(2, f"{MODEL}a registry with authentication or as a mirror\n")
            return Exit(1)
        if process.argv[1:2] != ["serve"] and len(process.argv) > 1:
            system.write(2, f"{MODEL}registry {process.argv[1]}\n")
            return Exit(1)
        port = self._port(process)
        try:
            if system.table.network is not None:
                system.table.network.listen(process, port)
        except NetworkError:
            text = f"listen tcp :{port}: bind: address already in use"
            system.write(2, f'time="{self._now(system)}" level=fatal msg="{text}"\n')
            return Exit(1)
        system.write(
            2, f'time="{self._now(system)}" level=info msg="listening on [::]:{port}" go.version=go1.20.8 '
            "service=registry version=2.8.3 \n",
        )  # fmt: skip
        return None

    @staticmethod
    def _port(process: Process) -> int:
        text = process.env.get("REGISTRY_HTTP_ADDR", "").rpartition(":")[2]
        return int(text) if text.isdecimal() else PORT

    @staticmethod
    def _now(system: System) -> str:
        return stamp(system, "%Y-%m-%dT%H:%M:%S.000000000Z")

    def serve(self, process: Process, system: System, port: int, request: bytes, peer: str) -> bytes:  # noqa: ARG002
        """Answer one request and write it to the log."""
        asked = parse_request(request)
        if asked is None:
            return Response(400, {}, b"").encode()
        answer = self._answer(asked, system.files, deletes=process.env.get("REGISTRY_STORAGE_DELETE_ENABLED") == "true")
        agent = next((value for name, value in asked.headers.items() if name.lower() == "user-agent"), "")
        when = stamp(system, "%d/%b/%Y:%H:%M:%S +0000")
        line = f'{asked.method} {asked.path} HTTP/1.1" {answer.status} {len(answer.body)} "" "{agent}"'
        system.write(1, f'{peer} - - [{when}] "{line}\n')
        if asked.method == "HEAD":
            return answer.encode().partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
        return answer.encode()

    def _answer(self, asked: Request, files: FileView, *, deletes: bool) -> Response:
        address = urlsplit(asked.path)
        path, query = address.path, parse_qs(address.query)
        if path in ("/v2/", "/v2"):
            return Response(200, dict(JSON), b"{}")
        if path == "/v2/_catalog":
            return _json({"repositories": repositories(files)})
        if path == "/":
            return Response(200, {"Cache-Control": "no-cache"}, b"")
        found = PATH.fullmatch(path)
        if found is None:
            return Response(404, {"Content-Type": "text/plain; charset=utf-8"}, b"404 page not found\n")
        handlers: dict[str, Callable[[], Response]] = {
            "tags": lambda: _tags(files, found["name"]),
            "manifests": lambda: _manifest(files, asked, found["name"], found["what"], deletes=deletes),
            "blobs": lambda: _blob(files, asked, found["name"], found["what"], query),
        }
        return handlers[found["kind"]]()


def _json(data: object) -> Response:
    return Response(200, dict(JSON), json.dumps(data, separators=(",", ":")).encode() + b"\n")


def _blob_path(digest: str) -> str:
    plain = digest.removeprefix("sha256:")
    return f"{ROOT}/blobs/sha256/{plain[:2]}/{plain}/data"


def _write(files: FileView, path: str, data: bytes | str) -> None:
    files.mkdir(path.rpartition("/")[0], parents=True)
    files.write(path, data)


def _read(files: FileView, path: str) -> bytes | None:
    try:
        return files.read(path)
    except KernelError:
        return None


def repositories(files: FileView) -> list[str]:
    """Return the names of all repositories."""
    found: list[str] = []

    def walk(path: str, name: str) -> None:
        for entry in files.listdir(path) if files.kind(path) == "dir" else ():
            if entry == "_manifests":
                found.append(name)
            elif not entry.startswith("_"):
                walk(f"{path}/{entry}", f"{name}/{entry}" if name else entry)

    walk(f"{ROOT}/repositories", "")
    return sorted(found)


def _tags(files: FileView, name: str) -> Response:
    folder = f"{ROOT}/repositories/{name}/_manifests/tags"
    if files.kind(folder) != "dir":
        return fault(404, "NAME_UNKNOWN", "repository name not known to registry", {"name": name})
    return _json({"name": name, "tags": sorted(files.listdir(folder)) or None})


def _manifest(files: FileView, asked: Request, name: str, what: str, *, deletes: bool) -> Response:
    folder = f"{ROOT}/repositories/{name}/_manifests"
    if asked.method == "PUT":
        mark = f"sha256:{sha256(asked.body).hexdigest()}"
        _write(files, _blob_path(mark), asked.body)
        _write(files, f"{folder}/revisions/sha256/{mark.removeprefix('sha256:')}/link", mark)
        if not what.startswith("sha256:"):
            _write(files, f"{folder}/tags/{what}/current/link", mark)
        return Response(
            201, {**VERSION, "Docker-Content-Digest": mark, "Location": f"/v2/{name}/manifests/{mark}"}, b""
        )
    revision = f"{folder}/revisions/sha256/{what.removeprefix('sha256:')}/link"
    mark = (
        _read(files, revision if what.startswith("sha256:") else f"{folder}/tags/{what}/current/link") or b""
    ).decode()
    data = _read(files, _blob_path(mark)) if mark else None
    if data is None:
        if files.kind(folder) != "dir":
            return fault(404, "NAME_UNKNOWN", "repository name not known to registry", {"name": name})
        key = "unknown manifest name" if what.startswith("sha256:") else "Tag"
        return fault(404, "MANIFEST_UNKNOWN", "manifest unknown", {key: what})
    if asked.method == "DELETE":
        return _delete(files, folder, what, revision, deletes=deletes)
    return Response(200, {"Content-Type": MANIFEST, "Docker-Content-Digest": mark, **VERSION}, data)


def _delete(files: FileView, folder: str, what: str, revision: str, *, deletes: bool) -> Response:
    if not deletes or not what.startswith("sha256:"):
        return fault(405, "UNSUPPORTED", "The operation is unsupported.")
    files.unlink(revision)
    for tag in files.listdir(f"{folder}/tags"):
        if _read(files, f"{folder}/tags/{tag}/current/link") == what.encode():
            files.unlink(f"{folder}/tags/{tag}/current/link")
            files.rmdir(f"{folder}/tags/{tag}/current")
            files.rmdir(f"{folder}/tags/{tag}")
    return Response(202, dict(VERSION), b"")


def _blob(files: FileView, asked: Request, name: str, what: str, query: dict[str, list[str]]) -> Response:
    if asked.method == "POST" and what == "uploads/":
        mark = query.get("digest", [""])[0]
        if query.get("mount"):
            mark, other = query["mount"][0], query.get("from", [""])[0]
            if not files.exists(f"{ROOT}/repositories/{other}/_layers/sha256/{mark.removeprefix('sha256:')}/link"):
                return fault(404, "BLOB_UNKNOWN", "blob unknown to registry", {"digest": mark})
        elif mark:
            _write(files, _blob_path(mark), asked.body)
        if not mark:
            return Response(501, {}, f"{MODEL}uploads in pieces\n".encode())
        _write(files, f"{ROOT}/repositories/{name}/_layers/sha256/{mark.removeprefix('sha256:')}/link", mark)
        return Response(201, {**VERSION, "Docker-Content-Digest": mark, "Location": f"/v2/{name}/blobs/{mark}"}, b"")
    own = f"{ROOT}/repositories/{name}/_layers/sha256/{what.removeprefix('sha256:')}/link"
    data = _read(files, _blob_path(what)) if files.exists(own) else None
    if data is None:
        return fault(404, "BLOB_UNKNOWN", "blob unknown to registry", {"digest": what})
    return Response(200, {"Content-Type": "application/octet-stream", "Docker-Content-Digest": what, **VERSION}, data)
