"""kubectl explain.

Models k8s.io/kubectl/pkg/cmd/explain v1.36. Not modelled: --output=plaintext-openapiv2.
"""

from typing import Any

from sandbox.sim.cli.go_values import quote
from sandbox.sim.cluster.apimachinery.resources import ApiResource
from sandbox.sim.cluster.apimachinery.schema import definition_name, definitions
from sandbox.sim.kubectl.errors import ExactError, KubectlError
from sandbox.sim.kubectl.explain.fields import Fields
from sandbox.sim.kubectl.explain.render import Kind, explain
from sandbox.sim.kubectl.invocation import Invocation

FLAGS = frozenset(("api-version", "output", "recursive"))
Schema = dict[str, Any]


def run(invocation: Invocation) -> int:
    """Print what a resource or a field is for."""
    flags = invocation.flags
    if not invocation.args:
        raise KubectlError(
            'You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of '
            "supported resources."
        )
    if len(invocation.args) > 1:
        raise KubectlError("We accept only this format: explain RESOURCE")
    if flags["output"] != "plaintext":
        raise KubectlError(f"not modelled in this sandbox: kubectl explain --output={flags['output']}")
    resource, path = _target(invocation, invocation.args[0])
    schema = _schema(invocation, resource)
    kind = Kind(resource.group, resource.version, resource.kind)
    try:
        text = explain(kind, Fields(_resolve), schema, path, recursive=bool(flags["recursive"]))
    except KeyError as error:
        invocation.out(kind.header)
        raise KubectlError(f"field {quote(str(error.args[0]))} does not exist") from error
    invocation.out(text)
    return 0


def _target(invocation: Invocation, word: str) -> tuple[ApiResource, list[str]]:
    types = invocation.client.types
    name, _, rest = word.partition(".")
    found = types.lookup(name)
    if found is None:
        raise ExactError(f"the server doesn't have a resource type {quote(name)}")
    for resource in types.every:
        grouped = resource.group and f"{rest}.".startswith(f"{resource.group}.")
        if grouped and name.lower() in (resource.plural, resource.singular, *resource.short_names):
            found, rest = resource, rest[len(resource.group) :].lstrip(".")
            break
    wanted = str(invocation.flags["api-version"])
    if wanted:
        group = wanted.rpartition("/")[0]
        same = [r for r in types.every if r.api_version == wanted and r.plural == found.plural]
        if not same:
            raise KubectlError(f"couldn't find resource for {quote(f'{group}/{wanted}, Kind={found.kind}')}")
        found = same[0]
    return found, [part for part in rest.split(".") if part]


def _resolve(name: str) -> Schema:
    found: Schema = definitions().get(name, {})
    return found


def _schema(invocation: Invocation, resource: ApiResource) -> Schema:
    name = definition_name(resource.group, resource.version, resource.kind)
    if name is not None:
        return _resolve(name)
    return _custom_schema(invocation, resource)


def _custom_schema(invocation: Invocation, resource: ApiResource) -> Schema:
    """Return the schema of a custom resource, with the members that every object has."""
    definition = invocation.client.get(
        invocation.client.types.find("customresourcedefinitions"), resource.qualified, ""
    )
    for version in definition["spec"]["versions"]:
        if version["name"] == resource.version:
            schema: Schema = dict((version.get("schema") or {}).get("openAPIV3Schema") or {})
            common = _resolve("io.k8s.api.core.v1.Pod").get("properties") or {}
            members = {key: common[key] for key in ("apiVersion", "kind", "metadata") if key in common}
            return {**schema, "properties": {**(schema.get("properties") or {}), **members}}
    raise KubectlError(f"GVR ({resource.api_version}, Resource={resource.plural}) not found in OpenAPI schema")
