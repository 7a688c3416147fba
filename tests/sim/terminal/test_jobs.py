"""Job control: what stands in front, what goes on behind, what was stopped."""

from sandbox.sim.world import World


def output(world: World, line: str) -> str:
    return world.type(f"{line}\n").output.removeprefix(f"{line}\n")


def test_a_background_job_is_told_with_its_pid_and_its_end_before_a_prompt(world: World) -> None:
    assert output(world, "sleep 5 &").startswith("[1] ")
    assert output(world, "jobs") == "[1]+  Running                 sleep 5 &\n"
    world.advance(6)
    assert output(world, "true") == "[1]+  Done                    sleep 5\n"


def test_scripts_tell_nothing_of_their_jobs(world: World) -> None:
    assert world.run("sleep 1 & wait; echo done").stderr == ""


def test_control_z_stops_and_fg_goes_on(world: World) -> None:
    world.type("cat\n")
    shown = world.press("C-z")
    assert (shown.output, shown.exit_code) == ("^Z\n[1]+  Stopped                 cat\n", 148)
    assert output(world, "fg") == "cat\n"
    assert output(world, "back") == "back\n"
    assert world.press("C-d").prompt == "root@drydock:~# "
    assert output(world, "jobs") == ""


def test_bg_lets_a_stopped_job_go_on_behind(world: World) -> None:
    world.type("tail -f /dev/null\n")
    world.press("C-z")
    assert output(world, "bg") == "[1]+ tail -f /dev/null &\n"
    assert output(world, "jobs") == "[1]+  Running                 tail -f /dev/null &\n"
    assert output(world, "kill %1") == ""
    assert output(world, "true") == "[1]+  Terminated              tail -f /dev/null\n"


def test_a_job_behind_that_wants_to_read_is_stopped(world: World) -> None:
    world.type("cat &\n")
    assert output(world, "jobs") == "[1]+  Stopped                 cat\n"
    assert output(world, "fg %1") == "cat\n"
    assert output(world, "x") == "x\n"


def test_control_c_reaches_every_part_of_a_pipeline(world: World) -> None:
    shown = world.type("tail -f /dev/null | cat | cat\n")
    assert shown.running
    shown = world.press("C-c")
    assert (shown.output, shown.prompt, shown.exit_code) == ("^C\n", "root@drydock:~# ", 130)
    assert "tail" not in output(world, "ps")


def test_control_c_ends_the_whole_line_and_leaves_background_jobs_alone(world: World) -> None:
    world.type("sleep 1000 &\n")
    world.type("tail -f /dev/null; echo never\n")
    assert world.press("C-c").output == "^C\n"
    assert output(world, "jobs") == "[1]+  Running                 sleep 1000 &\n"


def test_a_trap_of_int_runs_at_the_prompt(world: World) -> None:
    world.type("trap 'echo caught' INT\n")
    world.type("tail -f /dev/null\n")
    assert "^C" in world.press("C-c").output


def test_disown_and_wait_by_number(world: World) -> None:
    world.type("sleep 3 &\n")
    world.type("(sleep 1; exit 7) &\n")
    assert output(world, "wait %2; echo $?").splitlines()[-1] == "7"
    assert output(world, "disown %1; jobs") == ""


def test_fg_without_jobs_says_so(world: World) -> None:
    assert output(world, "fg") == "bash: fg: current: no such job\n"
    assert output(world, "bg %3") == "bash: bg: %3: no such job\n"


def test_exit_warns_once_of_stopped_jobs(world: World) -> None:
    world.type("cat\n")
    world.press("C-z")
    assert output(world, "exit") == "exit\nThere are stopped jobs.\n"
    assert output(world, "exit") == "exit\n"
    assert "cat" not in output(world, "ps")


def test_jobs_of_a_shell_in_a_container(world: World) -> None:
    world.type("docker run -it --name jobs busybox sh\n")
    world.type("cat\n")
    assert "Stopped" in world.press("C-z").output
    assert world.type("fg\n").output.endswith("cat\n")
    assert world.press("C-c").prompt == "/ # "


def test_what_was_stopped_is_the_current_job_before_what_runs(world: World) -> None:
    world.type("cat\n")
    world.press("C-z")
    world.type("tail -f /dev/null &\n")
    assert output(world, "jobs").splitlines() == [
        "[1]+  Stopped                 cat",
        "[2]-  Running                 tail -f /dev/null &",
    ]
    assert output(world, "kill %-; kill %+") == ""


def test_a_trap_at_the_prompt_runs_and_the_prompt_comes_again(world: World) -> None:
    world.type("trap 'echo caught' INT\n")
    shown = world.press("C-c")
    assert (shown.output, shown.prompt) == ("^C\ncaught\n", "root@drydock:~# ")
    assert output(world, "echo next") == "next\n"
