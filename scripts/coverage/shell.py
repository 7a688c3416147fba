"""The shell: its builtins, the core utilities with their options, the other programs, the images."""

import ast
from collections.abc import Iterable
from importlib import import_module

from sandbox.sim.runtime.fakes.registry import FAKES
from sandbox.sim.runtime.images.catalogue import IMAGES
from sandbox.sim.runtime.process import Program
from sandbox.sim.shell.builtins.registry import ASH_ABSENT, BUILTINS
from sandbox.sim.shell.coreutils.registry import ABSENT, COREUTILS, FUNCTIONS
from sandbox.sim.shell.registry import SHELLS
from scripts.coverage.limits import of_module, tree
from scripts.coverage.markdown import code, codes, table

PARSE = "parse"
BUSYBOX = "busybox-"


def builtins() -> str:
    """Return a table of the builtins and the shells that have them."""
    bash, ash = sorted(set(BUILTINS)), sorted(set(BUILTINS) - ASH_ABSENT)
    rows = [["bash", codes(bash)], ["sh (dash, ash)", codes(ash)]]
    return f"Shells: {codes(sorted(SHELLS))}.\n\n{table(['shell', 'builtins'], rows)}"


def utilities() -> str:
    """Return a table of the core utilities, and the names that only say that they are missing."""
    absent = set(ABSENT)
    names = sorted(name for name in COREUTILS if not name.startswith(BUSYBOX) and name not in absent - set(FUNCTIONS))
    rows = [_row(name, _home(name, COREUTILS[name])) for name in names]
    headings = ["command", "options modelled", "options not modelled", "besides, not modelled"]
    missing = f"Not modelled at all; each says so when it is called: {codes(sorted(absent - set(FUNCTIONS)))}."
    return f"{table(headings, rows)}\n\n{missing}"


def programs() -> str:
    """Return a table of the programs that images run."""
    rows = [[code(name), of_module(type(FAKES[name]).__module__)] for name in sorted(FAKES)]
    return table(["program", "not modelled"], rows)


def images() -> str:
    """Return a table of the images that can be pulled."""
    tags: dict[str, list[str]] = {}
    for image in IMAGES:
        tags.setdefault(image.repository, []).extend(image.tags)
    return table(["image", "tags"], [[code(name), codes(sorted(set(tags[name])))] for name in sorted(tags)])


def _home(name: str, program: Program) -> str:
    return FUNCTIONS[name].__module__ if name in FUNCTIONS else type(program).__module__


def _row(name: str, module: str) -> list[str]:
    modelled, refused = _options(name, module)
    return [code(name), codes(modelled), codes(refused), of_module(module)]


def _options(name: str, module: str) -> tuple[list[str], list[str]]:
    """Return the options that a command reads and refuses, as its own calls of ``parse`` give them."""
    calls = [node for node in ast.walk(_scope(name, module)) if _is_parse(node)]
    given = [_texts(call.args[1:3], module) for call in calls if isinstance(call, ast.Call)]
    modelled = {word for texts in given for word in _spelled(texts[:1])}
    refused = {word for texts in given for word in _spelled(texts[1:])} - modelled
    return sorted(modelled, key=_order), sorted(refused, key=_order)


def _scope(name: str, module: str) -> ast.AST:
    """Return the source that belongs to one command: its function or class, or the module that it has to itself."""
    programs = {type(program).__name__ for program in COREUTILS.values() if type(program).__module__ == module}
    owner = FUNCTIONS[name].__name__ if name in FUNCTIONS else type(COREUTILS[name]).__name__
    if name not in FUNCTIONS and len(programs) == 1:
        return tree(module)
    return next(n for n in tree(module).body if isinstance(n, (ast.FunctionDef, ast.ClassDef)) and n.name == owner)


def _is_parse(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == PARSE


def _texts(nodes: Iterable[ast.expr], module: str) -> list[str]:
    """Return the texts of arguments that are constants or names of constants; others count as empty."""
    found = [
        node.value if isinstance(node, ast.Constant) else getattr(import_module(module), getattr(node, "id", ""), "")
        for node in nodes
    ]
    return [text if isinstance(text, str) else "" for text in found]


def _spelled(texts: list[str]) -> set[str]:
    """Return each option of a specification as people type it, the short form where there is one."""
    words = [word.rstrip("=?") for text in texts for word in text.split()]
    return {f"-{word.partition('/')[0]}" if not word.startswith("/") else f"--{word[1:]}" for word in words}


def _order(option: str) -> tuple[bool, str, str]:
    return option.startswith("--"), option.lower(), option
