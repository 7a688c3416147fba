"""Help and mistakes: every command knows its flags, its arguments and its neighbours."""

import pytest

from sandbox.sim.docker import registry, routes
from sandbox.sim.docker.spec import load
from sandbox.sim.world import World


@pytest.mark.parametrize("path", sorted(registry.VERBS), ids=" ".join)
def test_help_is_the_text_of_the_real_command(world: World, path: tuple[str, ...]) -> None:
    spec = load(path)
    assert spec is not None
    assert world.run(f"docker {' '.join(path)} --help").stdout == spec.help


@pytest.mark.parametrize("path", sorted(registry.VERBS), ids=" ".join)
def test_an_unknown_flag_is_named_with_the_usage_and_125(world: World, path: tuple[str, ...]) -> None:
    result = world.run(f"docker {' '.join(path)} --bogus")
    assert result.exit_code == (16 if path[0] == "compose" else 125)  # Compose has codes of its own.
    assert "unknown flag: --bogus" in result.stderr


def test_every_short_form_leads_to_a_known_command() -> None:
    assert {target for target in routes.TOP.values() if target not in registry.VERBS} == set()


def test_commands_of_a_swarm_say_that_there_is_none(world: World) -> None:
    assert "This node is not a swarm manager" in world.run("docker service ls").stderr
