"""Go templates, ready to use: ``Template(source).execute(data)``.

Models Go 1.24 text/template. Values are described in ``values.py``.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from sandbox.sim.cli.gotemplate import parser
from sandbox.sim.cli.gotemplate.execute import Execution
from sandbox.sim.cli.gotemplate.functions import DOCKER
from sandbox.sim.cli.gotemplate.lexer import TemplateError
from sandbox.sim.cli.gotemplate.nodes import Node

__all__ = ["ExecutionFailed", "Template", "TemplateError"]


LAZY = frozenset(("and", "or"))


@lru_cache(maxsize=256)
def _parse(source: str, functions: frozenset[str]) -> tuple[list[Node], dict[str, list[Node]]]:
    """Parse once what is used again and again: the tables of each command. Nobody changes a parsed template."""
    return parser.parse(source, functions)


class ExecutionFailed(TemplateError):  # noqa: N818  (a run that stopped short)
    """The template failed while it ran; ``printed`` is what it had printed until then."""

    def __init__(self, message: str, printed: str) -> None:
        super().__init__(message)
        self.printed = printed


class Template:
    """A parsed template. Messages begin with ``template: <name>``."""

    def __init__(self, source: str, *, name: str = "", functions: Mapping[str, Callable[..., Any]] = DOCKER) -> None:
        """Parse. Raises TemplateError with Go's whole message."""
        self.name = name
        self.functions = functions
        try:
            self.nodes, self.parts = _parse(source, frozenset(functions) | LAZY)
        except TemplateError as error:
            raise TemplateError(f"template: {name}{error}") from error

    def execute(self, data: Any, *, strict: bool = False) -> str:
        """Return what the template prints. ``strict`` is ``missingkey=error``. Raises ExecutionFailed."""
        execution = Execution(self.name, self.functions, self.parts, strict=strict)
        try:
            return execution.run(self.nodes, data)
        except TemplateError as error:
            raise ExecutionFailed(f"template: {self.name}{error}", "".join(execution.out)) from error
        except RecursionError as error:
            raise ExecutionFailed(f"template: {self.name}: exceeded maximum template depth", "") from error
