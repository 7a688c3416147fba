"""No input makes docker or its builders raise anything but what a learner can read."""

# ruff: noqa: E501, Q003 - the words of a table stand on one line, quotes among them.

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.sim.docker import registry
from sandbox.sim.world import World

STEADY = settings(max_examples=60, derandomize=True, deadline=None, database=None)
WORDS = (
    *"busybox nope:9 alpine:3.19 scratch a b /x /etc/passwd ../up . ./ * $A ${A:-b} ${A:+c} ${ {} [] [\"sh\",\"-c\"] \" ' \\".split(),
    *"AS as base=1 A=1 A=\"x 80 80/tcp 1-99999999 99999999/udp NONE CMD --interval=1s --interval=x --retries=x --from=a".split(),
    *"--from=9 --chown=nobody:9 --chmod=9 --mount=type=cache,target=/c --mount=type=bind --mount=x --network=none".split(),
    *"--platform=linux/arm64 <<EOF EOF <<-\"E\" E http://h/x é 镜 \x01 true false exit".split(),
    "\t",
    "\\\n",
    "&&",
)  # fmt: skip
NAMES = "ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR from FRM #".split()
LINES = st.builds(
    lambda name, words: " ".join([name, *words]), st.sampled_from(NAMES), st.lists(st.sampled_from(WORDS), max_size=4)
)
VERBS = [" ".join(path) for path in registry.VERBS if path[0] not in ("compose", "login")]
ARGUMENTS = (
    *"busybox c1 nope v1 n1 -f -a -q --format {{json .}} {{.Nope}} {{ -t x:y -n 0 -1 99999999999999999999 --filter".split(),
    *"label=a until=1h name=( --help -- - a=b localhost:5000/x 2>&1 sha256:0 --no-trunc -v é --time=5 --since --since=x".split(),
    "''",
    "\"$(printf '\\377')\"",
)


@cache
def shared() -> World:
    """Return a World that all examples share: building one for each would take most of the time."""
    world = World.create(seed=5, images=("busybox:latest", "alpine:3.19"))
    world.run(
        "docker create --name c1 busybox; docker volume create v1; docker network create n1; mkdir w; echo x > w/a"
    )
    return world


@contextmanager
def cleaned(world: World) -> Iterator[None]:
    """Keep what one example leaves behind from the next."""
    saved = world.snapshot()
    yield
    world.parts = World.restore(saved).parts


def readable(world: World, line: str) -> None:
    with cleaned(world):
        result = world.run(line)
    assert "Traceback" not in result.stderr
    assert result.exit_code == 0 or result.stderr or result.stdout, line


@STEADY
@given(st.lists(LINES, max_size=6), st.booleans(), st.booleans())
def test_no_dockerfile_makes_a_builder_fail(lines: list[str], kit: bool, based: bool) -> None:  # noqa: FBT001  (drawn)
    world = shared()
    text = "\n".join([*(["FROM busybox"] if based else []), *lines, ""])
    world.files.write("/root/w/Dockerfile", text)
    readable(world, "docker buildx build w" if kit else "docker build w")


@STEADY
@given(st.text(max_size=80), st.booleans())
def test_no_text_makes_a_builder_fail(text: str, kit: bool) -> None:  # noqa: FBT001  (drawn)
    world = shared()
    world.files.write("/root/w/Dockerfile", text.encode("utf-8", "replace"))
    readable(world, "docker buildx build w" if kit else "docker build w")


@STEADY
@given(st.sampled_from(VERBS), st.lists(st.sampled_from(ARGUMENTS), max_size=5))
def test_no_words_make_a_command_fail(verb: str, words: list[str]) -> None:
    world = shared()
    with cleaned(world):
        result = world.run(f"docker {verb} {' '.join(words)} < /dev/null")
    assert "Traceback" not in result.stderr
