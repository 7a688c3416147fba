"""exec and attach, and what a terminal makes of keys."""

import json
from typing import Any

import pytest

from sandbox.sim.cluster.http.front import Front
from sandbox.sim.cluster.http.line_discipline import LineDiscipline
from sandbox.sim.cluster.http.messages import Dialogue, Request, Response
from sandbox.sim.world import World

ADMIN = {"authorization": "Bearer drydock-admin"}
PODS = "/api/v1/namespaces/default/pods"
SOCKET = {"upgrade": "websocket"}


@pytest.fixture
def world() -> World:
    found = World.create(3)
    container = {"name": "main", "image": "busybox", "command": ["sh", "-c", "echo up; sleep 20; echo still; sleep 40"]}
    body = {"metadata": {"name": "p"}, "spec": {"restartPolicy": "Never", "containers": [container]}}
    Front(found.cluster).handle(Request.of("POST", PODS, ADMIN, json.dumps(body).encode()))
    found.advance(10)
    return found


def connect(world: World, target: str, headers: dict[str, str] | None = None) -> Any:
    return Front(world.cluster).handle(
        Request.of("GET", f"{PODS}/{target}", ADMIN | (SOCKET if headers is None else headers))
    )


def run(world: World, query: str) -> Dialogue:
    found = connect(world, f"p/exec?stdout=1&stderr=1&{query}")
    assert isinstance(found, Dialogue), found.body
    return found


def gather(world: World, dialogue: Dialogue, seconds: float = 1) -> dict[int, bytes]:
    world.advance(seconds)
    found: dict[int, bytes] = {}
    for channel, data in dialogue.read():
        found[channel] = found.get(channel, b"") + data
    return found


def result(frames: dict[int, bytes]) -> Any:
    return json.loads(frames[3])


def test_output_errors_and_exit_code_have_channels_of_their_own(world: World) -> None:
    dialogue = run(world, "command=sh&command=-c&command=echo%20out;%20echo%20err%20%3E%262;%20exit%204")
    frames = gather(world, dialogue)
    assert (frames[1], frames[2]) == (b"out\n", b"err\n")
    assert result(frames)["details"]["causes"] == [{"reason": "ExitCode", "message": "4"}]
    assert dialogue.finished


def test_standard_input_reaches_the_process_until_it_is_closed(world: World) -> None:
    dialogue = run(world, "stdin=1&command=wc&command=-l")
    dialogue.receive(0, b"one\ntwo\n")
    assert gather(world, dialogue) == {}
    dialogue.close_input()
    frames = gather(world, dialogue)
    assert (frames[1].strip(), result(frames)["status"]) == (b"2", "Success")


def test_a_program_that_is_not_there_is_told_as_a_result(world: World) -> None:
    frames = gather(world, run(world, "command=nope"))
    assert '"nope": executable file not found in $PATH' in result(frames)["message"]


def test_nothing_is_left_open_when_a_dialogue_ends(world: World) -> None:
    streams = world.parts.machine.streams
    before = set(streams.streams), set(streams.pipes)
    for query in ("stdin=1&command=echo&command=x", "command=nope", "stdin=1&tty=1&command=true"):
        gather(world, run(world, query))
    assert (set(streams.streams), set(streams.pipes)) == before


def test_a_terminal_echoes_edits_and_interrupts(world: World) -> None:
    dialogue = run(world, "stdin=1&tty=1&command=cat")
    dialogue.receive(0, b"helo\x7flo\r")
    assert gather(world, dialogue)[1] == b"helo\b \blo\r\nhello\r\n"
    dialogue.receive(0, b"\x03")
    frames = gather(world, dialogue)
    assert frames[1] == b"^C"
    assert result(frames)["details"]["causes"][0]["message"] == "130"


def test_a_terminal_that_hangs_up_ends_its_process(world: World) -> None:
    dialogue = run(world, "stdin=1&tty=1&command=sleep&command=1000")
    gather(world, dialogue)
    count = len(world.parts.table.processes)
    dialogue.hang_up()
    world.advance(1)
    assert len(world.parts.table.processes) == count - 1


def test_attach_shows_what_is_printed_from_now_on(world: World) -> None:
    dialogue = connect(world, "p/attach?stdout=1")
    assert gather(world, dialogue) == {}
    assert gather(world, dialogue, 15) == {1: b"still\n"}
    frames = gather(world, dialogue, 60)
    assert (result(frames)["status"], dialogue.finished) == ("Success", True)


@pytest.mark.parametrize(
    ("target", "status", "words"),
    [
        ("p/exec?command=ls&container=nope", 400, "container nope is not valid for pod p"),
        ("nope/exec?command=ls", 404, 'pods "nope" not found'),
        ("p/exec", 400, "you must specify at least one command"),
        ("p/portforward?ports=80", 400, "not modelled in this sandbox: port-forward"),
    ],
)
def test_what_cannot_be_connected_to_is_refused_before_the_socket_changes(
    world: World, target: str, status: int, words: str
) -> None:
    answer = connect(world, target)
    assert isinstance(answer, Response)
    assert answer.status == status
    assert words in json.loads(answer.body)["message"]


def test_a_client_that_speaks_spdy_is_told_so_after_the_faults_of_its_request(world: World) -> None:
    spdy = {"upgrade": "SPDY/3.1"}
    assert b"not valid for pod" in connect(world, "p/exec?command=ls&container=nope", spdy).body
    assert b"use a client that speaks WebSocket" in connect(world, "p/exec?command=ls", spdy).body


@pytest.mark.parametrize(
    ("keys", "typed", "echo"),
    [
        (b"ls\r", b"ls\n", b"ls\r\n"),
        (b"ab\x15c\n", b"c\n", b"ab\b \b\b \bc\r\n"),
        ("é\x7fe\n".encode(), b"e\n", "é\b \be\r\n".encode()),
        (b"\x1b[Ax\n", b"x\n", b"x\r\n"),
        (b"\x04", b"\x04", b""),
        (b"ab\x04", b"ab\x04", b"ab"),
        (b"ab\x03", b"ab\x03", b"ab"),
        (b"\x7f", b"", b""),
    ],
)
def test_keys_become_lines(keys: bytes, typed: bytes, echo: bytes) -> None:
    terminal = LineDiscipline()
    assert terminal.type(keys) == typed
    assert terminal.take_echo() == echo


def test_a_shell_at_a_terminal_prompts_and_runs_what_is_typed(world: World) -> None:
    dialogue = run(world, "stdin=1&tty=1&command=sh")
    assert gather(world, dialogue)[1] == b"/ # "
    dialogue.receive(0, b"echo $((1+1))\r")
    assert gather(world, dialogue)[1] == b"echo $((1+1))\r\n2\r\n/ # "
    dialogue.receive(0, b"\x04")
    assert result(gather(world, dialogue))["status"] == "Success"


def test_attach_types_into_a_container_that_has_standard_input(world: World) -> None:
    container = {"name": "main", "image": "busybox", "stdin": True, "command": ["sh", "-c", "read a; echo got $a"]}
    body = {"metadata": {"name": "q"}, "spec": {"restartPolicy": "Never", "containers": [container]}}
    Front(world.cluster).handle(Request.of("POST", PODS, ADMIN, json.dumps(body).encode()))
    world.advance(10)
    dialogue = connect(world, "q/attach?stdin=1&stdout=1")
    dialogue.receive(0, b"it\n")
    assert gather(world, dialogue)[1] == b"got it\n"
    assert dialogue.finished
