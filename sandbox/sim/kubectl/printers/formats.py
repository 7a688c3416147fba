"""The flag -o: which printer an output format means.

Models k8s.io/cli-runtime/pkg/genericclioptions (PrintFlags) v1.36.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.sim.cli.go_values import quote
from sandbox.sim.cluster.apimachinery.yaml_writer import write_yaml
from sandbox.sim.kubectl.errors import KubectlError
from sandbox.sim.kubectl.jsonpath.evaluate import Evaluator, go_syntax
from sandbox.sim.kubectl.jsonpath.nodes import JsonPathError
from sandbox.sim.kubectl.jsonpath.parser import parse
from sandbox.sim.kubectl.printers.go_template import render_template
from sandbox.sim.kubectl.printers.json_writer import write_json
from sandbox.sim.kubectl.printers.kyaml_writer import write_kyaml

Object = dict[str, Any]
STRUCTURED = ("json", "kyaml", "name", "yaml")
TEMPLATES = (
    "go-template",
    "go-template-file",
    "jsonpath",
    "jsonpath-as-json",
    "jsonpath-file",
    "template",
    "templatefile",
)
COLUMNS = ("custom-columns", "custom-columns-file", "wide")


@dataclass(frozen=True, slots=True)
class OutputFormat:
    """What -o says: a format and, for templates, its argument."""

    name: str
    argument: str = ""

    @property
    def is_table(self) -> bool:
        """Say whether the server's columns are printed."""
        return self.name in ("", "wide")


def parse_format(text: str, template: str = "", *, allowed: Sequence[str] = (*STRUCTURED, *TEMPLATES)) -> OutputFormat:
    """Read the flag -o, and --template beside it. Raises KubectlError."""
    name, equals, argument = text.partition("=")
    if not text and template:
        return OutputFormat("go-template", template)
    if not text:
        return OutputFormat("")
    if name not in allowed or (equals and name in (*STRUCTURED, "wide")):
        names = ",".join(sorted(allowed))
        raise KubectlError(
            f"unable to match a printer suitable for the output format {quote(text)}, allowed formats are: {names}"
        )
    argument = argument or template
    if name in TEMPLATES and not argument:
        raise KubectlError("template format specified but no template given")
    return OutputFormat(name, argument)


def without_managed_fields(obj: Object) -> Object:
    """Return an object, or a List of them, without metadata.managedFields."""
    if isinstance(obj.get("items"), list) and "metadata" in obj and str(obj.get("kind", "")).endswith("List"):
        return {**obj, "items": [without_managed_fields(item) for item in obj["items"]]}
    meta = obj.get("metadata")
    if isinstance(meta, dict) and "managedFields" in meta:
        return {**obj, "metadata": {key: value for key, value in meta.items() if key != "managedFields"}}
    return obj


def object_name(obj: Object) -> str:
    """Return ``deployment.apps/web``."""
    group, slash, _ = str(obj.get("apiVersion", "")).partition("/")
    kind = str(obj.get("kind", "")).lower()
    name = (obj.get("metadata") or {}).get("name", "")
    return f"{kind}.{group}/{name}" if slash else f"{kind}/{name}"


class ObjectPrinter:
    """Prints objects one after the other in a format that is no table."""

    def __init__(
        self,
        output: OutputFormat,
        read_file: Callable[[str], str],
        *,
        managed_fields: bool = False,
        allow_missing: bool = True,
        operation: str = "",
    ) -> None:
        self.output = output
        self.managed_fields = managed_fields
        self.operation = operation
        self.allow_missing = allow_missing
        self.count = 0
        self._template = output.argument
        if output.name in ("jsonpath-file", "go-template-file", "templatefile"):
            self._template = read_file(output.argument)

    def render(self, obj: Object, *, sort_keys: bool = True) -> str:  # noqa: PLR0911  (one for each format)
        """Return the object as text. Raises KubectlError for a template that does not fit."""
        shown = obj if self.managed_fields else without_managed_fields(obj)
        self.count += 1
        match self.output.name:
            case "json":
                return write_json(shown, sort_keys=sort_keys)
            case "yaml":
                return ("---\n" if self.count > 1 else "") + write_yaml(shown)
            case "kyaml":
                return write_kyaml(shown)
            case "name":
                return f"{object_name(obj)}\n"
            case "jsonpath" | "jsonpath-file":
                return self._jsonpath(obj)
            case "jsonpath-as-json":
                return self._jsonpath_as_json(obj)
        return render_template(self._template, obj)

    def _evaluate(self, evaluate: Callable[[Evaluator], Any], obj: Object) -> Any:
        try:
            return evaluate(Evaluator(allow_missing=self.allow_missing))
        except JsonPathError as error:
            raise KubectlError(
                f"error executing jsonpath {quote(self._template)}: Error executing template: {error}. Printing more "
                f"information for debugging the template:\n\ttemplate was:\n\t\t{self._template}\n\tobject given to "
                f"jsonpath engine was:\n\t\t{go_syntax(obj)}\n\n"
            ) from error

    def _parsed(self) -> Any:
        try:
            return parse(self._template)
        except JsonPathError as error:
            raise KubectlError(f"error parsing jsonpath {self._template}, {error}") from error

    def _jsonpath(self, obj: Object) -> str:
        template = self._parsed()
        return str(self._evaluate(lambda evaluator: evaluator.execute(template, obj), obj))

    def _jsonpath_as_json(self, obj: Object) -> str:
        template = self._parsed()
        results = self._evaluate(lambda evaluator: evaluator.results(template, obj), obj)
        return "".join(write_json(values) for values in results)
