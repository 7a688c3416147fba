"""Package managers: what they install can be called, and what does not exist is refused."""

import pytest

from sandbox.sim.world import World
from tests.sim.shell.learner_shell import LearnerShell

IMAGES = ("alpine:latest", "debian:12", "centos:8", "ubuntu:latest")


def in_container(image: str, script: str, *options: str) -> tuple[int, str, str]:
    words = " ".join(options)
    result = World.create(seed=7, images=IMAGES).run(f"docker run --rm {words} {image} sh -c '{script}'")
    return result.exit_code, result.stdout, result.stderr


def test_apt_finds_nothing_before_its_lists_are_updated() -> None:
    status, _, error = in_container("debian:12", "apt-get install -y curl")
    assert (status, error) == (100, "E: Unable to locate package curl\n")


@pytest.mark.parametrize(
    ("image", "script"),
    [
        ("debian:12", "apt-get update -qq && apt-get install -y --no-install-recommends jq && jq -n 1"),
        ("ubuntu", "apt-get update && apt install -y jq && jq -n 1"),
        ("alpine", "apk add --no-cache jq && jq -n 1"),
        ("centos:8", "yum install -y jq && jq -n 1"),
    ],
)
def test_an_installed_program_runs(image: str, script: str) -> None:
    status, out, _ = in_container(image, script)
    assert (status, out.splitlines()[-1]) == (0, "1")


@pytest.mark.parametrize(
    ("image", "script", "status", "words"),
    [
        ("debian:12", "apt-get update -qq; apt-get install -y nosuch", 100, "E: Unable to locate package nosuch\n"),
        ("alpine", "apk add nosuch", 1, "  nosuch (no such package):\n"),
        ("centos:8", "yum install -y nosuch", 1, "Error: Unable to find a match: nosuch\n"),
    ],
)
def test_an_unknown_package_fails_and_says_that_it_may_exist_elsewhere(
    image: str, script: str, status: int, words: str
) -> None:
    given, _, error = in_container(image, script)
    assert given == status
    assert words in error
    assert "not modelled in this sandbox: package nosuch\n" in error


@pytest.mark.parametrize(
    ("image", "script"),
    [
        ("debian:12", "apt-get update; apt-get install -y curl"),
        ("alpine", "apk add curl"),
        ("centos:8", "yum install -y tree"),
    ],
)
def test_without_a_network_nothing_can_be_fetched(image: str, script: str) -> None:
    assert in_container(image, script, "--network none")[0] != 0


def test_apt_asks_before_it_takes_more_than_was_named() -> None:
    shell = LearnerShell()
    shell.run("apt-get update")
    refused = shell.run("echo n | apt-get install git")
    assert refused[0] == 1
    assert refused[1].endswith("Do you want to continue? [Y/n] Abort.\n")
    assert shell.run("apt-get install git < /dev/null")[0] == 1
    assert shell.run("echo y | apt-get install git")[0] == 0
    assert shell.run("dpkg -s git | head -1") == (0, "Package: git\n", "")
    assert shell.run("apt-get remove -y git > /dev/null; which git")[0] == 1


def test_an_image_is_built_with_a_server_from_a_package() -> None:
    world = World.create(seed=7, images=IMAGES)
    world.run(
        "mkdir web; printf 'FROM debian:12\\nRUN apt-get update && apt-get install -y nginx\\n"
        'CMD ["nginx", "-g", "daemon off;"]\\n\' > web/Dockerfile; docker build -t web web; docker run -d -p 80:80 web'
    )
    assert "Welcome to nginx!" in world.run("curl -s localhost").stdout


PYTHON = "apt-get update -qq && apt-get install -y python3-pip > /dev/null && "
NODE = "apt-get update -qq && apt-get install -y npm > /dev/null && "


def test_pip_installs_what_a_file_lists() -> None:
    status, out, _ = in_container(
        "debian:12", f"{PYTHON} echo redis==4.0 > r.txt && pip install -r r.txt && pip freeze"
    )
    assert status == 0
    assert out.endswith("Successfully installed redis-4.0\nredis==4.0\n")


def test_pip_refuses_what_it_does_not_know() -> None:
    status, _, error = in_container("debian:12", f"{PYTHON} pip install nosuch")
    assert status == 1
    assert "ERROR: No matching distribution found for nosuch\n" in error


def test_npm_installs_and_runs_scripts() -> None:
    script = f"{NODE} npm init -y > /dev/null && npm install express && ls node_modules && npm test"
    status, out, _ = in_container("debian:12", script)
    assert status == 1
    assert "added 1 package, and audited 2 packages in 1s\n" in out
    assert out.endswith('> echo "Error: no test specified" && exit 1\n\nError: no test specified\n')


def test_what_a_package_brings_and_the_world_lacks_says_so() -> None:
    shell = LearnerShell()
    shell.run("apt-get update; apt-get install -y gcc")
    assert shell.run("gcc hello.c") == (1, "", "gcc: not modelled in this sandbox: gcc\n")


def test_apache_of_a_package_serves_and_logs_into_its_file() -> None:
    world = World.create(seed=7, images=IMAGES)
    world.run(
        "mkdir web; printf 'FROM ubuntu\\nRUN apt-get update && apt-get install -y apache2\\n"
        'CMD ["apache2ctl", "-D", "FOREGROUND"]\\n\' > web/Dockerfile; docker build -t web web; '
        "docker run -d -p 80:80 --name www web"
    )
    assert "It works!" in world.run("curl -s localhost").stdout
    assert world.run("docker logs www 2> /dev/null").stdout == ""
    assert '"GET / HTTP/1.1" 200' in world.run("docker exec www cat /var/log/apache2/access.log").stdout


def test_an_interpreter_of_a_package_is_that_of_the_images() -> None:
    script = "apt-get update -qq && apt-get install -yqq python3 > /dev/null && head -c 99 /usr/bin/python3"
    status, out, _ = in_container("debian:12", script)
    assert status == 0
    assert out.endswith("python-interpreter")
