"""openssl req: requests for certificates, and certificates that sign themselves.

Models apps/req.c of OpenSSL 3.0. Not modelled: questions on a terminal, keys under a pass phrase.
"""

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from sandbox.sim.runtime.terminals import is_terminal
from sandbox.sim.shell.coreutils.openssl import extensions, printing, signing, subjects
from sandbox.sim.shell.coreutils.openssl.configuration import Sections, read_configuration
from sandbox.sim.shell.coreutils.openssl.keys import (
    PrivateKey,
    find_curve,
    generate_ec,
    generate_ed25519,
    load_private,
    private_pem,
    public_pem,
)
from sandbox.sim.shell.coreutils.openssl.primes import generate_rsa
from sandbox.sim.shell.coreutils.openssl.words import OpensslError, read_options, save, say
from sandbox.sim.shell.coreutils.options import Options
from sandbox.sim.shell.coreutils.tool import Call

SPEC = (
    "new x509 newkey= key= keyout= out= in= subj= addext= days= nodes noenc batch config= extensions= reqexts= utf8 "
    "set_serial= pkeyopt= noout text subject pubkey verify verbose inform= outform= nameopt= CA= CAkey= "
    f"{signing.DIGESTS}"
)
OTHER = "passin passout keyform section modulus newhdr multivalue-rdn precert asn1-kludge reqopt sigopt copy_extensions"
QUESTIONS = (
    ("C", "Country Name (2 letter code)", "AU"), ("ST", "State or Province Name (full name)", "Some-State"),
    ("L", "Locality Name (eg, city)", ""), ("O", "Organization Name (eg, company)", "Internet Widgits Pty Ltd"),
    ("OU", "Organizational Unit Name (eg, section)", ""), ("CN", "Common Name (e.g. server FQDN or YOUR name)", ""),
    ("emailAddress", "Email Address", ""),
)  # fmt: skip
EXTRA = "\nPlease enter the following 'extra' attributes\nto be sent with your certificate request"
PREAMBLE = """\
You are about to be asked to enter information that will be incorporated
into your certificate request.
What you are about to enter is what is called a Distinguished Name or a DN.
There are quite a few fields but you can leave some blank
For some fields there will be a default value,
If you enter '.', the field will be left blank.
-----"""
SMALLEST, LARGEST = 512, 4096
DEFAULT_BITS = 2048


def run(call: Call) -> int:
    """``openssl req``."""
    options = read_options(call, "req", SPEC, OTHER)
    if "new" in options or "newkey" in options or ("x509" in options and "in" not in options):
        return _make(call, options)
    return _tell(call, options)


def _make(call: Call, options: Options) -> int:
    sections = read_configuration(call, options.get("config")) if "config" in options else {}
    key = _key(call, options)
    name = _name(call, options, sections)
    asked = _extensions(options, sections, key)
    digest = next((word for word in signing.HASHES if word in options), "sha256")
    form = Encoding.DER if options.get("outform").upper() == "DER" else Encoding.PEM
    if "x509" in options:
        made = _certificate(call, options, name, key, asked, digest)
        data = made.public_bytes(form)
        text = printing.certificate(made)
    else:
        request = signing.sign_request(name, [row for row in asked if row], key, digest)
        data, text = request.public_bytes(form), printing.request(request)
    shown = (text.encode() if "text" in options else b"") + (b"" if "noout" in options else data)
    save(call, options.get("out"), shown)
    return 0


def _certificate(  # noqa: PLR0917  (all that makes one certificate)
    call: Call, options: Options, name: x509.Name, key: PrivateKey, asked: list[extensions.Extension], digest: str
) -> x509.Certificate:
    issuer, signer = name, key
    if "CA" in options:
        issuer = signing.read_certificates(call, options.get("CA"))[0].subject
        signer = load_private(call, options.get("CAkey") or options.get("CA"), "CA private key")
    days = whole_number("req", options.get("days", "30"))
    serial = int(options.get("set_serial"), 0) if "set_serial" in options else signing.fresh_serial(call)
    return signing.sign_certificate(
        call, signing.Plan(name, issuer, key.public_key(), serial, days, asked), signer, digest
    )


def whole_number(command: str, text: str) -> int:
    """Return an option's number. Raises OpensslError."""
    if not text.removeprefix("-").isdecimal() or len(text) > 9:  # noqa: PLR2004  (more is no int there)
        raise OpensslError(f'{command}: Can\'t parse "{text}" as a number\n{command}: Use -help for summary.')
    return int(text)


def progress(call: Call, tried: list[int]) -> None:
    """Print the dots and pluses of a search for primes, one line a prime."""
    for count in tried:
        say(call, "." * min(count, 200) + "+" * 65)


def bits_of(command: str, text: str) -> int:
    """Return the size of an RSA key. Raises OpensslError."""
    bits = whole_number(command, text)
    if bits < SMALLEST:
        raise OpensslError(f"{command}: Error generating RSA key\nkey size too small")
    if bits > LARGEST:
        raise OpensslError(f"{command}: not modelled in this sandbox: RSA keys of more than {LARGEST} bits")
    return bits


def _key(call: Call, options: Options) -> PrivateKey:
    if "key" in options:
        return load_private(call, options.get("key"))
    if "nodes" not in options and "noenc" not in options:
        raise OpensslError("req: not modelled in this sandbox: a key under a pass phrase; add -nodes")
    key = _new_key(call, options)
    save(call, options.get("keyout") or "privkey.pem", private_pem(key), private=True)
    say(call, "-----")
    return key


def _new_key(call: Call, options: Options) -> PrivateKey:
    kind, _, size = options.get("newkey", f"rsa:{DEFAULT_BITS}").partition(":")
    settings = dict(value.partition(":")[::2] for value in options.all("pkeyopt"))
    if kind.lower() == "rsa":
        size = size or settings.get("rsa_keygen_bits", str(DEFAULT_BITS))
        key, tried = generate_rsa(call.table.rng, bits_of("req", size))
        progress(call, tried)
        return key
    if kind.lower() == "ec":
        return generate_ec(call.table.rng, find_curve(settings.get("ec_paramgen_curve", size), "req"))
    if kind.lower() == "ed25519":
        return generate_ed25519(call.table.rng)
    raise OpensslError(f"req: not modelled in this sandbox: -newkey {kind}")


def _name(call: Call, options: Options, sections: Sections) -> x509.Name:
    if "subj" in options:
        return subjects.parse_subject(call, options.get("subj"))
    settings = sections.get("req", {})
    if settings.get("prompt") == "no":
        rows = sections.get(settings.get("distinguished_name", ""), {})
        pairs = [(kind.rpartition(".")[2], value) for kind, value in rows.items()]
        return x509.Name([subjects.attribute(subjects.LONG.get(kind, kind), value) for kind, value in pairs])
    return _asked(call)


def _asked(call: Call) -> x509.Name:
    """Return the name that standard input answers with. Raises OpensslError."""
    stream = call.process.fds.get(0)
    if stream is not None and is_terminal(call.table.streams.streams[stream]):
        raise OpensslError("req: not modelled in this sandbox: questions on a terminal; give -subj /CN=name")
    answers = call.stdin().decode(errors="replace").splitlines()
    say(call, PREAMBLE)
    parts = []
    for short, question, default in QUESTIONS:
        call.written.append((2, f"{question} [{default}]:".encode()))
        if not answers:
            raise OpensslError("Error making certificate request")
        value = answers.pop(0).strip() or default
        if value not in ("", "."):
            parts.append(subjects.attribute(short, value))
    say(call, EXTRA)
    return x509.Name(parts)


def _extensions(options: Options, sections: Sections, key: PrivateKey) -> list[extensions.Extension]:
    public = key.public_key()
    settings = sections.get("req", {})
    signed = "x509" in options
    section = options.get("extensions" if signed else "reqexts") or options.get("extensions")
    section = section or settings.get("x509_extensions" if signed else "req_extensions", "")
    if section and section not in sections:
        raise OpensslError(f"Error checking extension section {section}")
    rows = list(sections.get(section, {}).items())
    if signed and not sections:
        rows = [("subjectKeyIdentifier", "hash"), ("authorityKeyIdentifier", "keyid"),
                ("basicConstraints", "critical,CA:true")]  # fmt: skip
    added = [text.partition("=")[::2] for text in options.all("addext")]
    rows = [(kind, value) for kind, value in rows if kind not in dict(added)] + [(k.strip(), v) for k, v in added]
    try:
        found = [extensions.build(kind, value, sections, public, public) for kind, value in rows]
    except extensions.ExtensionError as error:
        where = "defined using -addext" if added else f"in section {section}"
        raise OpensslError(f"Error checking extensions {where}\n{error}") from None
    return [row for row in found if row is not None]


def _tell(call: Call, options: Options) -> int:
    request = signing.read_request(call, options.get("in"))
    if "verify" in options:
        good = request.is_signature_valid
        say(call, f"Certificate request self-signature verify {'OK' if good else 'failure'}")
    text = printing.request(request) if "text" in options else ""
    key = request.public_key()
    if "pubkey" in options:
        text += public_pem(key).decode()  # type: ignore[arg-type]  # Of the kinds that requests are read with.
    if "subject" in options:
        text += f"subject={subjects.show(request.subject, style=options.get('nameopt'))}\n"
    form = Encoding.DER if options.get("outform").upper() == "DER" else Encoding.PEM
    data = b"" if "noout" in options else request.public_bytes(form)
    save(call, options.get("out"), text.encode() + data)
    return 0
