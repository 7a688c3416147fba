"""openssl genrsa, genpkey, rsa, pkey, ec, ecparam: keys made, told and turned.

Models apps/{genrsa,genpkey,rsa,pkey,ec,ecparam}.c of OpenSSL 3.0. Not modelled: pass phrases, explicit parameters.
"""

from base64 import b64encode

from cryptography.hazmat.primitives.asymmetric import ec, rsa

from sandbox.sim.shell.coreutils.openssl.keys import (
    PrivateKey,
    PublicKey,
    find_curve,
    generate_ec,
    generate_ed25519,
    load_private,
    load_public,
    private_pem,
    private_text,
    public_pem,
    public_text,
)
from sandbox.sim.shell.coreutils.openssl.primes import generate_rsa
from sandbox.sim.shell.coreutils.openssl.req import DEFAULT_BITS, bits_of, progress
from sandbox.sim.shell.coreutils.openssl.words import OpensslError, read_options, save, say
from sandbox.sim.shell.coreutils.options import Options
from sandbox.sim.shell.coreutils.tool import Call

CIPHERS = "aes128 aes192 aes256 aes-128-cbc aes-192-cbc aes-256-cbc des des3 camellia256 passout passin"
TURNED = "in= out= inform= outform= pubin pubout noout text check traditional modulus conv_form= param_enc="
OIDS = {"secp256r1": "06082a8648ce3d030107", "secp384r1": "06052b81040022", "secp521r1": "06052b81040023",
        "secp256k1": "06052b8104000a"}  # fmt: skip


def genrsa(call: Call) -> int:
    """``openssl genrsa``."""
    options = read_options(call, "genrsa", "out= traditional verbose F4 3", CIPHERS)
    if "3" in options:
        raise OpensslError("genrsa: not modelled in this sandbox: -3")
    bits = bits_of("genrsa", options.operands[0] if options.operands else str(DEFAULT_BITS))
    key, tried = generate_rsa(call.table.rng, bits)
    if "verbose" in options:
        say(call, f"Generating RSA private key, {bits} bit long modulus (2 primes)")
        progress(call, tried)
        say(call, "e is 65537 (0x010001)")
    save(call, options.get("out"), private_pem(key, traditional="traditional" in options), private=True)
    return 0


def genpkey(call: Call) -> int:
    """``openssl genpkey``."""
    options = read_options(call, "genpkey", "algorithm= out= pkeyopt= outform= quiet text", f"{CIPHERS} paramfile")
    settings = dict(value.partition(":")[::2] for value in options.all("pkeyopt"))
    kind = options.get("algorithm").upper()
    rng = call.table.rng
    key: PrivateKey
    if kind == "RSA":
        key, tried = generate_rsa(rng, bits_of("genpkey", settings.get("rsa_keygen_bits", str(DEFAULT_BITS))))
        if "quiet" not in options:
            progress(call, tried)
    elif kind == "EC":
        if "ec_paramgen_curve" not in settings:
            raise OpensslError("genpkey: Error generating EC key\nno parameters set")
        key = generate_ec(rng, find_curve(settings["ec_paramgen_curve"], "genpkey"))
    elif kind == "ED25519":
        key = generate_ed25519(rng)
    elif kind:
        raise OpensslError(f"genpkey: not modelled in this sandbox: -algorithm {options.get('algorithm')}")
    else:
        raise OpensslError("genpkey: Use -help for summary.")
    text = private_text(key).encode() if "text" in options else b""
    save(call, options.get("out"), private_pem(key, der=_is_der(options)) + text, private=True)
    return 0


def ecparam(call: Call) -> int:
    """``openssl ecparam``."""
    options = read_options(call, "ecparam", "name= genkey noout out= list_curves", "in check text param_enc conv_form")
    if "list_curves" in options:
        raise OpensslError("ecparam: not modelled in this sandbox: -list_curves")
    if "name" not in options:
        raise OpensslError("ecparam: not modelled in this sandbox: parameters from a file; give -name")
    curve = find_curve(options.get("name"), "ecparam")
    text = ""
    if "noout" not in options:
        body = b64encode(bytes.fromhex(OIDS[curve.name])).decode()
        text = f"-----BEGIN EC PARAMETERS-----\n{body}\n-----END EC PARAMETERS-----\n"
    data = text.encode()
    if "genkey" in options:
        data += private_pem(generate_ec(call.table.rng, curve), traditional=True)
    save(call, options.get("out"), data, private="genkey" in options)
    return 0


def rsa_key(call: Call) -> int:
    """``openssl rsa``."""
    options = read_options(call, "rsa", TURNED, CIPHERS)
    return _turn(call, options, rsa.RSAPrivateKey, rsa.RSAPublicKey, "RSA")


def ec_key(call: Call) -> int:
    """``openssl ec``."""
    options = read_options(call, "ec", TURNED, CIPHERS)
    say(call, "read EC key")
    return _turn(call, options, ec.EllipticCurvePrivateKey, ec.EllipticCurvePublicKey, "EC")


def pkey(call: Call) -> int:
    """``openssl pkey``."""
    options = read_options(call, "pkey", f"{TURNED} text_pub", f"{CIPHERS} pubcheck")
    return _turn(call, options, object, object, "")


def _turn(call: Call, options: Options, private: type, public: type, kind: str) -> int:
    key: PrivateKey | PublicKey
    key = load_public(call, options.get("in")) if "pubin" in options else load_private(call, options.get("in"))
    if not isinstance(key, (private, public)):
        raise OpensslError(f"Not {'an' if kind in ('RSA', 'EC') else 'a'} {kind} key")
    text = _told(options, key, kind)
    if "noout" in options:
        save(call, options.get("out"), text.encode())
        return 0
    if kind:
        say(call, f"writing {kind} key")
    save(call, options.get("out"), text.encode() + _written(options, key, kind), private="pubout" not in options)
    return 0


def _told(options: Options, key: PrivateKey | PublicKey, kind: str) -> str:
    text = f"{kind} key ok\n" if "check" in options and kind else "Key is valid\n" if "check" in options else ""
    if "text" in options:
        text += private_text(key) if isinstance(key, PrivateKey) else public_text(key)
    if "modulus" in options:
        numbers = key.public_key() if isinstance(key, PrivateKey) else key
        text += f"Modulus={numbers.public_numbers().n:X}\n" if isinstance(numbers, rsa.RSAPublicKey) else ""
    return text


def _written(options: Options, key: PrivateKey | PublicKey, kind: str) -> bytes:
    if isinstance(key, PrivateKey) and "pubout" not in options:
        return private_pem(key, traditional="traditional" in options or kind == "EC", der=_is_der(options))
    return public_pem(key.public_key() if isinstance(key, PrivateKey) else key, der=_is_der(options))


def _is_der(options: Options) -> bool:
    return options.get("outform").upper() == "DER"
