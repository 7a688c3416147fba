"""Processes: pipes, signals, ends, budgets, and being written down."""

import pytest

from sandbox.sim.kernel.errors import BudgetExceeded, KernelError
from sandbox.sim.kernel.files import ROOT_USER
from sandbox.sim.runtime import executables
from sandbox.sim.runtime.executables import ExecError
from sandbox.sim.runtime.signals import parse_signal
from sandbox.sim.runtime.table import MAX_PROCESSES
from tests.sim.shell.learner_shell import LearnerShell


@pytest.fixture
def shell() -> LearnerShell:
    return LearnerShell()


def test_a_full_pipe_holds_its_writer_until_it_is_read(shell: LearnerShell) -> None:
    assert shell.run("head -c 300000 /dev/zero | (sleep 1; wc -c)") == (0, "300000\n", "")


def test_streams_and_pipes_are_given_back(shell: LearnerShell) -> None:
    shell.run("true")
    before = (len(shell.streams.streams), len(shell.streams.pipes))
    shell.run(
        "echo a | cat | tee /tmp/x > /dev/null; cat < /tmp/x; { echo b; } 2>&1 | wc -l; x=$(cat /tmp/x); cat <<< y"
    )
    reader_ends = 2
    assert (len(shell.streams.streams), len(shell.streams.pipes)) == (before[0] + reader_ends, before[1] + reader_ends)


def test_an_unlinked_file_stays_until_it_is_closed(shell: LearnerShell) -> None:
    assert (
        shell.run("exec 3< /etc/hostname; cp /etc/hostname /tmp/f; exec 3< /tmp/f; rm /tmp/f; cat <&3; exec 3<&-")[1]
        == "drydock\n"
    )


def test_orphans_go_to_the_first_process(shell: LearnerShell) -> None:
    shell.run("(sleep 3 & sleep 2 &) ; sleep 1")
    assert all(
        process.parent == shell.shell.pid for process in shell.table.processes.values() if process is not shell.shell
    )
    shell.run("sleep 5; wait")
    assert len(shell.table.processes) == 1


def test_a_signal_to_nobody_is_refused(shell: LearnerShell) -> None:
    with pytest.raises(KernelError) as refused:
        shell.table.signal(99999, "TERM")
    assert refused.value.code == "ESRCH"


def test_a_stopped_process_waits_for_sigcont(shell: LearnerShell) -> None:
    script = "sleep 3 & sleep 1; kill -STOP $!; sleep 5; ps -o stat,comm | grep sleep; kill -CONT $!; wait $!; echo $?"
    status, out, _ = shell.run(script)
    assert (status, out.split()) == (0, ["T", "sleep", "0"])


def test_names_are_looked_up_as_execvp_does(shell: LearnerShell) -> None:
    files = shell.table.files("host", ROOT_USER)
    assert executables.resolve(["ls", "-l"], "/usr/bin", files).program == "ls"
    for name, code in (("nosuch", "ENOENT"), ("/etc", "EISDIR"), ("/etc/passwd", "EACCES")):
        with pytest.raises(ExecError) as refused:
            executables.resolve([name], "/usr/bin", files)
        assert refused.value.code == code


def test_a_host_has_room_for_so_many_processes(shell: LearnerShell) -> None:
    with pytest.raises(BudgetExceeded) as excess:
        shell.run(f"for i in {{1..{MAX_PROCESSES + 1}}}; do sleep 100 & done")
    assert excess.value.budget == "processes"


@pytest.mark.parametrize(
    ("text", "name"), [("9", "KILL"), ("SIGTERM", "TERM"), ("int", "INT"), ("nope", None), ("999", None)]
)
def test_signals_are_read_by_name_and_number(text: str, name: str | None) -> None:
    assert parse_signal(text) == name
