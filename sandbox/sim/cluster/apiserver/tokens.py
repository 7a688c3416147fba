"""Bearer tokens of ServiceAccounts: issued, and recognised again.

Models k8s.io/kubernetes/pkg/serviceaccount v1.36. Not modelled: audiences, RSA; a keyed hash of the same length stands
where the signature does, so that a token that was changed, or that another World issued, is refused.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from hashlib import blake2b
from hmac import compare_digest
from typing import Any

import orjson

from sandbox.sim.cluster.apimachinery.meta import name_of, namespace_of
from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.cluster.apiserver.core import Core
from sandbox.sim.cluster.apiserver.users import ADMIN, ANONYMOUS, UserInfo, service_account
from sandbox.sim.kernel.clock import SECOND

Object = dict[str, Any]
ADMIN_TOKEN = "drydock-admin"  # noqa: S105  (the simulated cluster's own token, in the host's kubeconfig: it opens nothing else)
_ISSUER = "https://kubernetes.default.svc.cluster.local"
_BLOCKS = 4
"""Digests of 64 bytes that make a signature as long as RS256 gives."""


def make_token(core: Core, account: Object, expires: int) -> str:
    """Return a token for a ServiceAccount that ends at ``expires`` nanoseconds."""
    head = {"alg": "RS256", "kid": "drydock"}
    body = {
        "aud": [_ISSUER],
        "exp": expires // SECOND,
        "iat": core.clock.seconds,
        "iss": _ISSUER,
        "jti": core.rng.hex("token", 32),
        "kubernetes.io": {
            "namespace": namespace_of(account),
            "serviceaccount": {"name": name_of(account), "uid": account["metadata"]["uid"]},
        },
        "nbf": core.clock.seconds,
        "sub": f"system:serviceaccount:{namespace_of(account)}:{name_of(account)}",
    }
    signed = f"{_encode(orjson.dumps(head))}.{_encode(orjson.dumps(body))}"
    return f"{signed}.{_signature(core, signed)}"


def authenticate(core: Core, token: str, admin_token: str = ADMIN_TOKEN) -> UserInfo:
    """Return whom a bearer token stands for; nobody in particular without one. Raises ApiError Unauthorized."""
    if not token:
        return ANONYMOUS
    if compare_digest(token.encode(errors="replace"), admin_token.encode()):
        return ADMIN
    body = _read(core, token)
    if body is None or body["exp"] <= core.clock.seconds:
        raise unauthorized()
    about = body["kubernetes.io"]
    namespace, name = about["namespace"], about["serviceaccount"]["name"]
    account = core.storage.get("/serviceaccounts", namespace, name)
    if account is None or account["metadata"]["uid"] != about["serviceaccount"]["uid"]:
        raise unauthorized()
    return service_account(namespace, name)


def unauthorized() -> ApiError:
    """Return the refusal of a token that nobody knows."""
    return ApiError(401, "Unauthorized", "Unauthorized")


def _read(core: Core, token: str) -> Object | None:
    signed, _, signature = token.rpartition(".")
    if not signed or not compare_digest(signature.encode(errors="replace"), _signature(core, signed).encode()):
        return None
    try:
        middle = signed.partition(".")[2]
        found: Object = orjson.loads(urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
    except (Base64Error, ValueError):
        return None
    return found


def _signature(core: Core, text: str) -> str:
    system = core.storage.get("/namespaces", "", "kube-system") or {}
    key = str((system.get("metadata") or {}).get("uid", "")).encode()
    digests = (blake2b(bytes([block]) + text.encode(errors="replace"), key=key).digest() for block in range(_BLOCKS))
    return _encode(b"".join(digests))


def _encode(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")
