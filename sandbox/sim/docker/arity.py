"""How many words a command takes, and what is said when it gets another number.

Models docker/cli cli/required.go, v28.2, its odd ``SRun`` included.
"""

from sandbox.sim.docker.call import Verb
from sandbox.sim.docker.errors import Failure
from sandbox.sim.docker.spec import Spec


def check(spec: Spec, verb: Verb, count: int) -> None:
    """Raise Failure unless the number of words is right."""
    if verb.least <= count and (verb.most < 0 or count <= verb.most):
        return
    raise Failure(f"docker: '{spec.name}' {_rule(verb)}\n\nUsage:  {spec.usage}\n\n{_hint(verb)} '{spec.name} --help' "
                  "for more information")  # fmt: skip


def _rule(verb: Verb) -> str:
    if verb.most == 0:
        return "accepts no arguments"
    if verb.most < 0:
        return f"requires at least {_arguments(verb.least)}"
    if verb.least == verb.most:
        return f"requires {_arguments(verb.least)}"
    if verb.least == 0:
        return f"requires at most {_arguments(verb.most)}"
    return f"requires at least {verb.least} and at most {_arguments(verb.most)}"


def _arguments(count: int) -> str:
    return f"{count} argument" if count == 1 else f"{count} arguments"


def _hint(verb: Verb) -> str:
    if verb.most < 0:
        return "See"
    return "SRun" if verb.least == 0 and verb.most else "Run"
