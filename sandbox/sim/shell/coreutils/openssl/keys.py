"""Private and public keys: made from the World's random numbers, read and written as PEM or DER, and told as text.

Models crypto/evp and encoders of OpenSSL 3.0. Not modelled: keys under a pass phrase, DSA and DH.
"""

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
    load_pem_private_key,
    load_pem_public_key,
)

from sandbox.sim.kernel.rng import Rng
from sandbox.sim.shell.coreutils.openssl.primes import STREAM
from sandbox.sim.shell.coreutils.openssl.words import OpensslError, load
from sandbox.sim.shell.coreutils.tool import Call

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey
PublicKey = rsa.RSAPublicKey | ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey
CURVES: dict[str, ec.EllipticCurve] = {
    "prime256v1": ec.SECP256R1(), "secp256r1": ec.SECP256R1(), "P-256": ec.SECP256R1(), "secp384r1": ec.SECP384R1(),
    "P-384": ec.SECP384R1(), "secp521r1": ec.SECP521R1(), "P-521": ec.SECP521R1(), "secp256k1": ec.SECP256K1(),
}  # fmt: skip
NIST = {"secp256r1": "P-256", "secp384r1": "P-384", "secp521r1": "P-521"}
NAMES = {"secp256r1": "prime256v1"}


def generate_ec(rng: Rng, curve: ec.EllipticCurve) -> ec.EllipticCurvePrivateKey:
    """Return a key on a curve."""
    number = int.from_bytes(rng.randbytes(STREAM, curve.key_size // 8 - 1), "big")
    return ec.derive_private_key(number + 1, curve)


def generate_ed25519(rng: Rng) -> ed25519.Ed25519PrivateKey:
    """Return an Ed25519 key."""
    return ed25519.Ed25519PrivateKey.from_private_bytes(rng.randbytes(STREAM, 32))


def find_curve(name: str, command: str) -> ec.EllipticCurve:
    """Return a curve by one of its names. Raises OpensslError."""
    if name not in CURVES:
        raise OpensslError(f"{command}: Unknown curve name ({name})")
    return CURVES[name]


def load_private(call: Call, path: str, what: str = "private key") -> PrivateKey:
    """Return the key of a file. Raises OpensslError."""
    return parse_private(load(call, path, what), path, what)


def parse_private(data: bytes, path: str, what: str = "private key") -> PrivateKey:
    """Return the key that a PEM or DER text holds. Raises OpensslError."""
    try:
        key = load_pem_private_key(data, None) if b"-----BEGIN" in data else load_der_private_key(data, None)
    except TypeError:
        raise OpensslError("not modelled in this sandbox: a key under a pass phrase") from None
    except (ValueError, UnsupportedAlgorithm):
        raise OpensslError(f"Could not read {what} from {path or '<stdin>'}") from None
    if not isinstance(key, PrivateKey):
        raise OpensslError(f"not modelled in this sandbox: a key of the kind of {path}")
    return key


def load_public(call: Call, path: str) -> PublicKey:
    """Return the public key of a file. Raises OpensslError."""
    try:
        key = load_pem_public_key(load(call, path, "public key"))
    except (ValueError, UnsupportedAlgorithm):
        raise OpensslError(f"Could not read public key from {path or '<stdin>'}") from None
    if not isinstance(key, PublicKey):
        raise OpensslError(f"not modelled in this sandbox: a key of the kind of {path}")
    return key


def private_pem(key: PrivateKey, *, traditional: bool = False, der: bool = False) -> bytes:
    """Return the key as a file holds it."""
    form = PrivateFormat.TraditionalOpenSSL if traditional else PrivateFormat.PKCS8
    return key.private_bytes(Encoding.DER if der else Encoding.PEM, form, NoEncryption())


def public_pem(key: PublicKey, *, der: bool = False) -> bytes:
    """Return the public key as a file holds it."""
    return key.public_bytes(Encoding.DER if der else Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def hex_block(data: bytes, indent: int, width: int = 15) -> str:
    """Return bytes as lines of hexadecimal pairs."""
    pad = " " * indent
    rows = [data[at : at + width] for at in range(0, len(data), width)]
    return ":\n".join(pad + ":".join(f"{byte:02x}" for byte in row) for row in rows) + "\n"


def number(title: str, value: int, indent: int) -> str:
    """Return a large number with its title, as openssl prints it."""
    pad = " " * indent
    if value < 1 << 64:
        return f"{pad}{title}: {value} ({value:#x})\n"
    size = (value.bit_length() + 8) // 8
    return f"{pad}{title}:\n{hex_block(value.to_bytes(size, 'big'), indent + 4)}"


def public_text(key: PublicKey, indent: int = 0, *, private: str = "") -> str:
    """Return the lines that tell of a public key; ``private`` are those of the private number, put before."""
    pad = " " * indent
    if isinstance(key, rsa.RSAPublicKey):
        numbers = key.public_numbers()
        return (
            f"{pad}Public-Key: ({key.key_size} bit)\n{number('Modulus', numbers.n, indent)}"
            f"{number('Exponent', numbers.e, indent)}"
        )
    side = "Private" if private else "Public"
    if isinstance(key, ed25519.Ed25519PublicKey):
        body = hex_block(key.public_bytes_raw(), indent + 4)
        return f"{pad}ED25519 {side}-Key:\n{private}{pad}pub:\n{body}"
    point = key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    name = key.curve.name
    nist = f"{pad}NIST CURVE: {NIST[name]}\n" if name in NIST else ""
    return (
        f"{pad}{side}-Key: ({key.curve.key_size} bit)\n{private}{pad}pub:\n{hex_block(point, indent + 4)}"
        f"{pad}ASN1 OID: {NAMES.get(name, name)}\n{nist}"
    )


def private_text(key: PrivateKey) -> str:
    """Return the lines that tell of a private key."""
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return public_text(key.public_key(), private=f"priv:\n{hex_block(key.private_bytes_raw(), 4)}")
    if isinstance(key, ec.EllipticCurvePrivateKey):
        value = key.private_numbers().private_value.to_bytes((key.curve.key_size + 7) // 8, "big")
        return public_text(key.public_key(), private=f"priv:\n{hex_block(value, 4)}")
    numbers = key.private_numbers()
    rows = (
        ("modulus", numbers.public_numbers.n), ("publicExponent", numbers.public_numbers.e),
        ("privateExponent", numbers.d), ("prime1", numbers.p), ("prime2", numbers.q), ("exponent1", numbers.dmp1),
        ("exponent2", numbers.dmq1), ("coefficient", numbers.iqmp),
    )  # fmt: skip
    return f"Private-Key: ({key.key_size} bit, 2 primes)\n" + "".join(number(title, value, 0) for title, value in rows)
