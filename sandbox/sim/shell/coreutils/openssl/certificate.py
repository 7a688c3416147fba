"""openssl x509: what a certificate says, and certificates signed for requests.

Models apps/x509.c of OpenSSL 3.0. Not modelled: -purpose, trust settings, -ocsp_uri.
"""

from datetime import timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.shell.coreutils.openssl import extensions, printing, signing, subjects
from sandbox.sim.shell.coreutils.openssl.configuration import read_configuration
from sandbox.sim.shell.coreutils.openssl.keys import PrivateKey, load_private, public_pem
from sandbox.sim.shell.coreutils.openssl.req import whole_number
from sandbox.sim.shell.coreutils.openssl.words import OpensslError, read_options, save, say
from sandbox.sim.shell.coreutils.options import Options
from sandbox.sim.shell.coreutils.tool import Call

TOLD = (
    "subject issuer serial dates startdate enddate fingerprint pubkey modulus ext= text checkend= noout nameopt= "
    "email alias"
)
SPEC = (
    f"in= out= inform= outform= {TOLD} req CA= CAkey= CAcreateserial CAserial= days= set_serial= signkey= key= "
    f"extfile= extensions= copy_extensions= {signing.DIGESTS}"
)
OTHER = (
    "purpose hash subject_hash issuer_hash ocspid ocsp_uri trustout addtrust addreject setalias clrext x509toreq "
    "new force_pubkey subj passin certopt CAform CAkeyform keyform not_before not_after preserve_dates"
)


def run(call: Call) -> int:
    """``openssl x509``."""
    options = read_options(call, "x509", SPEC, OTHER)
    if "req" in options:
        cert = _sign_request(call, options)
    else:
        cert = signing.read_certificates(call, options.get("in"))[0]
        if "signkey" in options or "key" in options:
            key = load_private(call, options.get("signkey") or options.get("key"))
            kept = [(row.value, row.critical) for row in cert.extensions]
            cert = _signed(call, options, cert.subject, cert.subject, key.public_key(), key, kept)
    text, status = _told(call, options, cert)
    form = Encoding.DER if options.get("outform").upper() == "DER" else Encoding.PEM
    data = b"" if "noout" in options else cert.public_bytes(form)
    save(call, options.get("out"), text.encode() + data)
    return status


# Signing


def _sign_request(call: Call, options: Options) -> x509.Certificate:
    request = signing.read_request(call, options.get("in"))
    public = request.public_key()
    self_signed = options.get("signkey") or options.get("key")
    if "CA" in options:
        authority = signing.read_certificates(call, options.get("CA"))[0]
        key = load_private(call, options.get("CAkey") or options.get("CA"), "CA private key")
        if not signing.belongs(key, authority.public_key()):
            raise OpensslError("CA certificate and CA private key do not match")
        issuer = authority.subject
    elif self_signed:
        key, issuer = load_private(call, self_signed), request.subject
    else:
        raise OpensslError("We need a private key to sign with, use -key or -CA or -CAkey with private key")
    say(call, "Certificate request self-signature ok")
    say(call, f"subject={subjects.show(request.subject)}")
    asked = _asked_extensions(call, options, public, key)
    if options.get("copy_extensions") in ("copy", "copyall"):
        asked += [(row.value, row.critical) for row in request.extensions]
    return _signed(call, options, request.subject, issuer, public, key, asked)


def _asked_extensions(call: Call, options: Options, public: object, key: PrivateKey) -> list[extensions.Extension]:
    if "extfile" not in options:
        return []
    sections = read_configuration(call, options.get("extfile"))
    section = options.get("extensions") or sections["default"].get("extensions", "default")
    if section not in sections:
        raise OpensslError(f"Error checking extension section {section}")
    try:
        found = [
            extensions.build(name, value, sections, public, key.public_key())  # type: ignore[arg-type]  # Of a request.
            for name, value in sections[section].items()
        ]
    except extensions.ExtensionError as error:
        raise OpensslError(f"Error checking extension section {section}\n{error}") from None
    return [row for row in found if row is not None]


def _signed(  # noqa: PLR0917  (all that makes one certificate)
    call: Call,
    options: Options,
    subject: x509.Name,
    issuer: x509.Name,
    public: object,
    key: PrivateKey,
    asked: list[extensions.Extension],
) -> x509.Certificate:
    days = whole_number("x509", options.get("days", "30"))
    digest = next((word for word in signing.HASHES if word in options), "sha256")
    if asked and not any(isinstance(value, x509.SubjectKeyIdentifier) for value, _ in asked):
        asked = [*asked, (x509.SubjectKeyIdentifier.from_public_key(public), False)]  # type: ignore[arg-type]
    plan = signing.Plan(subject, issuer, public, _serial(call, options), days, asked)  # type: ignore[arg-type]
    return signing.sign_certificate(call, plan, key, digest)


def _serial(call: Call, options: Options) -> int:
    if "set_serial" in options:
        try:
            return int(options.get("set_serial"), 0)
        except ValueError:
            raise OpensslError(f"x509: Serial number supplied is not valid: {options.get('set_serial')}") from None
    path = options.get("CAserial")
    if "CA" not in options or not (path or "CAcreateserial" in options):
        return signing.fresh_serial(call)
    path = path or f"{options.get('CA').rpartition('.')[0] or options.get('CA')}.srl"
    try:
        number = int(call.files.read_text(path).strip() or "0", 16) + 1
    except (KernelError, ValueError):
        number = signing.fresh_serial(call)
    save(call, path, f"{_hexadecimal(number)}\n".encode())
    return number


def _hexadecimal(number: int) -> str:
    text = f"{number:X}"
    return text if len(text) % 2 == 0 else f"0{text}"


# Telling


def _told(call: Call, options: Options, cert: x509.Certificate) -> tuple[str, int]:
    text, status = "", 0
    for name, value in options.ordered:
        if name == "checkend":
            late = cert.not_valid_after_utc - signing.now(call)
            expires = late < timedelta(seconds=whole_number("x509", value))
            text += f"Certificate will {'' if expires else 'not '}expire\n"
            status = int(expires)
        else:
            text += _line(options, cert, name)
    return text, status


def _line(options: Options, cert: x509.Certificate, name: str) -> str:  # noqa: PLR0911  (a line of its own for each)
    style = options.get("nameopt")
    if name == "subject":
        return f"subject={subjects.show(cert.subject, style=style)}\n"
    if name == "issuer":
        return f"issuer={subjects.show(cert.issuer, style=style)}\n"
    if name == "serial":
        return f"serial={_hexadecimal(cert.serial_number)}\n"
    if name in ("dates", "startdate", "enddate"):
        begins = f"notBefore={printing.moment(cert.not_valid_before_utc)}\n" if name != "enddate" else ""
        return begins + (f"notAfter={printing.moment(cert.not_valid_after_utc)}\n" if name != "startdate" else "")
    if name == "fingerprint":
        return _fingerprint(options, cert)
    if name == "text":
        return printing.certificate(cert, style=style)
    if name == "alias":
        return "<No Alias>\n"
    return _of_the_key(cert, name) or _of_the_extensions(options, cert, name)


def _fingerprint(options: Options, cert: x509.Certificate) -> str:
    chosen = next((word for word in signing.HASHES if word in options), "")
    algorithm = signing.HASHES[chosen] if chosen else hashes.SHA1()  # noqa: S303  (as openssl has it)
    return f"{chosen or 'SHA1'} Fingerprint={extensions.colons(cert.fingerprint(algorithm))}\n"


def _of_the_key(cert: x509.Certificate, name: str) -> str:
    key = cert.public_key()
    if name == "pubkey":
        return public_pem(key).decode()  # type: ignore[arg-type]  # Every kind of key can be written.
    if name == "modulus":
        return (
            f"Modulus={key.public_numbers().n:X}\n"
            if isinstance(key, rsa.RSAPublicKey)
            else "Modulus=No modulus for this public key type\n"
        )
    return ""


def _of_the_extensions(options: Options, cert: x509.Certificate, name: str) -> str:
    if name == "ext":
        wanted = tuple(options.get("ext").split(","))
        return extensions.show(cert.extensions, 0, wanted) or "No extensions matching input specification\n"
    if name == "email":
        return "".join(f"{part.value!s}\n" for part in cert.subject if subjects.label(part.oid) == "emailAddress")
    return ""
