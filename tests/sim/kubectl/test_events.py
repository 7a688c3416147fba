"""kubectl events says which types there are."""

from sandbox.sim.world import World


def test_a_type_that_no_event_has_is_refused_in_the_words_of_kubectl() -> None:
    result = World.create(seed=7).run("kubectl events --types=Normal,Foo")
    assert (result.exit_code, result.stderr) == (1, "error: valid --types are Normal or Warning\n")
