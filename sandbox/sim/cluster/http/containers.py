"""Which container a request about a Pod means.

Models k8s.io/kubernetes/pkg/registry/core/pod/strategy.go (defaultContainer) v1.36.
"""

from sandbox.sim.cluster.apimachinery.status import bad_request, not_found
from sandbox.sim.cluster.apiserver.authorization import authorize
from sandbox.sim.cluster.apiserver.users import UserInfo
from sandbox.sim.cluster.cluster import Cluster
from sandbox.sim.cluster.http.paths import Target


def choose_container(  # noqa: PLR0917  (whose request about which Pod, and how it is authorized)
    cluster: Cluster, target: Target, wanted: str, user: UserInfo, verb: str, subresource: str
) -> str:
    """Return the container, the only one where none is named. Raises ApiError."""
    authorize(
        cluster.api.core, user, verb, target.resource,
        namespace=target.namespace, name=target.name, subresource=subresource,
    )  # fmt: skip
    pod = cluster.api.storage.get(target.resource.key, target.namespace, target.name)
    if pod is None:
        raise not_found(target.resource, target.name)
    regular = [container["name"] for container in pod["spec"]["containers"]]
    if wanted:
        return wanted
    if len(regular) == 1:
        return str(regular[0])
    words = f"a container name must be specified for pod {target.name}, choose one of: [{' '.join(regular)}]"
    init = [container["name"] for container in pod["spec"].get("initContainers", ())]
    raise bad_request(words + (f" or one of the init containers: [{' '.join(init)}]" if init else ""))
