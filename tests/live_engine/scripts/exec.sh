#%% output, exit codes, missing programs
docker run -d --name c1 busybox sleep 1000 > /dev/null
docker exec c1 sh -c 'echo out; echo err >&2; exit 3'
echo "status $?"
docker exec c1 nosuch
echo "status $?"
docker exec c1 /etc
echo "status $?"
docker exec c1 /etc/passwd
echo "status $?"
#%% environment, user and folder
docker run -d --name c1 -e A=1 -w /tmp -u nobody busybox sleep 1000 > /dev/null
docker exec c1 sh -c 'echo $A $PWD $(id -un)'
docker exec -e A=2 -e B=3 -w /etc -u root c1 sh -c 'echo $A $B $PWD $(id -un)'
docker exec -w /nosuch c1 pwd
echo "status $?"
docker exec -w rel c1 pwd
echo "status $?"
docker exec -u nosuch c1 id
echo "status $?"
docker exec -u 77:88 c1 id
printf 'B=file\n' > vars
docker exec --env-file vars c1 sh -c 'echo $A $B'
#%% standard input
docker run -d --name c1 busybox sleep 1000 > /dev/null
echo text | docker exec -i c1 cat
echo text | docker exec c1 cat
printf 'b\na\n' | docker exec -i c1 sort
docker exec -it c1 sh < /dev/null
echo "status $?"
docker exec -t c1 echo hi | od -c | head -1
#%% detached
docker run -d --name c1 busybox sleep 1000 > /dev/null
docker exec -d c1 sh -c 'echo done > /file'
wait_for docker exec c1 test -s /file
docker exec c1 cat /file
docker exec -d c1 nosuch
echo "status $?"
#%% containers that cannot have it
docker create --name c1 busybox > /dev/null
docker exec c1 true 2>&1 | sed 's/[0-9a-f]\{64\}/ID/'
docker exec nosuch true
echo "status $?"
docker exec c1
echo "status $?"
docker exec
echo "status $?"
#%% background work of an exec goes on
docker run -d --name c1 busybox sleep 1000 > /dev/null
docker exec c1 sh -c 'sleep 500 > /dev/null 2>&1 & echo started'
docker exec c1 sh -c 'ps | grep -c "[s]leep 500"'
#%% killing the first process from inside
docker run -d --name c1 busybox sleep 1000 > /dev/null
docker exec c1 kill 1
docker exec c1 kill -9 1
docker inspect -f '{{.State.Running}}' c1
docker run -d --name c2 busybox sh -c 'trap "exit 6" TERM; echo up; while :; do sleep 0.05; done' > /dev/null
wait_log c2 up
docker exec c2 kill 1
docker wait c2
#%% what an exec writes is not in the log
docker run -d --name c1 busybox sh -c 'echo main; sleep 1000' > /dev/null
wait_log c1 main
docker exec c1 echo aside
docker logs c1
#%% what an exec writes to the first process's output is
docker run -d --name c1 busybox sh -c 'echo main; sleep 1000' > /dev/null
wait_log c1 main
docker exec c1 sh -c 'echo aside > /proc/1/fd/1'
wait_log c1 aside
docker logs c1
#%% a shell script in pieces
docker run -d --name c1 busybox sleep 1000 > /dev/null
docker exec -i c1 sh <<'INSIDE'
cd /tmp
for n in 1 2 3; do echo "line $n" >> notes; done
wc -l < notes
INSIDE
docker exec c1 sh -c 'cat /tmp/notes | tail -1'
#%% numbers of processes and the parent
docker run -d --name c1 busybox sleep 1000 > /dev/null
docker exec c1 sh -c '[ $PPID = 0 ] && echo no parent; [ $$ -gt 1 ] && echo later'
