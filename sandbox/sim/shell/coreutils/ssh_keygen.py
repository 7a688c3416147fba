"""ssh-keygen: keys for SSH, a function of the World's random numbers.

Models OpenSSH 9.2. Not modelled: pass phrases, certificates, known_hosts, ECDSA and security keys.
"""

import posixpath
import struct
from base64 import b64decode, b64encode
from hashlib import sha256
from textwrap import wrap

from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.shell.coreutils.names import user_name
from sandbox.sim.shell.coreutils.openssl.primes import generate_rsa
from sandbox.sim.shell.coreutils.options import Options, parse
from sandbox.sim.shell.coreutils.tool import Call, Failure

MAGIC = b"openssh-key-v1\0"
SPEC = "t= b= C= f= N= q y l E= v"
OTHER = "A B c D= e F= g G= H h i I= K= k L M= m= n= O= o P= p Q R= r= S= s= T= U u V= W= w= Y= Z= z="
WIDTH, HEIGHT = 17, 9
SHADES = " .o+=*BOX@%&#/^SE"
SMALLEST = 1024


def run(call: Call) -> int:
    """``ssh-keygen``."""
    options = parse(call, SPEC, OTHER)
    if "y" in options or "l" in options:
        return _tell(call, options)
    kind = options.get("t", "rsa")
    if kind not in ("ed25519", "rsa"):
        raise Failure(
            f"not modelled in this sandbox: -t {kind}" if kind in ("ecdsa", "dsa") else f"unknown key type {kind}", 255
        )
    home = call.process.env.get("HOME", "/root")
    path = options.get("f") or call.ask(f"Enter file in which to save the key ({home}/.ssh/id_{kind}): ") if (
        "f" not in options) else options.get("f")  # fmt: skip
    path = path or f"{home}/.ssh/id_{kind}"
    if options.get("N"):
        raise Failure("not modelled in this sandbox: a pass phrase", 255)
    if call.files.exists(path):
        call.line(f"{path} already exists.\nOverwrite (y/n)? ")
        return 1
    comment = options.get("C") or f"{user_name(call.files, call.process.uid)}@{_hostname(call)}"
    private, blob = _make(call, kind, options.get("b"), comment)
    try:
        call.files.mkdir(posixpath.dirname(path) or ".", parents=True)
        call.files.write(path, private)
        call.files.chmod(path, 0o600)
        call.files.write(f"{path}.pub", f"{_name(blob)} {b64encode(blob).decode()} {comment}\n")
    except KernelError as error:
        raise Failure(f'Saving key "{path}" failed: {str(error).lower()}') from None
    if "q" not in options:
        shown = f"Your identification has been saved in {path}\nYour public key has been saved in {path}.pub\n"
        call.out(f"Generating public/private {kind} key pair.\n{shown}The key fingerprint is:\n")
        call.line(f"{_fingerprint(blob)} {comment}\nThe key's randomart image is:")
        call.out(_art(blob))
    return 0


def _hostname(call: Call) -> str:
    return call.table.namespaces[call.process.namespaces].hostname


def _string(data: bytes | str) -> bytes:
    raw = data.encode() if isinstance(data, str) else data
    return struct.pack(">I", len(raw)) + raw


def _integer(value: int) -> bytes:
    return _string(value.to_bytes(value.bit_length() // 8 + 1, "big"))


def _make(call: Call, kind: str, bits: str, comment: str) -> tuple[str, bytes]:
    """Return the private key's text and the public key's bytes."""
    rng = call.table.rng
    if kind == "ed25519":
        key = ed25519.Ed25519PrivateKey.from_private_bytes(rng.randbytes("ssh-keygen", 32))
        public = key.public_key().public_bytes_raw()
        blob = _string("ssh-ed25519") + _string(public)
        secret = blob + _string(key.private_bytes_raw() + public)
    else:
        size = int(bits) if bits.isdecimal() else 3072
        if not SMALLEST <= size <= 4096:  # noqa: PLR2004  (more takes too long)
            raise Failure(f"Invalid RSA key length: minimum is {SMALLEST} bits", 255)
        pair: rsa.RSAPrivateKey = generate_rsa(rng, size)[0]
        numbers = pair.private_numbers()
        n, e = numbers.public_numbers.n, numbers.public_numbers.e
        blob = _string("ssh-rsa") + _integer(e) + _integer(n)
        parts = (n, e, numbers.d, numbers.iqmp, numbers.p, numbers.q)
        secret = _string("ssh-rsa") + b"".join(_integer(part) for part in parts)
    mark = rng.randbytes("ssh-keygen", 4)
    inner = mark + mark + secret + _string(comment)
    inner += bytes(range(1, -len(inner) % 8 + 1))
    whole = (
        MAGIC + _string("none") + _string("none") + _string("") + struct.pack(">I", 1) + _string(blob) + _string(inner)
    )
    body = "\n".join(wrap(b64encode(whole).decode(), 70))
    return f"-----BEGIN OPENSSH PRIVATE KEY-----\n{body}\n-----END OPENSSH PRIVATE KEY-----\n", blob


def _name(blob: bytes) -> str:
    return blob[4 : 4 + struct.unpack(">I", blob[:4])[0]].decode()


def _fingerprint(blob: bytes) -> str:
    return "SHA256:" + b64encode(sha256(blob).digest()).decode().rstrip("=")


def _bits(blob: bytes) -> int:
    return 256 if _name(blob) == "ssh-ed25519" else 8 * (len(blob) - 22 - 1)


def _read(call: Call, path: str) -> tuple[bytes, str]:
    """Return the public key and comment of a file of either half. Raises Failure."""
    try:
        text = call.files.read_text(path)
    except KernelError as error:
        raise Failure(f"{path}: {error}", 255) from None
    words = text.split()
    try:
        if text.startswith("-----BEGIN OPENSSH"):
            data = b64decode("".join(text.strip().splitlines()[1:-1]))
            at = len(MAGIC) + 4 + 4 + 4 + 4 + 4 + 4
            size = struct.unpack(">I", data[at : at + 4])[0]
            return data[at + 4 : at + 4 + size], ""
        return b64decode(words[1]), " ".join(words[2:])
    except (ValueError, IndexError, struct.error):
        raise Failure(f"{path} is not a key file.", 255) from None


def _tell(call: Call, options: Options) -> int:
    path = options.get("f") or f"{call.process.env.get('HOME', '/root')}/.ssh/id_rsa"
    blob, comment = _read(call, path)
    if not comment and call.files.exists(f"{path}.pub"):
        comment = _read(call, f"{path}.pub")[1]
    if "y" in options:
        call.line(f"{_name(blob)} {b64encode(blob).decode()} {comment}".rstrip())
    else:
        kind = _name(blob).removeprefix("ssh-").upper()
        call.line(f"{_bits(blob)} {_fingerprint(blob)} {comment or 'no comment'} ({kind})")
    return 0


def _art(blob: bytes) -> str:
    """Return the picture that a bishop draws who walks by the bits of the fingerprint."""
    field = [[0] * WIDTH for _ in range(HEIGHT)]
    x, y = WIDTH // 2, HEIGHT // 2
    for byte in sha256(blob).digest():
        rest = byte
        for _ in range(4):
            x = min(max(x + (1 if rest & 1 else -1), 0), WIDTH - 1)
            y = min(max(y + (1 if rest & 2 else -1), 0), HEIGHT - 1)
            field[y][x] = min(field[y][x] + 1, len(SHADES) - 3)
            rest >>= 2
    field[HEIGHT // 2][WIDTH // 2], field[y][x] = len(SHADES) - 2, len(SHADES) - 1
    rows = "".join(f"|{''.join(SHADES[value] for value in row)}|\n" for row in field)
    kind = _name(blob).removeprefix("ssh-").upper()
    title = f"[{kind} {_bits(blob)}]"
    return f"+{title:-^{WIDTH}}+\n{rows}+{'[SHA256]':-^{WIDTH}}+\n"
