#%% steps, arguments and variables of the classic builder
export DOCKER_BUILDKIT=0
cat > Dockerfile <<'D'
FROM busybox
ARG WHO=world
ENV GREETING="hello $WHO"
WORKDIR /app
RUN echo "$GREETING" > note
CMD ["cat", "note"]
D
docker build -t app . 2>&1 | grep -v -e '--->' -e Removing -e Sending -e DEPRECATED -e 'Install the' -e 'docs.docker.com' -e Successfully -e '^$'
docker run --rm app
docker build -q --build-arg WHO=you -t app2 . 2> /dev/null | cut -c1-7
docker run --rm app2
docker run --rm app pwd
#%% the whole output of a build
export DOCKER_BUILDKIT=0
printf 'FROM busybox\nRUN echo built\nLABEL a=b\n' > Dockerfile
docker build -t app . 2>/dev/null
docker build -t app . 2>/dev/null
#%% copies: files, folders, patterns, owners, archives
export DOCKER_BUILDKIT=0
mkdir -p src/deep; echo 1 > src/a.txt; echo 2 > src/b.txt; echo 3 > src/deep/c.md
tar -cf arch.tar -C src a.txt
cat > Dockerfile <<'D'
FROM busybox
COPY src /all
COPY src/*.txt /texts/
COPY --chown=1234:5678 src/a.txt /owned
ADD arch.tar /unpacked
COPY arch.tar /kept/
COPY src/a.txt src/b.txt /two/
D
docker build -q -t app . > /dev/null 2>&1
docker run --rm app find /all /texts /owned /unpacked /kept /two -type f | sort
docker run --rm app stat -c '%u:%g %a' /owned /all/a.txt
#%% an ignored file
export DOCKER_BUILDKIT=0
mkdir keep; echo x > keep/yes; echo x > keep/no.log; echo x > secret
printf '*.log\n**/*.log\nsecret\n!keep/yes\nDockerfile\n' > .dockerignore
printf 'FROM busybox\nCOPY . /ctx\nRUN find /ctx -type f | sort\n' > Dockerfile
docker build . 2>/dev/null | grep ^/ctx
printf 'FROM busybox\nCOPY secret /x\n' > Dockerfile
docker build . > out 2> err; echo "status $?"
grep -c 'secret' err
#%% stages
export DOCKER_BUILDKIT=0
cat > Dockerfile <<'D'
FROM busybox AS builder
RUN echo made > /result
FROM busybox AS unused
RUN echo unused
FROM alpine:3.19
COPY --from=builder /result /final
COPY --from=0 /etc/group /group
CMD cat /final
D
docker build -q -t app . > /dev/null 2>&1
docker run --rm app
docker run --rm app wc -l /group
docker build -q --target builder -t part . > /dev/null 2>&1
docker run --rm part cat /result
docker build --target nosuch . 2>&1 | tail -1
#%% a failing step
export DOCKER_BUILDKIT=0
printf 'FROM busybox\nRUN echo before\nRUN exit 3\nRUN echo after\n' > Dockerfile
docker build -t app . > out 2> err
echo "status $?"
tail -1 err
grep -c after out
docker images -q app | wc -l
#%% Dockerfiles that cannot be read
export DOCKER_BUILDKIT=0
last() { docker build . 2>&1 | tail -1; }
printf 'RUN x\n' > Dockerfile; last
printf '' > Dockerfile; last
printf '# nothing\n' > Dockerfile; last
printf 'FROM busybox\nNOPE x\n' > Dockerfile; last
printf 'FROM busybox\nCOPY x\n' > Dockerfile; last
printf 'FROM busybox\nENV x\n' > Dockerfile; last
printf 'FROM\n' > Dockerfile; last
printf 'FROM busybox AS\n' > Dockerfile; last
printf 'FROM busybox\nCOPY nosuch /x\n' > Dockerfile; last
printf 'FROM busybox\nHEALTHCHECK x\n' > Dockerfile; last
printf 'FROM busybox\nWORKDIR\n' > Dockerfile; last
printf 'FROM busybox\nUSER\n' > Dockerfile; last
printf 'FROM busybox\nLABEL x\n' > Dockerfile; last
#%% a context that is not there
export DOCKER_BUILDKIT=0
docker build nosuch
echo "status $?"
mkdir empty
docker build empty
echo "status $?"
docker build
echo "status $?"
docker build a b
echo "status $?"
docker build -f nosuch .
echo "status $?"
docker build -t 'Bad Name' empty
echo "status $?"
#%% another Dockerfile, and one from standard input
export DOCKER_BUILDKIT=0
printf 'FROM busybox\nCMD ["echo", "other"]\n' > Other
docker build -q -f Other -t app . > /dev/null 2>&1
docker run --rm app
printf 'FROM busybox\nCMD ["echo", "piped"]\n' | docker build -q -t app2 - > /dev/null 2>&1
docker run --rm app2
#%% the configuration that a Dockerfile gives
export DOCKER_BUILDKIT=0
cat > Dockerfile <<'D'
FROM busybox
LABEL one=1 two="2 2"
ENV A=1 B="b b"
EXPOSE 80 90/udp
VOLUME ["/v1", "/v2"]
USER nobody
WORKDIR /w
STOPSIGNAL SIGINT
HEALTHCHECK --interval=5s --timeout=2s --retries=4 CMD true
ENTRYPOINT ["echo", "entry"]
CMD ["cmd"]
D
docker build -q -t app . > /dev/null 2>&1
show() { docker image inspect -f "{{json .Config.$1}}" app; }
for field in Labels Env ExposedPorts Volumes User WorkingDir StopSignal Healthcheck Entrypoint Cmd; do show $field; done
docker run --rm app
docker run --rm app word
docker history --format '{{.CreatedBy}}' --no-trunc app | head -11 | grep -v HEALTHCHECK
#%% CMD and ENTRYPOINT in both forms
export DOCKER_BUILDKIT=0
try() { printf "FROM busybox\n$1\n" > Dockerfile; docker build -q -t app . > /dev/null 2>&1; shift; docker run --rm app "$@"; echo "status $?"; }
try 'ENTRYPOINT ["echo"]\nCMD ["a", "b"]'
try 'ENTRYPOINT ["echo"]\nCMD ["a", "b"]' c
try 'ENTRYPOINT echo shell $0'
try 'ENTRYPOINT echo shell $0' ignored
try 'CMD echo $HOME $(id -u)'
try 'CMD ["echo", "$HOME"]'
try 'CMD exit 4'
try 'ENTRYPOINT ["sh", "-c"]\nCMD ["echo one two"]'
#%% a new entrypoint forgets the inherited command
export DOCKER_BUILDKIT=0
printf 'FROM busybox\nCMD ["inherited"]\n' > Dockerfile
docker build -q -t parent . > /dev/null 2>&1
printf 'FROM parent\nENTRYPOINT ["echo"]\n' > Dockerfile
docker build -q -t child . > /dev/null 2>&1
docker image inspect -f '{{json .Config.Cmd}} {{json .Config.Entrypoint}}' child
docker run --rm child
#%% ONBUILD runs in the child
export DOCKER_BUILDKIT=0
printf 'FROM busybox\nONBUILD COPY file /file\nONBUILD RUN echo triggered >> /file\n' > Dockerfile
docker build -q -t parent . > /dev/null 2>&1
docker image inspect -f '{{json .Config.OnBuild}}' parent
echo text > file
printf 'FROM parent\nCMD cat /file\n' > Dockerfile
docker build -t child . 2>/dev/null | grep -e Step -e trigger
docker run --rm child
#%% another shell, and lines that go on
export DOCKER_BUILDKIT=0
cat > Dockerfile <<'D'
FROM busybox
SHELL ["/bin/sh", "-e", "-c"]
RUN echo one; \
    # a comment in between
    echo two && \
    echo three
RUN ["echo", "no shell $HOME"]
D
docker build . 2>/dev/null | grep -v -e Step -e '--->' -e Sending -e Removing -e Success -e '^$'
#%% the cache is used until something changes
export DOCKER_BUILDKIT=0
echo 1 > file
printf 'FROM busybox\nRUN echo first\nCOPY file /file\nRUN echo last\n' > Dockerfile
docker build -t app . > /dev/null 2>&1
docker build -t app . 2>/dev/null | grep -c 'Using cache'
echo 2 > file
docker build -t app . 2>/dev/null | grep -c 'Using cache'
docker build --no-cache -t app . 2>/dev/null | grep -c 'Using cache'
#%% arguments before FROM, predefined ones, ones that are not used
export DOCKER_BUILDKIT=0
cat > Dockerfile <<'D'
ARG IMAGE=busybox
FROM ${IMAGE}
ARG IMAGE
ARG NAME=${IMAGE:-none}-x
RUN echo "$IMAGE $NAME"
D
docker build . 2>/dev/null | grep -e '-x$' -e 'FROM'
docker build --build-arg IMAGE=alpine:3.19 . 2>/dev/null | grep -e '-x$' -e FROM
docker build --build-arg UNUSED=1 . 2>&1 | grep -i unused
#%% the user and the folder hold for the steps after them
export DOCKER_BUILDKIT=0
cat > Dockerfile <<'D'
FROM busybox
RUN mkdir /d && chown nobody /d
USER nobody
WORKDIR /d
RUN id -un; pwd; touch mine; ls -l mine | awk '{print $3}'
WORKDIR sub
RUN pwd
D
docker build . 2>/dev/null | grep -v -e Step -e '--->' -e Sending -e Removing -e Success -e '^$'
#%% labels and tags from the command line
export DOCKER_BUILDKIT=0
printf 'FROM busybox\n' > Dockerfile
docker build -q --label a=1 --label b=2 -t one:1 -t two:2 . > /dev/null 2>&1
docker image inspect -f '{{json .Config.Labels}} {{json .RepoTags}}' one:1
docker build -q --iidfile id . > /dev/null 2>&1
cut -c1-7 id
#%% what is built from nothing
export DOCKER_BUILDKIT=0
docker create --name c1 busybox > /dev/null
docker cp c1:/bin/busybox busybox
printf 'FROM scratch\nCOPY busybox /\nENTRYPOINT ["/busybox"]\nCMD ["echo", "alone"]\n' > Dockerfile
docker build -q -t app . > /dev/null 2>&1
docker run --rm app
docker run --rm app ls -a / | grep -c busybox
docker run --rm --entrypoint sh app
echo "status $?"
#%% a volume in a Dockerfile keeps its first content
export DOCKER_BUILDKIT=0
printf 'FROM busybox\nRUN mkdir /v && echo first > /v/f\nVOLUME /v\nRUN echo second > /v/f\n' > Dockerfile
docker build -q -t app . > /dev/null 2>&1
docker run --rm app cat /v/f
docker run --rm -v n1:/v app cat /v/f
docker create --name c1 app > /dev/null
docker inspect -f '{{range .Mounts}}{{.Type}} {{.Destination}}{{end}}' c1
#%% what is left of a build
export DOCKER_BUILDKIT=0
printf 'FROM busybox\nRUN echo one > /1\nRUN echo two > /2\n' > Dockerfile
docker build -q -t app . > /dev/null 2>&1
docker ps -aq | wc -l
docker images -q | sort -u | wc -l
docker history --format '{{.CreatedBy}}' app | head -2
