"""Hashes of passwords, as ``openssl passwd`` and ``htpasswd`` make them.

Models crypt(3)'s MD5, SHA-256 and SHA-512 and Apache's own MD5. Not modelled: DES and bcrypt.
"""

import hashlib

from sandbox.sim.kernel.rng import Rng
from sandbox.sim.shell.coreutils.openssl.words import OpensslError, read_options
from sandbox.sim.shell.coreutils.tool import Call

ALPHABET = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
ROUNDS = 5000
MD5_ROUNDS = 1000
MD5_ORDER = ((0, 6, 12), (1, 7, 13), (2, 8, 14), (3, 9, 15), (4, 10, 5))


def _sixty_four(value: int, count: int) -> str:
    text = ""
    for _ in range(count):
        text += ALPHABET[value & 63]
        value >>= 6
    return text


def new_salt(rng: Rng, length: int) -> str:
    """Return random letters for a salt."""
    return rng.pick("passwd", ALPHABET, length)


def md5_crypt(password: str, salt: str, magic: str) -> str:
    """Return the hash with ``magic`` ``1`` (crypt's) or ``apr1`` (Apache's)."""
    secret, given = password.encode(), salt[:8].encode()
    inner = hashlib.md5(secret + given + secret, usedforsecurity=False).digest()
    mixed = secret + f"${magic}$".encode() + given + (inner * (len(secret) // 16 + 1))[: len(secret)]
    size = len(secret)
    while size:
        mixed += b"\0" if size & 1 else secret[:1]
        size >>= 1
    final = hashlib.md5(mixed, usedforsecurity=False).digest()
    for turn in range(MD5_ROUNDS):
        final = hashlib.md5(_round(turn, secret, given, final), usedforsecurity=False).digest()
    text = "".join(_sixty_four(final[a] << 16 | final[b] << 8 | final[c], 4) for a, b, c in MD5_ORDER)
    return f"${magic}${given.decode()}${text}{_sixty_four(final[11], 2)}"


def _round(turn: int, secret: bytes, salt: bytes, last: bytes) -> bytes:
    odd = turn & 1
    middle = (salt if turn % 3 else b"") + (secret if turn % 7 else b"")
    return (secret if odd else last) + middle + (last if odd else secret)


def sha_crypt(password: str, salt: str, magic: str) -> str:
    """Return the hash with ``magic`` ``5`` (SHA-256) or ``6`` (SHA-512)."""
    name = "sha256" if magic == "5" else "sha512"
    size = hashlib.new(name).digest_size
    secret, given = password.encode(), salt[:16].encode()
    inner = hashlib.new(name, secret + given + secret).digest()
    mixed = secret + given + _stretched(inner, len(secret))
    length = len(secret)
    while length:
        mixed += inner if length & 1 else secret
        length >>= 1
    final = hashlib.new(name, mixed).digest()
    p = _stretched(hashlib.new(name, secret * len(secret)).digest(), len(secret))
    s = _stretched(hashlib.new(name, given * (16 + final[0])).digest(), len(given))
    for turn in range(ROUNDS):
        final = hashlib.new(name, _round(turn, p, s, final)).digest()
    return f"${magic}${given.decode()}${_encoded(final, size)}"


def _stretched(block: bytes, length: int) -> bytes:
    return (block * (length // len(block) + 1))[:length]


def _encoded(final: bytes, size: int) -> str:
    """Return the bytes in the order in which crypt(3) mixes them, three to four letters."""
    third = size // 3
    text, a, b, c = "", 0, third, 2 * third
    for _ in range(third):
        text += _sixty_four(final[a] << 16 | final[b] << 8 | final[c], 4)
        # SHA-512 goes one way round the three columns, SHA-256 the other.
        a, b, c = (b + 1, c + 1, a + 1) if size == 64 else (c + 1, a + 1, b + 1)  # noqa: PLR2004  (SHA-512's bytes)
    return text + (_sixty_four(final[63], 2) if size == 64 else _sixty_four(final[31] << 8 | final[30], 3))  # noqa: PLR2004  (SHA-512's bytes)


def make(password: str, salt: str, kind: str) -> str:
    """Return the hash of a password: ``kind`` is ``1``, ``apr1``, ``5`` or ``6``."""
    return md5_crypt(password, salt, kind) if kind in ("1", "apr1") else sha_crypt(password, salt, kind)


def run(call: Call) -> int:
    """``openssl passwd``."""
    options = read_options(call, "passwd", "1 5 6 apr1 salt= stdin in= quiet noverify", "crypt aixmd5 reverse table")
    kind = next((word for word in ("6", "5", "apr1", "1") if word in options), "1")
    words = options.operands
    if "stdin" in options:
        words = call.stdin().decode(errors="replace").splitlines()
    if not words:
        raise OpensslError("passwd: not modelled in this sandbox: asking for a password; give it as a word")
    for word in words:
        salt = options.get("salt") or new_salt(call.table.rng, 16 if kind in ("5", "6") else 8)
        call.line(make(word, salt, kind))
    return 0
