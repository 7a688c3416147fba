"""Go's text/template, last step: a tree and data give text.

Models Go 1.24 text/template/exec.go, error texts included. Not modelled: methods with arguments, channels.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.sim.cli.gotemplate.functions import LAZY, FunctionError
from sandbox.sim.cli.gotemplate.lexer import TemplateError
from sandbox.sim.cli.gotemplate.nodes import (
    Argument,
    Branch,
    Command,
    Field,
    Function,
    Group,
    Include,
    Jump,
    Literal,
    Node,
    Output,
    Pipeline,
    Position,
    Print,
    Variable,
)
from sandbox.sim.cli.gotemplate.values import MISSING, Fields, Record, Struct, is_true, pairs, show

MAX_OUTPUT = 1_000_000
"""Characters that one template may print."""
MAX_DEPTH = 100
"""How deep templates may include each other."""


class _Jumped(Exception):  # noqa: N818  (break and continue)
    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class Execution:
    """One run of a template. ``strict`` makes a missing map key an error (``missingkey=error``)."""

    def __init__(self, name: str, functions: Mapping[str, Callable[..., Any]], parts: Mapping[str, list[Node]], *,
                 strict: bool) -> None:  # fmt: skip
        self.name = name
        self.functions = functions
        self.parts = parts
        self.strict = strict
        self.out: list[str] = []
        self.size = 0
        self.scopes: list[dict[str, Any]] = []

    def run(self, nodes: list[Node], data: Any) -> str:
        """Return what the template prints; what was printed before an error is in ``out``. Raises TemplateError."""
        self.scopes = [{"$": data}]
        self._walk(nodes, data)
        return "".join(self.out)

    def _write(self, text: str) -> None:
        self.size += len(text)
        if self.size > MAX_OUTPUT:
            raise TemplateError(": template prints too much")
        self.out.append(text)

    def _fail(self, at: Position, node: object, message: str) -> TemplateError:
        shown = str(node)
        shown = shown if len(shown) <= 20 else f"{shown[:20]}..."  # noqa: PLR2004  (Go's ErrorContext)
        return TemplateError(f':{at[0]}:{at[1]}: executing "{self.name}" at <{shown}>: {message}')

    # Statements

    def _walk(self, nodes: list[Node], dot: Any) -> None:
        for node in nodes:
            if isinstance(node, Output):
                self._write(node.text)
            elif isinstance(node, Print):
                value = self._pipeline(node.pipeline, dot)
                if not node.pipeline.variables:
                    self._write(show(value))
            elif isinstance(node, Branch):
                self._branch(node, dot)
            elif isinstance(node, Jump):
                raise _Jumped(node.kind)
            else:
                self._include(node, dot)

    def _include(self, node: Include, dot: Any) -> None:
        if node.name not in self.parts:
            raise TemplateError(f':1:0: executing "{self.name}": template "{node.name}" not defined')
        if len(self.scopes) > MAX_DEPTH:
            raise TemplateError(": exceeded maximum template depth (100)")
        value = self._pipeline(node.pipeline, dot) if node.pipeline else None
        self.scopes.append({"$": value})
        self._walk(self.parts[node.name], value)
        self.scopes.pop()

    def _branch(self, node: Branch, dot: Any) -> None:
        self.scopes.append(dict(self.scopes[-1]))
        try:
            value = self._pipeline(node.pipeline, dot, keep=node.kind == "range")
            if node.kind == "range":
                self._range(node, value, dot)
            elif is_true(value):
                self._walk(node.then, value if node.kind == "with" else dot)
            else:
                self._walk(node.otherwise, dot)
        finally:
            inner = self.scopes.pop()
            for name in self.scopes[-1]:
                self.scopes[-1][name] = inner.get(name, self.scopes[-1][name])

    def _range(self, node: Branch, value: Any, dot: Any) -> None:
        try:
            rows = list(pairs(value))
        except TypeError as error:
            raise self._fail(_place(node.pipeline), node.pipeline, f"range can't iterate over {error}") from error
        if not rows:
            self._walk(node.otherwise, dot)
        for key, element in rows:
            names = node.pipeline.variables
            if names:
                self.scopes[-1][names[-1]] = element
            if len(names) > 1:
                self.scopes[-1][names[0]] = key
            try:
                self._walk(node.then, element)
            except _Jumped as jump:
                if jump.kind == "break":
                    return

    # Values

    def _pipeline(self, pipeline: Pipeline, dot: Any, *, keep: bool = False) -> Any:
        value: Any = MISSING
        for position, command in enumerate(pipeline.commands):
            value = self._command(command, dot, [] if position == 0 else [value])
        if not keep:
            for name in pipeline.variables:
                self.scopes[-1][name] = value
        return value

    def _command(self, command: Command, dot: Any, final: list[Any]) -> Any:
        first = command.arguments[0]
        if isinstance(first, Function):
            return self._call(first, command.arguments[1:], dot, final, shown=command)
        value = self._argument(first, dot)
        if callable(value):
            return value(*(self._argument(argument, dot) for argument in command.arguments[1:]), *final)
        if len(command.arguments) > 1 or final:
            if isinstance(first, (Literal, Group)) or (isinstance(first, Field) and not first.fields):
                raise self._fail(first.at, first, f"can't give argument to non-function {first}")
            name = first.fields[-1] if isinstance(first, (Field, Variable)) and first.fields else str(first)
            raise self._fail(first.at, first, f"{name} has arguments but cannot be invoked as function")
        return value

    def _argument(self, argument: Argument, dot: Any) -> Any:
        if isinstance(argument, Literal):
            return argument.value
        if isinstance(argument, Field):
            return self._fields(dot, argument.fields, argument.at, argument)
        if isinstance(argument, Variable):
            return self._fields(self.scopes[-1].get(argument.name), argument.fields, argument.at, argument)
        if isinstance(argument, Group):
            return self._fields(self._pipeline(argument.pipeline, dot), argument.fields, argument.at, argument)
        return self._call(argument, (), dot, [], shown=argument)

    def _call(
        self, function: Function, arguments: tuple[Argument, ...], dot: Any, final: list[Any], *, shown: object
    ) -> Any:
        if function.name in LAZY:
            return self._lazy(function.name, arguments, dot, final)
        values = [self._argument(argument, dot) for argument in arguments] + final
        if function.name == "join" and arguments and self._is_raw_list(values[0]):
            message = "wrong type for value; expected []string; got []interface {}"
            raise self._fail(arguments[0].at, arguments[0], message)
        try:
            return self.functions[function.name](*values)
        except FunctionError as error:
            raise self._fail(function.at, shown, f"error calling {function.name}: {error}") from error
        except (TypeError, AttributeError, ValueError) as error:
            message = f"wrong number of args or types for {function.name}: got {len(values)}"
            raise self._fail(function.at, function, message) from error

    def _is_raw_list(self, value: Any) -> bool:
        """Say whether a list is one of any values, as all lists of plain JSON are."""
        return self.strict and isinstance(value, list)

    def _lazy(self, name: str, arguments: tuple[Argument, ...], dot: Any, final: list[Any]) -> Any:
        value: Any = None
        for argument in arguments:
            value = self._argument(argument, dot)
            if is_true(value) == (name == "or"):
                return value
        return final[0] if final else value

    def _fields(self, value: Any, names: tuple[str, ...], at: Position, node: Argument) -> Any:
        for position, name in enumerate(names):
            value = self._field(value, name, at, node, last=position == len(names) - 1)
        return value

    def _field(self, value: Any, name: str, at: Position, node: Argument, *, last: bool) -> Any:
        if isinstance(value, (Record, Struct)):
            found = value.get(name) if isinstance(value, Record) else value.look_up(name)
            if found is MISSING:
                raise self._fail(at, node, f"can't evaluate field {name} in type {value.type_name}")
            return found
        if isinstance(value, dict):
            if name in value:
                return value[name]
            if self.strict and not isinstance(value, Fields):
                raise self._fail(at, node, f'map has no entry for key "{name}"')
            return MISSING
        if value is None or value is MISSING:
            raise self._fail(at, node, f"nil data; no entry for key {_quoted(name)}" if last and value is None else (
                f"nil pointer evaluating interface {{}}.{name}"))  # fmt: skip
        raise self._fail(at, node, f"can't evaluate field {name} in type interface {{}}")


def _quoted(name: str) -> str:
    return f'"{name}"'


def _place(pipeline: Pipeline) -> Position:
    return pipeline.commands[0].arguments[0].at
