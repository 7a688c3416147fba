"""docker compose brings projects up, looks at them and takes them down."""

from collections.abc import Callable

import pytest

from sandbox.sim.world import World

Place = Callable[..., World]
TWO = """services:
  web: {image: nginx, depends_on: [db], ports: ["8080:80"]}
  db: {image: busybox, command: sleep 600, volumes: ["data:/data"]}
volumes: {data: {}}
"""
UP = """ Network p_default  Creating
 Network p_default  Created
 Volume "p_data"  Creating
 Volume "p_data"  Created
 Container p-db-1  Creating
 Container p-db-1  Created
 Container p-web-1  Creating
 Container p-web-1  Created
 Container p-db-1  Starting
 Container p-db-1  Started
 Container p-web-1  Starting
 Container p-web-1  Started
"""
TICK = "services: {a: {image: busybox, command: sh -c 'while true; do echo tick; sleep 1; done'}}"
CHECKED = """services:
  a: {image: busybox, command: sleep 600, healthcheck: {test: %s, interval: 2s, retries: 2}}
  b: {image: busybox, command: sleep 600, depends_on: {a: {condition: service_healthy}}}
"""


def test_up_makes_all_once_and_down_takes_it_away(place: Place) -> None:
    world = place(TWO)
    first = world.run("docker compose up -d")
    assert (first.stdout, first.stderr, first.exit_code) == ("", UP, 0)
    assert world.run("docker compose up -d").stderr == " Container p-db-1  Running\n Container p-web-1  Running\n"
    assert world.run("docker compose exec web curl -s -o /dev/null -w '%{http_code}' localhost").stdout == "200"
    assert "Name:\tdb" in world.run("docker compose exec web nslookup db").stdout
    down = world.run("docker compose down -v -t 0").stderr
    assert down.startswith(" Container p-web-1  Stopping\n Container p-web-1  Stopped\n Container p-web-1  Removing\n")
    assert {" Volume p_data  Removed", " Network p_default  Removed"} <= set(down.splitlines())
    left = world.run("docker ps -aq; docker volume ls -q; docker network ls -q --filter name=p_").stdout
    assert left == ""


def test_what_changed_is_made_again(place: Place) -> None:
    world = place(TWO)
    world.run("docker compose up -d; sed -i s/600/700/ compose.yaml")
    again = world.run("docker compose up -d").stderr
    assert " Container p-db-1  Recreate\n" in again
    assert " Container p-db-1  Recreated\n" in again
    assert " Container p-web-1  Running\n" in again
    assert '"sleep 700"' in world.run("docker compose ps db").stdout
    assert "Recreate" not in world.run("docker compose up -d").stderr
    assert "p-web-1  Recreated" in world.run("docker compose up -d --force-recreate -t 0").stderr


def test_scale_changes_how_many_there_are(place: Place) -> None:
    world = place("services: {a: {image: busybox, command: sleep 600}}")
    world.run("docker compose up -d --scale a=3")
    assert world.run("docker compose ps --format '{{.Name}}'").stdout == "p-a-1\np-a-2\np-a-3\n"
    world.run("docker compose up -d --scale a=1 -t 0")
    assert world.run("docker compose ps --format '{{.Name}}'").stdout == "p-a-1\n"


def test_containers_of_services_that_are_gone_are_orphans(place: Place) -> None:
    world = place("services: {a: {image: nginx}, b: {image: nginx}}")
    world.run("docker compose up -d; echo 'services: {a: {image: nginx}}' > compose.yaml")
    assert "Found orphan containers ([p-b-1]) for this project." in world.run("docker compose up -d").stderr
    assert " Container p-b-1  Removed\n" in world.run("docker compose up -d --remove-orphans").stderr


def test_a_service_waits_for_the_health_of_another(place: Place) -> None:
    world = place(CHECKED % "'true'")
    said = world.run("docker compose up -d").stderr
    assert " Container p-a-1  Waiting\n Container p-a-1  Healthy\n Container p-b-1  Starting\n" in said


def test_a_service_does_not_start_when_what_it_needs_is_not_healthy(place: Place) -> None:
    result = place(CHECKED % "'false'").run("docker compose up -d")
    assert result.stderr.endswith(" Container p-a-1  Error\n"
                                  "dependency failed to start: container p-a-1 is unhealthy\n")  # fmt: skip
    assert result.exit_code == 1


def test_a_service_waits_until_another_is_done(place: Place) -> None:
    text = (
        "services:\n  a: {image: busybox, command: sh -c 'sleep 2; exit %d'}\n"
        "  b: {image: busybox, command: sleep 9, depends_on: {a: {condition: service_completed_successfully}}}\n"
    )
    assert " Container p-a-1  Exited\n Container p-b-1  Starting\n" in place(text % 0).run(
        "docker compose up -d").stderr  # fmt: skip
    failed = place(text % 4).run("docker compose up -d -t 0 --force-recreate")
    assert (failed.stderr.splitlines()[-1], failed.exit_code) == (
        'service "a" didn\'t complete successfully: exit 4', 1)  # fmt: skip


def test_attached_up_prefixes_what_containers_print_and_ends_with_them(place: Place) -> None:
    result = place("services: {a: {image: busybox, command: echo one}}").run("docker compose up")
    assert result.stdout == "Attaching to a-1\na-1  | one\na-1 exited with code 0\n"
    assert result.exit_code == 0


@pytest.mark.parametrize("flags", ["--abort-on-container-exit", "--exit-code-from t"])
def test_the_end_of_one_ends_all_when_asked_for(place: Place, flags: str) -> None:
    text = "services: {t: {image: busybox, command: sh -c 'sleep 2; exit 3'}, s: {image: busybox, command: sleep 600}}"
    world = place(text)
    result = world.run(f"docker compose up {flags}")
    assert result.exit_code == 3
    assert result.stdout.endswith("t-1 exited with code 3\nAborting on container exit...\n")
    assert world.run("docker compose ps -q").stdout == ""


def test_the_first_interrupt_stops_the_containers_of_an_attached_up(place: Place) -> None:
    world = place(TICK)
    result = world.run("timeout -s INT 5 docker compose up")
    assert "Gracefully stopping... (press Ctrl+C again to force)" in result.stdout + result.stderr
    assert " Container p-a-1  Stopped\n" in result.stderr
    assert world.run("docker compose ps -a --format '{{.State}}'").stdout == "exited\n"


def test_logs_are_those_of_the_services_named(place: Place) -> None:
    world = place("services: {a: {image: busybox, command: echo one}, b: {image: busybox, command: echo two}}")
    world.run("docker compose up -d")
    assert sorted(world.run("docker compose logs").stdout.splitlines()) == ["a-1  | one", "b-1  | two"]
    assert world.run("docker compose logs --no-log-prefix b").stdout == "two\n"
    assert world.run("docker compose logs nope").stderr == "no such service: nope\n"


def test_run_makes_a_container_of_its_own(place: Place) -> None:
    world = place("services: {a: {image: busybox, environment: {X: 1}}}")
    assert world.run("docker compose run --rm -e Y=2 a sh -c 'echo $X$Y'").stdout == "12\n"
    assert world.run("echo hello | docker compose run --rm -T a cat").stdout == "hello\n"
    assert world.run("docker compose run --rm a sh -c 'exit 7'").exit_code == 7
    assert world.run("docker compose ps -aq").stdout == ""
    missing = world.run("docker compose run --rm a nosuch")
    assert 'exec: "nosuch": executable file not found in $PATH' in missing.stderr
    assert world.run("docker ps -aq").stdout == ""


def test_exec_cp_port_top_and_images_look_into_a_project(place: Place) -> None:
    world = place(TWO)
    assert world.run("docker compose exec web true").stderr == 'service "web" is not running\n'
    world.run("docker compose up -d")
    assert world.run("docker compose exec -T -e A=b web printenv A").stdout == "b\n"
    assert world.run("docker compose port web 80").stdout == "0.0.0.0:8080\n"
    world.run("echo text > f; docker compose cp f db:/f")
    assert world.run("docker compose exec db cat /f").stdout == "text\n"
    assert "sleep 600" in world.run("docker compose top db").stdout
    assert "p-web-1" in world.run("docker compose images").stdout
    assert world.run("docker compose ls --format json").stdout == (
        '[{"Name":"p","Status":"running(2)","ConfigFiles":"/root/p/compose.yaml"}]\n')  # fmt: skip
    assert world.run("docker compose stop -t 0 && docker compose ps -q").stdout == ""
    assert world.run("docker compose start && docker compose pause db && docker compose ps --status paused "
                     "--services").stdout == "db\n"  # fmt: skip


def test_containers_carry_the_labels_of_their_project(place: Place) -> None:
    world = place(TWO)
    world.run("docker compose up -d")
    labels = world.engine.inspect("container", "p-web-1")["Config"]["Labels"]
    assert {key.removeprefix("com.docker.compose."): value for key, value in labels.items()
            if not key.endswith(("hash", "image")) and key.startswith("com.docker.compose.")} == {
        "project": "p", "service": "web", "container-number": "1", "oneoff": "False", "version": "2.36.2",
        "project.config_files": "/root/p/compose.yaml", "project.working_dir": "/root/p",
        "depends_on": "db:service_started:false"}  # fmt: skip


def test_secrets_configs_aliases_and_links_are_there(place: Place) -> None:
    world = place(
        "services:\n"
        "  a: {image: busybox, command: sleep 600, secrets: [pw], configs: [{source: c, target: /c}],\n"
        "      networks: {n: {aliases: [www], ipv4_address: 10.5.0.10}}}\n"
        "  b: {image: busybox, command: sleep 600, links: ['a:other'], networks: [n]}\n"
        "secrets: {pw: {file: pw.txt}}\nconfigs: {c: {content: inline}}\n"
        "networks: {n: {ipam: {config: [{subnet: 10.5.0.0/16}]}}}\n", pw_dot_txt="secret")  # fmt: skip
    assert world.run("docker compose up -d").exit_code == 0
    assert world.run("docker compose exec a cat /run/secrets/pw /c").stdout == "secretinline"
    for name in ("a", "www", "other", "p-a-1"):
        assert "PING " + name + " (10.5.0.10)" in world.run(f"docker compose exec b ping -c1 {name}").stdout


def test_an_image_is_built_before_its_service_starts(place: Place) -> None:
    world = place("services: {a: {build: .}}", Dockerfile='FROM busybox\nCMD ["echo", "built"]\n')
    assert "a-1  | built\n" in world.run("docker compose up").stdout
    assert world.run("docker compose config --images; docker images -q p-a | wc -l").stdout == "p-a\n1\n"


def test_an_image_that_nobody_has_ends_up_with_18(place: Place) -> None:
    result = place("services: {a: {image: 'busybox:nope'}}").run("docker compose up -d")
    assert (result.stderr.splitlines()[:2], result.exit_code) == ([" a Pulling ", " a Error "], 18)


def test_an_external_network_must_be_there(place: Place) -> None:
    world = place("services: {a: {image: busybox, networks: [e]}}\nnetworks: {e: {external: true, name: outer}}")
    result = world.run("docker compose up -d")
    assert result.stderr == "network outer declared as external, but could not be found\n"
    assert world.run("docker network create outer && docker compose up -d").exit_code == 0


@pytest.mark.parametrize("seconds", [1, 3])
def test_a_wait_goes_on_after_a_snapshot_as_if_there_had_been_none(place: Place, seconds: int) -> None:
    world = place(CHECKED % "'true'")
    world.run("docker compose up -d > out 2>&1 &")
    world.advance(seconds)
    blob = world.snapshot()
    other = World.restore(blob)
    assert other.snapshot() == blob
    shown = []
    for one in (world, other):
        one.advance(10)
        shown.append(one.run("cat out; docker compose ps").stdout)
    assert shown[0] == shown[1]
    assert "Container p-b-1  Started" in shown[0]
