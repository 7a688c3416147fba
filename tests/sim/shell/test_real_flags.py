"""An option is obeyed, refused as not modelled, or refused as the real utility refuses it; it is never passed over."""

import shutil
import subprocess

import pytest

from tests.sim.shell.learner_shell import LearnerShell

REFUSED = [
    ("ps -H", "ps: not modelled in this sandbox: -H\n"),
    ("tail --pid=1 here", "tail: not modelled in this sandbox: --pid\n"),
    ("cp -i here there", "cp: not modelled in this sandbox: -i\n"),
    ("cp --parents here there", "cp: not modelled in this sandbox: --parents\n"),
    ("cp --preserve=links here there", "cp: not modelled in this sandbox: --preserve=links\n"),
    ("cp --copy-contents here there", "cp: not modelled in this sandbox: --copy-contents\n"),
    ("mv -u here there", "mv: not modelled in this sandbox: -u\n"),
    ("rm --one-file-system here", "rm: not modelled in this sandbox: --one-file-system\n"),
    ("ls --author", "ls: not modelled in this sandbox: --author\n"),
    ("ls --indicator-style=slash", "ls: not modelled in this sandbox: --indicator-style\n"),
    ("ls --indic=slash", "ls: not modelled in this sandbox: --indic\n"),
    ("du --files0-from=here", "du: not modelled in this sandbox: --files0-from\n"),
    ("curl -x proxy:80 http://localhost", "curl: not modelled in this sandbox: -x\n"),
    ("curl --unix-socket /var/run/docker.sock http://x", "curl: not modelled in this sandbox: --unix-socket\n"),
    ("wget -c http://localhost", "wget: not modelled in this sandbox: -c\n"),
]


@pytest.mark.parametrize(("command", "words"), REFUSED)
def test_a_real_option_that_is_not_modelled_says_so_and_changes_nothing(command: str, words: str) -> None:
    shell = LearnerShell()
    shell.run("mkdir work; cd work; echo one > here")
    assert shell.run(command) == (1, "", words)
    assert shell.run("ls; cat here") == (0, "here\none\n", "")


WRONG = ["ls --nonsense", "ls -y", "cp -k a b", "cut -M", "wc -z", "sort --nonsense", "mkdir -q a", "tail -k a"]


@pytest.mark.parametrize("command", WRONG)
def test_an_option_that_the_real_utility_lacks_fails_as_there(command: str) -> None:
    tool = shutil.which(command.split(maxsplit=1)[0])
    assert tool is not None
    real = subprocess.run(command.split(), executable=tool, capture_output=True, text=True, check=False)
    assert LearnerShell().run(command) == (real.returncode, real.stdout, real.stderr)


def test_copying_by_force_replaces_a_file_that_cannot_be_written() -> None:
    shell = LearnerShell()
    shell.run("mkdir -m 777 /tmp/w; cd /tmp/w; echo new > new; echo old > old; chmod 444 old")
    assert shell.run("cp -f new old; cat old")[1] == "new\n"


def test_rmdir_tells_of_each_directory() -> None:
    assert LearnerShell().run("mkdir -p a/b; rmdir -pv a/b") == (
        0,
        "rmdir: removing directory, 'a/b'\nrmdir: removing directory, 'a'\n",
        "",
    )
