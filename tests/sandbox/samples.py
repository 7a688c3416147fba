"""Two small labs and answers to them."""

from sandbox.sim.lab import Lab as LabFile
from sandbox.sim.lab import parse_lab

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
