"""Shells inside containers: docker run, exec, attach and start at a terminal."""

import pytest

from sandbox.sim.world import World


def type_all(world: World, *lines: str) -> list[str]:
    """Type lines; return the output of each without its echo."""
    return [world.type(f"{line}\n").output.removeprefix(f"{line}\n") for line in lines]


@pytest.mark.parametrize(
    ("line", "prompt"),
    [
        ("docker run -it --hostname box busybox", "/ # "),
        ("docker run -it --hostname box busybox sh", "/ # "),
        ("docker run -it --hostname box -w /etc busybox sh", "/etc # "),
        ("docker run -it --hostname box -u nobody busybox sh", "/ $ "),
        ("docker run -it --hostname box ubuntu", "root@box:/# "),
        ("docker run -it --hostname box nginx bash", "root@box:/# "),
        ("docker run -it --hostname box ubuntu sh", "# "),
        ("docker run -it --hostname box centos:7", "[root@box /]# "),
        ("docker run -it --hostname box centos:7 sh", "sh-5.2# "),
        ("docker run -it --hostname box -e PS1='here> ' busybox sh", "here> "),
    ],
)
def test_each_shell_shows_its_own_prompt(world: World, line: str, prompt: str) -> None:
    shown = world.type(f"{line}\n")
    assert (shown.output, shown.prompt, shown.running) == (f"{line}\n", prompt, False)


def test_a_session_in_a_container_reads_what_is_typed_and_its_exit_code_goes_through(world: World) -> None:
    world.type("docker run -it --name box busybox sh\n")
    assert world.type("cd /etc\n").prompt == "/etc # "
    assert type_all(world, "pwd", "nope") == ["/etc\n", "sh: nope: not found\n"]
    shown = world.type("exit 4\n")
    assert (shown.output, shown.prompt, shown.exit_code) == ("exit 4\n", "root@drydock:~# ", 4)
    assert "Exited (4)" in world.run("docker ps -a").stdout


def test_a_pasted_session_goes_in_and_out(world: World) -> None:
    shown = world.type("docker run -it --rm --name box busybox sh\nhostname > /h; cat /h | wc -c\nexit\necho back\n")
    assert shown.output.endswith("/ # hostname > /h; cat /h | wc -c\n13\n/ # exit\nroot@drydock:~# echo back\nback\n")
    assert world.run("docker ps -aq").stdout == ""


def test_the_detach_keys_leave_it_running_and_attach_comes_back(world: World) -> None:
    world.type("docker run -it --name box busybox sh\nx=kept\n")
    shown = world.press("C-p C-q")
    assert (shown.output, shown.prompt, shown.exit_code) == ("read escape sequence\n", "root@drydock:~# ", 0)
    assert "Up" in world.run("docker ps").stdout
    assert world.type("docker attach box\n").prompt == "/ # "
    assert type_all(world, "echo $x") == ["kept\n"]
    assert world.press("C-p C-q").exit_code == 1
    shown = world.type("docker attach box\nexit 3\n")
    assert (shown.prompt, shown.exit_code) == ("root@drydock:~# ", 3)


def test_one_detach_key_alone_goes_on_to_the_container(world: World) -> None:
    world.type("docker run -it --name box busybox sh\n")
    world.press("C-p")
    assert type_all(world, "echo still") == ["still\n"]
    assert world.type("exit\n").prompt == "root@drydock:~# "


def test_detach_keys_can_be_chosen(world: World) -> None:
    world.type("docker run -it --detach-keys ctrl-a,d --name box busybox sh\n")
    shown = world.press("C-a d")
    assert shown.output == "read escape sequence\n"
    shown = world.type("docker attach --detach-keys ctrl-? box\n")
    assert "Unknown character: 'ctrl-?'" in shown.output
    assert shown.exit_code == 1


def test_start_with_ai_joins_again(world: World) -> None:
    world.type("docker run -it --name box busybox sh\ntouch /mine\nexit\n")
    assert world.type("docker start -ai box\n").prompt == "/ # "
    assert type_all(world, "ls /mine") == ["/mine\n"]
    assert world.press("C-d").prompt == "root@drydock:~# "


def test_exec_opens_a_second_shell_whose_end_leaves_the_container(world: World) -> None:
    world.run("docker run -d --name web nginx")
    assert world.type("docker exec -it web sh\n").prompt == "/ # "
    assert type_all(world, "echo in") == ["in\n"]
    shown = world.type("exit 5\n")
    assert (shown.prompt, shown.exit_code) == ("root@drydock:~# ", 5)
    assert "Up" in world.run("docker ps").stdout


def test_exec_can_be_left_by_the_detach_keys(world: World) -> None:
    world.run("docker run -d --name web nginx")
    world.type("docker exec -it web sh\n")
    shown = world.press("C-p C-q")
    assert (shown.output, shown.prompt, shown.exit_code) == ("read escape sequence\n", "root@drydock:~# ", 1)


def test_control_c_in_a_container_ends_what_its_shell_has_started(world: World) -> None:
    world.type("docker run -it --name box busybox sh\n")
    assert world.type("tail -f /dev/null\n").running
    shown = world.press("C-c")
    assert (shown.output, shown.prompt) == ("^C\n", "/ # ")
    assert type_all(world, "echo $?") == ["130\n"]


def test_the_first_process_of_a_container_is_deaf_to_control_c(world: World) -> None:
    assert world.type("docker run -it --name deaf busybox tail -f /dev/null\n").running
    assert world.press("C-c").running
    shown = world.press("C-p C-q")
    assert (shown.running, shown.prompt) == (False, "root@drydock:~# ")


def test_a_server_in_front_runs_until_control_c(world: World) -> None:
    shown = world.type("docker run --rm --name web nginx\n")
    assert (shown.running, shown.prompt, shown.exit_code) == (True, "", None)
    assert world.read(30).running
    shown = world.press("C-c")
    assert (shown.running, shown.prompt) == (False, "root@drydock:~# ")
    assert world.run("docker ps -aq").stdout == ""


def test_three_interrupts_end_a_client_whose_container_does_not_listen(world: World) -> None:
    world.type("docker run --name deaf busybox tail -f /dev/null\n")
    assert world.press("C-c").running
    assert world.press("C-c").running
    shown = world.press("C-c")
    assert "got 3 SIGTERM/SIGINTs, forcefully exiting" in shown.output
    assert (shown.prompt, shown.exit_code) == ("root@drydock:~# ", 1)
    assert "Up" in world.run("docker ps").stdout


def test_input_without_a_terminal_in_the_container_has_no_prompt(world: World) -> None:
    shown = world.type("docker run -i --name plain busybox sh\n")
    assert (shown.prompt, shown.running) == ("", False)
    assert type_all(world, "tty; echo a; nope") == ["not a tty\na\nsh: line 1: nope: not found\n"]
    assert world.press("C-d").prompt == "root@drydock:~# "


def test_exec_without_a_terminal_of_its_own_gets_none(world: World) -> None:
    world.run("docker run -d --name web nginx")
    assert type_all(world, "docker exec web tty") == ["not a tty\n"]
    assert type_all(world, "docker exec -t web tty") == ["/dev/pts/0\n"]
    world.type("docker exec -i web cat\n")
    assert type_all(world, "through the pipe") == ["through the pipe\n"]
    assert world.press("C-d").exit_code == 0


def test_a_detached_shell_waits_for_somebody_to_attach(world: World) -> None:
    world.run("docker run -dit --name box busybox sh; docker run -di --name pipe busybox sh")
    assert world.type("docker attach box\n").prompt == "/ # "
    assert type_all(world, "echo tty", "exit") == ["tty\n", ""]
    world.type("docker attach pipe\n")
    assert type_all(world, "echo pipe") == ["pipe\n"]
    assert world.run("docker logs pipe").stdout == "pipe\n"


def test_attach_without_stdin_only_watches(world: World) -> None:
    world.run("docker run -dit --name box busybox sh -c 'while true; do date; sleep 5; done'")
    shown = world.type("docker attach --no-stdin box\n")
    assert shown.running
    assert world.press("C-c").prompt == "root@drydock:~# "
    assert "Up" in world.run("docker ps").stdout


def test_the_log_of_a_terminal_holds_prompts_and_echo(world: World) -> None:
    world.type("docker run -it --name box busybox sh\necho hi\nexit\n")
    assert world.run("docker logs box").stdout == "/ # echo hi\r\nhi\r\n/ # exit\r\n"


def test_a_shell_in_a_container_in_a_script_needs_no_terminal(world: World) -> None:
    assert world.run("printf 'echo a\\nread x\\nb\\necho $x\\n' | docker run -i busybox sh").exit_code == 0
    assert world.run("echo ls / | docker run -i --rm busybox sh").stdout.startswith("bin\ndev\n")


def test_questions_wait_for_an_answer(world: World) -> None:
    world.run("docker run --name old busybox true")
    shown = world.type("docker container prune\n")
    assert shown.prompt.endswith("[y/N] ")
    world.type("n\n")
    assert world.run("docker ps -aq").stdout
    world.type("docker container prune\ny\n")
    assert world.run("docker ps -aq").stdout == ""


def test_login_hides_the_password(world: World) -> None:
    shown = world.type("docker login -u ann\n")
    assert (shown.prompt, shown.hidden) == ("Password: ", True)
    shown = world.type("secret\n")
    assert "secret" not in shown.output
    assert (shown.exit_code, shown.hidden) == (1, False)


def test_redis_cli_holds_a_conversation(world: World) -> None:
    world.run("docker run -d --name db redis")
    assert world.type("docker exec -it db redis-cli\n").prompt == "127.0.0.1:6379> "
    answers = type_all(world, "set n 1", "incr n", "get none", "rpush l a b", "lrange l 0 -1", "hget n f", "oops")
    assert answers[:5] == ["OK\n", "(integer) 2\n", "(nil)\n", "(integer) 2\n", '1) "a"\n2) "b"\n']
    assert answers[5].startswith("(error) WRONGTYPE")
    assert answers[6].startswith("(error) ERR unknown command 'oops'")
    assert world.type("quit\n").prompt == "root@drydock:~# "
    assert world.run("docker exec db redis-cli get n").stdout == "2\n"


def test_redis_cli_says_when_nobody_answers(world: World) -> None:
    world.type("docker run -it --rm redis redis-cli\n")
    assert type_all(world, "ping") == ["Could not connect to Redis at 127.0.0.1:6379: Connection refused\n"]
    assert world.press("C-c").prompt == "root@drydock:~# "
