"""The HTTP front of the API server: a request comes in, an answer goes out.

Models the handler chain of k8s.io/apiserver/pkg/server v1.36: authentication, impersonation, authorization of paths,
routing, refusals as metav1.Status, warnings as headers. Knows no socket and no clock of its own. Not modelled: client
certificates, audit, priority and fairness, CORS.
"""

import orjson

from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.cluster.apiserver.release import SERVER_VERSION
from sandbox.sim.cluster.apiserver.tokens import ADMIN_TOKEN, authenticate, unauthorized
from sandbox.sim.cluster.apiserver.users import UserInfo
from sandbox.sim.cluster.cluster import Cluster
from sandbox.sim.cluster.http import discovery, health
from sandbox.sim.cluster.http.access import authorize_path, impersonate
from sandbox.sim.cluster.http.messages import Answer, Request, Response, json_response, refusal, text_response
from sandbox.sim.cluster.http.openapi.documents import answer_openapi
from sandbox.sim.cluster.http.paths import NoSuchPathError, find_target
from sandbox.sim.cluster.http.verbs import Call, perform
from sandbox.sim.kernel.errors import BudgetExceeded, KernelError

_ROOTS = ("/api", "/api/v1", "/apis", "/healthz", "/livez", "/openapi/v2", "/openapi/v3", "/readyz", "/version")
_NAMED_VERSION = {"api": 2, "apis": 3}


class Front:
    """Answers requests for one cluster; ``admin_token`` is the administrator's."""

    def __init__(self, cluster: Cluster, admin_token: str = ADMIN_TOKEN) -> None:
        self.cluster = cluster
        self._admin_token = admin_token

    def handle(self, request: Request) -> Answer:
        """Answer a request of whoever its headers say."""
        api = self.cluster.api
        api.take_warnings()
        try:
            asking = self._authenticate(request)
            return self.answer(request, impersonate(api.core, asking, request.headers))
        except ApiError as error:
            return self._finish(refusal(error))

    def _authenticate(self, request: Request) -> UserInfo:
        given = request.headers.get("authorization", "")
        scheme, _, token = given.partition(" ")
        if given and (scheme.lower() != "bearer" or not token.strip()):
            raise unauthorized()
        return authenticate(self.cluster.api.core, token.strip(), self._admin_token)

    def answer(self, request: Request, user: UserInfo) -> Answer:
        """Answer a request of a known user. Never raises."""
        try:
            found = self._route(request, user)
        except ApiError as error:
            found = refusal(error)
        except NoSuchPathError:
            found = text_response("404 page not found\n", 404)
        except (BudgetExceeded, KernelError) as error:
            found = refusal(ApiError(500, "InternalError", f"Internal error occurred: {error}"))
        return self._finish(found) if isinstance(found, Response) else found

    def _finish(self, response: Response) -> Response:
        for text in self.cluster.api.take_warnings():
            escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
            response.headers.append(("Warning", f'299 - "{escaped}"'))
        return response

    def _route(self, request: Request, user: UserInfo) -> Answer:
        parts = request.path.strip("/").split("/")
        named = _NAMED_VERSION.get(parts[0])
        if named is not None and len(parts) > named:
            target = find_target(self.cluster.api, request.path)
            return perform(Call(self.cluster, target, request, user))
        authorize_path(self.cluster.api.core, user, request.method.lower(), request.path)
        if request.method not in ("GET", "HEAD"):
            raise ApiError(405, "MethodNotAllowed", "the server does not allow this method on the requested resource")
        if named is not None:
            return discovery.answer_discovery(self.cluster.api, request.path, request.headers.get("accept", ""))
        return self._about_itself(request, parts)

    def _about_itself(self, request: Request, parts: list[str]) -> Response:
        if parts[0] in health.PATHS:
            return health.answer_health(request)
        if parts[0] == "openapi":
            return answer_openapi(self.cluster.api, request)
        if parts == ["version"]:
            return Response(200, orjson.dumps(SERVER_VERSION, option=orjson.OPT_INDENT_2))
        if parts == [""]:
            return json_response({"paths": list(_ROOTS)})
        raise NoSuchPathError(request.path)
