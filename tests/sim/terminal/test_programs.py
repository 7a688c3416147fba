"""Programs in front: what ends is waited for, what follows runs on, what takes too much is rolled back."""

import pytest

from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.world import Budget, World


@pytest.mark.parametrize(
    ("line", "seconds"),
    [
        ("sleep 600", 600),
        ("docker run --rm busybox sleep 100", 100),
        ("docker run -d --name nap busybox sleep 50 > /dev/null; docker wait nap", 50),
        ("for i in 1 2 3; do echo $i; sleep 1; done", 3),
        ("timeout 20 tail -f /dev/null", 20),
        ("ping -c 3 localhost", 2),
    ],
)
def test_what_ends_by_itself_ends_at_once(world: World, line: str, seconds: int) -> None:
    before = world.clock.now
    shown = world.type(f"{line}\n")
    assert not shown.running
    assert (world.clock.now - before) // SECOND == seconds


def test_waiting_for_a_cluster_takes_no_time_of_the_learner(world: World) -> None:
    world.type("kubectl create deployment web --image=nginx --replicas=4\n")
    shown = world.type("kubectl rollout status deployment/web\n")
    assert shown.output.endswith('deployment "web" successfully rolled out\n')
    shown = world.type("kubectl wait --for=condition=Available deployment/web; kubectl delete deployment web\n")
    assert (shown.running, shown.exit_code) == (False, 0)


@pytest.mark.parametrize(
    "line",
    [
        "docker logs -f web", "docker stats", "docker events", "watch -n 5 date", "tail -f /dev/null",
        "kubectl get pods -w", "docker run busybox tail -f /dev/null", "while true; do date; sleep 10; done",
        "ping localhost",
    ],
)  # fmt: skip
def test_what_never_ends_runs_until_control_c(world: World, line: str) -> None:
    world.run("docker run -d --name web nginx")
    shown = world.type(f"{line}\n")
    assert (shown.running, shown.prompt, shown.exit_code) == (True, "", None)
    for _ in range(3):
        shown = world.press("C-c")
    assert (shown.running, shown.prompt) == (False, "root@drydock:~# ")


def test_a_loop_goes_on_with_the_clock(world: World) -> None:
    world.type("i=0; while true; do i=$((i+1)); echo $i; sleep 10; done\n")
    before = world.read(0).output
    assert before == ""
    assert len(world.read(35).output.splitlines()) == 3
    assert world.press("C-c").output.startswith("^C")


def test_following_shows_what_happens_meanwhile(world: World) -> None:
    world.type("docker run -d --name web nginx\n")
    world.type("docker logs -f web\n")
    world.run("docker exec web sh -c 'echo from elsewhere > /proc/1/fd/1' || true; curl -s $(docker port web) || true")
    world.run("docker run --rm --link web busybox wget -qO /dev/null http://web/")
    assert "GET / HTTP/1.1" in world.read().output


def test_what_prints_without_end_is_shown_in_slices_and_waits_for_its_reader(world: World) -> None:
    first = world.type("yes\n")
    assert first.running
    assert 60_000 < len(first.output) < 200_000
    again = world.read(1)
    assert again.running
    assert again.output.startswith("y\ny\n")
    assert world.press("C-c").prompt == "root@drydock:~# "


def test_a_container_that_prints_without_end_does_not_use_up_the_budget(world: World) -> None:
    shown = world.type("docker run busybox sh -c 'while true; do echo line; done'\n")
    assert shown.running
    assert "line\nline\n" in shown.output
    assert "drydock:" not in shown.output


def test_what_is_typed_meanwhile_waits_for_the_next_prompt(world: World) -> None:
    world.type("tail -f /dev/null\n")
    assert world.type("echo later\n").running
    shown = world.press("C-c")
    assert "later" not in shown.output
    world.type("docker run --name talker busybox sh -c 'while true; do date; sleep 5; done'\n")
    world.type("echo then\n")
    world.run("docker rm -f talker")
    assert world.read(1).output.endswith("echo then\nthen\n")


def test_past_a_budget_the_line_changed_nothing(world: World) -> None:
    small = World.restore(world.snapshot(), budget=Budget(steps=2000))
    shown = small.type("touch made; while :; do :; done\n")
    assert "steps budget of 2000 exceeded; nothing was changed" in shown.output
    assert (shown.prompt, shown.running) == ("root@drydock:~# ", False)
    assert small.type("ls made\n").exit_code == 2


def test_cat_copies_each_line_until_the_end_of_file(world: World) -> None:
    assert world.type("cat\n").prompt == ""
    assert world.type("one\n").output == "one\none\n"
    assert world.type("cat > f\n").output == "cat > f\ncat > f\n"
    assert world.press("C-d").prompt == "root@drydock:~# "
    world.type("cat > f\nkept\n")
    world.press("C-d")
    assert world.run("cat f").stdout == "kept\n"


def test_programs_know_that_they_stand_at_a_terminal(world: World) -> None:
    assert world.type("tty; test -t 0 && echo in; test -t 1 && echo out\n").output.endswith("/dev/pts/0\nin\nout\n")
    assert world.type("test -t 1 | cat; [ -t 0 ] < /dev/null || echo no\n").output.endswith("no\n")
    assert "cowardly refusing" in world.type("docker save busybox\n").output


def test_removing_asks_where_it_was_told_to(world: World) -> None:
    world.run("mkdir d; echo x > d/a; touch d/b f")
    assert world.type("rm -i f\n").prompt == "rm: remove regular empty file 'f'? "
    world.type("y\n")
    shown = world.type("rm -ri d\ny\nn\ny\n")
    assert shown.prompt == "root@drydock:~# "
    assert world.run("find . -name '[abdf]' | sort").stdout == "./d\n./d/a\n"
    assert world.type("rm -rI d\n").prompt == "rm: remove 1 argument recursively? "
    world.type("y\n")
    assert not world.files.exists("d")
