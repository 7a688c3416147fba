"""What the modules of the simulator say of themselves: the sentence that begins with ``Not modelled:``."""

import ast
import re
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

from scripts.coverage.markdown import code, table

STATED = re.compile(r"Not modelled: (.+?)(?:\.(?=\s|$)|\n\n|\Z)", re.DOTALL)
NOTHING = "nothing"


def stated(text: str) -> str:
    """Return what a docstring says is not modelled; empty when it says nothing, or that nothing is missing."""
    found = [" ".join(part.split()).rstrip(".") for part in STATED.findall(text)]
    return "; ".join(part for part in found if part != NOTHING).replace("``", "`")


def of_module(name: str) -> str:
    """Return what a module says is not modelled. The module itself is not run."""
    return stated(ast.get_docstring(tree(name)) or "")


def home(function: Callable[..., Any]) -> str:
    """Return the module in which a function, or the function inside a partial, was written."""
    inner = function.func if isinstance(function, partial) else function
    return inner.__module__


@lru_cache(maxsize=512)
def tree(module: str) -> ast.Module:
    """Return a module's parsed source. ModuleNotFoundError when there is none."""
    found = find_spec(module)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(module)
    return ast.parse(Path(found.origin).read_text(encoding="utf-8"))


def function_tree(function: Callable[..., Any]) -> ast.FunctionDef | None:
    """Return a function's parsed source; None for what is no plain function of its module."""
    name = getattr(function, "__name__", "")
    nodes = tree(home(function)).body
    return next((node for node in nodes if isinstance(node, ast.FunctionDef) and node.name == name), None)


def modules_below(package: str) -> Iterator[str]:
    """Yield the names of a package's modules, in order, the package itself among them."""
    root = import_module(package)
    yield package
    yield from sorted(info.name for info in walk_packages(root.__path__, f"{package}."))


def page(package: str) -> str:
    """Return a table of every module that states a limit."""
    rows = []
    for name in modules_below(package):
        text = of_module(name)
        if text:
            rows.append([code(name.removeprefix(f"{package}.")), text])
    return table(["part", "not modelled"], rows)
