"""openssl: one program, a command a word.

Models OpenSSL 3.0 as Debian 12 has it. Not modelled: TLS connections (s_client, s_server), ca, crl, pkcs12, asn1parse.
"""

from collections.abc import Callable
from functools import partial

from sandbox.sim.shell.coreutils.openssl import certificate, digests, pairs, passwords, req, verify
from sandbox.sim.shell.coreutils.openssl.words import OpensslError, say
from sandbox.sim.shell.coreutils.tool import Call, Failure

VERSION = "OpenSSL 3.0.17 1 Jul 2025 (Library: OpenSSL 3.0.17 1 Jul 2025)"


def version(call: Call) -> int:
    """``openssl version``."""
    if call.args and call.args != ["-v"]:
        raise OpensslError(f"version: not modelled in this sandbox: {call.args[0]}")
    call.line(VERSION)
    return 0


COMMANDS: dict[str, Callable[[Call], int]] = {
    "dgst": digests.digest,
    "ec": pairs.ec_key,
    "ecparam": pairs.ecparam,
    "enc": digests.encode,
    "genpkey": pairs.genpkey,
    "genrsa": pairs.genrsa,
    "passwd": passwords.run,
    "pkey": pairs.pkey,
    "rand": digests.rand,
    "req": req.run,
    "rsa": pairs.rsa_key,
    "verify": verify.run,
    "version": version,
    "x509": certificate.run,
    **{name: partial(digests.digest, algorithm=name) for name in digests.NAMES},
    **{name: partial(digests.encode, cipher=name) for name in ("base64", "aes-128-cbc", "aes-192-cbc", "aes-256-cbc")},
}
REAL = (
    "asn1parse ca ciphers cmp cms crl crl2pkcs7 dhparam dsa dsaparam engine errstr fipsinstall gendsa help info kdf "
    "list mac nseq ocsp pkcs12 pkcs7 pkcs8 pkeyparam pkeyutl prime rehash rsautl s_client s_server s_time sess_id "
    "smime speed spkac srp storeutl ts"
).split()


def run(call: Call) -> int:
    """Run the command that the first word names."""
    if not call.args:
        raise Failure("not modelled in this sandbox: typing openssl's commands at its own prompt")
    name, *call.args = call.args
    if name in REAL:
        raise Failure(f"not modelled in this sandbox: openssl {name}")
    if name not in COMMANDS:
        say(call, f"Invalid command '{name}'; type \"help\" for a list.")
        return 1
    try:
        return COMMANDS[name](call)
    except OpensslError as error:
        say(call, str(error))
        return error.status
