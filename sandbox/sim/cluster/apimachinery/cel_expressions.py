"""CEL expressions of the API: admission policies and the rules of custom resources.

Models the compilation and evaluation errors of cel-go in k8s.io/apiserver/pkg/cel v1.36. The language itself is the
common-expression-language package. Not modelled: types of fields (a misspelt field is found when it is read), costs.
"""

import re
from functools import lru_cache
from typing import Any

import cel

from sandbox.sim.cluster.apimachinery.cel_library import LIBRARY

Object = dict[str, Any]
_BUILT_IN = frozenset(
    "size contains startsWith endsWith matches has all exists exists_one map filter int uint double string bytes "
    "timestamp duration dyn type bool getFullYear getMonth getDate getDayOfMonth getDayOfWeek getDayOfYear getHours "
    "getMinutes getSeconds getMilliseconds".split()
)
_MACROS = ("all", "exists", "exists_one", "map", "filter")
_NOT_HERE = re.compile(r"\.\?|\[\?|\boptional\.|\bauthorizer\b|\bcel\.bind\b|\bformat\.named\b")
_NOT_MODELLED = "not modelled in this sandbox: "


class CelError(ValueError):
    """An expression cannot be compiled or evaluated; ``str()`` is cel-go's message."""


@lru_cache(maxsize=512)
def _compiled(source: str) -> cel.Program:
    return cel.compile(source)


def compile_fault(source: str, variables: frozenset[str]) -> str:
    """Return what the compiler says of an expression that may use ``variables``, or nothing."""
    unsupported = _NOT_HERE.search(source)
    if unsupported:
        return f"{_NOT_MODELLED}{unsupported.group(0)} in CEL expressions"
    try:
        references = _compiled(source).references()
    except ValueError as error:
        return "compilation failed: " + str(error).partition(": ")[2].replace("\n| ", "\n | ")
    names = [name for name in references["variables"] if name not in variables and not _is_bound(name, source)]
    names += [
        name
        for name in references["functions"]
        if name.isidentifier() and name not in _BUILT_IN and name not in LIBRARY and not name.startswith("_")
    ]
    return f"compilation failed: {_undeclared(names[0], source)}" if names else ""


def _undeclared(name: str, source: str) -> str:
    match = re.search(rf"(?<![\w.]){re.escape(name)}\b", source) or re.search(rf"\b{re.escape(name)}\b", source)
    at = match.start() if match else 0
    line = source.count("\n", 0, at) + 1
    column = at - (source.rfind("\n", 0, at) + 1)
    text = source.split("\n")[line - 1]
    head = f"ERROR: <input>:{line}:{column + 1}: undeclared reference to '{name}' (in container '')"
    return f"{head}\n | {text}\n | {'.' * column}^"


def _is_bound(name: str, source: str) -> bool:
    squeezed = source.replace(" ", "")
    return any(f"{macro}({name}," in squeezed for macro in _MACROS)


def mentions(source: str, variable: str) -> bool:
    """Tell whether an expression refers to a variable."""
    try:
        return variable in _compiled(source).references()["variables"]
    except ValueError:
        return False


def evaluate(source: str, variables: Object) -> Any:
    """Return the value of an expression. Raises CelError in cel-go's words."""
    context = cel.Context(variables=variables)
    for name, function in LIBRARY.items():
        context.add_function(name, function)
    try:
        return _compiled(source).execute(context)
    except KeyError as error:
        raise CelError(f"no such key: {error.args[0]}") from error
    except IndexError as error:
        raise CelError(str(error)) from error
    except ZeroDivisionError as error:
        raise CelError("division by zero") from error
    except TypeError as error:
        raise CelError("no such overload") from error
    except (ValueError, RuntimeError, ArithmeticError) as error:
        raise CelError(str(error).splitlines()[0]) from error
