"""Certificates and requests as text.

Models X509_print_ex() and X509_REQ_print_ex() of OpenSSL 3.0. Not modelled: -certopt.
"""

from datetime import datetime

from cryptography import x509

from sandbox.sim.shell.coreutils.openssl import extensions, subjects
from sandbox.sim.shell.coreutils.openssl.keys import PublicKey, hex_block, public_text

ALGORITHMS = {"rsaEncryption": "rsaEncryption", "id-ecPublicKey": "id-ecPublicKey", "ED25519": "ED25519"}
SIGNATURES = {
    "1.2.840.113549.1.1.5": "sha1WithRSAEncryption",
    "1.2.840.113549.1.1.11": "sha256WithRSAEncryption",
    "1.2.840.113549.1.1.12": "sha384WithRSAEncryption",
    "1.2.840.113549.1.1.13": "sha512WithRSAEncryption",
    "1.2.840.10045.4.3.2": "ecdsa-with-SHA256",
    "1.2.840.10045.4.3.3": "ecdsa-with-SHA384",
    "1.2.840.10045.4.3.4": "ecdsa-with-SHA512",
    "1.3.101.112": "ED25519",
}
LONGEST_SHORT = 1 << 63


def moment(at: datetime) -> str:
    """Return a time as openssl prints it."""
    return f"{at:%b} {at.day:2d} {at:%H:%M:%S %Y} GMT"


def certificate(cert: x509.Certificate, *, style: str = "") -> str:
    """Return all that a certificate says."""
    version = 1 + int(cert.version.value)
    algorithm = SIGNATURES.get(cert.signature_algorithm_oid.dotted_string, cert.signature_algorithm_oid.dotted_string)
    text = (
        f"Certificate:\n    Data:\n        Version: {version} ({cert.version.value:#x})\n"
        f"        Serial Number:{_serial(cert.serial_number)}"
        f"        Signature Algorithm: {algorithm}\n        Issuer: {subjects.show(cert.issuer, style=style)}\n"
        f"        Validity\n            Not Before: {moment(cert.not_valid_before_utc)}\n"
        f"            Not After : {moment(cert.not_valid_after_utc)}\n"
        f"        Subject: {subjects.show(cert.subject, style=style)}\n{_key(cert.public_key())}"
    )
    if len(cert.extensions):
        text += f"        X509v3 extensions:\n{extensions.show(cert.extensions, 12)}"
    return text + _signature(algorithm, cert.signature)


def request(asked: x509.CertificateSigningRequest) -> str:
    """Return all that a request says."""
    dotted = asked.signature_algorithm_oid.dotted_string
    text = (
        "Certificate Request:\n    Data:\n        Version: 1 (0x0)\n"
        f"        Subject: {subjects.show(asked.subject)}\n{_key(asked.public_key())}        Attributes:\n"
    )
    if len(asked.extensions):
        text += f"            Requested Extensions:\n{extensions.show(asked.extensions, 16)}"
    else:
        text += "            (none)\n            Requested Extensions:\n"
    return text + _signature(SIGNATURES.get(dotted, dotted), asked.signature)


def _serial(number: int) -> str:
    if number < LONGEST_SHORT:
        return f" {number} ({number:#x})\n"
    data = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return f"\n            {':'.join(f'{byte:02x}' for byte in data)}\n"


def _key(key: object) -> str:
    if not isinstance(key, PublicKey):
        return "        Subject Public Key Info:\n            Unable to load Public Key\n"
    kind = {"RSAPublicKey": "rsaEncryption", "Ed25519PublicKey": "ED25519"}.get(type(key).__name__, "id-ecPublicKey")
    return f"        Subject Public Key Info:\n            Public Key Algorithm: {kind}\n{public_text(key, 16)}"


def _signature(algorithm: str, data: bytes) -> str:
    return f"    Signature Algorithm: {algorithm}\n    Signature Value:\n{hex_block(data, 8, 18)}"
