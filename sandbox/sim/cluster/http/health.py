"""Whether the server is well.

Models k8s.io/apiserver/pkg/server/healthz v1.36. Not modelled: a server that is not well.
"""

from sandbox.sim.cluster.http.messages import Request, Response, text_response
from sandbox.sim.cluster.http.paths import NoSuchPathError

PATHS = ("healthz", "livez", "readyz")
_CHECKS = (
    "ping", "log", "etcd", "poststarthook/start-apiserver-admission-initializer",
    "poststarthook/generic-apiserver-start-informers", "poststarthook/start-apiextensions-informers",
    "poststarthook/start-apiextensions-controllers", "poststarthook/crd-informer-synced",
    "poststarthook/start-system-namespaces-controller", "poststarthook/rbac/bootstrap-roles",
    "poststarthook/scheduling/bootstrap-system-priority-classes", "poststarthook/bootstrap-controller",
    "poststarthook/start-kube-aggregator-informers", "poststarthook/apiservice-openapi-controller",
    "poststarthook/apiservice-openapiv3-controller", "autoregister-completion",
)  # fmt: skip
_READY = ("etcd-readiness", "informer-sync", "shutdown")


def answer_health(request: Request) -> Response:
    """Answer for /healthz, /livez and /readyz, and for one of their checks. Raises NoSuchPathError."""
    root, _, check = request.path.strip("/").partition("/")
    checks = [*_CHECKS, *(_READY if root == "readyz" else ())]
    if check:
        if check not in checks:
            raise NoSuchPathError(request.path)
        return text_response("ok")
    if "verbose" not in request.query:
        return text_response("ok")
    left_out = request.query.get("exclude", [])
    lines = [f"[+]{name} {'excluded: ok' if name in left_out else 'ok'}\n" for name in checks]
    return text_response("".join(lines) + f"{root} check passed\n")
