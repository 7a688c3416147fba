"""``-o go-template``: Go's text/template over the object's JSON.

Models k8s.io/cli-runtime/pkg/printers/template.go v1.36.
"""

from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Callable, Mapping
from typing import Any

from sandbox.sim.cli.gotemplate.functions import DOCKER
from sandbox.sim.cli.gotemplate.template import ExecutionFailed, Template, TemplateError
from sandbox.sim.kubectl.errors import KubectlError
from sandbox.sim.kubectl.jsonpath.evaluate import go_syntax

_STANDARD = "and call html index slice js len not or print printf println urlquery eq ge gt le lt ne".split()


def _base64decode(text: str) -> str:
    try:
        return b64decode(text, validate=True).decode(errors="replace")
    except Base64Error as error:
        raise TemplateError(f"base64 decode failed: {error}") from error


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    **{name: DOCKER[name] for name in _STANDARD if name in DOCKER},
    "base64decode": _base64decode,
}


def render_template(template: str, obj: Any) -> str:
    """Return what the template prints. Raises KubectlError."""
    try:
        parsed = Template(template, name="output", functions=FUNCTIONS)
    except TemplateError as error:
        raise KubectlError(f"error parsing template {template}, {error}") from error
    try:
        return parsed.execute(obj)
    except ExecutionFailed as error:
        raise KubectlError(
            f"error executing template {template!r}: {error}. Printing more information for debugging the template:\n"
            f"\ttemplate was:\n\t\t{template}\n\traw data was:\n\t\t{go_syntax(obj)}\n\tobject given to "
            f"template engine "
            f"was:\n\t\t{go_syntax(obj)}\n\n".replace("'", '"', 2)
        ) from error
