"""The learner's shell at a terminal: prompts, unfinished lines, keys, what becomes of a line."""

import pytest

from sandbox.sim.world import World


def test_the_first_look_shows_the_prompt() -> None:
    shown = World.create(seed=7).read()
    assert (shown.output, shown.prompt, shown.running, shown.exit_code) == ("", "root@drydock:~# ", False, 0)


def test_what_is_typed_is_echoed_before_its_output_and_the_prompt_follows(world: World) -> None:
    shown = world.type("echo hello\n")
    assert (shown.output, shown.prompt, shown.exit_code) == ("echo hello\nhello\n", "root@drydock:~# ", 0)


def test_the_prompt_tells_the_directory(world: World) -> None:
    assert world.type("cd /etc\n").prompt == "root@drydock:/etc# "
    assert world.type("cd; mkdir a; cd a\n").prompt == "root@drydock:~/a# "


@pytest.mark.parametrize(
    ("ps1", "prompt"),
    [
        (r"\W> ", "~> "),
        (r"[\u@\h \w]\$ ", "[root@drydock ~]# "),
        (r"\[\e[32m\]\w\[\e[0m\] ", "\x1b[32m~\x1b[0m "),
        (r"$x-$? ", "here-0 "),
        (r"$(basename $PWD)% ", "root% "),
        (r"a\nb ", "b "),
        (r"\s-\v\$ ", "bash-5.2# "),
    ],
)
def test_ps1_is_decoded_and_expanded(world: World, ps1: str, prompt: str) -> None:
    assert world.type(f"x=here; PS1='{ps1}'\n").prompt == prompt


def test_prompt_command_runs_before_each_prompt(world: World) -> None:
    world.type("PROMPT_COMMAND='n=$((n+1))'\n")
    world.type("true\n")
    assert world.type("echo $n; (exit 4)\n").output == "echo $n; (exit 4)\n2\n"
    assert world.type("echo $?\n").output == "echo $?\n4\n"


@pytest.mark.parametrize(
    ("lines", "output"),
    [
        (["if true", "then echo yes", "fi"], "yes"),
        (["echo 'a", "b'"], "a\nb"),
        (["cat <<END", "text $HOME", "END"], "text /root"),
        (["echo a \\", "b"], "a b"),
        (["f() {", "echo in f", "}; f"], "in f"),
        (["echo x |", "tr x y"], "y"),
        (["true &&", "echo and"], "and"),
        (["for i in 1 2", "do echo $i", "done"], "1\n2"),
        (["case a in", "a) echo match ;;", "esac"], "match"),
        (["echo $(", "echo inner", ")"], "inner"),
    ],
)
def test_an_unfinished_command_asks_for_more(world: World, lines: list[str], output: str) -> None:
    for line in lines[:-1]:
        shown = world.type(f"{line}\n")
        assert (shown.prompt, shown.exit_code) == ("> ", None)
    shown = world.type(f"{lines[-1]}\n")
    assert (shown.output, shown.prompt) == (f"{lines[-1]}\n{output}\n", "root@drydock:~# ")


def test_several_pasted_lines_meet_each_prompt_in_turn(world: World) -> None:
    shown = world.type("echo one\ncd /tmp\necho two\n")
    assert shown.output == ("echo one\none\nroot@drydock:~# cd /tmp\nroot@drydock:/tmp# echo two\ntwo\n")
    assert shown.prompt == "root@drydock:/tmp# "


def test_faults_are_told_as_an_interactive_shell_tells_them(world: World) -> None:
    assert world.type("nope\n").output == "nope\nbash: nope: command not found\n"
    assert world.type("ls )\n").output == "ls )\nbash: syntax error near unexpected token `)'\n"
    assert world.type("cd /nope\n").output == "cd /nope\nbash: cd: /nope: No such file or directory\n"
    shown = world.type("echo ${x?unset}; echo never\n")
    assert (shown.output, shown.exit_code) == ("echo ${x?unset}; echo never\nbash: x: unset\n", 1)
    assert world.type("readonly r=1; r=2; echo never\n").prompt == "root@drydock:~# "


def test_control_c_gives_up_the_line(world: World) -> None:
    world.type("echo 'unfinished\n")
    shown = world.press("C-c")
    assert (shown.output, shown.prompt, shown.exit_code) == ("^C\n", "root@drydock:~# ", 130)
    assert world.type("echo $?\n").output == "echo $?\n130\n"


def test_control_d_and_exit_end_the_shell_and_another_one_begins(world: World) -> None:
    world.type("x=1; cd /tmp\n")
    shown = world.press("C-d")
    assert (shown.output, shown.prompt) == ("exit\n", "root@drydock:~# ")
    assert world.type("echo [$x]\n").output == "echo [$x]\n[]\n"
    assert world.type("exit 3\n").output == "exit 3\nexit\n"


def test_control_d_in_an_unfinished_command_is_a_syntax_error(world: World) -> None:
    world.type("if true\n")
    shown = world.press("C-d")
    assert shown.output == "bash: syntax error: unexpected end of file\n"
    assert shown.prompt == "root@drydock:~# "


def test_control_l_clears_the_screen_and_keeps_the_prompt(world: World) -> None:
    shown = world.press("C-l")
    assert (shown.output, shown.prompt) == ("\x1b[H\x1b[2J", "root@drydock:~# ")


def test_a_key_without_a_name_is_refused(world: World) -> None:
    with pytest.raises(ValueError, match="no key has the name 'F99'"):
        world.press("F99")


def test_the_terminal_begins_as_the_other_shell_is_and_then_goes_its_own_way() -> None:
    world = World.create(seed=7)
    world.run("export A=1; alias hi='echo hello'; f() { echo f; }; cd /tmp")
    assert world.read().prompt == "root@drydock:/tmp# "
    assert world.type("echo $A; hi; f\n").output == "echo $A; hi; f\n1\nhello\nf\n"
    world.type("A=2; cd /\n")
    assert world.run("echo $A; pwd").stdout == "1\n/tmp\n"


def test_run_has_no_terminal_whatever_is_typed(world: World) -> None:
    world.type("docker run -it --name t1 busybox sh\n")
    assert world.run("tty; docker run -it busybox sh").stderr == "the input device is not a TTY\n"
    assert world.type("echo still here\n").output == "echo still here\nstill here\n"


def test_start_up_files_are_read(world: World) -> None:
    world.type("echo 'alias k=kubectl; PS1=\"mine> \"' >> ~/.bashrc\n")
    assert world.type("bash\n").prompt == "mine> "
    assert world.type("alias k\n").output == "alias k\nalias k='kubectl'\n"
    assert world.type("exit\n").prompt == "root@drydock:~# "


def test_finished_lines_enter_the_history_of_the_world(world: World) -> None:
    world.type("if true\nthen false\nfi\necho a; (exit 5)\n")
    world.type("sh\nls\nexit 2\n")
    rows = [(entry.line, entry.exit_code) for entry in world.history]
    assert rows == [("if true\nthen false\nfi", 1), ("echo a; (exit 5)", 5), ("sh", 2)]


def test_history_lists_what_was_typed(world: World) -> None:
    world.type("echo a\n")
    assert world.type("history\n").output.splitlines()[1:] == ["    1  echo a", "    2  history"]


def test_a_password_is_hidden(world: World) -> None:
    shown = world.type("read -s -p 'secret: ' s; echo; echo got $s\n")
    assert (shown.prompt, shown.hidden) == ("secret: ", True)
    shown = world.type("hush\n")
    assert (shown.output, shown.hidden) == ("\ngot hush\n", False)


def test_one_character_is_enough_where_one_is_wanted(world: World) -> None:
    world.type("read -n 1 -p 'go? ' k; echo; echo [$k]\n")
    assert world.type("y").output == "y\n[y]\n"


def test_select_asks_on_the_terminal(world: World) -> None:
    shown = world.type("select x in red green; do echo you said $x; break; done\n")
    assert shown.output.endswith("1) red\n2) green\n")
    assert shown.prompt == "#? "
    assert world.type("2\n").output == "2\nyou said green\n"
