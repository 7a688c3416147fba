"""openssl verify: a chain of certificates.

Models apps/verify.c of OpenSSL 3.0: issuers, signatures and times. Not modelled: purposes, CRLs, policies,
-partial_chain.
"""

from cryptography import x509
from cryptography.exceptions import InvalidSignature

from sandbox.sim.shell.coreutils.openssl import signing, subjects
from sandbox.sim.shell.coreutils.openssl.words import OpensslError, read_options, say
from sandbox.sim.shell.coreutils.tool import Call

LONGEST = 16
UNABLE, SELF_SIGNED, SELF_SIGNED_CHAIN, LATE, EARLY = 20, 18, 19, 10, 9
WORDS = {
    UNABLE: "unable to get local issuer certificate",
    SELF_SIGNED: "self-signed certificate",
    SELF_SIGNED_CHAIN: "self-signed certificate in certificate chain",
    LATE: "certificate has expired",
    EARLY: "certificate is not yet valid",
}


def run(call: Call) -> int:
    """``openssl verify``."""
    options = read_options(
        call, "verify", "CAfile= trusted= untrusted= verbose show_chain",
        "CApath purpose crl_check crl_check_all CRLfile partial_chain attime verify_hostname no_check_time x509_strict",
    )  # fmt: skip
    trusted = [cert for path in options.all("CAfile") + options.all("trusted") for cert in _authorities(call, path)]
    between = [cert for path in options.all("untrusted") for cert in signing.read_certificates(call, path)]
    status = 0
    for path in options.operands or [""]:
        cert = signing.read_certificates(call, path)[0]
        shown = path or "stdin"
        fault = _check(call, cert, trusted, between)
        if fault is None:
            call.line(f"{shown}: OK")
            continue
        number, depth, at_fault = fault
        say(call, subjects.show(at_fault.subject))
        say(call, f"error {number} at {depth} depth lookup: {WORDS[number]}")
        say(call, f"error {shown}: verification failed")
        status = 2
    return status


def _authorities(call: Call, path: str) -> list[x509.Certificate]:
    if not call.files.exists(path):
        raise OpensslError(f"Error loading file {path}")
    return signing.read_certificates(call, path)


def _check(
    call: Call, cert: x509.Certificate, trusted: list[x509.Certificate], between: list[x509.Certificate]
) -> tuple[int, int, x509.Certificate] | None:
    """Return the fault's number, its depth and the certificate that has it; None for a good chain."""
    current = cert
    for depth in range(LONGEST):
        fault = _out_of_time(call, current)
        if fault:
            return fault, depth, current
        if current in trusted and _issued(current, current):
            return None
        if _issued(current, current):
            return (SELF_SIGNED_CHAIN if depth else SELF_SIGNED), depth, current
        issuer = next((row for row in (*trusted, *between) if _issued(row, current)), None)
        if issuer is None:
            return UNABLE, depth, current
        current = issuer
    return UNABLE, LONGEST, current


def _out_of_time(call: Call, cert: x509.Certificate) -> int:
    now = signing.now(call)
    return LATE if cert.not_valid_after_utc < now else EARLY if cert.not_valid_before_utc > now else 0


def _issued(issuer: x509.Certificate, cert: x509.Certificate) -> bool:
    try:
        cert.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True
