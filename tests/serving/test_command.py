"""``manage.py sandbox serve-cluster``, from the terminal."""

import json
import os
import signal
import socket
import ssl
import subprocess
import sys
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
import yaml
from django.core.management import CommandError, call_command

from sandbox.services import store_lab
from sandbox.serving.kubeconfig import MARK, ForeignFileError, remove_kubeconfig, write_kubeconfig
from sandbox.sim.lab import Lab, parse_lab

ROOT = Path(__file__).resolve().parents[2]
LAB = """
title: {en: A lab, zh-hans: 实验}
kind: kubernetes
answer: commands
task: {en: Do it., zh-hans: 做。}
start: {run: kubectl create configmap begun --from-literal=a=b}
expect:
- id: made
  points: 1
  says: {en: There is one., zh-hans: 有一个。}
  object: {apiVersion: v1, kind: ConfigMap, name: made, exists: true}
solution: kubectl create configmap made
"""


def test_the_cluster_is_served_until_it_is_interrupted(tmp_path: Path) -> None:
    path = tmp_path / "kubeconfig"
    command = [sys.executable, "manage.py", "sandbox", "serve-cluster", "--empty", "--port", "0"]
    env = {**os.environ, "DRYDOCK_VAR": str(tmp_path / "var"), "DJANGO_SETTINGS_MODULE": "config.settings.embedded"}
    with subprocess.Popen(
        [*command, "--kubeconfig", str(path)], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        said = "".join(iter(server.stdout.readline, "Ctrl-C ends it.\n"))
        assert f"export KUBECONFIG={path}" in said
        assert path.stat().st_mode & 0o777 == 0o600
        content = yaml.safe_load(path.read_text("utf-8"))
        cluster, user = content["clusters"][0]["cluster"], content["users"][0]["user"]
        trusted = ssl.create_default_context(cadata=_decoded(cluster["certificate-authority-data"]))
        request = Request(f"{cluster['server']}/api/v1/nodes", headers={"Authorization": f"Bearer {user['token']}"})  # noqa: S310 - our own address
        with urlopen(request, context=trusted, timeout=60) as answer:  # noqa: S310 - as above
            assert [row["metadata"]["name"] for row in json.load(answer)["items"]] == ["controlplane", "node01"]
        server.send_signal(signal.SIGINT)
        assert server.stdout.read() == "\nThe cluster is gone, and its kubeconfig with it.\n"
        assert server.wait(60) == 0
    assert not path.exists()


def _decoded(data: str) -> str:
    from base64 import b64decode  # noqa: PLC0415 - one test's need

    return b64decode(data).decode()


@pytest.fixture
def lab(db: None) -> Lab:
    del db
    found = parse_lab(LAB, path="lab.yaml")
    assert isinstance(found, Lab)
    store_lab(key="course/module/first-steps", lab=found)
    store_lab(key="course/other/last-steps", lab=found)
    return found


def serve(*words: str) -> None:
    call_command("sandbox", "serve-cluster", *words)


@pytest.mark.usefixtures("lab")
def test_an_unknown_lab_is_told_with_the_nearest() -> None:
    with pytest.raises(CommandError, match=r"no lab first-step\. Nearest: course/module/first-steps"):
        serve("--lab", "first-step")


@pytest.mark.django_db
def test_without_labs_it_says_where_they_come_from() -> None:
    with pytest.raises(CommandError, match="import a course first"):
        serve("--lab", "anything")


@pytest.mark.usefixtures("lab")
def test_a_port_in_use_is_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(CommandError, match=f"^port {port} is in use; choose another"):
            serve("--lab", "first-steps", "--port", str(port))
    with pytest.raises(CommandError, match="a port is a number"):
        serve("--lab", "first-steps", "--port", "70000")


@pytest.mark.usefixtures("lab")
def test_a_kubeconfig_that_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "config"
    path.write_text("apiVersion: v1\n", encoding="utf-8")
    with pytest.raises(CommandError, match="is not Drydock's; name another with --kubeconfig"):
        serve("--lab", "module/first-steps", "--port", "0", "--kubeconfig", str(path))
    assert path.read_text("utf-8") == "apiVersion: v1\n"


def test_a_kubeconfig_is_removed_only_by_the_run_that_wrote_it(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "config"
    write_kubeconfig(path, server="https://127.0.0.1:1", certificate=b"x", token="one")
    write_kubeconfig(path, server="https://127.0.0.1:2", certificate=b"x", token="two")
    remove_kubeconfig(path, "one")
    assert path.read_text("utf-8").startswith(MARK)
    remove_kubeconfig(path, "two")
    assert not path.exists()
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(ForeignFileError):
        write_kubeconfig(path, server="https://127.0.0.1:1", certificate=b"x", token="one")
