"""Signs the requests that were approved.

Models k8s.io/kubernetes/pkg/controller/certificates/{signer,cleaner} v1.36. Not modelled: the approver of kubelets'
own requests, RSA of the authority (its key is an Ed25519 one, so that signatures are the same each time).
"""

from base64 import b64encode
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha512
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from sandbox.sim.cluster.apimachinery.gojson import copy_json
from sandbox.sim.cluster.apimachinery.meta import is_deleting
from sandbox.sim.cluster.apis.certificates.signing_request import decoded_request
from sandbox.sim.cluster.apiserver.internal_client import InternalClient
from sandbox.sim.cluster.apiserver.server import ApiServer
from sandbox.sim.cluster.apiserver.storage import WatchEvent
from sandbox.sim.cluster.apiserver.tables.ages import parse_time
from sandbox.sim.kernel.clock import SECOND

Object = dict[str, Any]
KEY = "certificates.k8s.io/certificatesigningrequests"
_SIGNERS = {
    "kubernetes.io/kube-apiserver-client": {"client auth"},
    "kubernetes.io/kube-apiserver-client-kubelet": {"client auth"},
    "kubernetes.io/kubelet-serving": {"server auth"},
}
_ALLOWED = {"digital signature", "key encipherment"}
_YEAR = 365 * 24 * 3600
_SKEW = timedelta(minutes=5)
_PURPOSES = {"client auth": ExtendedKeyUsageOID.CLIENT_AUTH, "server auth": ExtendedKeyUsageOID.SERVER_AUTH}
_HOUR = 3600 * SECOND


class Certificates:
    """Keyed by name."""

    name = "certificates"

    def __init__(self, api: ApiServer) -> None:
        self.client = InternalClient(api, "certificate-controller")

    def observe(self, event: WatchEvent) -> Iterable[str]:
        """Look at changed requests."""
        return (event.object["metadata"]["name"],) if event.resource == KEY else ()

    def reconcile(self, key: str) -> int | None:
        """Sign one request, or remove it when it is old."""
        obj = self.client.get(KEY, "", key)
        if obj is None or is_deleting(obj):
            return None
        status = obj.get("status") or {}
        kinds = {row["type"] for row in status.get("conditions") or ()}
        left = self._left(obj, kinds)
        if left <= 0:
            self.client.delete(KEY, obj)
            return None
        signer = obj["spec"]["signerName"]
        if (
            signer in _SIGNERS
            and "Approved" in kinds
            and not kinds & {"Failed", "Denied"}
            and "certificate" not in status
        ):
            self._sign(obj, signer)
        return left

    def _left(self, obj: Object, kinds: set[str]) -> int:
        """Return how long a request is kept: a day where nobody has decided, else an hour."""
        kept = _HOUR if kinds else 24 * _HOUR
        return int(parse_time(obj["metadata"]["creationTimestamp"]) + kept - self.client.now)

    def _sign(self, obj: Object, signer: str) -> None:
        status, request = copy_json(obj.get("status") or {}), decoded_request(obj)
        if request is None:
            return
        usages = set(obj["spec"]["usages"])
        wanted = _SIGNERS[signer]
        if not (wanted <= usages <= wanted | _ALLOWED):
            listed = " ".join(obj["spec"]["usages"])
            now = self.client.timestamp
            row = {"type": "Failed", "status": "True", "reason": "SignerValidationFailure"}
            words = f"usages did not match {sorted(wanted | _ALLOWED)}: [{listed}]"
            row |= {"message": words, "lastUpdateTime": now, "lastTransitionTime": now}
            status.setdefault("conditions", []).append(row)
        else:
            status["certificate"] = b64encode(self._certificate(obj, request)).decode()
        self.client.set_status(KEY, obj, status)

    def _certificate(self, obj: Object, request: x509.CertificateSigningRequest) -> bytes:
        seconds = min(obj["spec"].get("expirationSeconds", _YEAR), _YEAR)
        begin = datetime.fromtimestamp(self.client.now // SECOND, UTC) - _SKEW
        serial = int.from_bytes(sha512(obj["metadata"]["uid"].encode()).digest()[:16]) >> 1
        purposes = [_PURPOSES[usage] for usage in sorted(obj["spec"]["usages"]) if usage in _PURPOSES]
        usages = x509.KeyUsage(
            digital_signature="digital signature" in obj["spec"]["usages"],
            key_encipherment="key encipherment" in obj["spec"]["usages"],
            content_commitment=False,
            data_encipherment=False,
            key_agreement=False,
            key_cert_sign=False,
            crl_sign=False,
            encipher_only=False,
            decipher_only=False,
        )
        builder = (
            x509.CertificateBuilder()
            .subject_name(request.subject)
            .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "kubernetes")]))
            .public_key(request.public_key())
            .serial_number(serial)
            .not_valid_before(begin)
            .not_valid_after(begin + timedelta(seconds=seconds))
            .add_extension(usages, critical=True)
            .add_extension(x509.ExtendedKeyUsage(purposes), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        )
        return builder.sign(_authority(), None).public_bytes(Encoding.PEM)


def _authority() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(sha512(b"drydock authority").digest()[:32])
