import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.sim.kernel.clock import DEFAULT_START, SECOND
from sandbox.sim.world import Budget, World

LINES = (
    "echo hello > note.txt; cat note.txt",
    "mkdir -p a/b && touch a/b/c && ls -lR a",
    "for i in 1 2 3; do echo $i; done | sort -r",
    "sleep 30",
    "(sleep 100; echo late > late.txt) &",
    "x=$(date +%s); echo $x",
    "docker volume create data",
    "docker run -d -v data:/data busybox sh -c 'while true; do date >> /data/log; sleep 5; done'",
    "docker run --rm busybox echo hi",
    "docker ps -a; docker volume ls",
    "docker rm -f $(docker ps -aq)",
    "kubectl create secret generic s --from-literal=a=b",
    "kubectl run web --image=nginx",
    "kubectl get pods -o wide; kubectl get secret s -o yaml",
    "kubectl delete pod web",
    "kubectl apply -f nothing.yaml",
    "no-such-program --flag",
    "echo ${docker ps -aq}",
    "cd /tmp; pwd",
    "if then fi",
)


def make_world(seed: int = 7) -> World:
    return World.create(seed=seed, images=("busybox:latest", "nginx:latest"))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32), st.lists(st.sampled_from(LINES), max_size=6))
def test_a_snapshot_of_a_restored_world_is_the_same_snapshot(seed: int, lines: list[str]) -> None:
    world = make_world(seed)
    for line in lines:
        world.run(line)
    blob = world.snapshot()
    assert World.restore(blob).snapshot() == blob


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32), st.lists(st.sampled_from(LINES), min_size=1, max_size=6), st.data())
def test_the_same_seed_and_commands_give_the_same_bytes_with_or_without_a_restore(
    seed: int, lines: list[str], data: st.DataObject
) -> None:
    straight, interrupted = make_world(seed), make_world(seed)
    stop = data.draw(st.integers(0, len(lines)))
    for number, line in enumerate(lines):
        if number == stop:
            interrupted = World.restore(interrupted.snapshot())
        assert straight.run(line) == interrupted.run(line)
    straight.advance(20)
    interrupted.advance(20)
    assert straight.snapshot() == interrupted.snapshot()


def test_another_seed_gives_other_ids() -> None:
    line = "docker run -d busybox sleep 100"
    assert make_world(1).run(line).stdout != make_world(2).run(line).stdout


def test_what_one_command_leaves_the_next_one_finds() -> None:
    world = make_world()
    world.run("cd /tmp; name=drydock; greet() { echo hi $name; }")
    assert world.run("greet; pwd").stdout == "hi drydock\n/tmp\n"


def test_files_written_from_outside_are_the_learners_files() -> None:
    world = make_world()
    world.files.write("sub/pod.yaml", "kind: Pod\n")
    assert world.run("cat /root/sub/pod.yaml").stdout == "kind: Pod\n"
    world.run("echo 中文 > out.txt")
    assert world.files.read("/root/out.txt") == "中文\n"


def test_exit_code_stdout_and_stderr_are_told_apart() -> None:
    result = make_world().run("echo out; echo err >&2; exit 3")
    assert (result.exit_code, result.stdout, result.stderr) == (3, "out\n", "err\n")


def test_sleep_takes_virtual_time_only() -> None:
    world = make_world()
    world.run("sleep 3600")
    assert world.clock.now - DEFAULT_START >= 3600 * SECOND


def test_background_jobs_go_on_while_time_passes() -> None:
    world = make_world()
    world.run("(sleep 50; echo done > done.txt) &")
    assert not world.files.exists("done.txt")
    world.advance(60)
    assert world.files.read("done.txt") == "done\n"


@pytest.mark.parametrize(
    ("line", "budget"),
    [("while true; do :; done", "steps"), ("yes", "output"), ("yes > big.txt", "steps"), (":(){ :|:& };:", "steps")],
)
def test_a_command_past_its_budget_changes_nothing_and_says_so(line: str, budget: str) -> None:
    world = World.create(seed=7, budget=Budget(steps=3000, output_bytes=20_000))
    world.run("echo before > note.txt")
    before = world.snapshot()
    result = world.run(f"echo after > note.txt; {line}")
    assert result.exit_code != 0
    assert result.exceeded in (budget, "steps", "processes", "disk")
    assert "nothing was changed" in result.stderr
    assert world.files.read("note.txt") == "before\n"
    world.history.pop()
    assert world.snapshot() == before


def test_a_command_that_follows_for_ever_is_interrupted_as_by_control_c() -> None:
    world = make_world()
    world.run("docker run -d --name quiet busybox sh -c 'echo started; sleep 100000'")
    result = world.run("docker logs -f quiet")
    assert result.stdout == "started\n"
    assert result.exit_code == 130
    assert world.run("echo still here").stdout == "still here\n"


def test_a_copy_is_independent() -> None:
    world = make_world()
    copy = world.copy()
    copy.run("echo changed > note.txt; docker volume create v")
    assert not world.files.exists("note.txt")
    assert world.run("docker volume ls -q").stdout == ""


def test_a_snapshot_of_another_format_is_refused() -> None:
    import zlib  # noqa: PLC0415  (only this test takes a snapshot apart)

    import orjson  # noqa: PLC0415  (only this test takes a snapshot apart)

    state = orjson.loads(zlib.decompress(make_world().snapshot()))
    state["format"] = 999
    with pytest.raises(ValueError, match="format 999"):
        World.restore(zlib.compress(orjson.dumps(state)))


def test_the_history_keeps_what_was_run_and_how_it_ended() -> None:
    world = make_world()
    world.run("false")
    world.run("echo hi")
    assert [(entry.line, entry.exit_code) for entry in world.history] == [("false", 1), ("echo hi", 0)]


@pytest.mark.parametrize("memory", ["1e999999999", "9" * 3000, "1e-999999999", f"0.{'0' * 9000}1", f"1{'0' * 5000}m"])
def test_a_number_of_hostile_size_is_answered_like_any_other(memory: str) -> None:
    world = make_world()
    world.files.write(
        "pod.yaml",
        "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: a, image: nginx, "
        f'resources: {{limits: {{memory: "{memory}"}}}}}}]}}}}',
    )
    assert world.run("kubectl apply -f pod.yaml").stdout == "pod/a created\n"
    world.files.write("map.yaml", f"a: {memory}\n")
    assert world.run("kubectl apply -f map.yaml").exit_code == 1


def test_a_container_that_takes_too_much_is_killed_and_the_world_goes_on() -> None:
    world = make_world()
    assert world.run("docker run --name greedy busybox tail /dev/zero").exit_code == 137
    world.run("kubectl run greedy --image=busybox --restart=Never -- tail /dev/zero")
    assert world.run("sleep 5; kubectl get pod greedy -o jsonpath={.status.phase}").stdout == "Failed"
