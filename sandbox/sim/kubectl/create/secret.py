"""kubectl create secret generic | tls | docker-registry.

Models k8s.io/kubectl/pkg/cmd/create/create_secret*.go v1.36, and Go's tls.X509KeyPair() for a certificate and its key.
"""

import re
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Iterable
from typing import Any

import orjson
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509 import load_pem_x509_certificate

from sandbox.sim.cluster.apimachinery.names import config_map_key
from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.kubectl.create import key_values
from sandbox.sim.kubectl.create.generator import Generator
from sandbox.sim.kubectl.create.name_hash import secret_hash
from sandbox.sim.kubectl.errors import KubectlError
from sandbox.sim.kubectl.invocation import Invocation

Object = dict[str, Any]
GENERIC_FLAGS = frozenset(("from-file", "from-literal", "from-env-file", "type"))
TLS_FLAGS = frozenset(("cert", "key"))
DOCKER_FLAGS = frozenset(("from-file", "docker-server", "docker-username", "docker-password", "docker-email"))
_PEM = re.compile(r"-----BEGIN ([A-Z0-9 ]+)-----\s*([A-Za-z0-9+/=\s]+?)-----END \1-----")


def _secret(invocation: Invocation, name: str, kind: str, data: dict[str, bytes]) -> Object:
    obj: Object = {"kind": "Secret", "apiVersion": "v1", "metadata": {"name": name}}
    if data:
        obj["data"] = {key: b64encode(data[key]).decode() for key in sorted(data)}
    if kind:
        obj["type"] = kind
    if invocation.flags["append-hash"]:
        obj["metadata"]["name"] = f"{name}-{secret_hash(obj)}"
    return obj


def _add(data: dict[str, bytes], pairs: Iterable[tuple[str, bytes]]) -> None:
    for key, value in pairs:
        faults = config_map_key(key)
        if faults:
            raise KubectlError(f"{key} is not valid key name for a Secret {';'.join(faults)}")
        if key in data:
            raise KubectlError(f"cannot add key {key}, another key by that name already exists")
        data[key] = value


def build_generic(invocation: Invocation, name: str) -> Object:
    """Return a Secret of files, literals or env files. Raises KubectlError."""
    flags = invocation.flags
    key_values.check_sources(invocation)
    data: dict[str, bytes] = {}
    _add(data, key_values.files(invocation, flags["from-file"]))
    _add(data, key_values.literals(flags["from-literal"]))
    _add(data, key_values.env_files(invocation, flags["from-env-file"]))
    return _secret(invocation, name, flags["type"], data)


def _read(invocation: Invocation, path: str) -> bytes:
    try:
        return invocation.files.read(path)
    except KernelError as error:
        raise KubectlError(f"Cannot read file {path}, open {path}: {str(error).lower()}") from error


def build_tls(invocation: Invocation, name: str) -> Object:
    """Return a Secret of a certificate and its key. Raises KubectlError."""
    flags = invocation.flags
    if not flags["key"] or not flags["cert"]:
        raise KubectlError("key and cert must be specified")
    certificate, key = _read(invocation, flags["cert"]), _read(invocation, flags["key"])
    _check_pem(certificate, "certificate", ("CERTIFICATE",))
    _check_pem(key, "key", ("PRIVATE KEY",))
    _check_pair(certificate, key)
    return _secret(invocation, name, "kubernetes.io/tls", {"tls.crt": certificate, "tls.key": key})


def _check_pem(content: bytes, what: str, endings: tuple[str, ...]) -> None:
    blocks = _PEM.findall(content.decode(errors="replace"))
    if not blocks:
        raise KubectlError(f"tls: failed to find any PEM data in {what} input")
    good = [body for title, body in blocks if title.endswith(endings)]
    if not good:
        found = " ".join(title for title, _ in blocks)
        skipped = f"after skipping PEM blocks of the following types: [{found}]"
        if what == "certificate":
            raise KubectlError(f'tls: failed to find "CERTIFICATE" PEM block in certificate input {skipped}')
        raise KubectlError(f'tls: failed to find PEM block with type ending in "PRIVATE KEY" in key input {skipped}')
    try:
        b64decode("".join(good[0].split()), validate=True)
    except Base64Error as error:
        raise KubectlError(f"tls: failed to find any PEM data in {what} input") from error


def _check_pair(certificate: bytes, key: bytes) -> None:
    try:
        public = load_pem_x509_certificate(certificate).public_key()
    except (ValueError, UnsupportedAlgorithm) as error:
        raise KubectlError("x509: malformed certificate") from error
    try:
        private = load_pem_private_key(key, None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KubectlError("tls: failed to parse private key") from error
    if private.public_key() != public:
        raise KubectlError("tls: private key does not match public key")


def build_docker(invocation: Invocation, name: str) -> Object:
    """Return a Secret of registry credentials. Raises KubectlError."""
    flags = invocation.flags
    key = ".dockerconfigjson"
    if flags["from-file"]:
        data: dict[str, bytes] = {}
        pairs = key_values.files(invocation, flags["from-file"])
        _add(
            data,
            ((key if len(flags["from-file"]) == 1 and "=" not in flags["from-file"][0] else k, v) for k, v in pairs),
        )
        return _secret(invocation, name, "kubernetes.io/dockerconfigjson", data)
    user, password, server = flags["docker-username"], flags["docker-password"], flags["docker-server"]
    if not user or not password or not server:
        raise KubectlError(
            "either --from-file or the combination of --docker-username, --docker-password and --docker-server "
            "is required"
        )
    entry = {"username": user, "password": password}
    if flags["docker-email"]:
        entry["email"] = flags["docker-email"]
    entry["auth"] = b64encode(f"{user}:{password}".encode()).decode()
    return _secret(invocation, name, "kubernetes.io/dockerconfigjson", {key: orjson.dumps({"auths": {server: entry}})})


GENERIC = Generator(build_generic, "failed to create secret")
TLS = Generator(build_tls, "failed to create secret")
DOCKER = Generator(build_docker, "failed to create secret")
