"""Registries that are reached over the network, such as one that the learner runs: push and pull.

Models moby distribution (push_v2.go, pull_v2.go, registry/service_v2.go), v28: plain HTTP for the machine itself, TLS
for everybody else. A layer's blob holds nothing but its name, the topmost one all files. Not modelled: insecure
registries of daemon.json, credentials, several platforms.
"""

import gzip
import json
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sandbox.sim.engine import layers, transfer
from sandbox.sim.engine.errors import EngineError, NotFound
from sandbox.sim.engine.images import HistoryRow, Image, from_catalogue
from sandbox.sim.engine.inspect import config_view
from sandbox.sim.kernel.files import FileView
from sandbox.sim.kernel.mounts import Mount, MountTable
from sandbox.sim.runtime.http import Request, Response, parse_response
from sandbox.sim.runtime.images import catalogue
from sandbox.sim.runtime.images.image import digest
from sandbox.sim.runtime.images.reference import Reference
from sandbox.sim.runtime.namespaces import HOST
from sandbox.sim.runtime.network import LOOPBACK, NetworkError
from sandbox.sim.runtime.tls import Certificate

if TYPE_CHECKING:
    from sandbox.sim.engine.engine import Engine

MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
CONFIG = "application/vnd.docker.container.image.v1+json"
LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip"
PLAIN, TLS = 80, 443
OK, CREATED, MISSING = 200, 201, 404
AGENT = "docker/28.2.2 go/go1.24.3 kernel/6.1.0-28-amd64 os/linux arch/amd64 UpstreamClient(Docker-Client/28.2.2)"


class _Untrusted(Exception):  # noqa: N818  (said by the certificate)
    """The server's certificate is not to be trusted."""


class _Strict:
    """A client that trusts known authorities alone, of which the World has none."""

    def __init__(self, name: str) -> None:
        self.name = name

    def judge(self, shown: Certificate) -> None:
        """Refuse."""
        raise _Untrusted(shown.subject)


def is_remote(reference: Reference) -> bool:
    """Say whether a name's registry is one that only the network knows."""
    return reference.domain not in catalogue.DOMAINS


@dataclass(frozen=True, slots=True)
class Remote:
    """One registry as the daemon reaches it."""

    engine: "Engine"
    domain: str

    def call(self, method: str, path: str, body: bytes = b"", kind: str = "") -> Response:
        """Send a request and return the answer. Raises EngineError where nobody answers."""
        host, _, number = self.domain.partition(":")
        local = host == "localhost" or host.startswith("127.")
        scheme = "http" if local else "https"
        port = int(number) if number.isdecimal() else PLAIN if local else TLS
        network = self.engine.network
        found = [LOOPBACK] if local else network.resolve(HOST, host)
        shown = f'Get "{scheme}://{self.domain}/v2/": '
        if not found:
            raise NotFound(f"{shown}dial tcp: lookup {host}: no such host")
        headers = {"Host": self.domain, "User-Agent": AGENT, **({"Content-Type": kind} if kind else {})}
        request = Request(method, f"/v2/{path}", headers, body).encode()
        try:
            data = network.request(HOST, found[0], port, request, tls=None if local else _Strict(host))
        except NetworkError as error:
            if error.code == "no-tls":
                raise EngineError(f"{shown}http: server gave HTTP response to HTTPS client") from error
            words = "i/o timeout" if error.code == "timeout" else f"connect: {str(error).lower()}"
            raise EngineError(f"{shown}dial tcp {found[0]}:{port}: {words}") from error
        except _Untrusted as error:
            words = "tls: failed to verify certificate: x509: certificate signed by unknown authority"
            raise EngineError(shown + words) from error
        answer = parse_response(data)
        if answer is None:
            raise EngineError(f"{shown}EOF")
        return answer

    # Pull

    def fetch(self, reference: Reference) -> tuple[Image, str]:
        """Return an image with the digest of its manifest; its files are there afterwards. Raises EngineError."""
        wanted = reference.digest or reference.tag or "latest"
        answer = self.call("GET", f"{reference.path}/manifests/{wanted}")
        if answer.status == MISSING:
            mark = f"@{wanted}" if reference.digest else f":{wanted}"
            raise NotFound(
                f"manifest for {reference.familiar_name}{mark} not found: manifest unknown: manifest unknown"
            )
        if answer.status != OK:
            raise EngineError(f"received unexpected HTTP status: {answer.status} {answer.reason}")
        try:
            manifest = json.loads(answer.body)
            image_id, blobs = manifest["config"]["digest"], [row["digest"] for row in manifest["layers"]]
            config = json.loads(self._blob(reference, image_id))
            return self._image(reference, image_id, config, blobs), f"sha256:{sha256(answer.body).hexdigest()}"
        except (ValueError, KeyError, TypeError, OSError, transfer.BadArchive) as error:
            raise EngineError("missing or empty Content-Type header") from error

    def _blob(self, reference: Reference, mark: str) -> bytes:
        answer = self.call("GET", f"{reference.path}/blobs/{mark}")
        if answer.status != OK:
            raise EngineError("unknown blob")
        return answer.body

    def _image(self, reference: Reference, image_id: str, config: dict[str, Any], blobs: list[str]) -> Image:
        held = self.engine.images.images.get(image_id)
        if held is not None:
            return held
        if image_id in catalogue.BY_ID:
            return from_catalogue(catalogue.BY_ID[image_id])
        machine = self.engine.machine
        disk = f"built/{image_id.removeprefix('sha256:')}"
        if disk not in machine.disks:
            content = gzip.decompress(self._blob(reference, blobs[-1])) if blobs else b""
            system = machine.disks.create(disk, now=machine.clock.now)
            if content:
                view = FileView(MountTable(Mount("/", system, disk=disk)), machine.clock)
                transfer.unpack(content, view, "/")
        return Image(
            image_id, config["created"], config["config"], config["rootfs"]["diff_ids"],
            [HistoryRow(**row) for row in config["history"]], disk, author=config["author"],
            memory=config.get("memory", 0),
        )  # fmt: skip

    # Push

    def push(self, reference: Reference, image: Image) -> tuple[list[tuple[str, str]], str, int]:
        """Send an image; return each layer with what became of it, the manifest's digest, and its size.

        Layers are named by their content's digest, the topmost first. Raises EngineError.
        """
        self.call("GET", "")
        done = [(layer, self._push_layer(reference, image, layer)) for layer in reversed(image.layers)]
        config = json.dumps({
            "architecture": "amd64", "os": "linux", "created": image.created, "author": image.author,
            "config": config_view(image.config), "rootfs": {"type": "layers", "diff_ids": image.layers},
            "history": [asdict(row) for row in image.history], "memory": image.memory,
        }).encode()  # fmt: skip
        self._upload(reference, image.id, config)
        rows = [{"mediaType": LAYER, "size": size, "digest": digest("blob", layer)}
                for layer, size in zip(image.layers, layer_sizes(image), strict=False)]  # fmt: skip
        described = {"mediaType": CONFIG, "size": len(config), "digest": image.id}
        manifest = json.dumps(
            {"schemaVersion": 2, "mediaType": MANIFEST, "config": described, "layers": rows}, indent=3
        ).encode()
        answer = self.call("PUT", f"{reference.path}/manifests/{reference.tag}", manifest, MANIFEST)
        if answer.status != CREATED:
            raise EngineError(f"received unexpected HTTP status: {answer.status} {answer.reason}")
        return done, f"sha256:{sha256(manifest).hexdigest()}", len(manifest)

    def _push_layer(self, reference: Reference, image: Image, layer: str) -> str:
        mark = digest("blob", layer)
        if self.call("HEAD", f"{reference.path}/blobs/{mark}").status == OK:
            return "Layer already exists"
        origin = self._origin(reference, mark)
        if origin:
            return f"Mounted from {origin}"
        content = b""
        if layer == image.layers[-1] and image.id not in catalogue.BY_ID:
            content = transfer.pack(layers.view(self.engine, image), "/", "")
        self._upload(reference, mark, gzip.compress(content or layer.encode(), mtime=0))
        return "Pushed"

    def _origin(self, reference: Reference, mark: str) -> str:
        """Let the registry take a blob from another of its repositories; return which, or nothing."""
        head = f"{self.domain}/"
        known = (name.partition("@")[0] for name in self.engine.images.digests if name.startswith(head))
        for name in dict.fromkeys(known):
            other = name.removeprefix(head)
            if other != reference.path:
                query = f"mount={mark}&from={other}"
                if self.call("POST", f"{reference.path}/blobs/uploads/?{query}").status == CREATED:
                    return other
        return ""

    def _upload(self, reference: Reference, mark: str, data: bytes) -> None:
        answer = self.call("POST", f"{reference.path}/blobs/uploads/?digest={mark}", data)
        if answer.status != CREATED:
            raise EngineError(f"received unexpected HTTP status: {answer.status} {answer.reason}")


def layer_sizes(image: Image) -> list[int]:
    """Return the bytes of each layer, lowest first."""
    return [row.size for row in image.history if not row.empty]
