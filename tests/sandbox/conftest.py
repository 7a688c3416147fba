"""Two small labs, and what a test needs to store, answer and score them."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from sandbox import services
from sandbox.models import Lab, Submission
from sandbox.sim.lab import Lab as LabFile
from sandbox.sim.lab import parse_lab
from sandbox.tasks import score_submission

SCRIPT_KEY = "k8s-docker/docker/volumes/greet"
SCRIPT_LAB = """\
title: {zh-hans: 打个招呼, en: Say hello}
kind: docker
answer: commands
minutes: 5
start:
  files: {names.txt: "ada\\n"}
task: {zh-hans: "写 **out.txt**", en: "Write **out.txt** <script>alert(1)</script>"}
expect:
  - id: greeting
    points: 3
    says: {zh-hans: out.txt 里是 hello, en: "out.txt holds `hello`"}
    hints: [{zh-hans: 用 echo, en: Use echo}, {zh-hans: 用 > 重定向, en: Redirect with >, cost: 2}]
    file: {path: out.txt, equals: hello}
  - id: note
    points: 1
    says: {zh-hans: note.txt 里有名字, en: note.txt holds the name}
    file: {path: note.txt, contains: ada}
solution: |
  echo hello > out.txt
  echo ada > note.txt
wrong: ["echo hello > out.txt"]
"""

MANIFEST_KEY = "k8s-docker/kubernetes/secret/mount"
MANIFEST_LAB = """\
title: {zh-hans: 把 Secret 挂进 Pod, en: Mount a Secret into a Pod}
kind: kubernetes
answer: manifest
start:
  files: {username.txt: admin}
  run: |
    kubectl create secret generic mysecret --from-file=username=username.txt
task: {zh-hans: 挂载 mysecret, en: Mount mysecret}
expect:
  - id: mounted
    points: 3
    says: {zh-hans: Pod 把 Secret 只读挂到 /etc/foo, en: The Pod mounts the Secret read-only at /etc/foo}
    object:
      apiVersion: v1
      kind: Pod
      metadata: {name: mypod}
      spec: {containers: [{name: mypod, volumeMounts: [{mountPath: /etc/foo, readOnly: true}]}]}
  - id: running
    points: 1
    says: {zh-hans: Pod 在运行, en: The Pod runs}
    select: {apiVersion: v1, kind: Pod}
    count: 1
    cel: "object.status.phase == 'Running'"
solution: |
  apiVersion: v1
  kind: Pod
  metadata: {name: mypod}
  spec:
    containers:
      - {name: mypod, image: nginx, volumeMounts: [{name: foo, mountPath: /etc/foo, readOnly: true}]}
    volumes: [{name: foo, secret: {secretName: mysecret}}]
"""
SOLVED = "echo hello > out.txt\necho ada > note.txt\n"
HALF = "echo hello > out.txt\n"
NOTHING_DONE = "echo nothing\n"


def read(text: str) -> LabFile:
    lab = parse_lab(text, path="lab.yaml")
    assert isinstance(lab, LabFile), [fault.describe("en") for fault in lab]
    return lab


@pytest.fixture
def script_lab(db: None) -> Lab:
    del db
    return services.store_lab(key=SCRIPT_KEY, lab=read(SCRIPT_LAB)).lab


@pytest.fixture
def manifest_lab(db: None) -> Lab:
    del db
    return services.store_lab(key=MANIFEST_KEY, lab=read(MANIFEST_LAB)).lab


@pytest.fixture
def client_of(sign_in: Callable[[User], Client], learner: User) -> Client:
    """A browser of the learner."""
    return sign_in(learner)


@pytest.fixture
def answer(learner: User) -> Callable[..., Submission]:
    """Submit an answer as a learner and have it scored, as the worker would."""

    def give(lab: Lab, text: str, *, by: User = learner, scored: bool = True) -> Submission:
        submitted = services.submit_answer(learner=by, lab=lab, answer=text, idempotency_key=uuid4())
        if scored:
            score_submission(str(submitted.submission.pk))
        return Submission.objects.get(pk=submitted.submission.pk)

    return give
