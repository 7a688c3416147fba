"""kubectl get --raw.

Models k8s.io/kubectl/pkg/rawhttp v1.36: the path goes to the server's HTTP front as it is. Not modelled: answers that
never end (``watch=1``, ``follow=1``).
"""

import orjson

from sandbox.sim.cluster.apimachinery.status import ApiError, no_such_resource
from sandbox.sim.cluster.http.front import Front
from sandbox.sim.cluster.http.messages import JSON, Request, Response
from sandbox.sim.kubectl.errors import NotModelled, UsageError
from sandbox.sim.kubectl.invocation import Invocation

_REFUSED = 400


def run(invocation: Invocation) -> int:
    """Print what the server answers at a path. Raises ApiError, UsageError."""
    if invocation.args:
        raise UsageError("arguments may not be passed when --raw is specified")
    request = Request.of("GET", str(invocation.flags["raw"]), {"accept": f"{JSON}, */*"})
    answer = Front(invocation.cluster).answer(request, invocation.client.user)
    if not isinstance(answer, Response):
        raise NotModelled("kubectl get --raw of an answer that never ends")
    if answer.status >= _REFUSED:
        raise _error(answer)
    invocation.out(answer.body)
    return 0


def _error(answer: Response) -> ApiError:
    if answer.content_type != JSON:
        return no_such_resource()
    status = orjson.loads(answer.body)
    return ApiError(answer.status, status.get("reason", ""), status["message"], status.get("details"))
