"""The commands of kubectl, from its help texts and its list of verbs."""

import ast

from sandbox.sim.kubectl import program, registry
from sandbox.sim.kubectl.commands import Command, command, global_flags
from scripts.coverage.limits import function_tree, home, of_module
from scripts.coverage.markdown import code, flags, table


def page() -> str:
    """Return a table of all commands that kubectl has, and what is said of the flags that they share."""
    headings = ["command", "modelled", "flags modelled", "flags not modelled", "besides, not modelled"]
    shared = {flag.name for flag in global_flags()} - {"help"}
    heard = shared & (program.GLOBAL | program.INERT)
    note = (
        f"Flags that every command takes: {flags(heard)}. Not modelled: {flags(shared - heard)}.\n\n"
        f"Accepted, but without an effect that anybody could see here: {flags(program.INERT)}."
    )
    return f"{table(headings, [_row(found) for found in _commands('')])}\n\n{note}"


def _commands(path: str) -> list[Command]:
    """Return the commands below one that do something, in alphabetical order."""
    found = command(path)
    if found is None:
        return []
    below = [each for name in sorted(found.children) for each in _commands(f"{path} {name}".strip())]
    acts = found.path in registry.VERBS or not found.children
    return [found, *below] if acts else below


def _row(found: Command) -> list[str]:
    verb = registry.VERBS.get(found.path)
    if verb is None:
        return [code(found.full_path), "no", "", "", "the whole command"]
    shared = {flag.name for flag in global_flags()} | {"help"}
    own = set(found.flags.flags) - shared
    modelled = own & (verb.flags | program.INERT)
    answer = "refusals only" if _ends_in_refusal(verb) else "yes"
    return [code(found.full_path), answer, flags(modelled), flags(own - modelled), of_module(home(verb.run))]


def _ends_in_refusal(verb: registry.Verb) -> bool:
    """Say whether all that a verb does in the end is to say that it is not modelled."""
    source = function_tree(verb.run)
    last = source.body[-1] if source else None
    if not isinstance(last, ast.Raise) or not isinstance(last.exc, ast.Call):
        return False
    return isinstance(last.exc.func, ast.Name) and last.exc.func.id == "NotModelled"
