"""``docker compose [global flags] COMMAND …``: the flags before the command are taken apart from it.

Models docker/compose cmd/compose/compose.go (RootCommand). Not modelled: --verbose, --workdir.
"""

from functools import lru_cache

from sandbox.sim.cli.flags import FlagError, Flags
from sandbox.sim.docker.compose.warnings import BAD_FLAGS
from sandbox.sim.docker.errors import Failure
from sandbox.sim.docker.spec import Spec, load

NAME = "compose"


@lru_cache(maxsize=1)
def _root() -> Spec:
    spec = load((NAME,))
    assert spec is not None, "the help text of docker compose is missing"  # noqa: S101  (packaging)
    return spec


def help_text() -> str:
    """Return the help of ``docker compose`` itself."""
    return _root().help


def global_flags(words: list[str]) -> Flags:
    """Return the flags that stand before the command's name, which is the first of its ``args``. Raises Failure."""
    try:
        return _root().flags.parse(words, interspersed=False)
    except FlagError as error:
        raise Failure(str(error), BAD_FLAGS) from error


def split(words: list[str]) -> tuple[list[str], list[str]]:
    """Return the global words, and the command with all that follows it. Raises Failure."""
    rest = global_flags(words).args
    return words[: len(words) - len(rest)], rest


def parse(spec: Spec, words: list[str], *, interspersed: bool) -> Flags:
    """Return a command's own flags. Raises Failure."""
    try:
        return spec.flags.parse(words, interspersed=interspersed)
    except FlagError as error:
        raise Failure(str(error), BAD_FLAGS) from error
