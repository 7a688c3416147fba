"""openssl dgst, rand, base64, enc, passwd: digests, random bytes, encodings, ciphers, passwords.

Models apps/{dgst,rand,enc,passwd}.c of OpenSSL 3.0. Not modelled: other ciphers than AES in CBC mode.
"""

import hashlib
import hmac
from base64 import b64decode, b64encode
from binascii import Error
from textwrap import wrap

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from sandbox.sim.shell.coreutils.openssl import signing
from sandbox.sim.shell.coreutils.openssl.keys import load_private, load_public
from sandbox.sim.shell.coreutils.openssl.primes import STREAM
from sandbox.sim.shell.coreutils.openssl.req import whole_number
from sandbox.sim.shell.coreutils.openssl.words import OpensslError, load, read_options, save
from sandbox.sim.shell.coreutils.options import Options
from sandbox.sim.shell.coreutils.tool import MAX_INPUT, Call

NAMES = {
    "md5": "MD5", "sha1": "SHA1", "sha224": "SHA2-224", "sha256": "SHA2-256", "sha384": "SHA2-384",
    "sha512": "SHA2-512", "sha3-256": "SHA3-256", "sha3-512": "SHA3-512",
}  # fmt: skip
KEY_BYTES = {"aes-128-cbc": 16, "aes-192-cbc": 24, "aes-256-cbc": 32, "aes128": 16, "aes192": 24, "aes256": 32}
BLOCK = 16
SALTED = b"Salted__"


def digest(call: Call, algorithm: str = "") -> int:
    """``openssl dgst``, and ``openssl sha256`` and its like."""
    words = " ".join(NAMES)
    options = read_options(
        call, "dgst", f"{words} r hex binary hmac= out= sign= verify= signature= c", "keyform passin mac macopt"
    )
    name = algorithm or next((word for word in NAMES if word in options), "sha256")
    if "sign" in options or "verify" in options:
        return _signature(call, options, name)
    for path in options.operands or [""]:
        data = load(call, path, "file")
        if "hmac" in options:
            made, title = hmac.digest(options.get("hmac").encode(), data, name), f"HMAC-{NAMES[name]}"
        else:
            made, title = hashlib.new(name.replace("-", "_"), data, usedforsecurity=False).digest(), NAMES[name]
        save(call, options.get("out"), _shown(options, made, title, path))
    return 0


def _shown(options: Options, made: bytes, title: str, path: str) -> bytes:
    if "binary" in options:
        return made
    text = ":".join(f"{byte:02x}" for byte in made) if "c" in options else made.hex()
    if "r" in options:
        return f"{text} *{path or 'stdin'}\n".encode()
    return f"{title}({path or 'stdin'})= {text}\n".encode()


def _signature(call: Call, options: Options, name: str) -> int:
    if name not in signing.HASHES:
        raise OpensslError(f"dgst: not modelled in this sandbox: signing with {name}")
    algorithm = signing.HASHES[name]
    data = load(call, options.operands[0] if options.operands else "", "file")
    if "sign" in options:
        key = load_private(call, options.get("sign"))
        if isinstance(key, rsa.RSAPrivateKey):
            made = key.sign(data, padding.PKCS1v15(), algorithm)
        elif isinstance(key, ec.EllipticCurvePrivateKey):
            made = key.sign(data, ec.ECDSA(algorithm, deterministic_signing=True))
        else:
            made = key.sign(data)
        save(call, options.get("out"), made)
        return 0
    public = load_public(call, options.get("verify"))
    given = load(call, options.get("signature"), "signature")
    try:
        if isinstance(public, rsa.RSAPublicKey):
            public.verify(given, data, padding.PKCS1v15(), algorithm)
        elif isinstance(public, ec.EllipticCurvePublicKey):
            public.verify(given, data, ec.ECDSA(algorithm))
        else:
            public.verify(given, data)
    except InvalidSignature:
        call.line("Verification failure")
        return 1
    call.line("Verified OK")
    return 0


def rand(call: Call) -> int:
    """``openssl rand``."""
    options = read_options(call, "rand", "hex base64 out=", "writerand engine")
    if not options.operands:
        raise OpensslError("rand: Use -help for summary.")
    size = whole_number("rand", options.operands[0])
    if not 0 <= size <= MAX_INPUT:
        raise OpensslError(f"rand: not modelled in this sandbox: {size} bytes")
    data = call.table.rng.randbytes(STREAM, size)
    if "hex" in options:
        data = f"{data.hex()}\n".encode()
    elif "base64" in options:
        data = _lines(data)
    save(call, options.get("out"), data)
    return 0


def _lines(data: bytes) -> bytes:
    return "".join(f"{row}\n" for row in wrap(b64encode(data).decode(), 64)).encode()


def encode(call: Call, cipher: str = "") -> int:
    """``openssl enc``, ``openssl base64`` and ``openssl aes-256-cbc``."""
    ciphers = " ".join(KEY_BYTES)
    spec = f"{ciphers} base64 a A d e in= out= k= pass= salt nosalt S= pbkdf2 iter= md= K= iv= p"
    options = read_options(call, "enc", spec, "nopad kfile none z bufsize P")
    name = next((word for word in KEY_BYTES if word in options), "") or cipher
    data = load(call, options.get("in"), "file")
    coded = "base64" in options or "a" in options or cipher == "base64"
    if "d" in options:
        data = _decoded(data) if coded else data
        data = _decrypt(options, name, data) if name in KEY_BYTES else data
    else:
        data = _encrypt(call, options, name, data) if name in KEY_BYTES else data
        data = (b64encode(data) if "A" in options else _lines(data)) if coded else data
    save(call, options.get("out"), data)
    return 0


def _decoded(data: bytes) -> bytes:
    try:
        return b64decode(b"".join(data.split()), validate=True)
    except Error:
        raise OpensslError("error reading input file") from None


def _password(options: Options) -> bytes:
    kind, _, value = options.get("pass").partition(":")
    if "k" in options:
        return options.get("k").encode()
    if kind == "pass":
        return value.encode()
    raise OpensslError("enc: not modelled in this sandbox: asking for a password; give -pass pass:word")


def _key_and_iv(options: Options, name: str, salt: bytes) -> tuple[bytes, bytes]:
    size = KEY_BYTES[name]
    if "K" in options:
        return bytes.fromhex(options.get("K").ljust(2 * size, "0")), bytes.fromhex(options.get("iv").ljust(32, "0"))
    secret, digest_name = _password(options), options.get("md", "sha256")
    if "pbkdf2" in options or "iter" in options:
        rounds = min(whole_number("enc", options.get("iter", "10000")), 1_000_000)
        made = hashlib.pbkdf2_hmac(digest_name, secret, salt, rounds, size + BLOCK)
    else:
        made, last = b"", b""
        while len(made) < size + BLOCK:
            last = hashlib.new(digest_name, last + secret + salt).digest()
            made += last
    return made[:size], made[size : size + BLOCK]


def _encrypt(call: Call, options: Options, name: str, data: bytes) -> bytes:
    salted = "nosalt" not in options and "K" not in options
    given = options.get("S")
    salt = (bytes.fromhex(given) if given else call.table.rng.randbytes(STREAM, 8)) if salted else b""
    key, iv = _key_and_iv(options, name, salt)
    padder = PKCS7(8 * BLOCK).padder()
    machine = Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor()
    body = machine.update(padder.update(data) + padder.finalize()) + machine.finalize()
    return SALTED + salt + body if salted and not given else body


def _decrypt(options: Options, name: str, data: bytes) -> bytes:
    salt = b""
    if data.startswith(SALTED):
        salt, data = data[8:16], data[16:]
    elif "nosalt" not in options and "K" not in options and "S" not in options:
        raise OpensslError("bad magic number")
    salt = bytes.fromhex(options.get("S")) if "S" in options else salt
    key, iv = _key_and_iv(options, name, salt)
    machine = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    unpadder = PKCS7(8 * BLOCK).unpadder()
    try:
        padded = machine.update(data) + machine.finalize()
        return unpadder.update(padded) + unpadder.finalize()
    except ValueError:
        raise OpensslError("bad decrypt") from None
