"""Shells inside Pods: kubectl run, exec and attach at a terminal."""

import pytest

from sandbox.sim.world import World


@pytest.fixture
def cluster(world: World) -> World:
    world.run("kubectl run web --image=nginx; kubectl wait --for=condition=Ready pod/web")
    return world


def output(world: World, line: str) -> str:
    return world.type(f"{line}\n").output.removeprefix(f"{line}\n")


def test_run_with_rm_opens_a_shell_and_leaves_nothing(world: World) -> None:
    shown = world.type("kubectl run -it --rm --restart=Never box --image=busybox -- sh\n")
    assert shown.output.endswith("If you don't see a command prompt, try pressing enter.\n")
    assert (shown.prompt, shown.running) == ("/ # ", False)
    assert output(world, "hostname") == "box\n"
    shown = world.type("exit 3\n")
    assert shown.output == ('exit 3\npod default/box terminated (Error)\npod "box" deleted from default namespace\n')
    assert (shown.prompt, shown.exit_code) == ("root@drydock:~# ", 3)
    assert world.run("kubectl get pods").stderr == "No resources found in default namespace.\n"


def test_run_that_restarts_says_how_to_come_back_and_attach_does(world: World) -> None:
    world.type("kubectl run -it box --image=busybox\n")
    assert "resume using 'kubectl attach box -c box -i -t' command" in output(world, "exit")
    world.advance(5)
    shown = world.type("kubectl attach -it box\n")
    assert (shown.prompt, shown.running) == ("/ # ", False)
    assert output(world, "echo again") == "again\n"
    assert world.press("C-d").prompt == "root@drydock:~# "


def test_exec_shares_the_terminal(cluster: World) -> None:
    assert cluster.type("kubectl exec -it web -- sh\n").prompt == "/ # "
    assert output(cluster, "tty; hostname") == "/dev/pts/0\nweb\n"
    cluster.type("tail -f /dev/null\n")
    assert cluster.press("C-c").prompt == "/ # "
    shown = cluster.type("exit 7\n")
    assert shown.output == "exit 7\ncommand terminated with exit code 7\n"
    assert (shown.prompt, shown.exit_code) == ("root@drydock:~# ", 7)


def test_exec_without_a_terminal_passes_a_pipe(cluster: World) -> None:
    assert output(cluster, "kubectl exec web -- tty") == "not a tty\ncommand terminated with exit code 1\n"
    cluster.type("kubectl exec -i web -- cat\n")
    assert output(cluster, "through") == "through\n"
    assert cluster.press("C-d").exit_code == 0


def test_a_program_in_front_of_exec_takes_the_interrupt(cluster: World) -> None:
    assert cluster.type("kubectl exec -it web -- tail -f /dev/null\n").running
    shown = cluster.press("C-c")
    assert shown.output == "^Ccommand terminated with exit code 130\n"
    assert shown.exit_code == 130


def test_a_script_gets_a_word_about_the_missing_terminal(cluster: World) -> None:
    words = "Unable to use a TTY - input is not a terminal or the right kind of file\n"
    assert cluster.run("echo ls | kubectl exec -it web -- sh").stderr == words
    assert words not in cluster.type("kubectl exec -it web -- true\n").output


def test_a_pod_that_wants_input_waits_for_it(world: World) -> None:
    world.run("kubectl run box --image=busybox --stdin --tty --attach=false -- sh; sleep 5")
    world.run("printf 'echo piped\\nexit\\n' > in")
    assert world.run("kubectl get pod box -o jsonpath='{.spec.containers[0].stdin}{.spec.containers[0].tty}'").stdout
    world.files.write(
        "p.yaml",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: plain}\n"
        "spec: {containers: [{name: c, image: busybox, stdin: true, command: [cat]}]}\n",
    )
    world.run("kubectl apply -f p.yaml; kubectl wait --for=condition=Ready pod/plain")
    world.type("kubectl attach -i plain\n")
    assert output(world, "to cat") == "to cat\n"


def test_delete_interactive_asks(cluster: World) -> None:
    shown = cluster.type("kubectl delete -i pod web\n")
    assert shown.output.endswith("You are about to delete the following 1 resource(s):\npod/web\n")
    assert shown.prompt == "Do you want to continue? (y/N): "
    assert output(cluster, "n").endswith("deletion is cancelled\n")
    cluster.type("kubectl delete -i pod web\n")
    assert 'pod "web" deleted' in output(cluster, "y")
