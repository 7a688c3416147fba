"""vi, nano and kubectl edit: the page is the editor."""

import pytest

from sandbox.sim.world import World


def test_an_editor_asks_for_its_file_and_writes_what_comes_back(world: World) -> None:
    world.run("echo old > a.txt")
    shown = world.type("vi a.txt\n")
    assert shown.edit is not None
    assert (shown.edit.path, shown.edit.text, shown.edit.program) == ("/root/a.txt", "old\n", "vi")
    assert (shown.prompt, shown.running) == ("", False)
    shown = world.answer_edit("new")
    assert (shown.edit, shown.prompt, shown.exit_code) == (None, "root@drydock:~# ", 0)
    assert world.files.read("a.txt") == "new\n"


def test_leaving_an_editor_changes_nothing(world: World) -> None:
    world.type("nano none.txt\n")
    assert world.answer_edit(None).exit_code == 0
    assert not world.files.exists("none.txt")


def test_several_files_come_one_after_the_other(world: World) -> None:
    first = world.type("vim a b\n")
    second = world.answer_edit("A\n")
    assert [row.edit.path for row in (first, second) if row.edit] == ["/root/a", "/root/b"]
    world.answer_edit("B\n")
    assert world.run("cat a b").stdout == "A\nB\n"


def test_typing_waits_while_an_editor_is_open_and_interrupts_do_nothing(world: World) -> None:
    world.type("vi a\n")
    assert world.type("echo later\n").edit is not None
    assert world.press("C-c").edit is not None
    assert world.answer_edit("x\n").prompt == "root@drydock:~# "


def test_an_open_editor_survives_a_snapshot(world: World) -> None:
    world.type("vi a\n")
    again = World.restore(world.snapshot())
    assert again.read().edit == world.read().edit
    again.answer_edit("kept\n")
    assert again.files.read("a") == "kept\n"


def test_an_answer_without_an_editor_is_refused(world: World) -> None:
    with pytest.raises(ValueError, match="no editor is open"):
        world.answer_edit("text")


def test_a_place_that_cannot_be_written_is_told(world: World) -> None:
    world.type("vi /nowhere/f\n")
    shown = world.answer_edit("x")
    assert shown.output == '"/nowhere/f" No such file or directory\n'
    assert shown.exit_code == 1


def test_an_editor_inside_a_container_edits_the_containers_file(world: World) -> None:
    world.type("docker run -it --name box busybox sh\n")
    shown = world.type("vi /etc/motd\n")
    assert shown.edit is not None
    assert shown.edit.path == "/etc/motd"
    assert world.answer_edit("hello\n").prompt == "/ # "
    assert world.type("cat /etc/motd\n").output == "cat /etc/motd\nhello\n"


def test_kubectl_edit_sends_what_was_changed(world: World) -> None:
    world.run("kubectl create configmap c --from-literal=a=1")
    shown = world.type("kubectl edit configmap c\n")
    assert shown.edit is not None
    shown = world.answer_edit(shown.edit.text.replace('a: "1"', 'a: "2"'))
    assert shown.output == "configmap/c edited\n"
    assert world.run("kubectl get cm c -o jsonpath={.data.a}").stdout == "2"
    world.type("kubectl edit configmap c\n")
    assert world.answer_edit(None).output == "Edit cancelled, no changes made.\n"


def test_kubectl_edit_opens_again_with_what_is_wrong(world: World) -> None:
    world.run("kubectl create configmap c --from-literal=a=1")
    shown = world.type("kubectl edit configmap c\n")
    assert shown.edit is not None
    shown = world.answer_edit(shown.edit.text.replace('a: "1"', "a: [1"))
    assert shown.edit is not None
    assert "# The edited file had a syntax error" in shown.edit.text
    assert "no valid changes were saved" in world.answer_edit(None).output


def test_without_a_terminal_an_editor_says_what_to_do(world: World) -> None:
    result = world.run("vi a.txt")
    assert result.exit_code == 1
    assert "cat > a.txt <<'EOF'" in result.stderr
    world.run("kubectl create configmap c --from-literal=a=old")
    assert "EDITOR='sed -i" in world.run("kubectl edit configmap c").stderr
    assert world.run("EDITOR='sed -i s/old/new/' kubectl edit configmap c").stdout == "configmap/c edited\n"
    assert world.run("KUBE_EDITOR='sed -i s/new/last/' kubectl edit configmap c").stdout == "configmap/c edited\n"
    assert world.run("kubectl get cm c -o jsonpath={.data}").stdout == '{"a":"last"}'
