"""Work that another docker command does.

``docker compose exec`` is ``docker exec`` with a container found by service.
"""

from dataclasses import dataclass
from typing import Any

from sandbox.sim.docker.call import Call
from sandbox.sim.docker.spec import load

Path = tuple[str, ...]


@dataclass(slots=True)
class Delegated(Call):
    """The call of another command. It has a memory of its own inside that of the compose command."""

    @property
    def state(self) -> dict[str, Any]:
        """What the other command remembers while it waits."""
        memory: dict[str, Any] = self.process.state.setdefault("verb", {})
        own: dict[str, Any] = memory.setdefault("delegated", {})
        return own


def delegate(call: Call, path: Path, words: list[str]) -> Delegated:
    """Return the call of a docker command with these words."""
    call.state["delegate"] = [list(path), words]
    call.state["delegated"] = {}
    return again(call)


def again(call: Call) -> Delegated:
    """Return the call that ``delegate()`` made, after a wait."""
    path, words = call.state["delegate"]
    spec = load(tuple(path))
    assert spec is not None, f"docker {path} is gone"  # noqa: S101  (an inner contradiction)
    flags = spec.flags.parse(words, interspersed=False)
    return Delegated(call.engine, call.process, call.system, spec, flags)


def forget(call: Call) -> None:
    """Drop the memory of a call that is done."""
    call.state.pop("delegate", None)
    call.state.pop("delegated", None)
