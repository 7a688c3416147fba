"""Utilities that the machine of the tests may lack: yq, ssh-keygen, htpasswd, git and facts of the host."""

import pytest

from tests.sim.shell.learner_shell import LearnerShell

POD = """\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: first
      image: nginx
    - name: second
      image: redis
      args: ["--port", "6379"]
"""


@pytest.fixture
def shell() -> LearnerShell:
    shell = LearnerShell()
    shell.run(f"cat > pod.yaml <<'E'\n{POD}E\n")
    return shell


@pytest.mark.parametrize(
    ("script", "shown"),
    [
        ("yq .kind pod.yaml", "Pod\n"),
        ("yq '.spec.containers[1].args[1]' pod.yaml", "6379\n"),
        ("yq '.spec.containers[] | select(.image == \"redis\") | .name' pod.yaml", "second\n"),
        ("yq '.spec.containers | length' pod.yaml", "2\n"),
        ("yq '.metadata | keys' pod.yaml", "- name\n"),
        ("yq '.nothing.at.all' pod.yaml", "null\n"),
        ("yq -o=json '.metadata' pod.yaml", '{\n  "name": "web"\n}\n'),
        ("yq -o json -I 0 .metadata pod.yaml", '{"name":"web"}\n'),
        ("yq '.spec.containers[1].args' pod.yaml", '- --port\n- "6379"\n'),
        ("yq -i '.metadata.name = \"shop\"' pod.yaml; yq .metadata.name pod.yaml", "shop\n"),
        ("NAME=new yq '.metadata.name = strenv(NAME) | .metadata' pod.yaml", "name: new\n"),
        ("yq 'del(.spec)' pod.yaml | tail -2", "metadata:\n  name: web\n"),
        ("yq -n '.a.b = 1'", "a:\n  b: 1\n"),
        ("printf 'a: 1\\n---\\na: 2\\n' | yq .a", "1\n2\n"),
        ("printf 'a: 1\\n---\\na: 2\\n' | yq", "a: 1\n---\na: 2\n"),
        ('echo \'{"a": [1, "x"]}\' | yq -P', "a:\n  - 1\n  - x\n"),
    ],
)
def test_yq_answers(shell: LearnerShell, script: str, shown: str) -> None:
    assert shell.run(script) == (0, shown, "")


@pytest.mark.parametrize(
    ("script", "error"),
    [
        ("yq .a nosuch.yaml", "Error: open nosuch.yaml: no such file or directory\n"),
        ("yq '. as $x ireduce (0; .)' pod.yaml", "yq: not modelled in this sandbox: ireduce\n"),
        ("yq -o xml . pod.yaml", "yq: not modelled in this sandbox: the format xml\n"),
        ("yq -e .nothing pod.yaml > /dev/null", "Error: no matches found\n"),
    ],
)
def test_yq_refuses(shell: LearnerShell, script: str, error: str) -> None:
    assert shell.run(script) == (1, "", error)


def test_yq_warns_that_comments_are_lost(shell: LearnerShell) -> None:
    assert shell.run("echo '# why' >> pod.yaml; yq -i '.a = 1' pod.yaml")[2].endswith("comments; they are lost\n")


def test_ssh_keys_are_pairs_and_depend_on_the_seed_alone(shell: LearnerShell) -> None:
    shell.run("ssh-keygen -q -t ed25519 -N '' -f key -C me@here")
    assert shell.run("diff <(ssh-keygen -y -f key) key.pub; stat -c %a key key.pub") == (
        0, "600\n644\n", "",
    )  # fmt: skip
    assert shell.run("ssh-keygen -lf key.pub")[1] == shell.run("ssh-keygen -lf key")[1]
    other = LearnerShell()
    other.run("ssh-keygen -q -t ed25519 -N '' -f key -C me@here")
    assert other.run("cat key.pub") == shell.run("cat key.pub")


def test_htpasswd_keeps_one_line_a_user(shell: LearnerShell) -> None:
    shell.run("htpasswd -cb auth ann one; htpasswd -b auth bob two; htpasswd -b auth ann three")
    assert shell.run("cut -d: -f1 auth; grep -cF 'ann:$apr1$' auth") == (0, "ann\nbob\n1\n", "")
    assert shell.run("htpasswd -b nosuch ann one")[0] == 1


def test_git_clone_fails_as_without_a_network(shell: LearnerShell) -> None:
    error = "fatal: unable to access 'https://github.com/a/b/': Could not resolve host: github.com\n"
    assert shell.run("git clone https://github.com/a/b") == (128, "", f"Cloning into 'b'...\n{error}")


@pytest.mark.parametrize(
    "script", ["crontab -l", "tmux", "dc", "sysctl -w vm.swappiness=1", "git status", "unshare -n"]
)
def test_what_is_not_modelled_says_so(shell: LearnerShell, script: str) -> None:
    status, _, error = shell.run(script)
    assert status == 1
    assert "not modelled in this sandbox: " in error
