"""The page as a whole: its sections in order, and whether the one that is stored is still right."""

from collections.abc import Callable
from functools import partial

from scripts.coverage import docker, kinds, kubectl, limits, shell
from scripts.stamps import ROOT

PATH = ROOT / "docs" / "COVERAGE.md"
INTRODUCTION = """# What the sandbox models

<!-- Written by `python -m scripts.coverage` from the lists in sandbox/sim; change those, not this file. -->

The sandbox runs no container and no cluster. It models them: every command below is a program of the simulated world
that answers as the real one does, in Docker 28.2 and Kubernetes 1.36. This page says how far that goes.

**Not modelled** means for a learner: the real program has it, the sandbox does not. A command or a flag that is not
modelled ends with exit code 1 and says `not modelled in this sandbox: …`; it is not ignored in silence, so nobody
learns from an answer that was made up. A behaviour that is listed as not modelled does not happen here, while on a real
machine it does. What the real program does not have either is refused in the real program's own words.

A dash stands for nothing: no flag of that sort, no limit stated.
"""
DOCKER = """Whether a flag is modelled was found by typing it. A flag without effect is read and checked as docker does,
and a line says that nothing follows from it here. The last column is what the command's part of the sandbox says of
itself."""
KINDS = """The schema of Kubernetes 1.36 is checked for every kind. *defaults* and *validation*: the kind has rules of
its own beyond the schema. *acted on by*: the controllers and other parts of the cluster whose source names the kind;
where none is named, an object is stored and nothing follows from it. *columns*: `kubectl get` prints columns of the
kind's own, otherwise NAME and AGE. *describe*: a page of its own, or kubectl's generic one."""
COMMANDS = """An option is shown by its short form where it has one; options are those of GNU's version. A command that
shows no option takes none or reads its words itself."""
SECTIONS: tuple[tuple[str, str, Callable[[], str]], ...] = (
    ("docker", DOCKER, docker.page),
    ("docker: limits by part", "", partial(limits.page, "sandbox.sim.docker")),
    ("The engine: limits by part", "", partial(limits.page, "sandbox.sim.engine")),
    ("kubectl", "", kubectl.page),
    ("kubectl: limits by part", "", partial(limits.page, "sandbox.sim.kubectl")),
    ("Kinds", KINDS, kinds.page),
    ("The cluster: limits by part", "", partial(limits.page, "sandbox.sim.cluster")),
    ("Shells", "", shell.builtins),
    ("Commands of the shell", COMMANDS, shell.utilities),
    ("The shell: limits by part", "", partial(limits.page, "sandbox.sim.shell")),
    ("Programs in images", "Images bring these in place of the real servers.", shell.programs),
    ("Images", "What can be pulled; other names are answered as a registry answers unknown ones.", shell.images),
    ("Processes and machines: limits by part", "", partial(limits.page, "sandbox.sim.runtime")),
)


def render() -> str:
    """Return the page as the registries are now."""
    parts = [INTRODUCTION]
    for title, legend, body in SECTIONS:
        parts.append("\n\n".join(text for text in (f"## {title}", legend, body()) if text) + "\n")
    return "\n".join(parts)


def write() -> None:
    """Write the page where it belongs."""
    PATH.write_text(render(), encoding="utf-8")


def is_stale() -> bool:
    """Say whether the stored page is missing or says something else than the registries."""
    return not PATH.is_file() or PATH.read_text(encoding="utf-8") != render()
