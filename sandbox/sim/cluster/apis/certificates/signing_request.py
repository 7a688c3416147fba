"""CertificateSigningRequests.

Models k8s.io/kubernetes/pkg/apis/certificates/validation and pkg/registry/certificates v1.36.
"""

from base64 import b64decode
from binascii import Error as Base64Error
from typing import Any

from cryptography.x509 import CertificateSigningRequest, load_pem_x509_csr

from sandbox.sim.cluster.apimachinery.field import FieldError, duplicate, invalid, not_supported, required
from sandbox.sim.cluster.apis.strategy import Strategy

Object = dict[str, Any]
_USAGES = (
    "any", "cert sign", "client auth", "code signing", "content commitment", "crl sign", "data encipherment",
    "decipher only", "digital signature", "email protection", "encipher only", "ipsec end system", "ipsec tunnel",
    "ipsec user", "key agreement", "key encipherment", "microsoft sgc", "netscape sgc", "ocsp signing", "s/mime",
    "server auth", "signing", "timestamping",
)  # fmt: skip
_SHORTEST = 600


def decoded_request(obj: Object) -> CertificateSigningRequest | None:
    """Return the request inside, if it is one."""
    try:
        return load_pem_x509_csr(b64decode(obj["spec"].get("request") or ""))
    except (ValueError, Base64Error):
        return None


def default(obj: Object) -> None:
    """Fill in the usages."""
    obj.setdefault("spec", {}).setdefault("usages", ["digital signature", "key encipherment"])


def prepare_create(obj: Object) -> None:
    """Begin without status."""
    obj["status"] = {}


def prepare_update(new: Object, old: Object) -> None:
    """Keep the spec, which nobody may change."""
    new["spec"] = old["spec"]


def validate(obj: Object) -> list[FieldError]:
    """Check a request."""
    spec, faults = obj["spec"], list[FieldError]()
    if decoded_request(obj) is None:
        words = "PEM block type must be CERTIFICATE REQUEST"
        faults.append(invalid("spec.request", spec.get("request", ""), words))
    usages = spec.get("usages") or []
    if not usages:
        faults.append(required("spec.usages"))
    faults += [
        not_supported(f"spec.usages[{index}]", usage, _USAGES)
        for index, usage in enumerate(usages)
        if usage not in _USAGES
    ]
    faults += [duplicate(f"spec.usages[{at}]", usage) for at, usage in enumerate(usages) if usage in usages[:at]]
    faults += _signer(spec.get("signerName") or "")
    seconds = spec.get("expirationSeconds")
    if seconds is not None and seconds < _SHORTEST:
        words = "may not specify a duration less than 600 seconds (10 minutes)"
        faults.append(invalid("spec.expirationSeconds", seconds, words))
    return faults


def _signer(name: str) -> list[FieldError]:
    path = "spec.signerName"
    if not name:
        return [required(path)]
    if name == "kubernetes.io/legacy-unknown":
        return [invalid(path, name, "the legacy signerName is not allowed via this API version")]
    domain, slash, rest = name.partition("/")
    if not slash or not rest or "/" in rest:
        return [invalid(path, name, "must be a fully qualified domain and path of the form 'example.com/signer-name'")]
    if "." not in domain:
        return [invalid(path, name, "should be a domain with at least two segments separated by dots")]
    return []


def validate_status(new: Object, old: Object) -> list[FieldError]:
    """Check the conditions: what was approved or denied stays so, and never both."""
    before, faults = _types(old), list[FieldError]()
    rows = (new.get("status") or {}).get("conditions") or []
    for index, row in enumerate(rows):
        path = f"status.conditions[{index}]"
        if not row.get("type"):
            faults.append(required(f"{path}.type"))
        if row.get("type") in ("Approved", "Denied", "Failed") and row.get("status", "") != "True":
            faults.append(not_supported(f"{path}.status", row.get("status", ""), ("True",)))
    kinds = _types(new)
    if {"Approved", "Denied"} <= set(kinds):
        words = "Approved and Denied conditions are mutually exclusive"
        faults.append(invalid("status.conditions", kinds[-1], words))
    for kind in ("Approved", "Denied", "Failed"):
        if kind in before and kind not in kinds:
            faults.append(FieldError("FieldValueForbidden", "status.conditions", _kept(kind)))
    return faults


def _kept(kind: str) -> str:
    return f"Forbidden: updates may not remove a condition of type {kind}"


def _types(obj: Object) -> list[str]:
    return [row.get("type", "") for row in (obj.get("status") or {}).get("conditions") or ()]


SIGNING_REQUEST = Strategy(
    default=default,
    prepare_create=prepare_create,
    prepare_update=prepare_update,
    validate=validate,
    validate_status=validate_status,
    name_rule=lambda _name: [],
    has_status=True,
)
