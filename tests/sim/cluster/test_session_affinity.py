"""A Service's session affinity is stored and not obeyed, and the API server warns of it."""

from sandbox.sim.world import World

WARNING = "Warning: not modelled in this sandbox: sessionAffinity ClientIP is stored but not obeyed\n"


def test_asking_for_session_affinity_gives_a_warning() -> None:
    world = World.create(seed=7)
    assert world.run("kubectl create service clusterip web --tcp=80").stderr == ""
    result = world.run("""kubectl patch service web -p '{"spec": {"sessionAffinity": "ClientIP"}}'""")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "service/web patched\n", WARNING)
