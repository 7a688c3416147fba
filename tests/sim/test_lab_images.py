"""A lab's own images: what is read, what is refused and where, and what a World does with them."""

import pytest

from documents.faults import Fault
from sandbox.sim.lab import Lab, parse_lab
from sandbox.sim.publishing import ImageBuildError
from sandbox.sim.world import World

HEAD = "title: x\nkind: docker\nanswer: commands\ntask: x\nsolution: x\n"
TAIL = 'expect:\n  - {id: a, points: 1, says: x, run: "true", exit: 0}\n'
IMAGES = """\
start:
  images:
    - name: shop/web
      dockerfile: |
        FROM busybox
        COPY a/serve.sh /serve.sh
        CMD ["/serve.sh"]
      files:
        a/serve.sh: |
          #!/bin/sh
          echo serving
      memory: 64Mi
    - {name: "reg.shop.example/web:2", registry: true, dockerfile: FROM shop/web}
"""
WEB = (
    'FROM busybox:1.36\nENV GREETING=hello\nCOPY serve.sh /serve.sh\nRUN sleep 2; echo built > /b\nCMD ["/serve.sh"]\n'
)
SERVE = {"serve.sh": "#!/bin/sh\nwhile true; do echo $GREETING; sleep 5; done\n"}


def read(images: str) -> Lab:
    lab = parse_lab(HEAD + images + TAIL, path="lab.yaml")
    assert isinstance(lab, Lab), [fault.describe("en") for fault in lab]
    return lab


def refuse(images: str) -> Fault:
    faults = parse_lab(HEAD + images + TAIL, path="lab.yaml")
    assert isinstance(faults, list)
    return faults[0]


def test_images_are_read_and_survive_storage() -> None:
    lab = read(IMAGES)
    first, second = lab.start.images
    assert (first.name, first.memory, first.registry, list(first.files)) == (
        "shop/web:latest",
        64 * 1024**2,
        False,
        ["a/serve.sh"],
    )
    assert (second.name, second.registry) == ("reg.shop.example/web:2", True)
    assert Lab.from_data(lab.as_data()) == lab


def test_a_lab_without_images_is_stored_as_before() -> None:
    assert read("start: {run: x}\n").as_data()["start"] == {"files": {}, "run": "x"}


@pytest.mark.parametrize(
    ("before", "after", "words", "line"),
    [
        ("shop/web\n", "Shop/Web\n", "'Shop/Web': invalid reference format", 8),
        ("reg.shop.example/web:2", "shop/web:latest", "two images are named 'shop/web:latest'", 18),
        ("FROM busybox\n", "FRM busybox\n", "unknown instruction: FRM (did you mean FROM?)", 9),
        ("a/serve.sh: |", "../serve.sh: |", "'../serve.sh' must be a path in the build context", 14),
        ("64Mi", "much", "'much' is no amount of memory", 17),
        ("memory", "memroy", "memroy", 17),
    ],
)
def test_what_is_no_image_is_refused_at_its_place(before: str, after: str, words: str, line: int) -> None:
    fault = refuse(IMAGES.replace(before, after, 1))
    assert words in fault.text.en
    assert fault.line == line


def test_an_image_of_the_lab_runs_and_no_trace_of_its_build_is_left() -> None:
    world = World.create(seed=3)
    world.publish_image("shop/web:1.0", WEB, SERVE)
    assert world.run("docker images --format '{{.Repository}}:{{.Tag}}'").stdout == "shop/web:1.0\n"
    assert world.run("docker ps -aq; docker buildx du | tail -1; ls -A /tmp").stdout == "Total:\t\t0B\n"
    world.run("docker run -d --name web shop/web:1.0; sleep 6")
    assert world.run("docker logs web; docker exec web cat /b").stdout == "hello\nhello\nbuilt\n"


def test_it_can_be_removed_and_pulled_again_also_after_a_snapshot() -> None:
    world = World.create(seed=3)
    world.publish_image("reg.shop.example/web:2", WEB, SERVE, preloaded=False)
    assert world.run("docker images -q").stdout == ""
    other = World.restore(world.snapshot())
    assert other.snapshot() == world.snapshot()
    result = other.run("docker run --rm reg.shop.example/web:2 cat /b")
    assert result.stdout == "built\n"
    assert "Pulling from web" in result.stderr
    assert other.run(
        "docker rmi reg.shop.example/web:2; docker run --rm reg.shop.example/web:2 cat /b"
    ).stdout.endswith("built\n")
    assert other.run("docker pull reg.shop.example/web:3").exit_code == 1


def test_an_image_may_stand_on_another_and_be_a_base() -> None:
    world = World.create(seed=3)
    world.publish_image("shop/web:1.0", WEB, SERVE)
    world.publish_image("shop/web:2.0", "FROM shop/web:1.0\nENV GREETING=hi\n", {})
    assert world.run("docker run --rm shop/web:2.0 sh -c 'echo $GREETING; cat /b'").stdout == "hi\nbuilt\n"
    assert world.run("printf 'FROM shop/web:2.0\\nRUN cat /b\\n' | docker buildx build -").exit_code == 0


def test_more_memory_than_the_limit_kills_it() -> None:
    world = World.create(seed=3)
    world.publish_image("shop/web:1.0", WEB, SERVE, memory=64 * 1024**2)
    world.run("docker run -d --memory 32m --name web shop/web:1.0")
    assert world.run("docker inspect -f '{{.State.OOMKilled}} {{.State.ExitCode}}' web").stdout == "true 137\n"


def test_the_nodes_have_it_or_pull_it() -> None:
    world = World.create(seed=3)
    world.publish_image("shop/web:1.0", WEB, SERVE)
    world.publish_image("reg.shop.example/web:2", WEB, SERVE, preloaded=False)
    world.run("kubectl run one --image=shop/web:1.0; kubectl run two --image=reg.shop.example/web:2; sleep 20")
    assert world.run("kubectl exec one -- cat /b; kubectl exec two -- cat /b").stdout == "built\nbuilt\n"
    assert "already present on machine" in world.run("kubectl describe pod one").stdout
    assert "Successfully pulled image" in world.run("kubectl describe pod two").stdout


def test_a_build_that_fails_names_its_line() -> None:
    with pytest.raises(ImageBuildError, match="did not complete successfully: exit code: 3") as caught:
        World.create(seed=3).publish_image("x/y", "FROM busybox\nRUN exit 3\n", {})
    assert caught.value.line == 2
