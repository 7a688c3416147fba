"""curl: what it sends, and what it says of the answer or of its lack."""

import pytest

from sandbox.sim.world import World

START = """
docker run -d --name who -p 8080:80 traefik/whoami
docker run -d --name web -p 80:80 nginx
printf 'line 1\\nline 2\\n' > file
"""


@pytest.fixture(scope="module")
def blob() -> bytes:
    world = World.create(seed=7, images=("nginx:latest", "traefik/whoami:latest"))
    assert world.run(START).exit_code == 0
    return world.snapshot()


@pytest.fixture
def world(blob: bytes) -> World:
    return World.restore(blob)


def sent(world: World, options: str) -> list[str]:
    lines = world.run(f"curl -s {options} http://localhost:8080/p").stdout.splitlines()
    at = next(number for number, line in enumerate(lines) if line.endswith("HTTP/1.1"))
    return [line for line in lines[at:] if line and not line.startswith("X-")]


@pytest.mark.parametrize(
    ("options", "lines"),
    [
        ("-d a=1 -d b=2", ["POST /p HTTP/1.1", "Content-Length: 7", "Content-Type: application/x-www-form-urlencoded"]),
        ("-d @file", ["Content-Length: 12"]),
        ("--data-binary @file", ["Content-Length: 14"]),
        ("-G --data-urlencode 'q=x y&z'", ["GET /p?q=x+y%26z HTTP/1.1"]),
        ("-u me:secret", ["Authorization: Basic bWU6c2VjcmV0"]),
        ("-b 'a=1; b=2' -e http://from -A agent", ["Cookie: a=1; b=2", "Referer: http://from", "User-Agent: agent"]),
        ("-T file", ["PUT /p HTTP/1.1", "Content-Length: 14"]),
        ("--json '{}'", ["Content-Type: application/json", "Accept: application/json"]),
        ("-X DELETE -H 'Host: other'", ["DELETE /p HTTP/1.1", "Host: other"]),
        ("--oauth2-bearer abc", ["Authorization: Bearer abc"]),
    ],
)
def test_options_become_the_request(world: World, options: str, lines: list[str]) -> None:
    assert set(lines) <= set(sent(world, options))


def test_a_form_is_sent_in_parts(world: World) -> None:
    kind = next(line for line in sent(world, "-F a=1 -F 'b=@file;type=text/csv'") if line.startswith("Content-Type"))
    assert kind.startswith("Content-Type: multipart/form-data; boundary=------------------------")


@pytest.mark.parametrize(
    ("line", "status", "out"),
    [
        ("curl -s -o /dev/null -w '%{http_code}\\n' localhost", 0, "200\n"),
        ("curl -s -o /dev/null -w '%{http_code} %{exitcode}\\n' localhost:81", 7, "000 7\n"),
        ("curl -s -o /dev/null -w '%{http_code}\\n' http://nowhere.example", 6, "000\n"),
        ("curl -sf -w '%{http_code}\\n' localhost/missing", 22, "404\n"),
        ("curl -s -o /dev/null -w '%{content_type} %{method} %{scheme} %%' -I localhost", 0, "text/html HEAD HTTP %"),
        ("curl -s -o /dev/null -w '%{stderr}a%{stdout}b' localhost", 0, "b"),
        ("curl -s --max-redirs 0 -o /dev/null -w '%{num_redirects}' localhost", 0, "0"),
    ],
)
def test_write_out_speaks_whether_an_answer_came_or_not(world: World, line: str, status: int, out: str) -> None:
    result = world.run(line)
    assert (result.exit_code, result.stdout) == (status, out)


def test_retrying_takes_the_time_that_it_takes(world: World) -> None:
    result = world.run("s=$(date +%s); curl -s --retry 3 --retry-connrefused localhost:81; echo $? $(($(date +%s)-s))")
    assert result.stdout == "7 7\n"
    script = (
        "(sleep 4; docker run -d -p 81:80 nginx > /dev/null) & curl -s --retry 9 --retry-delay 1 --retry-connrefused "
    )
    assert "Welcome to nginx" in world.run(f"{script} localhost:81").stdout


def test_a_file_goes_where_it_is_told(world: World) -> None:
    world.run(
        "curl -s --create-dirs -o a/b/page localhost; curl -sO localhost/index.html; curl -s -D heads -o x localhost"
    )
    assert world.run("ls a/b/page index.html; head -1 heads").stdout == "a/b/page\nindex.html\nHTTP/1.1 200 OK\r\n"
    assert world.run("curl -s -o no/such/place localhost").exit_code == 23
    assert world.run("curl -sS -O localhost").stderr == "curl: (23) Remote file name has no length\n"
