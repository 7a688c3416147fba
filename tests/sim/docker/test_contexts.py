"""Contexts and swarms: there is one engine, and it is in none."""

import json

from sandbox.sim.world import World


def test_there_is_a_default_context(world: World) -> None:
    assert world.run("docker context ls").stdout == (
        "NAME        DESCRIPTION                               DOCKER ENDPOINT               ERROR\n"
        "default *   Current DOCKER_HOST based configuration   unix:///var/run/docker.sock   \n"
    )
    assert world.run("docker context show").stdout == "default\n"
    assert json.loads(world.run("docker context inspect").stdout)[0]["Endpoints"]["docker"]["Host"].startswith(
        "unix://"
    )


def test_a_context_is_made_chosen_and_removed(world: World) -> None:
    made = world.run("docker context create far --docker host=tcp://10.0.0.9:2375 --description away")
    assert made.stdout == "far\n"
    assert made.stderr == 'Successfully created context "far"\n'
    assert world.run("docker context use far").stderr == 'Current context is now "far"\n'
    assert "not modelled in this sandbox: docker context far" in world.run("docker ps").stderr
    assert world.run("docker context rm far").stderr == 'context "far" is in use, set -f flag to force remove\n'
    world.run("docker context use default; docker context rm far")
    assert world.run("docker context ls -q").stdout == "default\n"
    assert world.run("docker ps").exit_code == 0


def test_bad_names_of_contexts_are_refused(world: World) -> None:
    assert world.run("docker context create default").stderr == 'context name "default" is reserved\n'
    assert "names are validated against regexp" in world.run("docker context create 'a b'").stderr
    assert world.run("docker context rm default").stderr == 'context "default" cannot be removed\n'
    assert world.run("docker context use nope").exit_code == 1


def test_an_engine_outside_a_swarm_says_so(world: World) -> None:
    words = (
        'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm'
    )
    for line in ("service ls", "node ls", "secret create a b", "config ls", "stack ls", "swarm join-token worker"):
        assert words in world.run(f"docker {line}").stderr
    assert "This node is not part of a swarm" in world.run("docker swarm leave").stderr
    assert world.run("docker swarm init").stderr == "not modelled in this sandbox: docker swarm init\n"
