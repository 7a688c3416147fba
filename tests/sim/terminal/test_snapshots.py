"""A session goes on where it was: in another worker, after a restart; and no input harms it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.sim.world import World

SESSIONS = {
    "at the prompt": (["cd /tmp"], "pwd\n"),
    "in an unfinished command": (["for i in 1 2"], "do echo $i; done\n"),
    "in a here-document": (["cat <<E", "a"], "b\nE\n"),
    "while read waits": (["read -p 'x? ' x; echo got $x"], "value\n"),
    "in a container": (["docker run -it --name box busybox sh", "cd /etc", "x=1"], "pwd; echo $x\nexit\n"),
    "in a shell in a shell": (["docker run -it --name box busybox sh", "sh", "cat"], "line\n"),
    "in docker exec": (["docker run -d --name web nginx", "docker exec -it web sh"], "hostname\nexit\n"),
    "in a Pod": (["kubectl run -it --rm --restart=Never box --image=busybox -- sh"], "hostname\nexit 2\necho $?\n"),
    "in kubectl exec": (["kubectl run web --image=nginx", "sleep 9", "kubectl exec -it web -- sh"], "ls /\nexit\n"),
    "with a stopped job": (["sleep 100 &", "cat &", "jobs"], "fg %2\nback\n"),
    "at a question": (["docker container prune"], "y\n"),
    "in select": (["select x in a b; do echo $x; done"], "2\n1\n"),
    "in redis-cli": (["docker run -d --name db redis", "docker exec -it db redis-cli", "set a 1"], "get a\n"),
}


@pytest.mark.parametrize("name", SESSIONS)
def test_a_session_goes_on_from_its_snapshot(world: World, name: str) -> None:
    lines, more = SESSIONS[name]
    for line in lines:
        world.type(f"{line}\n")
    blob = world.snapshot()
    again = World.restore(blob)
    assert again.snapshot() == blob
    assert again.type(more) == world.type(more)
    assert again.snapshot() == world.snapshot()


def test_a_follower_goes_on_from_its_snapshot(world: World) -> None:
    world.run("docker run -d --name web busybox sh -c 'while true; do date; sleep 5; done'")
    assert world.type("docker logs -f web\n").running
    again = World.restore(world.snapshot())
    assert again.read(20) == world.read(20)
    assert again.press("C-c") == world.press("C-c")
    assert again.snapshot() == world.snapshot()


def test_typed_ahead_lines_are_kept(world: World) -> None:
    world.type("tail -f /dev/null\n")
    world.type("echo later\n")
    again = World.restore(world.snapshot())
    assert again.terminal.state["pending"] == ["echo later\n"]


WORDS = st.sampled_from(
    (
        "echo a#if true#fi#(#'#cat#<<E#E#|#&#exit#sleep 5#fg#bg#jobs#kill %1#docker run -it --rm busybox sh"
        "#docker ps -a#read x#$(#)#\\#set -e#false#exec sh#trap - INT#vi f#stty#é#\x01#PS1='$('#unset PS1"
        "#exec 2>/dev/null#exec < /dev/null#kill $$#kill -9 $$"
    ).split("#")
)
KEYS = st.sampled_from(["C-c", "C-d", "C-z", "C-p C-q", "C-l", "C-\\", "Enter"])
ACTION = st.one_of(WORDS.map(lambda word: ("type", word)), KEYS.map(lambda name: ("press", name)))
ACTIONS = st.lists(ACTION, max_size=9)


@settings(max_examples=40, derandomize=True, deadline=None, database=None)
@given(actions=ACTIONS)
def test_no_input_harms_the_session(actions: list[tuple[str, str]]) -> None:
    world = World.create(seed=3, nodes=("controlplane",), images=("busybox",))
    for do, what in actions:
        shown = world.type(f"{what}\n") if do == "type" else world.press(what)
        if shown.edit is not None:
            world.answer_edit(None)
    blob = world.snapshot()
    assert World.restore(blob).snapshot() == blob
    for _ in range(12):
        if world.type("\n").prompt.startswith("root@drydock") or not world.terminal.is_asking():
            break
        world.press("C-c")
        world.press("C-d")
    assert world.run("echo fine").stdout == "fine\n"
