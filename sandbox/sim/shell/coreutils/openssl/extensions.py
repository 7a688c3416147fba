"""Extensions of certificates: ``subjectAltName=DNS:web`` in, its lines out.

Models crypto/x509/v3_*.c of OpenSSL 3.0. Not modelled: policies, name constraints, CRL
distribution points, ASN1 values.
"""

from collections.abc import Callable
from ipaddress import ip_address

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID, ObjectIdentifier

from sandbox.sim.shell.coreutils.openssl.configuration import Sections
from sandbox.sim.shell.coreutils.openssl.keys import PublicKey
from sandbox.sim.shell.coreutils.openssl.words import OpensslError

Extension = tuple[x509.ExtensionType, bool]
KEY_USAGE = {
    "digitalSignature": ("digital_signature", "Digital Signature"),
    "nonRepudiation": ("content_commitment", "Non Repudiation"),
    "keyEncipherment": ("key_encipherment", "Key Encipherment"),
    "dataEncipherment": ("data_encipherment", "Data Encipherment"),
    "keyAgreement": ("key_agreement", "Key Agreement"),
    "keyCertSign": ("key_cert_sign", "Certificate Sign"),
    "cRLSign": ("crl_sign", "CRL Sign"),
    "encipherOnly": ("encipher_only", "Encipher Only"),
    "decipherOnly": ("decipher_only", "Decipher Only"),
}
EXTENDED = {
    "serverAuth": (ExtendedKeyUsageOID.SERVER_AUTH, "TLS Web Server Authentication"),
    "clientAuth": (ExtendedKeyUsageOID.CLIENT_AUTH, "TLS Web Client Authentication"),
    "codeSigning": (ExtendedKeyUsageOID.CODE_SIGNING, "Code Signing"),
    "emailProtection": (ExtendedKeyUsageOID.EMAIL_PROTECTION, "E-mail Protection"),
    "timeStamping": (ExtendedKeyUsageOID.TIME_STAMPING, "Time Stamping"),
    "OCSPSigning": (ExtendedKeyUsageOID.OCSP_SIGNING, "OCSP Signing"),
}
REAL = (
    "certificatePolicies", "nameConstraints", "crlDistributionPoints", "authorityInfoAccess", "issuerAltName",
    "nsComment", "nsCertType", "policyConstraints", "inhibitAnyPolicy", "tlsfeature", "proxyCertInfo",
)  # fmt: skip


class ExtensionError(OpensslError):
    """An extension cannot be read; whoever asked for it says where."""


def build(name: str, text: str, sections: Sections, subject: PublicKey, issuer: PublicKey) -> Extension | None:
    """Return one extension and whether it is critical; None for one that openssl leaves out. Raises ExtensionError."""
    words = [word.strip() for word in text.split(",") if word.strip()]
    critical = words[:1] == ["critical"]
    words = words[1:] if critical else words
    makers: dict[str, Callable[[], x509.ExtensionType]] = {
        "subjectAltName": lambda: _alternative_names(words, sections),
        "basicConstraints": lambda: _constraints(words),
        "keyUsage": lambda: _key_usage(words),
        "extendedKeyUsage": lambda: x509.ExtendedKeyUsage([_extended(word) for word in words]),
        "subjectKeyIdentifier": lambda: x509.SubjectKeyIdentifier.from_public_key(subject),
        "authorityKeyIdentifier": lambda: x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer),
    }
    if name not in makers:
        real = name in REAL
        raise ExtensionError(f"not modelled in this sandbox: {name}" if real else f"unknown extension name: {name}")
    if words == ["none"]:
        return None
    try:
        return makers[name](), critical
    except ValueError as error:
        raise ExtensionError(f"error in extension: name={name}, value={text}: {error}") from None


def _alternative_names(words: list[str], sections: Sections) -> x509.SubjectAlternativeName:
    return x509.SubjectAlternativeName(_general_names(words, sections))


def _general_names(words: list[str], sections: Sections) -> list[x509.GeneralName]:
    found: list[x509.GeneralName] = []
    for word in words:
        if word.startswith("@"):
            rows = sections.get(word[1:])
            if rows is None:
                raise ExtensionError(f"error in extension: section={word[1:]}: no such section")
            found += [_general_name(kind.partition(".")[0], value) for kind, value in rows.items()]
        else:
            kind, colon, value = word.partition(":")
            if not colon:
                raise ExtensionError(f"missing value\nerror in extension: name=subjectAltName, value={word}")
            found.append(_general_name(kind, value))
    return found


def _general_name(kind: str, value: str) -> x509.GeneralName:
    if kind == "DNS":
        return x509.DNSName(value)
    if kind == "IP":
        return x509.IPAddress(ip_address(value))
    if kind == "email":
        return x509.RFC822Name(value)
    if kind == "URI":
        return x509.UniformResourceIdentifier(value)
    raise ExtensionError(f"unsupported option\nerror in extension: name=subjectAltName, value={kind}:{value}")


def _constraints(words: list[str]) -> x509.BasicConstraints:
    held = dict(word.partition(":")[::2] for word in words)
    authority = held.get("CA", "FALSE").upper() == "TRUE"
    return x509.BasicConstraints(authority, int(held["pathlen"]) if "pathlen" in held else None)


def _key_usage(words: list[str]) -> x509.KeyUsage:
    unknown = next((word for word in words if word not in KEY_USAGE), None)
    if unknown is not None:
        raise ExtensionError(f"unknown bit string argument\nerror in extension: name=keyUsage, value={unknown}")
    given = {KEY_USAGE[word][0] for word in words}
    return x509.KeyUsage(**{field: field in given for field, _ in KEY_USAGE.values()})


def _extended(word: str) -> ObjectIdentifier:
    if word not in EXTENDED:
        raise ExtensionError(f"invalid object identifier\nerror in extension: name=extendedKeyUsage, value={word}")
    return EXTENDED[word][0]


# Text


TITLES = {
    "subjectAltName": "Subject Alternative Name",
    "basicConstraints": "Basic Constraints",
    "keyUsage": "Key Usage",
    "extendedKeyUsage": "Extended Key Usage",
    "subjectKeyIdentifier": "Subject Key Identifier",
    "authorityKeyIdentifier": "Authority Key Identifier",
}


def show(extensions: x509.Extensions, indent: int, only: tuple[str, ...] = ()) -> str:
    """Return the lines that tell of extensions; ``only`` chooses by name."""
    pad, text = " " * indent, ""
    for extension in extensions:
        name = getattr(extension.oid, "_name", extension.oid.dotted_string)
        if only and name not in only:
            continue
        title = f"X509v3 {TITLES[name]}" if name in TITLES else extension.oid.dotted_string
        critical = "critical" if extension.critical else ""
        text += f"{pad}{title}: {critical}\n{pad}    {_value(extension.value)}\n"
    return text


def _value(value: x509.ExtensionType) -> str:  # noqa: PLR0911  (one for each kind)
    if isinstance(value, x509.SubjectAlternativeName):
        return ", ".join(_shown_name(name) for name in value)
    if isinstance(value, x509.BasicConstraints):
        length = "" if value.path_length is None else f", pathlen:{value.path_length}"
        return f"CA:{'TRUE' if value.ca else 'FALSE'}{length}"
    if isinstance(value, x509.KeyUsage):
        return ", ".join(shown for field, shown in KEY_USAGE.values() if getattr(value, f"_{field}"))
    if isinstance(value, x509.ExtendedKeyUsage):
        titles = dict(EXTENDED.values())
        return ", ".join(titles.get(oid, oid.dotted_string) for oid in value)
    if isinstance(value, x509.SubjectKeyIdentifier):
        return colons(value.digest)
    if isinstance(value, x509.AuthorityKeyIdentifier):
        return colons(value.key_identifier or b"")
    return "..."


def _shown_name(name: x509.GeneralName) -> str:
    kinds = {x509.DNSName: "DNS", x509.IPAddress: "IP Address", x509.RFC822Name: "email"}
    return f"{kinds.get(type(name), 'URI')}:{name.value}"


def colons(data: bytes) -> str:
    """Return bytes as ``AB:CD``."""
    return ":".join(f"{byte:02X}" for byte in data)
