"""Which words fit behind ``kubectl``.

Models k8s.io/kubectl/pkg/util/completion v1.36: commands, flags, values of flags, resource types, names of objects, and
both in one word (``deploy/web``).
"""

from dataclasses import dataclass
from typing import Any

from sandbox.sim.cli import completion
from sandbox.sim.cli.completion import Word, Words, fitting, named
from sandbox.sim.cluster.apimachinery.resources import ApiResource
from sandbox.sim.kernel.files import FileView
from sandbox.sim.kubectl import commands
from sandbox.sim.kubectl.commands import Command
from sandbox.sim.kubectl.errors import KubectlError
from sandbox.sim.kubectl.kubeconfig import DEFAULT_PATH, Kubeconfig
from sandbox.sim.kubectl.resource_types import ResourceTypes
from sandbox.sim.runtime.images import catalogue

TYPED = frozenset(
    "annotate autoscale delete describe edit expose get label patch scale wait".split()
    + [f"rollout {name}" for name in "history pause restart resume status undo".split()]
    + [f"set {name}" for name in "env image resources selector serviceaccount subject".split()]
    + ["apply edit-last-applied", "apply view-last-applied"]
)
"""Commands that take a type and names."""
ROLLED = ("deployments", "daemonsets", "statefulsets")
ONLY: dict[str, tuple[str, ...]] = {
    "rollout": ROLLED, "scale": ("deployments", "replicasets", "statefulsets", "replicationcontrollers"),
    "autoscale": ("deployments", "replicasets", "statefulsets", "replicationcontrollers"),
}  # fmt: skip
OF_PODS = frozenset({"attach", "exec", "logs", "port-forward", "top pod", "debug", "cp"})
OF_NODES = frozenset({"cordon", "drain", "uncordon", "top node", "taint"})
OF_CONTEXTS = frozenset({"config use-context", "config delete-context", "config rename-context", "config set-context"})
VALUES: dict[str, str] = {
    "output": "json yaml wide name custom-columns= jsonpath= go-template=", "dry-run": "none client server",
    "cascade": "background orphan foreground", "restart": "Always OnFailure Never",
    "image-pull-policy": "Always IfNotPresent Never", "validate": "strict warn ignore",
    "type": "ClusterIP NodePort LoadBalancer ExternalName strategic merge json",
    "for": "condition= delete create jsonpath=", "sort-by": ".metadata.name .metadata.creationTimestamp",
    "protocol": "TCP UDP SCTP", "concurrency-policy": "Allow Forbid Replace",
}  # fmt: skip
OF_FILES = frozenset({"filename", "kustomize", "kubeconfig", "from-file", "from-env-file", "cert", "key", "patch-file"})


@dataclass(slots=True)
class Cluster:
    """What the answers are taken from: the World's cluster and the files of who types."""

    api: Any
    """``World.cluster``: ``api.discover()`` and ``list()``."""
    files: FileView
    env: dict[str, str]

    @property
    def types(self) -> ResourceTypes:
        """The served resources."""
        return ResourceTypes(self.api.api.discover(), self.api.api.discover_versions())

    @property
    def config(self) -> Kubeconfig:
        """The kubeconfig; an empty one where it cannot be read."""
        path = self.env.get("KUBECONFIG", "").split(":")[0] or DEFAULT_PATH
        try:
            return Kubeconfig.load(self.files, path)
        except KubectlError:
            return Kubeconfig(path, {})

    def namespace(self, given: str) -> str:
        """Return the namespace in force."""
        config = self.config
        context = config.entry("contexts", config.current) or {}
        return given or str(context.get("namespace") or "default")

    def names(self, resource: ApiResource, namespace: str) -> list[str]:
        """Return the names of the objects of a type."""
        where = namespace if resource.namespaced else None
        return [str(row["metadata"]["name"]) for row in self.api.list(resource.api_version, resource.kind, where)]


def complete(cluster: Cluster, words: list[str], start: str) -> Words:
    """Return what may follow the words behind ``kubectl`` and begins with ``start``; None for names of files."""
    found, rest = commands.find(words)
    flags = found.flags
    if "--" in rest:
        return None
    namespace = cluster.namespace(completion.value_of(flags, words, "namespace"))
    flag = completion.open_flag(flags, words)
    if flag is not None:
        return _value(cluster, found, flag.name, namespace, completion.arguments(flags, rest), start)
    if start.startswith("--") and "=" in start:
        name, _, given = start[2:].partition("=")
        values = _value(cluster, found, name, namespace, completion.arguments(flags, rest), given)
        return None if values is None else [Word(f"--{name}={row.text}", row.note, row.final) for row in values]
    if start.startswith("-"):
        return completion.flag_words(flags, start)
    args = completion.arguments(flags, rest)
    children = _children(found) if not args else []
    own = _argument(cluster, found, args, namespace, start)
    return fitting(children, start) if children else own


def _children(found: Command) -> list[Word]:
    rows = [commands.command(f"{found.path} {name}".strip()) for name in found.children]
    return [Word(row.path.rpartition(" ")[2], row.help.split("\n", 1)[0][:60]) for row in rows if row is not None]


def _value(  # noqa: PLR0917  (what is known of the place)
    cluster: Cluster, found: Command, flag: str, namespace: str, args: list[str], start: str
) -> Words:
    if flag == "namespace":
        return fitting(_objects(cluster, "namespaces", ""), start)
    if flag == "container":
        return fitting(_containers(cluster, args[:1], namespace), start)
    if flag == "context":
        return fitting(_contexts(cluster), start)
    if flag == "image" and found.path in ("run", "create deployment", "create job", "create cronjob"):
        return fitting(named((row.repository for row in catalogue.search("")), "image"), start)
    if flag in OF_FILES:
        return None
    texts = VALUES.get(flag, "").split()
    return fitting([Word(text, "", final=not text.endswith("=")) for text in texts], start)


def _argument(cluster: Cluster, found: Command, args: list[str], namespace: str, start: str) -> Words:
    path = found.path
    if path in TYPED:
        return _typed(cluster, path, args, namespace, start)
    if path == "explain":
        return fitting(_types(cluster, ()), start) if not args else []
    if path in OF_PODS:
        return _of_pod(cluster, path, args, namespace, start)
    if path in OF_NODES:
        return (
            fitting(_objects(cluster, "nodes", ""), start) if path != "taint" or len(args) == 1 else _nodes(args, start)
        )
    if path in OF_CONTEXTS:
        return fitting(_contexts(cluster), start) if not args else []
    return None if path in ("kustomize", "config set-credentials") else []


def _nodes(args: list[str], start: str) -> Words:
    return fitting(named(("nodes",)), start) if not args else []


def _typed(cluster: Cluster, path: str, args: list[str], namespace: str, start: str) -> Words:
    only = ONLY.get(path, ONLY.get(path.split(maxsplit=1)[0], ()))
    if "/" in start:
        kind, _, name = start.partition("/")
        return [Word(f"{kind}/{row.text}", row.note) for row in fitting(_objects(cluster, kind, namespace), name)]
    if not args:
        return fitting(_types(cluster, only), start)
    if "/" in args[0]:
        return _container_images(cluster, path, args, namespace, start)
    chosen = [row for row in _objects(cluster, args[0], namespace) if row.text not in args[1:]]
    return fitting(chosen, start)


def _container_images(cluster: Cluster, path: str, args: list[str], namespace: str, start: str) -> Words:
    if path != "set image":
        return []
    rows = [Word(f"{row.text}=", row.note, final=False) for row in _containers(cluster, args[:1], namespace)]
    return fitting(rows, start)


def _of_pod(cluster: Cluster, path: str, args: list[str], namespace: str, start: str) -> Words:
    if path == "cp":
        pods = [Word(f"{row.text}:", row.note, final=False) for row in _objects(cluster, "pods", namespace)]
        return fitting(pods, start) or None
    if "/" in start:
        return _typed(cluster, path, [], namespace, start)
    if args:
        return fitting(_containers(cluster, args[:1], namespace), start) if path == "logs" else []
    kinds = [] if path == "top pod" else [Word(f"{name}/", "", final=False) for name in (*ROLLED, "jobs", "services")]
    return fitting([*_objects(cluster, "pods", namespace), *kinds], start)


def _types(cluster: Cluster, only: tuple[str, ...]) -> list[Word]:
    rows = [row for row in cluster.types.preferred if not only or row.plural in only]
    found = [Word(row.plural, row.kind) for row in rows]
    return [*found, *([] if only else [Word("all", "everyday types")])]


def _objects(cluster: Cluster, word: str, namespace: str) -> list[Word]:
    resource = cluster.types.lookup(word)
    return [] if resource is None else named(cluster.names(resource, namespace), resource.kind)


def _contexts(cluster: Cluster) -> list[Word]:
    return named((str(row.get("name")) for row in cluster.config.rows("contexts")), "context")


def _containers(cluster: Cluster, args: list[str], namespace: str) -> list[Word]:
    """Return the containers of a Pod, or of what a ``TYPE/NAME`` makes Pods from."""
    kind, slash, name = (args[0] if args else "").rpartition("/")
    resource = cluster.types.lookup(kind if slash else "pods")
    if resource is None or not name:
        return []
    rows = cluster.api.list(resource.api_version, resource.kind, namespace if resource.namespaced else None)
    spec: dict[str, Any] = next((row.get("spec") or {} for row in rows if row["metadata"]["name"] == name), {})
    pod = spec if "containers" in spec else (spec.get("template") or {}).get("spec") or {}
    return named((str(row["name"]) for row in pod.get("containers") or ()), "container")
