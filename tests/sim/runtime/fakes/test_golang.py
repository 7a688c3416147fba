"""go builds what images of several stages are made of."""

# ruff: noqa: E501 - a program stands on one line, as it is written into a file.

import pytest

from sandbox.sim.world import World

HELLO = 'package main\n\nimport "fmt"\n\n// A comment.\nfunc main() {\n\tfmt.Println("Hello, \\"World\\"!")\n\tfmt.Print("x")\n}\n'


@pytest.fixture
def world() -> World:
    world = World.create(seed=3)
    world.run("mkdir app; cd app; printf 'module x\\n' > go.mod")
    return world


def test_a_program_of_a_build_stage_runs_from_scratch(world: World) -> None:
    world.files.write("/root/app/main.go", HELLO)
    world.files.write(
        "/root/app/Dockerfile",
        "FROM golang:1.22 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -ldflags='-s -w' -o /bin/hello .\n"
        'FROM scratch\nCOPY --from=build /bin/hello /hello\nENTRYPOINT ["/hello"]\n',
    )
    assert world.run("docker buildx build -q -t hello .").exit_code == 0
    assert world.run("docker run --rm hello").stdout == 'Hello, "World"!\nx'


def test_a_program_that_does_more_is_built_and_says_that_it_is_not_run(world: World) -> None:
    world.files.write("/root/app/main.go", "package main\nfunc main() {\n\thttp.ListenAndServe()\n}\n")
    result = world.run("docker run --rm -v ./:/go/src -w /go/src golang sh -c 'go build && ls && ./src'")
    assert result.stdout == "go.mod\nmain.go\nsrc\n"
    assert "not modelled in this sandbox: Go programs: ./src\n" in result.stderr


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("go build", "no Go files in /go"),
        ("go build nope.go", "no required module provides package nope.go"),
        ("go mod download", "go: go.mod file not found"),
        ("go test ./...", "not modelled in this sandbox: go test"),
    ],
)
def test_what_cannot_be_built_is_named(world: World, line: str, words: str) -> None:
    result = world.run(f"docker run --rm golang {line}")
    assert result.exit_code == 1
    assert words in result.stderr


def test_a_module_begins_and_the_version_is_told(world: World) -> None:
    out = world.run(
        "docker run --rm golang:1.22.5 sh -c 'go version; mkdir m; cd m; go mod init demo; cat go.mod'"
    ).stdout
    assert out == "go version go1.22.5 linux/amd64\nmodule demo\n\ngo 1.22\n"
