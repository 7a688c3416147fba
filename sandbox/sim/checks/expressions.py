"""CEL expressions over one object and over the whole cluster.

The language is the Common Expression Language as Kubernetes uses it in validation rules. An expression may use the
variable ``object`` (only with ``object:`` or ``select:``) and these functions (``namespace`` is ``default`` when left
out):

- ``cluster.get(apiVersion, kind, name[, namespace])``: the object, or null
- ``cluster.list(apiVersion, kind[, namespace])``: its objects, everywhere when no namespace is given
- ``cluster.count(apiVersion, kind[, namespace])``: how many there are
- ``cluster.ready(apiVersion, kind, name[, namespace])`` and ``cluster.available(…)``: ``status.readyReplicas`` and
  ``status.availableReplicas``, 0 when there is no such object

Not modelled: the Kubernetes CEL libraries (quantity, url, ip, …), authorizer, oldObject.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import cel

from sandbox.sim.checks.objects import find_object, list_objects

if TYPE_CHECKING:
    from sandbox.sim.world import World


FUNCTIONS = ("get", "list", "count", "ready", "available")
_BUILT_IN = frozenset({
    "size", "contains", "startsWith", "endsWith", "matches", "has", "all", "exists", "exists_one", "map", "filter",
    "int", "uint", "double", "string", "bytes", "timestamp", "duration", "max", "min", "getFullYear", "getMonth",
    "getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear", "getHours", "getMinutes", "getSeconds",
    "getMilliseconds",
})  # fmt: skip


class ExpressionError(ValueError):
    """An expression cannot be read or does not give true or false; ``str()`` says why, in English."""


@lru_cache(maxsize=256)
def compile_expression(source: str) -> cel.Program:
    """Return the compiled expression. Raises ExpressionError."""
    try:
        return cel.compile(source)
    except ValueError as error:
        lines = str(error).splitlines()
        raise ExpressionError(lines[0].rpartition("ERROR: ")[2] or str(error)) from error


def find_unknown_name(source: str, *, with_object: bool) -> str | None:
    """Return a variable or function that no check offers to the expression; None when all are known."""
    references = compile_expression(source).references()
    variables = {"cluster", "object"} if with_object else {"cluster"}
    functions = _BUILT_IN | set(FUNCTIONS)
    unknown = [name for name in references["variables"] if name not in variables and not _is_bound(name, source)]
    unknown += [name for name in references["functions"] if name.isidentifier() and name not in functions]
    operators = ("_", "@", "!", "-")
    return next((name for name in unknown if not name.startswith(operators)), None)


def _is_bound(name: str, source: str) -> bool:
    """Tell whether a macro such as ``all(x, …)`` may bind the name."""
    return any(
        f"{macro}({name}," in source.replace(" ", "") for macro in ("all", "exists", "exists_one", "map", "filter")
    )


def holds(source: str, world: World, subject: dict[str, Any] | None = None) -> bool:
    """Evaluate an expression. A field that is not there makes it false. Raises ExpressionError for other failures."""
    context = cel.Context(variables={} if subject is None else {"object": subject})
    for name, function in _functions(world).items():
        context.add_function(f"cluster.{name}", function)
    try:
        value = compile_expression(source).execute(context)
    except KeyError:
        return False
    except (ValueError, TypeError, RuntimeError, ArithmeticError) as error:
        raise ExpressionError(str(error)) from error
    if not isinstance(value, bool):
        raise ExpressionError(f"it gives {value!r}, not true or false")
    return value


def _functions(world: World) -> dict[str, Callable[..., Any]]:
    def get(api_version: str, kind: str, name: str, namespace: str = "default") -> Any:
        return find_object(world, api_version, kind, name, namespace)

    def list_all(api_version: str, kind: str, namespace: str | None = None) -> Any:
        return list_objects(world, api_version, kind, namespace=namespace)

    def count(api_version: str, kind: str, namespace: str | None = None) -> int:
        return len(list_objects(world, api_version, kind, namespace=namespace))

    def replicas(field: str) -> Callable[..., int]:
        def read(api_version: str, kind: str, name: str, namespace: str = "default") -> int:
            found = find_object(world, api_version, kind, name, namespace)
            return int((found or {}).get("status", {}).get(field, 0))

        return read

    return {
        "get": get,
        "list": list_all,
        "count": count,
        "ready": replicas("readyReplicas"),
        "available": replicas("availableReplicas"),
    }
