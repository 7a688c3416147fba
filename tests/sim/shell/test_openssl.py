"""openssl of the World: the real one reads what it makes and says the same of it; the same seed makes the same keys."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.sim.shell.learner_shell import LearnerShell

OPENSSL = shutil.which("openssl") or ""
MAKES = """
openssl genrsa -out key.pem 2048
openssl req -x509 -newkey rsa:2048 -nodes -keyout tls.key -out tls.crt -days 365 \
  -subj "/C=CN/ST=Beijing/O=Shop Inc/CN=shop.example.com" -addext "subjectAltName=DNS:shop.example.com,IP:10.0.0.1"
openssl req -new -key key.pem -subj "/CN=jane/O=dev" -out jane.csr
openssl x509 -req -in jane.csr -CA tls.crt -CAkey tls.key -CAcreateserial -days 10 -out jane.crt \
  -extfile <(printf 'keyUsage=critical,digitalSignature\\nextendedKeyUsage=clientAuth\\nsubjectAltName=DNS:jane')
openssl ecparam -name prime256v1 -genkey -noout -out ec.pem
openssl req -x509 -new -key ec.pem -subj /CN=curve -days 5 -out ec.crt
openssl genpkey -algorithm ed25519 -out ed.pem
openssl req -x509 -new -key ed.pem -subj /CN=edward -set_serial 7 -out ed.crt
printf '[req]\\ndistinguished_name=dn\\nreq_extensions=v3\\nprompt=no\\n[dn]\\nCN=foo\\nO=bar
[v3]\\nsubjectAltName=@alt
[alt]\\nDNS.1=a\\nIP.1=1.2.3.4\\n' > san.cnf
openssl req -new -key key.pem -config san.cnf -out san.csr
echo hello > text
openssl dgst -sha256 -sign key.pem -out text.sig text
openssl rsa -in key.pem -pubout -out key.pub 2> /dev/null
openssl enc -aes-256-cbc -pbkdf2 -pass pass:word -in text -out text.enc
"""
ASKED = [
    *(f"x509 -in {name}.crt -noout -text" for name in ("tls", "jane", "ec", "ed")),
    "x509 -in tls.crt -noout -subject -issuer -startdate -enddate -fingerprint -serial",
    "x509 -in tls.crt -noout -fingerprint -sha256",
    "x509 -in tls.crt -noout -ext subjectAltName,basicConstraints",
    "x509 -in tls.crt -noout -subject -nameopt RFC2253",
    "x509 -in tls.crt -noout -pubkey",
    "x509 -in tls.crt -noout -modulus",
    "rsa -in tls.key -noout -modulus",
    "req -in jane.csr -noout -text",
    "req -in san.csr -noout -text -verify",
    "req -in san.csr -noout -subject",
    *(f"pkey -in {name}.pem -noout -text" for name in ("key", "ec", "ed")),
    "pkey -in ec.pem -pubout",
    "rsa -in key.pem -check -noout",
    "verify -CAfile tls.crt jane.crt",
    "verify jane.crt",
    "verify ec.crt",
    "dgst -sha256 -verify key.pub -signature text.sig text",
    "enc -d -aes-256-cbc -pbkdf2 -pass pass:word -in text.enc",
    "enc -aes-256-cbc -pbkdf2 -k word -S 0102030405060708 -a -in text",
    "enc -base64 -in key.pem",
    "dgst -sha256 text",
    "sha512 -r text",
    "md5 text",
    "dgst -sha256 -hmac word text",
    *(f"passwd -{kind} -salt abcdef secret" for kind in ("1", "apr1", "5", "6")),
    "passwd -6 -salt abcdef a-much-longer-password-than-the-sixty-four-bytes-that-one-block-of-sha512-holds",
    "req -new -key key.pem -subj CN=web",
    "rand abc",
    "nonsense",
    "rsa -in ec.pem",
]


@pytest.fixture(scope="module")
def shell() -> LearnerShell:
    shell = LearnerShell()
    status, _, errors = shell.run(f"mkdir ssl; cd ssl; set -e; {MAKES}")
    assert status == 0, errors
    return shell


@pytest.fixture(scope="module")
def copied(shell: LearnerShell, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything that the World's openssl wrote, where the real one can read it."""
    home = tmp_path_factory.mktemp("ssl")
    names = shell.run("ls")[1].split()
    for name in names:
        encoded = shell.run(f"od -An -v -tx1 {name}")[1]
        (home / name).write_bytes(bytes.fromhex("".join(encoded.split())))
    return home


def is_like_debians() -> bool:
    if not OPENSSL:
        return False
    done = subprocess.run(["openssl", "version"], executable=OPENSSL, capture_output=True, text=True, check=False)
    return done.stdout.startswith("OpenSSL 3.0.")


@pytest.mark.skipif(not is_like_debians(), reason="needs openssl 3.0")
@pytest.mark.parametrize("words", ASKED)
def test_the_real_openssl_says_the_same(words: str, shell: LearnerShell, copied: Path) -> None:
    argv = ["openssl", *words.split()]
    # The certificates are of the World's time; the real openssl knows only its own.
    moment = ["-attime", str(shell.clock.now // 10**9)] if words.startswith("verify") else []
    real = subprocess.run(
        [*argv[:2], *moment, *argv[2:]], executable=OPENSSL, cwd=copied, capture_output=True, text=True, check=False
    )
    status, out, error = shell.run(" ".join(argv))
    assert (status, out) == (real.returncode, real.stdout)
    assert error == "".join(line for line in real.stderr.splitlines(keepends=True) if ":error:" not in line)


def test_the_same_seed_makes_the_same_key() -> None:
    first, second = (LearnerShell().run("openssl genrsa 1024; openssl rand -hex 4") for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("openssl genrsa -aes256 2048", "genrsa: not modelled in this sandbox: -aes256\n"),
        ("openssl s_client -connect web:443", "openssl: not modelled in this sandbox: openssl s_client\n"),
        ("openssl genrsa 99999", "genrsa: not modelled in this sandbox: RSA keys of more than 4096 bits\n"),
    ],
)
def test_what_is_not_modelled_says_so(command: str, words: str) -> None:
    assert LearnerShell().run(command) == (1, "", words)


def test_a_private_key_is_for_its_owner_alone() -> None:
    shell = LearnerShell()
    shell.run("openssl genrsa -out key.pem 1024")
    assert shell.run("stat -c %a key.pem")[1] == "600\n"


def test_a_name_is_asked_for_on_standard_input() -> None:
    answers = "CN\\n\\n\\nShop\\n\\nweb\\n\\n"
    shell = LearnerShell()
    shell.run(f"printf '{answers}' | openssl req -x509 -newkey ed25519 -nodes -keyout k -out c 2> /dev/null")
    assert shell.run("openssl x509 -in c -noout -subject")[1] == "subject=C = CN, ST = Some-State, O = Shop, CN = web\n"
