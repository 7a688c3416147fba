"""Running a jq program. Models jq 1.6: each filter gives any number of values, each with the path that led to it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sandbox.sim.kernel.errors import BudgetExceeded
from sandbox.sim.shell.coreutils import jq_functions as functions
from sandbox.sim.shell.coreutils.jq_lexer import CompileError
from sandbox.sim.shell.coreutils.jq_parser import Definition, Node, NotModelledError, parse_library
from sandbox.sim.shell.coreutils.jq_values import JqError, get, kind, put, remove, shown, truth

MAX_STEPS = 300_000
MAX_DEPTH = 150
Path = list[Any] | None
Row = tuple[Path, Any]
Rows = Iterator[Row]


@dataclass(slots=True)
class Scope:
    """The variables and functions that a filter sees; a function is its parameters, its body and its own scope."""

    variables: dict[str, Any] = field(default_factory=dict)
    functions: dict[tuple[str, int], tuple[tuple[str, ...], Node, "Scope"]] = field(default_factory=dict)

    def with_variable(self, name: str, value: Any) -> "Scope":
        """Return a scope with one variable more."""
        return Scope({**self.variables, name: value}, self.functions)

    def with_function(self, definition: Definition) -> "Scope":
        """Return a scope with one function more, which sees itself."""
        name, params, body = definition
        inner = Scope(self.variables, dict(self.functions))
        inner.functions[name, len(params)] = (params, body, inner)
        return inner


class Evaluator:
    """One run of a program. ``inputs`` gives the values that are still to be read."""

    def __init__(self, inputs: Iterator[Any], env: dict[str, str], now: float) -> None:
        self.inputs = inputs
        self.env = env
        self.now = now
        self.steps = 0
        self.depth = 0

    def scope(self, variables: dict[str, Any]) -> Scope:
        """Return the outermost scope."""
        scope = Scope({**variables, "ENV": self.env, "__prog_args": None})
        for name, params, body in parse_library(functions.LIBRARY):
            scope.functions[name, len(params)] = (params, body, scope)
        return scope

    def run(self, node: Node, scope: Scope, row: Row) -> Rows:
        """Give a filter's values. Raises JqError, BudgetExceeded."""
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise BudgetExceeded("jq steps", MAX_STEPS)
        rows: Rows = getattr(self, f"_do_{node[0]}")(node, scope, row)
        return rows

    def values(self, node: Node, scope: Scope, value: Any) -> Iterator[Any]:
        """Give a filter's values without paths."""
        for _, found in self.run(node, scope, (None, value)):
            yield found

    def paths(self, node: Node, scope: Scope, value: Any) -> Iterator[list[Any]]:
        """Give the paths that a filter leads to."""
        for path, _ in self.run(node, scope, ([], value)):
            yield path or []

    def plain(self, row: Row, value: Any) -> Row:
        """Return a value that has no path. Raises JqError where one is wanted."""
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise BudgetExceeded("jq steps", MAX_STEPS)
        if row[0] is not None:
            raise JqError(f"Invalid path expression with result {shown(value).partition('(')[2][:-1]}")
        return None, value

    def part(self, row: Row, key: Any) -> Row:
        """Return a part of a row's value, and its path."""
        return None if row[0] is None else [*row[0], key], get(row[1], key)

    def _do_identity(self, _node: Node, _scope: Scope, row: Row) -> Rows:
        yield row

    def _do_literal(self, node: Node, _scope: Scope, row: Row) -> Rows:
        yield (None, None) if node[1] is None and row[0] is None else self.plain(row, node[1])

    def _do_variable(self, node: Node, scope: Scope, row: Row) -> Rows:
        if node[1] not in scope.variables:
            raise CompileError(f"${node[1]} is not defined")
        yield self.plain(row, scope.variables[node[1]])

    def _do_pipe(self, node: Node, scope: Scope, row: Row) -> Rows:
        for inner in self.run(node[1], scope, row):
            yield from self.run(node[2], scope, inner)

    def _do_comma(self, node: Node, scope: Scope, row: Row) -> Rows:
        yield from self.run(node[1], scope, row)
        yield from self.run(node[2], scope, row)

    def _do_index(self, node: Node, scope: Scope, row: Row) -> Rows:
        for inner in self.run(node[1], scope, row):
            for key in self.values(node[2], scope, row[1]):
                yield self.part(inner, key)

    def _do_slice(self, node: Node, scope: Scope, row: Row) -> Rows:
        for inner in self.run(node[1], scope, row):
            for end in self.values(node[3], scope, row[1]) if node[3] else [None]:
                for start in self.values(node[2], scope, row[1]) if node[2] else [None]:
                    yield self.part(inner, {"start": start, "end": end})

    def _do_each(self, node: Node, scope: Scope, row: Row) -> Rows:
        for inner in self.run(node[1], scope, row):
            value = inner[1]
            if not isinstance(value, list | dict):
                detail = kind(value) if value is None else shown(value)
                raise JqError(f"Cannot iterate over {detail}")
            keys = list(value) if isinstance(value, dict) else [float(at) for at in range(len(value))]
            for key in keys:
                self.steps += 1
                yield self.part(inner, key)

    def _do_try(self, node: Node, scope: Scope, row: Row) -> Rows:
        try:
            yield from self.run(node[1], scope, row)
        except JqError as error:
            if node[2] is not None:
                yield from self.run(node[2], scope, (None, error.value))

    def _do_if(self, node: Node, scope: Scope, row: Row) -> Rows:
        for test in self.values(node[1], scope, row[1]):
            yield from self.run(node[2] if truth(test) else node[3], scope, row)

    def _do_and(self, node: Node, scope: Scope, row: Row) -> Rows:
        deciding = node[1] == "or"
        for left in self.values(node[2], scope, row[1]):
            if truth(left) is deciding:
                yield self.plain(row, deciding)
                continue
            for right in self.values(node[3], scope, row[1]):
                yield self.plain(row, truth(right))

    _do_or = _do_and

    def _do_alternative(self, node: Node, scope: Scope, row: Row) -> Rows:
        found = False
        try:
            for inner in self.run(node[1], scope, row):
                if truth(inner[1]):
                    found = True
                    yield inner
        except JqError:
            pass
        if not found:
            yield from self.run(node[2], scope, row)

    def _do_operator(self, node: Node, scope: Scope, row: Row) -> Rows:
        for right in self.values(node[3], scope, row[1]):
            for left in self.values(node[2], scope, row[1]):
                yield self.plain(row, functions.operate(node[1], left, right))

    def _do_negate(self, node: Node, scope: Scope, row: Row) -> Rows:
        for value in self.values(node[1], scope, row[1]):
            if not isinstance(value, float):
                raise JqError(f"{shown(value)} cannot be negated")
            yield self.plain(row, -value)

    def _do_array(self, node: Node, scope: Scope, row: Row) -> Rows:
        yield self.plain(row, list(self.values(node[1], scope, row[1])))

    def _do_object(self, node: Node, scope: Scope, row: Row) -> Rows:
        for pairs in self._pairs(node[1], scope, row[1]):
            yield self.plain(row, pairs)

    def _pairs(self, pairs: tuple[Node, ...], scope: Scope, value: Any) -> Iterator[dict[str, Any]]:
        if not pairs:
            yield {}
            return
        for rest in self._pairs(pairs[:-1], scope, value):
            for key in self.values(pairs[-1][0], scope, value):
                if not isinstance(key, str):
                    raise JqError("Object keys must be strings")
                for item in self.values(pairs[-1][1], scope, value):
                    yield {**rest, key: item}

    def _do_string(self, node: Node, scope: Scope, row: Row) -> Rows:
        texts = [""]
        for part in node[2]:
            found = (
                [part]
                if isinstance(part, str)
                else [functions.form(node[1], value) for value in self.values(part, scope, row[1])]
            )
            texts = [text + piece for piece in found for text in texts]
        for text in texts:
            yield self.plain(row, text)

    def _do_format(self, node: Node, _scope: Scope, row: Row) -> Rows:
        yield self.plain(row, functions.form(node[1], row[1]))

    def _do_def(self, node: Node, scope: Scope, row: Row) -> Rows:
        return self.run(node[2], scope.with_function(node[1]), row)

    def _do_as(self, node: Node, scope: Scope, row: Row) -> Rows:
        for value in self.values(node[1], scope, row[1]):
            for inner in self.bind(node[2], scope, value):
                yield from self.run(node[3], inner, row)

    def bind(self, pattern: Node, scope: Scope, value: Any) -> Iterator[Scope]:
        """Give scopes with a pattern's variables."""
        if pattern[0] == "variable":
            yield scope.with_variable(pattern[1], value)
            return
        scopes = [scope]
        for number, row in enumerate(pattern[1]):
            key, inner = (("literal", float(number)), row) if pattern[0] == "array" else row
            scopes = [
                bound
                for outer in scopes
                for name in self.values(key, outer, value)
                for bound in self.bind(inner, outer, get(value, name))
            ]
        yield from scopes

    def _do_reduce(self, node: Node, scope: Scope, row: Row) -> Rows:
        state: Any = None
        for state in self.values(node[3], scope, row[1]):  # noqa: B007  (the last one counts)
            pass
        for item in self.values(node[1], scope, row[1]):
            for inner in self.bind(node[2], scope, item):
                found = list(self.values(node[4], inner, state))
                state = found[-1] if found else None
        yield self.plain(row, state)

    def _do_foreach(self, node: Node, scope: Scope, row: Row) -> Rows:
        for start in self.values(node[3], scope, row[1]):
            state = start
            for item in self.values(node[1], scope, row[1]):
                for inner in self.bind(node[2], scope, item):
                    for state in self.values(node[4], inner, state):  # noqa: B020
                        for value in self.values(node[5], inner, state) if len(node) > 5 else [state]:  # noqa: PLR2004
                            yield self.plain(row, value)

    def _do_assign(self, node: Node, scope: Scope, row: Row) -> Rows:
        _, operator, target, source = node
        paths = list(self.paths(target, scope, row[1]))
        if operator == "|=":
            yield self.plain(row, self._update(paths, source, scope, row[1]))
            return
        for new in self.values(source, scope, row[1]):
            value = row[1]
            for path in paths:
                old = functions.get_path(value, path)
                value = put(value, path, functions.assign(operator, old, new))
            yield self.plain(row, value)

    def _update(self, paths: list[list[Any]], source: Node, scope: Scope, value: Any) -> Any:
        gone: list[list[Any]] = []
        for path in paths:
            found = next(self.values(source, scope, functions.get_path(value, path)), gone)
            if found is gone:
                gone.append(path)
            else:
                value = put(value, path, found)
        return remove(value, gone)

    def _do_call(self, node: Node, scope: Scope, row: Row) -> Rows:
        _, name, arguments = node
        special = getattr(self, f"_call_{name}_{len(arguments)}", None)
        closure = scope.functions.get((name, len(arguments)))
        if closure is not None:
            yield from self._closure(closure, arguments, scope, row)
        elif special is not None:
            yield from special(arguments, scope, row)
        else:
            native = functions.NATIVE[f"{name}/{len(arguments)}"]
            for given in self._product(arguments, scope, row[1]):
                try:
                    value = native(row[1], *given)
                except (AttributeError, TypeError, ValueError, IndexError, KeyError, OverflowError):
                    raise JqError(f"{shown(row[1])} cannot be given to {name}") from None
                yield self.plain(row, value)

    def _closure(self, closure: tuple[Any, Node, Scope], arguments: Node, scope: Scope, row: Row) -> Rows:
        params, body, outer = closure
        inner = Scope(outer.variables, dict(outer.functions))
        for param, argument in zip(params, arguments, strict=True):
            inner.functions[param, 0] = ((), argument, scope)
        self.depth += 1
        if self.depth > MAX_DEPTH * 100:
            raise BudgetExceeded("jq depth", MAX_DEPTH)
        yield from self.run(body, inner, row)
        self.depth -= 1

    def _product(self, arguments: Node, scope: Scope, value: Any) -> Iterator[tuple[Any, ...]]:
        if not arguments:
            yield ()
            return
        for first in self.values(arguments[0], scope, value):
            for rest in self._product(arguments[1:], scope, value):
                yield (first, *rest)

    def _call_empty_0(self, _arguments: Node, _scope: Scope, _row: Row) -> Rows:
        yield from ()

    def _call_path_1(self, arguments: Node, scope: Scope, row: Row) -> Rows:
        for path in self.paths(arguments[0], scope, row[1]):
            yield self.plain(row, path)

    def _call_del_1(self, arguments: Node, scope: Scope, row: Row) -> Rows:
        yield self.plain(row, remove(row[1], list(self.paths(arguments[0], scope, row[1]))))

    def _call_getpath_1(self, arguments: Node, scope: Scope, row: Row) -> Rows:
        for path in self.values(arguments[0], scope, row[1]):
            yield None if row[0] is None else row[0] + path, functions.get_path(row[1], path)

    def _call_first_1(self, arguments: Node, scope: Scope, row: Row) -> Rows:
        for found in self.run(arguments[0], scope, row):
            yield found
            return

    def _call_last_1(self, arguments: Node, scope: Scope, row: Row) -> Rows:
        found = list(self.run(arguments[0], scope, row))
        yield from found[-1:]

    def _call_limit_2(self, arguments: Node, scope: Scope, row: Row) -> Rows:
        for most in self.values(arguments[0], scope, row[1]):
            left = most
            for found in self.run(arguments[1], scope, row) if most > 0 else ():
                yield found
                left -= 1
                if left <= 0:
                    break

    def _call_range_2(self, arguments: Node, scope: Scope, row: Row) -> Rows:
        for first, last in self._product(arguments, scope, row[1]):
            if not (isinstance(first, float) and isinstance(last, float)):
                raise JqError("Range bounds must be numeric")
            while first < last:
                yield self.plain(row, first)
                first += 1  # noqa: PLW2901

    def _call_input_0(self, _arguments: Node, _scope: Scope, row: Row) -> Rows:
        for value in self.inputs:
            yield self.plain(row, value)
            return
        raise JqError("break")

    def _call_inputs_0(self, _arguments: Node, _scope: Scope, row: Row) -> Rows:
        for value in self.inputs:
            yield self.plain(row, value)

    def _call_env_0(self, _arguments: Node, _scope: Scope, row: Row) -> Rows:
        yield self.plain(row, self.env)

    def _call_now_0(self, _arguments: Node, _scope: Scope, row: Row) -> Rows:
        yield self.plain(row, self.now)


def check(node: Any, scope: Scope) -> None:
    """Find names that nothing defines. Raises CompileError, NotModelledError."""
    if isinstance(node, tuple) and node and node[0] == "def":
        name, params, body = node[1]
        inner = scope.with_function((name, params, body))
        body_scope = inner
        for param in params:
            body_scope = body_scope.with_function((param, (), ("identity",)))
        check(body, body_scope)
        check(node[2], inner)
        return
    if isinstance(node, tuple) and node and node[0] == "call":
        check_call(node[1], len(node[2]), scope)
    for part in node if isinstance(node, tuple) else ():
        check(part, scope)


def check_call(name: str, count: int, scope: Scope) -> None:
    """See that a function is defined. Raises CompileError, NotModelledError."""
    key = f"{name}/{count}"
    known = (name, count) in scope.functions or key in functions.NATIVE
    if not known and not hasattr(Evaluator, f"_call_{name}_{count}"):
        if name in functions.UNMODELLED.split():
            raise NotModelledError(name)
        raise CompileError(f"{key} is not defined")
