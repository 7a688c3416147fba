"""Which objects a command is about: files, types and names, selectors.

Models k8s.io/cli-runtime/pkg/resource v1.36 (Builder, Visitor). Not modelled: URLs.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from sandbox.sim.cli.go_values import quote
from sandbox.sim.cluster.apimachinery.resources import ApiResource
from sandbox.sim.cluster.apimachinery.status import ApiError
from sandbox.sim.kubectl.errors import KubectlError
from sandbox.sim.kubectl.invocation import Invocation
from sandbox.sim.kubectl.manifests.sources import ManifestRequest, read_manifests

Object = dict[str, Any]

MISSING = """You must provide one or more resources by argument or filename.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'
   '<resource> <name>'
   '<resource>'"""


@dataclass(slots=True)
class Info:
    """One object that a command is about; ``obj`` is what the file says or the server answered."""

    resource: ApiResource
    namespace: str
    name: str
    obj: Object | None = None
    source: str = ""

    @property
    def described(self) -> str:
        """``deployment.apps/web``: how results name the object."""
        kind = self.resource.kind.lower()
        return f"{kind}.{self.resource.group}/{self.name}" if self.resource.group else f"{kind}/{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a command asks the builder for. An empty ``selector`` with ``select_all`` means everything."""

    args: tuple[str, ...] = ()
    filenames: tuple[str, ...] = ()
    kustomize: str = ""
    recursive: bool = False
    selector: str = ""
    field_selector: str = ""
    select_all: bool = False
    select_all_when_bare: bool = False
    all_namespaces: bool = False
    fetch: bool = True
    """Whether objects named or read from files are fetched from the server."""
    subresource: str = ""
    validate: bool = True
    enforce_namespace: bool = True


@dataclass(slots=True)
class Found:
    """What the builder found: objects, what could not be had, and whether one object was asked for by its name."""

    infos: list[Info] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)
    single: bool = False
    lists: list[tuple[ApiResource, Object]] = field(default_factory=list)
    """The List answers of selections, for those who print them whole."""


def request_of(invocation: Invocation, **changes: Any) -> Request:
    """Return the request that a command's usual flags and words make."""
    flags = invocation.flags.values
    settings: dict[str, Any] = {
        "args": tuple(invocation.args),
        "filenames": tuple(flags.get("filename") or ()),
        "kustomize": flags.get("kustomize") or "",
        "recursive": bool(flags.get("recursive")),
        "selector": flags.get("selector") or "",
        "field_selector": flags.get("field-selector") or "",
        "select_all": bool(flags.get("all")),
        "all_namespaces": bool(flags.get("all-namespaces")),
    }
    return Request(**(settings | changes))


def find(invocation: Invocation, request: Request) -> Found:
    """Find the objects. Errors of single objects are gathered; KubectlError is raised for what makes no sense."""
    return _Finder(invocation, request).find()


def read_files(invocation: Invocation, request: Request) -> Found:
    """Read the objects of the files without asking the server for them."""
    finder = _Finder(invocation, replace(request, fetch=False, args=()))
    return finder.read_files()


class _Finder:
    def __init__(self, invocation: Invocation, request: Request) -> None:
        self.invocation = invocation
        self.request = request
        self.found = Found()
        self.namespace = "" if request.all_namespaces else invocation.namespace

    def manifests(self) -> ManifestRequest:
        request = self.request
        return ManifestRequest(request.filenames, request.kustomize, request.recursive, request.validate)

    def find(self) -> Found:
        request = self.request
        kinds, names, pairs = self._read_words()
        if request.filenames or request.kustomize:
            self._by_files(kinds, names, pairs)
        elif request.selector or request.field_selector or request.select_all or self._is_bare(kinds, names):
            self._by_selector(kinds, names, pairs)
        elif pairs:
            self._by_pairs(pairs)
        elif names:
            self._by_names(kinds, names)
        elif kinds:
            for kind in kinds:
                self.invocation.client.types.find(kind)
            raise KubectlError("resource(s) were provided, but no name was specified")
        else:
            raise KubectlError(MISSING)
        return self.found

    def _is_bare(self, kinds: list[str], names: list[str]) -> bool:
        return bool(self.request.select_all_when_bare and kinds and not names)

    def _read_words(self) -> tuple[list[str], list[str], list[tuple[str, str]]]:
        args = [word for word in self.request.args if word]
        slashes = [word for word in args if "/" in word]
        if slashes:
            if len(slashes) != len(args):
                raise KubectlError(
                    "there is no need to specify a resource type as a separate argument when passing arguments in "
                    "resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource "
                    "resource/<resource_name>'"
                )
            return [], [], [_pair(word) for word in args]
        if not args:
            return [], [], []
        return self.invocation.client.types.expand(args[0]), args[1:], []

    # Files

    def _by_files(self, kinds: list[str], names: list[str], pairs: list[tuple[str, str]]) -> None:
        if kinds or names or pairs:
            raise KubectlError(
                "when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well"
            )
        self.read_files()

    def read_files(self) -> Found:
        count = 0
        for item in read_manifests(self.invocation, self.manifests()):
            if isinstance(item, KubectlError):
                self.found.errors.append(item)
                continue
            count += 1
            try:
                self._add_from_file(*item)
            except (ApiError, KubectlError) as error:
                self.found.errors.append(error)
        self.found.single = count == 1
        return self.found

    def _add_from_file(self, obj: Object, source: str) -> None:
        info = self.info_of(obj, source)
        if self.request.fetch:
            info.obj = self.invocation.client.get(info.resource, info.name, info.namespace, self.request.subresource)
        self.found.infos.append(info)

    def info_of(self, obj: Object, source: str) -> Info:
        """Return the object of a manifest with its resource and namespace."""
        meta = obj.get("metadata") or {}
        resource = self.invocation.client.types.of_kind(obj["apiVersion"], obj["kind"])
        if resource is None:
            raise KubectlError(
                f"resource mapping not found for name: {quote(meta.get('name', ''))} namespace: "
                f"{quote(meta.get('namespace', ''))} from {quote(source)}: no matches for kind {quote(obj['kind'])} "
                f"in version {quote(obj['apiVersion'])}\nensure CRDs are installed first"
            )
        namespace = str(meta.get("namespace") or "")
        if not resource.namespaced:
            return Info(resource, "", str(meta.get("name") or ""), obj, source)
        if self.invocation.explicit_namespace and self.request.enforce_namespace:
            self._check_namespace(namespace)
        namespace = namespace or self.invocation.namespace
        obj["metadata"] = {**meta, "namespace": namespace}
        return Info(resource, namespace, str(meta.get("name") or ""), obj, source)

    def _check_namespace(self, given: str) -> None:
        wanted = self.invocation.namespace
        if given and given != wanted:
            raise KubectlError(
                f"the namespace from the provided object {quote(given)} does not match the namespace {quote(wanted)}. "
                f"You must pass '--namespace={given}' to perform this operation."
            )

    # Selectors and names

    def _by_selector(self, kinds: list[str], names: list[str], pairs: list[tuple[str, str]]) -> None:
        if names:
            raise KubectlError("name cannot be provided when a selector is specified")
        if pairs:
            raise KubectlError("selectors and the all flag cannot be used when passing resource/name arguments")
        if not kinds:
            raise KubectlError("at least one resource must be specified to use a selector")
        client, request = self.invocation.client, self.request
        types = client.types
        resources = [types.find(kind) for kind in kinds]
        for resource in resources:
            space = self.namespace if resource.namespaced else ""
            try:
                answer = client.list(resource, space, selector=request.selector, fields=request.field_selector)
            except ApiError as error:
                self.found.errors.append(_unlistable(error, resource, request))
                continue
            self.found.lists.append((resource, answer))
            self.found.infos += [info_from(resource, item) for item in answer["items"]]

    def _by_pairs(self, pairs: list[tuple[str, str]]) -> None:
        types = self.invocation.client.types
        self.found.single = len(pairs) == 1
        for kind, name in pairs:
            self._fetch(types.find(kind), name)

    def _by_names(self, kinds: list[str], names: list[str]) -> None:
        types = self.invocation.client.types
        resources = [types.find(kind) for kind in kinds]
        if self.request.all_namespaces and any(resource.namespaced for resource in resources):
            raise KubectlError("a resource cannot be retrieved by name across all namespaces")
        self.found.single = len(names) == 1 and len(resources) == 1
        for resource in resources:
            for name in names:
                self._fetch(resource, name)

    def _fetch(self, resource: ApiResource, name: str) -> None:
        info = Info(resource, self.namespace if resource.namespaced else "", name)
        if self.request.fetch:
            try:
                info.obj = self.invocation.client.get(resource, name, info.namespace, self.request.subresource)
            except ApiError as error:
                self.found.errors.append(error)
                return
        self.found.infos.append(info)


def info_from(resource: ApiResource, obj: Object) -> Info:
    """Return a served object with its resource."""
    meta = obj["metadata"]
    return Info(resource, meta.get("namespace", ""), meta.get("name", ""), obj)


def _unlistable(error: ApiError, resource: ApiResource, request: Request) -> Exception:
    """Say which selection a server refused, as upstream's Selector does for two kinds of refusal."""
    if error.reason not in ("BadRequest", "NotFound"):
        return error
    version = resource.api_version if resource.group else f"/{resource.version}"
    what = quote(f"{version}, Resource={resource.plural}")
    if request.selector or request.field_selector:
        chosen = f"label selector {quote(request.selector)}, field selector {quote(request.field_selector)}"
        message = f"Unable to find {what} that match {chosen}: {error.message}"
    else:
        message = f"Unable to list {what}: {error.message}"
    if error.message == "the server could not find the requested resource":
        message += f" (get {resource.qualified})"
    return ApiError(error.code, error.reason, message, error.status.get("details"))


def _pair(word: str) -> tuple[str, str]:
    kind, _, name = word.partition("/")
    if "/" in name:
        raise KubectlError("arguments in resource/name form may not have more than one slash")
    if not kind or not name or "," in kind:
        raise KubectlError("arguments in resource/name form must have a single resource and name")
    return kind, name
