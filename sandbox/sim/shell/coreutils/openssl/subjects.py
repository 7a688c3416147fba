"""Distinguished names: ``-subj`` in, ``CN = web`` out.

Models crypto/x509/x_name.c and apps/lib of OpenSSL 3.0. Not modelled: several values in one part (``+``).
"""

import re

from cryptography import x509
from cryptography.x509.oid import NameOID, ObjectIdentifier

from sandbox.sim.shell.coreutils.openssl.words import OpensslError, say
from sandbox.sim.shell.coreutils.tool import Call

SHORT = {
    "C": NameOID.COUNTRY_NAME, "ST": NameOID.STATE_OR_PROVINCE_NAME, "L": NameOID.LOCALITY_NAME,
    "O": NameOID.ORGANIZATION_NAME, "OU": NameOID.ORGANIZATIONAL_UNIT_NAME, "CN": NameOID.COMMON_NAME,
    "emailAddress": NameOID.EMAIL_ADDRESS, "DC": NameOID.DOMAIN_COMPONENT, "UID": NameOID.USER_ID,
    "serialNumber": NameOID.SERIAL_NUMBER, "SN": NameOID.SURNAME, "GN": NameOID.GIVEN_NAME, "title": NameOID.TITLE,
}  # fmt: skip
LONG = {
    "countryName": "C", "stateOrProvinceName": "ST", "localityName": "L", "organizationName": "O",
    "organizationalUnitName": "OU", "commonName": "CN", "domainComponent": "DC", "userId": "UID", "S": "ST",
    "surname": "SN", "givenName": "GN",
}  # fmt: skip
BY_OID = {oid: short for short, oid in SHORT.items()}
PART = re.compile(r"/((?:[^/=\\]|\\.)+)=((?:[^/\\]|\\.)*)")
LENGTHS = {"C": 2, "CN": 64, "O": 64, "OU": 64, "ST": 128, "L": 128}


def attribute(short: str, value: str) -> x509.NameAttribute[str]:
    """Return one part of a name. Raises OpensslError for a value that is too long."""
    try:
        return x509.NameAttribute(SHORT[short], value)
    except ValueError:
        raise OpensslError(
            f"string too long: maxsize={LENGTHS.get(short, 64)}\n"
            f'req: Error adding subject name attribute "/{short}={value}"'
        ) from None


def parse_subject(call: Call, text: str) -> x509.Name:
    """Return the name of ``/C=CN/CN=web``. Raises OpensslError."""
    if not text.startswith("/") or (text != "/" and not PART.match(text)):
        raise OpensslError(
            "req: subject name is expected to be in the format /type0=value0/type1=value1/type2=... where characters "
            f"may be escaped by \\. This name is not in that format: '{text}'"
        )
    parts = []
    for found in PART.finditer(text):
        kind, value = (re.sub(r"\\(.)", r"\1", piece) for piece in found.groups())
        short = LONG.get(kind, kind)
        if short not in SHORT:
            say(call, f'req warning: Skipping unknown subject name attribute "{kind}"')
        elif not value:
            say(call, f'req warning: No value provided for subject name attribute "{kind}", skipped')
        else:
            parts.append(attribute(short, value))
    return x509.Name(parts)


def show(name: x509.Name, *, style: str = "") -> str:
    """Return a name as openssl prints it; ``style`` is the value of ``-nameopt``."""
    pairs = [(label(part.oid), str(part.value)) for part in name]
    if style in ("RFC2253", "rfc2253"):
        return ",".join(f"{kind}={value}" for kind, value in reversed(pairs))
    if style == "compat":
        return "".join(f"/{kind}={value}" for kind, value in pairs)
    return ", ".join(f"{kind} = {value}" for kind, value in pairs)


def label(oid: ObjectIdentifier) -> str:
    """Return the short name of a part's kind."""
    return BY_OID.get(oid, oid.dotted_string)
