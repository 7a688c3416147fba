"""The kinds of the API server, from the lists of resources, strategies, tables, descriptions and controllers."""

import ast
from collections.abc import Iterator

from sandbox.sim.cluster.apimachinery.resources import ApiResource, built_in, other_versions
from sandbox.sim.cluster.apis.registry import STRATEGIES
from sandbox.sim.cluster.apis.strategy import Strategy, accept, nothing
from sandbox.sim.cluster.apiserver.tables.table import TABLES
from sandbox.sim.cluster.controllers import registry as controllers
from sandbox.sim.kubectl.describe.registry import DESCRIBERS
from scripts.coverage.limits import modules_below, tree
from scripts.coverage.markdown import code, codes, mark, table

ACTORS = ("sandbox.sim.cluster.scheduler", "sandbox.sim.cluster.kubelet", "sandbox.sim.cluster.apiserver.admission")
"""Parts besides the controllers that act on objects, a package each."""
LISTED = "sandbox.sim.cluster.controllers."


def page() -> str:
    """Return a table of all served kinds."""
    headings = ["kind", "API", "short", "defaults", "validation", "subresources", "acted on by", "columns", "describe"]
    actors = _actors()
    return table(headings, [_row(found, actors) for found in (*built_in(), *other_versions())])


def _row(found: ApiResource, actors: dict[str, set[str]]) -> list[str]:
    strategy = STRATEGIES.get(found.key, Strategy())
    acting = sorted(name for name, words in actors.items() if found.key in words)
    subresources = [name for name, has in (("status", strategy.has_status), ("scale", strategy.scale)) if has]
    return [
        found.kind,
        code(found.api_version),
        codes(found.short_names),
        mark(there=strategy.default is not nothing),
        mark(there=strategy.validate is not accept),
        codes(subresources),
        ", ".join(acting),
        mark(there=found.key in TABLES),
        "own" if (found.group, found.kind) in DESCRIBERS else "generic",
    ]


def _actors() -> dict[str, set[str]]:
    """Return the words in the source of each controller and each acting part, by its name."""
    named = {name.removeprefix(LISTED): {name} for name in _controllers()}
    named |= {package.rpartition(".")[2]: set(modules_below(package)) for package in ACTORS}
    return {name: {word for module in modules for word in _words(module)} for name, modules in named.items()}


def _controllers() -> list[str]:
    """Return the modules that the list of controllers names, without the protocol that they share."""
    imports = [node for node in tree(controllers.__name__).body if isinstance(node, ast.ImportFrom)]
    modules = [str(node.module) for node in imports if str(node.module).startswith(LISTED)]
    return [name for name in modules if name != f"{LISTED}controller"]


def _words(module: str) -> Iterator[str]:
    """Yield every text in a module's source."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
