"""Which form an answer takes: JSON or YAML, whole objects, a Table, or metadata alone.

Models k8s.io/apiserver/pkg/endpoints/handlers/negotiation v1.36. Not modelled: protobuf and CBOR, which are refused
where a client accepts nothing else.
"""

from dataclasses import dataclass

from sandbox.sim.cluster.apimachinery.status import ApiError

_FORMS = {
    "application/json": "json",
    "application/yaml": "yaml",
    "application/*": "json",
    "*/*": "json",
}
_KINDS = ("Table", "PartialObjectMetadata", "PartialObjectMetadataList")
OFFERED = "application/json, application/yaml"


@dataclass(frozen=True, slots=True)
class Form:
    """``encoding`` is json or yaml; ``kind`` is empty, Table or PartialObjectMetadata(List)."""

    encoding: str = "json"
    kind: str = ""
    parameters: str = ""
    """Parameters of the accepted type, to be repeated in the answer's."""

    @property
    def content_type(self) -> str:
        """The answer's Content-Type."""
        return f"application/{self.encoding}{self.parameters}"


def parse_accept(header: str) -> list[tuple[str, dict[str, str]]]:
    """Return the accepted types with their parameters, the most wanted first."""
    rows = []
    for order, part in enumerate(header.split(",")):
        name, *rest = (word.strip() for word in part.split(";"))
        parameters = dict(word.partition("=")[::2] for word in rest if word)
        rows.append((-_quality(parameters.pop("q", "1")), order, name.lower(), parameters))
    return [(name, parameters) for _, _, name, parameters in sorted(rows, key=lambda row: row[:2]) if name]


def _quality(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 1.0


def negotiate(header: str, *, transform: bool = False) -> Form:
    """Return the form to answer in; ``transform`` allows tables and partial objects. Raises ApiError NotAcceptable."""
    for name, parameters in parse_accept(header or "*/*"):
        encoding = _FORMS.get(name)
        if encoding is None:
            continue
        kind = parameters.get("as", "")
        if not kind:
            return Form(encoding)
        if transform and kind in _KINDS and parameters.get("g") == "meta.k8s.io" and parameters.get("v") == "v1":
            return Form(
                encoding, kind.removesuffix("List") if kind != "Table" else kind, f";as={kind};v=v1;g=meta.k8s.io"
            )
    raise not_acceptable(OFFERED)


def not_acceptable(offered: str) -> ApiError:
    """Return the refusal of a client that accepts nothing that is offered."""
    return ApiError(406, "NotAcceptable", f"only the following media types are accepted: {offered}")
