"""The learner's shell: what stays between scripts, virtual time, signals, processes that spin or never end."""

import pytest

from sandbox.sim.kernel.clock import SECOND
from sandbox.sim.runtime import host
from sandbox.sim.runtime.fakes.registry import FAKES
from sandbox.sim.runtime.images import userland
from sandbox.sim.runtime.process import Process
from sandbox.sim.shell import session
from sandbox.sim.shell.registry import PROGRAMS
from tests.sim.shell.learner_shell import LearnerShell


@pytest.fixture
def shell() -> LearnerShell:
    return LearnerShell()


def processes(shell: LearnerShell) -> list[Process]:
    return [process for process in shell.table.processes.values() if process is not shell.shell]


def test_variables_functions_aliases_and_directory_stay(shell: LearnerShell) -> None:
    shell.run("x=1; f() { echo f$x; }; cd /tmp; alias hi='echo hello'")
    assert shell.run("f; pwd; hi there") == (0, "f1\n/tmp\nhello there\n", "")


def test_exit_and_errexit_end_the_script_alone(shell: LearnerShell) -> None:
    assert shell.run("exit 3; echo never") == (3, "", "")
    assert shell.run("set -e; false; echo never") == (1, "", "")
    assert shell.run("false; echo still here") == (0, "still here\n", "")


def test_the_clock_jumps_over_sleep(shell: LearnerShell) -> None:
    before = shell.clock.now
    shell.run("sleep 3600")
    assert 3600 * SECOND <= shell.clock.now - before < 3601 * SECOND


def test_a_background_job_goes_on_between_scripts(shell: LearnerShell) -> None:
    shell.run("(sleep 5; echo late > /tmp/late) &")
    assert shell.run("cat /tmp/late")[0] == 1
    assert shell.run("sleep 6; cat /tmp/late") == (0, "late\n", "")
    assert not processes(shell)


def test_ctrl_c_ends_the_foreground_and_the_script(shell: LearnerShell) -> None:
    shell.feed("sleep 100; echo never")
    for _ in range(20):
        if processes(shell) and processes(shell)[0].wait:
            break
        shell.table.run_one()
    session.interrupt(shell.table, shell.shell)
    while not session.is_idle(shell.shell):
        shell.step()
    assert shell.result()[:2] == (130, "")
    assert not processes(shell)


def test_ctrl_c_reaches_all_of_a_pipeline(shell: LearnerShell) -> None:
    shell.feed("tail -f /etc/hostname | cat | cat")
    for _ in range(60):
        shell.table.run_one()
    session.interrupt(shell.table, shell.shell)
    while not session.is_idle(shell.shell):
        shell.step()
    assert shell.result()[0] == 130
    assert not processes(shell)


def test_traps_run_on_signals_from_outside(shell: LearnerShell) -> None:
    script = "bash -c 'trap \"echo caught; exit 7\" TERM; while :; do sleep 1; done' & p=$!; sleep 2; kill $p; wait $p"
    assert shell.run(script) == (7, "caught\n", "")


def test_a_killed_job_is_reported_with_its_signal(shell: LearnerShell) -> None:
    status, _, err = shell.run("bash -c 'kill -9 $$'; echo $?")
    assert status == 0
    assert "Killed" in err


def test_a_job_that_spins_leaves_room_for_others(shell: LearnerShell) -> None:
    shell.run("while :; do :; done &")
    assert shell.run("sleep 5; echo fine") == (0, "fine\n", "")


def test_a_reader_that_leaves_ends_the_writer(shell: LearnerShell) -> None:
    assert shell.run("yes | head -1; echo ${PIPESTATUS[*]}") == (0, "y\n141 0\n", "")
    assert shell.run("trap '' PIPE; yes | head -1; trap - PIPE")[1] == "y\n"


def test_a_script_on_standard_input_is_run(shell: LearnerShell) -> None:
    assert shell.run("echo 'echo got $1' | bash -s x; sh <<< 'echo dash'")[1] == "got x\ndash\n"


def test_each_shell_speaks_in_its_own_words(shell: LearnerShell) -> None:
    assert shell.run("sh -c nosuch") == (127, "", "sh: 1: nosuch: not found\n")
    assert shell.run("bash -c nosuch") == (127, "", "bash: line 1: nosuch: command not found\n")
    assert shell.run("sh -c 'cd /nope'") == (2, "", "sh: 1: cd: can't cd to /nope\n")


def test_what_is_not_modelled_says_so(shell: LearnerShell) -> None:
    assert shell.run("ls --hyperlink") == (1, "", "ls: not modelled in this sandbox: --hyperlink\n")
    assert shell.run("man ls")[0] == 1


def test_every_tool_of_host_and_images_is_a_program() -> None:
    names = {*host.TOOLS.split(), *userland.APPLETS.split(), *userland.GNU.split()}
    assert names <= {*PROGRAMS, *FAKES}


def test_the_same_scripts_give_the_same_bytes() -> None:
    first, second = LearnerShell(), LearnerShell()
    for script in ("echo $RANDOM; mktemp", "seq 5 | shuf", "for i in 1 2; do sleep $i & done; wait; date"):
        assert first.run(script) == second.run(script)
    assert first.dump() == second.dump()


def test_history_remembers_what_was_typed(shell: LearnerShell) -> None:
    shell.run("echo a")
    assert shell.run("history") == (0, "    1  echo a\n    2  history\n", "")


def test_watch_shows_a_frame_an_interval_and_then_falls_silent(shell: LearnerShell) -> None:
    status, out, _ = shell.run("timeout 100 watch -n 2 -t echo hi")
    assert (status, out) == (124, "hi\n" * 30)
