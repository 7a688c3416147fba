"""Compose files are found, read and refused as docker compose does it."""

from collections.abc import Callable

import pytest

from sandbox.sim.world import World

Place = Callable[..., World]
INVALID = "validating /root/p/compose.yaml: "
REFUSED = [
    ("services: {web: {imge: nginx}}", f"{INVALID}services.web additional properties 'imge' not allowed"),
    ("servces: {web: {image: nginx}}", f"{INVALID}(root) additional properties 'servces' not allowed"),
    ("services: {web: {image: nginx, ports: 80}}", f"{INVALID}services.web.ports must be a list"),
    ("services: {web: {image: [nginx]}}", f"{INVALID}services.web.image must be a string"),
    ("services:\n  web:\n    image: nginx\n    command: echo: a\n",
     "yaml: line 4: mapping values are not allowed in this context"),
    ("services:\n\tweb:\n    image: nginx\n", "yaml: line 2: found character that cannot start any token"),
    ("services:\n  web:\n    image: nginx\n    image: redis\n",
     'yaml: unmarshal errors:\n  line 4: mapping key "image" already defined at line 3'),
    ("services: {web: {ports: ['80']}}",
     'service "web" has neither an image nor a build context specified: invalid compose project'),
    ("services: {web: {image: nginx, networks: [foo]}}",
     'service "web" refers to undefined network foo: invalid compose project'),
    ("services: {web: {image: nginx, volumes: ['foo:/x']}}",
     'service "web" refers to undefined volume foo: invalid compose project'),
    ("services: {web: {image: nginx, depends_on: [b]}}",
     'service "web" depends on undefined service "b": invalid compose project'),
    ("services: {a: {image: x, depends_on: [b]}, b: {image: x, depends_on: [a]}}",
     "dependency cycle detected: a -> b -> a"),
    ("services: {a: {image: x, depends_on: [a]}}", "dependency cycle detected: a -> a"),
    ("", "empty compose file"),
    ("- a\n", "top-level object must be a mapping"),
    ("services: {a: {image: 'nginx:${TAG:?set the tag}'}}",
     "error while interpolating services.a.image: required variable TAG is missing a value: set the tag"),
    ("services: {a: {image: 'nginx:${TAG'}}",
     "invalid interpolation format for services.a.image.\nYou may need to escape any $ with another $.\nnginx:${TAG"),
    ("services: {a: {image: x, healthcheck: {test: x, interval: 3}}}",
     f"{INVALID}services.a.healthcheck.interval must be a string"),
    ("services: {a: {image: x, ports: ['abc:80']}}", "invalid hostPort: abc"),
    ("name: Foo\nservices: {a: {image: nginx}}",
     ('invalid project name "Foo": must consist only of lowercase alphanumeric characters, hyphens, and underscores as '
      "well as start with a letter or number")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), REFUSED, ids=range(len(REFUSED)))
def test_what_a_file_gets_wrong_is_named_in_the_words_of_compose(place: Place, text: str, message: str) -> None:
    result = place(text).run("docker compose config -q")
    assert (result.stdout, result.stderr, result.exit_code) == ("", f"{message}\n", 15)


def test_without_a_file_compose_says_so_and_with_a_missing_one_names_it(world: World) -> None:
    assert world.run("docker compose ps").stderr == "no configuration file provided: not found\n"
    missing = world.run("docker compose -f nope.yaml up")
    assert (missing.stderr, missing.exit_code) == ("open /root/nope.yaml: no such file or directory\n", 14)


def test_a_file_is_found_in_the_directories_above_and_gives_the_name_of_its_own(place: Place) -> None:
    world = place("services: {a: {image: nginx}}")
    assert world.run("mkdir x; cd x; docker compose config | head -1").stdout == "name: p\n"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("docker compose config", "foo"),
        ("COMPOSE_PROJECT_NAME=bar docker compose config", "bar"),
        ("COMPOSE_PROJECT_NAME=bar docker compose -p baz config", "baz"),
        ("cat compose.yaml | docker compose -f - config", "foo"),
        ("COMPOSE_FILE=compose.yaml:other.yaml docker compose config", "other"),
    ],
)
def test_a_project_takes_its_name_from_the_nearest_to_hand(place: Place, line: str, name: str) -> None:
    world = place("name: foo\nservices: {a: {image: nginx}}", other_dot_yaml="name: other\n")
    assert world.run(line).stdout.splitlines()[0] == f"name: {name}"


def test_an_obsolete_version_and_unset_variables_are_warned_about_once_each(place: Place) -> None:
    world = place("version: '3'\nservices: {a: {image: 'nginx:${TAG}${TAG}', command: 'echo $$HOME ${X:-d} ${Y+y}'}}")
    result = world.run("docker compose config")
    assert 'level=warning msg="The \\"TAG\\" variable is not set. Defaulting to a blank string."' in result.stderr
    assert ("/root/p/compose.yaml: the attribute `version` is obsolete, it will be ignored, please remove it to avoid "
            "potential confusion") in result.stderr  # fmt: skip
    assert len(result.stderr.splitlines()) == 2
    assert "      - $$HOME\n      - d\n" in result.stdout


INTERPOLATED = [
    ("${A}", "1"), ("$A-${A}", "1-1"), ("${E:-d}", "d"), ("${E-d}", ""), ("${NO-d}", "d"), ("${NO:-${A}}", "1"),
    ("${A:+y}", "y"), ("${E:+y}", ""), ("${E+y}", "y"), ("$$A", "$$A"), ("${NO:-a b}", "a b"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), INTERPOLATED)
def test_variables_are_put_in(place: Place, text: str, value: str) -> None:
    world = place(f"services: {{a: {{image: x, labels: {{l: 'v{text}v'}}}}}}", _dot_env="A=1\nE=\n")
    assert f"l: v{value}v\n" in world.run("docker compose config").stdout


def test_the_shell_stands_above_the_file_of_variables(place: Place) -> None:
    world = place("services: {a: {image: 'x:${TAG}'}}", _dot_env="TAG=file\n", other="TAG=other\n")
    assert world.run("docker compose config --images").stdout == "x:file\n"
    assert world.run("TAG=shell docker compose config --images").stdout == "x:shell\n"
    assert world.run("docker compose --env-file other config --images").stdout == "x:other\n"
    missing = world.run("docker compose --env-file nope config")
    assert (missing.stderr, missing.exit_code) == ("couldn't find env file: /root/p/nope\n", 14)


def test_files_of_environment_are_read_unless_they_may_be_missing(place: Place) -> None:
    world = place("services: {a: {image: x, env_file: [a.env, {path: b.env, required: false}], environment: [A=2]}}",
                  a_dot_env="A=1\nB=\"x\\ny\"  # note\nexport C='$B'\n")  # fmt: skip
    shown = world.run("docker compose config").stdout
    assert 'A: "2"\n      B: |-\n        x\n        y\n      C: $$B\n' in shown
    result = place("services: {a: {image: x, env_file: none.env}}").run("docker compose config")
    assert result.stderr == "env file /root/p/none.env not found: stat /root/p/none.env: no such file or directory\n"


def test_a_key_that_is_valid_and_not_modelled_is_refused_aloud(place: Place) -> None:
    result = place("services: {a: {image: busybox, post_start: [{command: x}]}}").run("docker compose up -d")
    assert (result.exit_code, "not modelled in this sandbox" in result.stderr) == (1, True)


def test_flags_that_compose_does_not_have_are_named_and_end_with_16(world: World) -> None:
    result = world.run("docker compose up --bogus")
    assert (result.stderr, result.exit_code) == ("unknown flag: --bogus\n", 16)


def test_the_first_compose_is_not_there(world: World) -> None:
    assert world.run("docker-compose up").exit_code == 127
    assert world.run("docker compose version --short").stdout == "2.36.2\n"


@pytest.mark.parametrize("line", ["--dry-run up -d", "up -d --dry-run", "down --dry-run"])
def test_a_dry_run_is_refused_and_never_a_real_one(place: Place, line: str) -> None:
    result = place("services: {a: {image: busybox}}").run(f"docker compose {line}")
    assert (result.stderr, result.exit_code) == ("not modelled in this sandbox: docker compose --dry-run\n", 1)
