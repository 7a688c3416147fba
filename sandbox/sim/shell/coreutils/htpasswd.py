"""htpasswd: users and passwords for basic authentication.

Models Apache 2.4.62. Not modelled: bcrypt (-B), crypt (-d), asking for a password.
"""

from base64 import b64encode
from hashlib import sha1

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.shell.coreutils.openssl.passwords import make, new_salt
from sandbox.sim.shell.coreutils.options import Options, parse
from sandbox.sim.shell.coreutils.tool import Call, Failure

USAGE = "Usage:\n\thtpasswd [-cimBdpsDv] [-C cost] [-r rounds] passwordfile username\n"


def run(call: Call) -> int:
    """``htpasswd``."""
    options = parse(call, "n b c i m s p D", "B d v C= 2 5 r=", status=2)
    words = list(options.operands)
    path = "" if "n" in options else (words.pop(0) if words else "")
    if not words or (not path and "n" not in options):
        call.warn(USAGE)
        return 2
    name = words.pop(0)
    if "D" in options:
        return _delete(call, path, name)
    line = f"{name}:{_hashed(call, options, _password(call, options, words))}"
    if "n" in options:
        call.line(f"{line}\n")
        return 0
    rows = [] if "c" in options else _rows(call, path)
    known = any(row.startswith(f"{name}:") for row in rows)
    kept = [line if row.startswith(f"{name}:") else row for row in rows]
    call.files.write(path, "".join(f"{row}\n" for row in (kept if known else [*rows, line])))
    call.warn(f"{'Updating' if known else 'Adding'} password for user {name}\n")
    return 0


def _password(call: Call, options: Options, words: list[str]) -> str:
    if "b" in options:
        if not words:
            call.warn(USAGE)
            raise Failure("", 2)
        return words[0]
    if "i" in options:
        return call.stdin().decode(errors="replace").partition("\n")[0]
    raise Failure("not modelled in this sandbox: asking for a password; give it with -b", 1)


def _hashed(call: Call, options: Options, password: str) -> str:
    if "p" in options:
        return password
    if "s" in options:
        return "{SHA}" + b64encode(sha1(password.encode(), usedforsecurity=False).digest()).decode()
    return make(password, new_salt(call.table.rng, 8), "apr1")


def _rows(call: Call, path: str) -> list[str]:
    try:
        return call.files.read_text(path).splitlines()
    except KernelError:
        raise Failure(f"cannot modify file {path}; use '-c' to create it") from None


def _delete(call: Call, path: str, name: str) -> int:
    rows = _rows(call, path)
    kept = [row for row in rows if not row.startswith(f"{name}:")]
    if len(kept) == len(rows):
        call.warn(f"User {name} not found\n")
        return 6
    call.files.write(path, "".join(f"{row}\n" for row in kept))
    call.warn(f"Deleting password for user {name}\n")
    return 0
