"""Users and groups are made, changed and become somebody, in containers as their images' tools do."""

import pytest

from sandbox.sim.world import World
from tests.sim.shell.learner_shell import LearnerShell

IMAGES = ("alpine:latest", "debian:12")


@pytest.fixture
def shell() -> LearnerShell:
    return LearnerShell()


def in_container(image: str, script: str) -> tuple[int, str, str]:
    result = World.create(seed=7, images=IMAGES).run(f"docker run --rm {image} sh -c '{script}'")
    return result.exit_code, result.stdout, result.stderr


def test_a_user_gets_number_group_and_home(shell: LearnerShell) -> None:
    assert shell.run("useradd -m -s /bin/bash -G docker jane && id jane && ls -ld /home/jane | cut -d' ' -f1,3,4") == (
        0,
        "uid=1000(jane) gid=1000(jane) groups=1000(jane),998(docker)\ndrwxr-xr-x jane jane\n",
        "",
    )
    assert shell.run("useradd john; id -u john")[1] == "1001\n"
    assert shell.run("useradd -r daemon2; id -u daemon2")[1] == "999\n"


@pytest.mark.parametrize(
    ("line", "status", "error"),
    [
        ("useradd root", 9, "useradd: user 'root' already exists\n"),
        ("useradd -g nosuch jane", 6, "useradd: group 'nosuch' does not exist\n"),
        ("useradd -u 0 jane", 4, "useradd: UID 0 is not unique\n"),
        ("userdel nosuch", 6, "userdel: user 'nosuch' does not exist\n"),
        ("groupadd docker", 9, "groupadd: group 'docker' already exists\n"),
        ("usermod -aG nosuch root", 6, "usermod: group 'nosuch' does not exist\n"),
        ("groupdel nosuch", 6, "groupdel: group 'nosuch' does not exist\n"),
    ],
)
def test_wrong_names_are_refused_in_the_real_words(shell: LearnerShell, line: str, status: int, error: str) -> None:
    assert shell.run(line) == (status, "", error)


def test_a_user_is_removed_with_all_that_belongs_to_it(shell: LearnerShell) -> None:
    shell.run("useradd -m -G docker jane; touch /home/jane/file; userdel -r jane")
    assert shell.run("id jane; ls /home; grep -c jane /etc/group") == (1, "0\n", "id: ‘jane’: no such user\n")


def test_somebody_else_may_do_less(shell: LearnerShell) -> None:
    shell.run("useradd -m jane; echo secret > secret; chmod 600 secret; mv secret /tmp")
    assert shell.run("su - jane -c 'whoami; pwd; echo $HOME; cat /tmp/secret'") == (
        1,
        "jane\n/home/jane\n/home/jane\n",
        "cat: /tmp/secret: Permission denied\n",
    )
    assert shell.run("su jane -c 'useradd mike'")[0] == 1
    assert shell.run("su jane -c 'sudo id'") == (1, "", "sudo: a password is required\n")
    assert shell.run("usermod -aG sudo jane 2> /dev/null || groupadd sudo; usermod -aG sudo jane")[0] == 0
    assert shell.run("su jane -c 'sudo id -un; sudo -u nobody id -un'")[1] == "root\nnobody\n"


def test_a_password_is_kept_as_its_hash(shell: LearnerShell) -> None:
    shell.run("useradd jane; echo jane:secret | chpasswd")
    assert shell.run("grep ^jane: /etc/shadow | cut -c1-8")[1] == "jane:$6$\n"
    assert shell.run("printf 'a\\nb\\n' | passwd jane")[0] == 10


def test_alpine_and_debian_make_users_in_their_own_ways() -> None:
    script = "addgroup -S app && adduser -S -G app -h /app app && id app && su -s /bin/sh app -c id"
    status, out, error = in_container("alpine", script)
    assert (status, error) == (0, "")
    assert out.startswith("uid=100(app) gid=")
    assert in_container("alpine", "adduser -D web && id -un web")[1] == "web\n"
    status, out, _ = in_container("debian:12", 'adduser --disabled-password --gecos "" web && id web')
    assert out.endswith("uid=1000(web) gid=1000(web) groups=1000(web)\n")
    assert in_container("debian:12", "groupadd -r app && useradd -r -g app app && id app")[0] == 0


def test_an_image_runs_as_the_user_that_its_build_made() -> None:
    world = World.create(seed=7, images=IMAGES)
    world.run("mkdir i; printf 'FROM alpine\\nRUN adduser -D web\\nUSER web\\nCMD id -un\\n' > i/Dockerfile")
    world.run("docker build -t i i")
    assert world.run("docker run --rm i").stdout == "web\n"
