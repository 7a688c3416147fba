"""A CertificateSigningRequest says who has asked.

Models PrepareForCreate of k8s.io/kubernetes/pkg/registry/certificates/certificates and
plugin/pkg/admission/certificates/subjectrestriction v1.36.
"""

from cryptography.x509.oid import NameOID

from sandbox.sim.cluster.apis.certificates.signing_request import decoded_request
from sandbox.sim.cluster.apiserver.admission.request import Request

KEY = "certificates.k8s.io/certificatesigningrequests"


def admit(request: Request) -> None:
    """Note the user, whatever the request says."""
    if not request.is_create_of(KEY):
        return
    user, spec = request.options.user, request.obj.setdefault("spec", {})
    for key in ("uid", "extra"):
        spec.pop(key, None)
    spec |= {"username": user.name, "groups": list(user.groups)}
    if user.uid:
        spec["uid"] = user.uid


def validate(request: Request) -> None:
    """Refuse certificates that would make masters of their owners."""
    if not request.is_create_of(KEY) or request.obj["spec"].get("signerName") != "kubernetes.io/kube-apiserver-client":
        return
    found = decoded_request(request.obj)
    groups = found.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME) if found is not None else []
    if any(row.value == "system:masters" for row in groups):
        signer = "kubernetes.io/kube-apiserver-client"
        raise request.forbid(f"use of {signer} signer with system:masters group is not allowed")
