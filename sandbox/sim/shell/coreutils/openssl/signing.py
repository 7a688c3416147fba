"""Certificates and requests, signed: what ``req`` and ``x509`` make.

Models X509_sign() of OpenSSL 3.0. ECDSA draws its numbers from the message (RFC 6979), so that the same World gives
the same bytes. Not modelled: certificates of version 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from sandbox.sim.shell.coreutils.openssl.extensions import Extension
from sandbox.sim.shell.coreutils.openssl.keys import PrivateKey, PublicKey
from sandbox.sim.shell.coreutils.openssl.primes import STREAM
from sandbox.sim.shell.coreutils.openssl.words import OpensslError, load
from sandbox.sim.shell.coreutils.tool import Call

HASHES = {"sha1": hashes.SHA1(), "sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}  # noqa: S303  (what a learner may ask for)
DIGESTS = " ".join(HASHES)
SERIAL_BYTES = 20


@dataclass(frozen=True, slots=True)
class Plan:
    """What a certificate shall say, but for its signature."""

    subject: x509.Name
    issuer: x509.Name
    key: PublicKey
    serial: int
    days: int
    extensions: Sequence[Extension]


def now(call: Call) -> datetime:
    """Return the World's time, to the second."""
    return datetime.fromtimestamp(call.seconds, UTC)


def fresh_serial(call: Call) -> int:
    """Return a serial number of 159 random bits."""
    data = call.table.rng.randbytes(STREAM, SERIAL_BYTES)
    return int.from_bytes(data, "big") >> 1 | 1


def sign_certificate(call: Call, plan: Plan, signer: PrivateKey, digest: str) -> x509.Certificate:
    """Return the certificate. Raises OpensslError."""
    begins = now(call)
    builder = (
        x509.CertificateBuilder().subject_name(plan.subject).issuer_name(plan.issuer).public_key(plan.key)
        .serial_number(plan.serial).not_valid_before(begins).not_valid_after(_end(begins, plan.days))
    )  # fmt: skip
    for extension, critical in plan.extensions:
        builder = builder.add_extension(extension, critical)
    return builder.sign(signer, _hash(signer, digest), ecdsa_deterministic=_deterministic(signer))


def sign_request(
    name: x509.Name, extensions: Sequence[Extension], signer: PrivateKey, digest: str
) -> x509.CertificateSigningRequest:
    """Return the request for a certificate."""
    builder = x509.CertificateSigningRequestBuilder().subject_name(name)
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    return builder.sign(signer, _hash(signer, digest), ecdsa_deterministic=_deterministic(signer))


def _end(begins: datetime, days: int) -> datetime:
    try:
        return begins + timedelta(days=days)
    except OverflowError:
        raise OpensslError(f"Error: the number of days is too large: {days}") from None


def _hash(signer: PrivateKey, digest: str) -> hashes.SHA256 | None:
    # cryptography's types name every hash; the table above holds those that sign.
    return None if isinstance(signer, ed25519.Ed25519PrivateKey) else HASHES[digest]  # type: ignore[return-value]


def _deterministic(signer: PrivateKey) -> bool | None:
    return True if isinstance(signer, ec.EllipticCurvePrivateKey) else None


def read_certificates(call: Call, path: str) -> list[x509.Certificate]:
    """Return the certificates of a file, at least one. Raises OpensslError."""
    data = load(call, path, "certificate", tail="\nUnable to load certificate")
    try:
        return x509.load_pem_x509_certificates(data) if b"-----" in data else [x509.load_der_x509_certificate(data)]
    except ValueError:
        shown = path or "<stdin>"
        raise OpensslError(f"Could not read certificate from {shown}\nUnable to load certificate") from None


def read_request(call: Call, path: str) -> x509.CertificateSigningRequest:
    """Return the request of a file. Raises OpensslError."""
    data = load(call, path, "certificate request", tail="\nUnable to load X509 request")
    try:
        return x509.load_pem_x509_csr(data) if b"-----" in data else x509.load_der_x509_csr(data)
    except ValueError:
        shown = path or "<stdin>"
        raise OpensslError(f"Could not read certificate request from {shown}\nUnable to load X509 request") from None


def belongs(key: PrivateKey | PublicKey, other: object) -> bool:
    """Say whether a key and a public key are of one pair."""
    public = key.public_key() if isinstance(key, PrivateKey) else key
    return (
        isinstance(other, (rsa.RSAPublicKey, ec.EllipticCurvePublicKey, ed25519.Ed25519PublicKey)) and public == other
    )
