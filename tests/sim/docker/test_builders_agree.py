"""The classic builder and BuildKit make the same image of the same Dockerfile."""

# ruff: noqa: E501 - a Dockerfile stands on one line.

import pytest

from sandbox.sim.world import World

FILES = {
    "a.txt": "A\n", "b.log": "B\n", "dir/x.txt": "X\n", "dir/sub/y.log": "Y\n", "run.sh": "#!/bin/sh\necho run\n",
    ".dockerignore": "**/*.log\n!b.log\n# a comment\n",
}  # fmt: skip
LISTED = (
    "docker create --name made app none > /dev/null; docker export made | tar tv | awk '{print $1, $2, $3, $NF}' "
    "| grep -v 'bin/\\|dev/\\|proc\\|sys/'; docker inspect -f '{{json .Config}}' app"
)


@pytest.mark.parametrize(
    "text",
    [
        "FROM busybox\nCOPY . /w\n",
        "FROM busybox\nWORKDIR /w\nCOPY a.txt run.sh ./\nRUN ./run.sh > out\n",
        "FROM busybox\nCOPY dir /d/\nCOPY dir/ /e\nCOPY *.txt /t/\nCOPY a.t?t /q.txt\n",
        "FROM busybox\nADD a.tar /tar/\nCOPY a.tar /raw/\n",
        "FROM alpine:3.19\nRUN adduser -D me\nUSER me\nWORKDIR /home/me\nCOPY --chown=me a.txt .\nRUN whoami > who\n",
        "FROM busybox\nENV A=1 B=\"two words\" C='three $A'\nENV D=${A:-x}${NO:-y}${A:+z}\nRUN echo $A,$B,$C,$D > /env\n",
        'FROM busybox\nLABEL x=1 y="a b"\nEXPOSE 80 443/udp 8000-8002\nVOLUME /data\nCMD ["sh","-c","true"]\n',
        'FROM busybox AS one\nRUN echo 1 > /1\nFROM one AS two\nRUN echo 2 > /2\nFROM busybox\nCOPY --from=two /1 /2 /got/\nCOPY --from=0 /1 /zero\nENTRYPOINT ["cat"]\nCMD ["/got/1"]\n',
        "ARG V=1.36\nFROM busybox:$V\nARG V\nARG X=def\nRUN echo $V $X > /v\n",
        "FROM busybox\nRUN mkdir -p /p/q && touch /p/q/r && ln -s q /p/l && chmod 700 /p/q\nRUN rm -r /p/q; mkdir /p/q; echo n > /p/q/new\n",
        'FROM busybox\nSHELL ["/bin/sh","-ec"]\nRUN echo a; echo b > /s\nHEALTHCHECK --interval=5s --retries=2 CMD true\nSTOPSIGNAL SIGINT\nONBUILD RUN x\nUSER 1000:1000\n',
        "FROM nginx:latest\nCOPY a.txt /usr/share/nginx/html/index.html\n",
        'FROM busybox\nRUN echo "it\'s $HOME" \\\n  # comment\n  && echo two > /two\n',
        "FROM busybox\nWORKDIR rel\nWORKDIR deeper\nRUN pwd > /p\n",
        'FROM busybox\nCOPY ["a.txt","/sp ace/"]\nADD --chown=33:33 dir /o\n',
    ],
)
def test_the_same_files_and_configuration_come_of_both(text: str) -> None:
    found = []
    for builder in ("docker build", "docker buildx build"):
        world = World.create(seed=11, images=("busybox:latest", "busybox:1.36", "alpine:3.19", "nginx:latest"))
        for name, content in FILES.items():
            world.files.write(f"/root/w/{name}", content)
        world.run("chmod 755 w/run.sh; tar cf w/a.tar -C w a.txt dir")
        world.files.write("/root/w/Dockerfile", text)
        assert world.run(f"{builder} -q -t app w").exit_code == 0
        found.append(world.run(LISTED).stdout)
    assert found[0] == found[1]
    assert len(found[0]) > 100
