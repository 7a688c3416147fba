"""Builds with BuildKit: what they print, what they make, what they refuse."""

# ruff: noqa: E501, ISC004 - a message stands on one line, as the builder prints it.

import pytest

from sandbox.sim.world import Result, World

HEAD = '#0 building with "default" instance using docker driver\n\n'


@pytest.fixture
def kit(world: World) -> World:
    world.run("export DOCKER_BUILDKIT=1; mkdir w")
    return world


def build(world: World, text: str, options: str = "-t app") -> Result:
    world.files.write("/root/w/Dockerfile", text)
    return world.run(f"docker build {options} w")


def test_a_build_prints_its_steps_plainly(kit: World) -> None:
    result = build(kit, "FROM busybox:1.36\nRUN echo hello\n")
    image = kit.run("docker images -q --no-trunc app").stdout.strip()
    assert result.stdout == ""
    assert result.stderr == (
        f"{HEAD}"
        "#1 [internal] load build definition from Dockerfile\n#1 transferring dockerfile: 71B done\n#1 DONE 0.0s\n\n"
        "#2 [internal] load metadata for docker.io/library/busybox:1.36\n#2 DONE 0.0s\n\n"
        "#3 [internal] load .dockerignore\n#3 transferring context: 2B done\n#3 DONE 0.0s\n\n"
        "#4 [1/2] FROM docker.io/library/busybox:1.36\n#4 DONE 0.0s\n\n"
        "#5 [2/2] RUN echo hello\n#5 0.001 hello\n#5 DONE 0.0s\n\n"
        "#6 exporting to image\n#6 exporting layers done\n"
        f"#6 writing image {image} done\n#6 naming to docker.io/library/app:latest done\n#6 DONE 0.0s\n"
    )


def test_a_second_build_takes_every_step_from_the_cache_and_gives_the_same_image(kit: World) -> None:
    text = "FROM busybox\nWORKDIR /a\nRUN echo x > f\nCMD ['sh']\n"
    build(kit, text)
    before = kit.run("docker images -q app").stdout
    again = build(kit, text)
    assert again.stderr.count("CACHED") == 2
    assert kit.run("docker images -q app").stdout == before
    assert "CACHED" not in build(kit, text, "--no-cache").stderr


def test_no_intermediate_images_and_containers_stay(kit: World) -> None:
    build(kit, "FROM busybox\nRUN echo 1 > /a\nENV X=1\n")
    assert kit.run("docker images -aq | sort -u | wc -l").stdout == "4\n"
    assert kit.run("docker ps -aq").stdout == ""
    assert kit.run("docker history --format '{{.CreatedBy}}|{{.Comment}}' app").stdout.splitlines()[:2] == [
        "ENV X=1|buildkit.dockerfile.v0",
        "RUN /bin/sh -c echo 1 > /a # buildkit|buildkit.dockerfile.v0",
    ]


def test_only_the_stages_that_are_needed_are_built(kit: World) -> None:
    text = (
        "FROM busybox AS one\nRUN echo x > /made\nFROM busybox AS unused\nRUN false\n"
        "FROM alpine:3.19\nCOPY --from=one /made /got\n"
    )
    result = build(kit, text)
    assert "[one 2/2] RUN echo x > /made" in result.stderr
    assert "[stage-2 2/2] COPY --from=one /made /got" in result.stderr
    assert "unused" not in result.stderr
    assert kit.run("docker run --rm app cat /got").stdout == "x\n"
    assert build(kit, text, "--target unused").exit_code == 1
    assert 'target stage "onee" could not be found (did you mean one?)' in build(kit, text, "--target onee").stderr


def test_a_command_that_fails_is_shown_with_its_line(kit: World) -> None:
    result = build(kit, "FROM busybox\nRUN echo out; false\n")
    assert result.exit_code == 1
    assert result.stderr.endswith(
        '#5 ERROR: process "/bin/sh -c echo out; false" did not complete successfully: exit code: 1\n'
        "------\n > [2/2] RUN echo out; false:\n0.001 out\n------\n"
        "Dockerfile:2\n--------------------\n   1 |     FROM busybox\n   2 | >>> RUN echo out; false\n   3 |     \n"
        "--------------------\n"
        'ERROR: failed to solve: process "/bin/sh -c echo out; false" did not complete successfully: exit code: 1\n'
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("FRM busybox\n", "dockerfile parse error on line 1: unknown instruction: FRM (did you mean FROM?)"),
        ("RUN x\n", "dockerfile parse error on line 1: no build stage in current context"),
        ("", "the Dockerfile cannot be empty"),
        ("# only words\n", "file with no instructions"),
        ("FROM\n", "dockerfile parse error on line 1: FROM requires either one or three arguments"),
        ("FROM busybox\nCOPY --form=x a b\n", "unknown flag: --form (did you mean from?)"),
        ("FROM busybox\nCOPY nope /\n", '"/nope": not found'),
        ("FROM busybox\nCOPY ../up /\n", '"/up": not found'),
        ("FROM busybox\nCOPY Dockerfile Dockerfile /x\n", "the destination must be a directory and end with a /"),
        ("FROM busybox\nRUN <<EOF\necho\n", "unterminated heredoc"),
        ("FROM Busybox\n", 'failed to parse stage name "Busybox": invalid reference format'),
        ("FROM busybox:nope\n", "docker.io/library/busybox:nope: not found"),
        ("FROM busybox\nENV a=1 b\n", 'Syntax error - can\'t find = in "b". Must be of the form: name=value'),
        (
            "FROM busybox\nRUN --mount=type=cahce,target=/x true\n",
            'unsupported mount type "cahce" (did you mean cache?)',
        ),
        ("FROM busybox\nADD http://nowhere.example/x /\n", "dial tcp: lookup nowhere.example: no such host"),
        (
            "FROM nosuch/x\n",
            "nosuch/x: failed to resolve source metadata for docker.io/nosuch/x:latest: pull access denied",
        ),
    ],
)
def test_what_cannot_be_built_is_refused_in_buildkits_words(kit: World, text: str, words: str) -> None:
    result = build(kit, text)
    assert result.exit_code == 1
    assert words in result.stderr.splitlines()[-1]
    assert result.stderr.splitlines()[-1].startswith("ERROR: failed to solve: ")


def test_a_missing_dockerfile_is_named(kit: World) -> None:
    words = "ERROR: failed to solve: failed to read dockerfile: open Dockerfile: no such file or directory\n"
    assert kit.run("docker build w").stderr.endswith(words)


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("FROM busybox\nCMD echo hi\n", "JSONArgsRecommended: JSON arguments recommended for CMD to prevent unintended "
         "behavior related to OS signals (line 2)"),
        ("FROM busybox as base\n", "FromAsCasing: 'as' and 'FROM' keywords' casing do not match (line 1)"),
        ("FROM busybox AS Base\n", "StageNameCasing: Stage name 'Base' should be lowercase (line 1)"),
        ("FROM busybox\nENV a b\n", 'LegacyKeyValueFormat: "ENV key=value" should be used instead of legacy '
         '"ENV key value" format (line 2)'),
        ("FROM busybox\nMAINTAINER me\n", "MaintainerDeprecated: Maintainer instruction is deprecated in favor of using "
         "label (line 2)"),
        ("FROM busybox\nWORKDIR app\n", 'WorkdirRelativePath: Relative workdir "app" can have unexpected results if the '
         "base image changes (line 2)"),
        ("FROM busybox\nARG NAME\nWORKDIR /$NAMES\n", "UndefinedVar: Usage of undefined variable '$NAMES' (did you mean "
         "$NAME?) (line 3)"),
        ("FROM busybox\nENV DB_PASSWORD=x\n", "SecretsUsedInArgOrEnv: Do not use ARG or ENV instructions for sensitive "
         'data (ENV "DB_PASSWORD") (line 2)'),
        ("FROM busybox\nrun true\n", "ConsistentInstructionCasing: Command 'run' should match the case of the command "
         "majority (uppercase) (line 2)"),
    ],
)  # fmt: skip
def test_warnings_follow_the_build(kit: World, text: str, warning: str) -> None:
    result = build(kit, text)
    assert result.exit_code == 0
    assert result.stderr.endswith(f"\n 1 warning found (use docker --debug to expand):\n - {warning}\n")


def test_check_reports_without_building(kit: World) -> None:
    result = build(kit, "FROM busybox\nCMD echo hi\n", "--check -t app")
    assert result.exit_code == 1
    assert "Check complete, 1 warning has been found!" in result.stdout
    assert (
        "WARNING: JSONArgsRecommended - https://docs.docker.com/go/dockerfile/rule/json-args-recommended/"
        in result.stdout
    )
    assert kit.run("docker images -q app").stdout == ""
    assert build(kit, "FROM busybox\n", "--check").stdout == "Check complete, no warnings found.\n"


def test_mounts_give_caches_secrets_and_files_that_do_not_stay(kit: World) -> None:
    kit.run("echo sesame > tok; echo data > w/data.txt")
    text = (
        "FROM busybox\nRUN --mount=type=cache,target=/c --mount=type=secret,id=tok --mount=type=bind,source=.,target=/src "
        "cat /run/secrets/tok /src/data.txt; echo $RANDOM >> /c/f; wc -l < /c/f\n"
    )
    first = build(kit, text, "-t app --secret id=tok,src=tok")
    assert "sesame" in first.stderr
    assert "data" in first.stderr
    second = build(kit, text, "-t app --no-cache --secret id=tok,src=tok")
    assert " 2\n" in second.stderr
    assert kit.run("docker run --rm app ls -d /c /src /run/secrets").stdout == ""
    assert "secret tok: not found" in build(
        kit, "FROM busybox\nRUN --mount=type=secret,id=tok,required=true true\n"
    ).stderr  # fmt: skip


def test_here_documents_are_scripts_and_files(kit: World) -> None:
    text = (
        "FROM busybox\nENV WHO=me\nRUN <<EOF\necho one > /one\necho $WHO >> /one\nEOF\n"
        'COPY <<EOF <<"RAW" /etc/docs/\nhi $WHO\nEOF\nraw $WHO\nRAW\n'
    )
    assert "RUN <<EOF (echo one > /one...)" in build(kit, text).stderr
    assert kit.run("docker run --rm app cat /one /etc/docs/EOF /etc/docs/RAW").stdout == "one\nme\nhi me\nraw $WHO\n"


def test_the_platforms_arguments_and_those_before_from_are_known(kit: World) -> None:
    text = (
        "ARG V=1.36\nFROM --platform=$BUILDPLATFORM busybox:$V\nARG V\nARG TARGETARCH\nRUN echo $V-$TARGETARCH > /v\n"
    )
    build(kit, text)
    assert kit.run("docker run --rm app cat /v").stdout == "1.36-amd64\n"


def test_modes_owners_and_triggers(kit: World) -> None:
    kit.run("echo x > w/f")
    build(kit, "FROM alpine:3.19\nONBUILD RUN echo triggered > /t\n", "-t base")
    build(kit, "FROM base\nCOPY --chown=nobody --chmod=0640 f /f\nHEALTHCHECK NONE\nSTOPSIGNAL SIGINT\n")
    assert kit.run("docker run --rm app sh -c 'stat -c %a-%U /f; cat /t'").stdout == "640-nobody\ntriggered\n"
    assert (
        kit.run("docker inspect -f '{{.Config.StopSignal}} {{.Config.Healthcheck.Test}}' app").stdout
        == "SIGINT [NONE]\n"
    )


def test_quiet_prints_the_image_alone_and_files_take_it_too(kit: World) -> None:
    result = build(kit, "FROM busybox\nLABEL a=b\n", "-q --iidfile id --metadata-file meta -t app")
    assert result.stderr == ""
    assert result.stdout.startswith("sha256:")
    assert kit.files.read("/root/id") == result.stdout.strip()
    assert '"image.name": "docker.io/library/app:latest"' in kit.files.read("/root/meta")


def test_a_dockerfile_or_a_whole_context_may_come_on_standard_input(kit: World) -> None:
    assert kit.run("printf 'FROM busybox\\nRUN echo in > /in\\n' | docker build -q -t one -").exit_code == 0
    kit.run("printf 'FROM busybox\\nCOPY f /\\n' > w/Dockerfile; echo tar > w/f")
    assert kit.run("tar c -C w . | docker build -q -t two -").exit_code == 0
    assert kit.run("docker run --rm one cat /in; docker run --rm two cat /f").stdout == "in\ntar\n"
    assert kit.run("ls -A /tmp").stdout == ""


def test_the_build_cache_is_shown_and_pruned(kit: World) -> None:
    build(kit, "FROM busybox\nRUN echo 12345 > /a\n")
    assert "Shared:\t\t6B\nPrivate:\t0B\nReclaimable:\t6B\nTotal:\t\t6B\n" in kit.run("docker buildx du").stdout
    kit.run("docker rmi app")
    assert kit.run("docker builder prune -f").stdout.endswith("Total:\t6B\n")
    assert kit.run("docker buildx du | tail -2").stdout == "Reclaimable:\t0B\nTotal:\t\t0B\n"
    assert "CACHED" not in build(kit, "FROM busybox\nRUN echo 12345 > /a\n").stderr


def test_an_image_outlives_the_cache_and_the_cache_the_image(kit: World) -> None:
    text = "FROM busybox\nRUN echo kept > /a\nRUN echo 2 > /b\n"
    build(kit, text)
    kit.run("docker builder prune -af")
    assert kit.run("docker run --rm app cat /a").stdout == "kept\n"
    build(kit, text)
    assert kit.run("docker rmi -f app").exit_code == 0
    assert build(kit, text).stderr.count("CACHED") == 2
    assert kit.run("docker run --rm app cat /a").stdout == "kept\n"


def test_who_builds_depends_on_the_environment_and_the_alias(world: World) -> None:
    world.run("printf 'FROM busybox\\n' > Dockerfile")
    assert "Install the buildx component" in world.run("docker build .").stderr
    off = world.run("DOCKER_BUILDKIT=0 docker build .")
    assert "BuildKit is currently disabled; enable it by removing the DOCKER_BUILDKIT=0\n" in off.stderr
    assert "Successfully built" in off.stdout
    assert world.run("docker buildx build .").stderr.startswith("#0 building with")
    assert world.run("docker buildx install; docker build .").stderr.startswith("#0 building with")
    assert "boolean value" in world.run("DOCKER_BUILDKIT=maybe docker build .").stderr


def test_a_build_goes_on_after_a_snapshot(kit: World) -> None:
    kit.files.write("/root/w/Dockerfile", "FROM busybox\nRUN sleep 30; echo late > /l\nRUN cat /l\n")
    kit.run("docker build -q -t app w > out 2>&1 &")
    other = World.restore(kit.snapshot())
    assert other.snapshot() == kit.snapshot()
    for one in (kit, other):
        one.advance(40)
    assert kit.run("cat out").stdout == other.run("cat out").stdout
    assert other.run("docker run --rm app cat /l").stdout == "late\n"


def test_the_frontend_of_the_first_line_is_looked_up(kit: World) -> None:
    result = build(kit, "# syntax=docker/dockerfile:1\nFROM busybox\n")
    assert "#2 resolve image config for docker-image://docker.io/docker/dockerfile:1\n" in result.stderr
    assert "#3 docker-image://docker.io/docker/dockerfile:1@sha256:" in result.stderr
    other = build(kit, "# syntax=other/frontend\nFROM busybox\n")
    assert other.stderr.endswith("not modelled in this sandbox: the frontend other/frontend\n")


def test_the_escape_character_can_be_another(kit: World) -> None:
    build(kit, "# escape=`\nFROM busybox\nRUN echo a `\n  b > /f\n")
    assert kit.run("docker run --rm app cat /f").stdout == "a b\n"
