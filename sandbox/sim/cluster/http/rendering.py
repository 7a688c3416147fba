"""Objects in the form that a client asked for: whole, as a Table, or their metadata alone.

Models k8s.io/apiserver/pkg/endpoints/handlers/response.go v1.36.
"""

from typing import Any

import orjson

from sandbox.sim.cluster.apimachinery.resources import ApiResource
from sandbox.sim.cluster.apimachinery.status import bad_request
from sandbox.sim.cluster.apimachinery.yaml_writer import write_yaml
from sandbox.sim.cluster.apiserver.server import ApiServer
from sandbox.sim.cluster.http.messages import Request, Response
from sandbox.sim.cluster.http.negotiation import Form

Object = dict[str, Any]
_META = "meta.k8s.io/v1"
_INCLUDED = ("", "None", "Metadata", "Object")


class Renderer:
    """Renders what one request asked for."""

    def __init__(self, api: ApiServer, resource: ApiResource, request: Request, form: Form) -> None:
        self.api = api
        self.resource = resource
        self.form = form
        self.included = request.option("includeObject")
        self.pretty = request.flag("pretty")
        if self.included not in _INCLUDED:
            raise bad_request(f'invalid includeObject value: "{self.included}"')

    def value(self, obj: Object) -> Object:
        """Return an object or a list in the form asked for; a Status stays what it is."""
        if not self.form.kind or obj.get("kind") == "Status":
            return obj
        if self.form.kind == "Table":
            return self.table(obj)
        return _partial_list(obj) if "items" in obj else _partial(obj)

    def table(self, obj: Object) -> Object:
        """Return a Table of an object or a list."""
        many = "items" in obj
        found = self.api.table(self.resource, obj["items"] if many else [obj])
        found["metadata"] = obj["metadata"] if many else {"resourceVersion": obj["metadata"].get("resourceVersion", "")}
        for row in found["rows"]:
            if self.included == "None":
                row["object"] = None
            elif self.included != "Object":
                row["object"] = _partial(row["object"])
        return found

    def response(self, obj: Object, status: int = 200) -> Response:
        """Return the answer that carries an object."""
        found = self.value(obj)
        if self.form.encoding == "yaml":
            return Response(status, write_yaml(found).encode(), self.form.content_type)
        option = orjson.OPT_INDENT_2 if self.pretty else 0
        return Response(status, orjson.dumps(found, option=option) + b"\n", self.form.content_type)


def _partial(obj: Object) -> Object:
    return {"kind": "PartialObjectMetadata", "apiVersion": _META, "metadata": obj["metadata"]}


def _partial_list(found: Object) -> Object:
    items = [_partial(obj) for obj in found["items"]]
    return {"kind": "PartialObjectMetadataList", "apiVersion": _META, "metadata": found["metadata"], "items": items}
