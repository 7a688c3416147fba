#%% create, start, wait, start again
docker create --name c1 busybox sh -c 'echo run; exit 3' > /dev/null
docker inspect -f '{{.State.Status}} {{.State.Running}} {{.State.ExitCode}}' c1
docker start c1
docker wait c1
docker start -a c1
echo "status $?"
docker logs c1
#%% start of several, one of which is not there
docker create --name c1 busybox true > /dev/null
docker start c1 nosuch
echo "status $?"
docker wait c1
#%% stop ends what listens to TERM
docker run -d --name c1 busybox sh -c 'trap "echo bye; exit 5" TERM; echo up; while :; do sleep 0.1; done' > /dev/null
wait_log c1 up
docker stop c1
docker inspect -f '{{.State.Status}} {{.State.ExitCode}}' c1
docker logs c1
#%% stop kills what does not listen
docker run -d --name c1 busybox sleep 1000 > /dev/null
docker stop -t 0 c1
docker inspect -f '{{.State.Status}} {{.State.ExitCode}} {{.State.OOMKilled}}' c1
docker stop c1
docker stop nosuch
echo "status $?"
#%% the timeout in its old spelling
docker run -d --name c1 busybox sleep 1000 > /dev/null
docker stop --time 0 c1
docker inspect -f '{{.State.ExitCode}}' c1
#%% kill with signals by name and by number
docker run -d --name c1 busybox sh -c 'trap "echo usr1" USR1; trap "echo hup" HUP; echo up; while :; do sleep 0.1; done' > /dev/null
wait_log c1 up
docker kill -s USR1 c1
wait_log c1 usr1
docker kill --signal SIGHUP c1
wait_log c1 hup
docker kill -s 10 c1
docker kill -s NONSENSE c1
echo "status $?"
docker kill c1
docker wait c1
docker kill c1
echo "status $?"
#%% pause and unpause
docker run -d --name c1 busybox sleep 1000 > /dev/null
docker pause c1
docker inspect -f '{{.State.Status}} {{.State.Paused}} {{.State.Running}}' c1
docker pause c1
docker exec c1 true
echo "status $?"
docker ps --format '{{.Status}}' | sed 's/Up.*(/Up (/'
docker unpause c1
docker unpause c1
docker exec c1 echo awake
docker pause nosuch
#%% restart runs the command again
docker run --name c1 busybox sh -c 'echo run' > /dev/null
docker restart c1
docker wait c1
docker logs c1
docker restart nosuch
echo "status $?"
#%% restart of a running one counts no restarts
docker run -d --name c1 busybox sh -c 'trap exit TERM; echo up; while :; do sleep 0.1; done' > /dev/null
wait_log c1 up
docker restart -t 1 c1
docker inspect -f '{{.State.Status}} {{.RestartCount}}' c1
#%% rename, and the errors of it
docker create --name old busybox > /dev/null
docker create --name other busybox > /dev/null
docker rename old new
docker ps -a --format '{{.Names}}' | sort
docker rename new other 2>&1 | sed 's/"[0-9a-f]\{64\}"/ID/'
docker rename new new
docker rename nosuch x1
docker rename new 'b d'
docker rename new
#%% rm refuses what runs, -f does not
docker run -d --name c1 busybox sleep 1000 > /dev/null
docker rm c1 2>&1 | sed 's/container [0-9a-f]\{64\}/container ID/'
docker rm -f c1
docker rm c1
echo "status $?"
docker rm -f c1
echo "status $?"
#%% rm of many, where some are missing
docker create --name a1 busybox > /dev/null
docker create --name a2 busybox > /dev/null
docker rm a1 missing a2
echo "status $?"
docker ps -aq | wc -l
#%% wait for several prints a code each
docker run -d --name c1 busybox sh -c 'exit 1' > /dev/null
docker run -d --name c2 busybox sh -c 'exit 2' > /dev/null
docker wait c1 c2
docker wait c2 nosuch c1
echo "status $?"
#%% update of limits and of the restart policy
docker create --name c1 --memory 64m busybox > /dev/null
docker update --memory 128m --memory-swap 256m --cpus 0.5 --restart on-failure:4 c1
docker inspect -f '{{.HostConfig.Memory}} {{.HostConfig.MemorySwap}} {{.HostConfig.NanoCpus}} {{json .HostConfig.RestartPolicy}}' c1
docker update --restart sometimes c1
docker update --cpu-shares 512 c1 nosuch
echo "status $?"
docker update c1
echo "status $?"
#%% attach shows what comes, and the exit code of it
docker run -d --name c1 busybox sh -c 'while [ ! -e /go ]; do sleep 0.05; done; echo late; exit 4' > /dev/null
docker attach c1 > out &
wait_for sh -c 'docker events --since 1h --until "$(date +%s.%N)" --filter container=c1 --filter event=attach | grep attach'
docker exec c1 touch /go
wait $!
echo "status $?"
cat out
#%% attach to what is stopped
docker create --name c1 busybox > /dev/null
docker attach c1
echo "status $?"
docker attach nosuch
echo "status $?"
#%% restart on failure, until the count is reached
docker run -d --name c1 --restart on-failure:2 busybox sh -c 'echo try; exit 9' > /dev/null
wait_for sh -c '[ "$(docker inspect -f "{{.State.Status}} {{.RestartCount}}" c1)" = "exited 2" ]'
docker inspect -f '{{.RestartCount}} {{.State.ExitCode}} {{.State.Status}}' c1
docker logs c1
#%% on failure leaves success alone
docker run -d --name c1 --restart on-failure busybox true > /dev/null
docker wait c1
docker inspect -f '{{.RestartCount}} {{.State.Status}}' c1
#%% always starts again, a stop ends that
docker run -d --name c1 --restart always busybox sh -c 'echo run; sleep 0.2' > /dev/null
wait_for sh -c '[ "$(docker logs c1 | wc -l)" -ge 2 ]'
docker stop -t 0 c1
docker inspect -f '{{.State.Status}} {{.HostConfig.RestartPolicy.Name}}' c1
#%% policies that there are not
docker create --restart sometimes busybox
docker create --restart always:3 busybox
docker create --restart on-failure:x busybox
docker create --name c1 --restart unless-stopped busybox > /dev/null
docker inspect -f '{{json .HostConfig.RestartPolicy}}' c1
#%% a killed process gives its signal to the exit code
docker run --name c1 busybox sh -c 'kill -9 $$; echo alive'
echo "status $?"
docker run --rm busybox sh -c '(kill -TERM $$) ; echo alive; sh -c "kill -9 \$\$"; echo "status $?"'
docker run --rm busybox sh -c 'sh -c "kill -TERM \$\$"; echo "status $?"; sh -c "kill -SEGV \$\$"; echo "status $?"'
#%% a container ends with its first process, whatever else runs
docker run --name c1 busybox sh -c 'sleep 1000 & echo started'
docker inspect -f '{{.State.Status}} {{.State.Pid}}' c1
#%% top shows the processes
docker run -d --name c1 busybox sh -c 'sleep 1000; true' > /dev/null
wait_for sh -c 'docker top c1 | grep -q "sleep 1000$"'
docker top c1 -o pid,comm | tail -1 | sed "s/[0-9]* *//"
docker create --name c2 busybox > /dev/null
docker top c2 2>&1 | sed 's/[0-9a-f]\{64\}/ID/'
docker top nosuch
#%% start -a of what runs already shows only the new
docker run -d --name c1 busybox sleep 1000 > /dev/null
docker start c1
echo "status $?"
docker start -a nosuch
echo "status $?"
docker start -a c1 nosuch
echo "status $?"
#%% start -i gives it standard input
docker create -i --name c1 busybox sh -c 'read a; echo "got $a"' > /dev/null
echo word | docker start -i c1
echo "status $?"
#%% the times of a life
docker run --name c1 busybox true
docker inspect -f '{{ne .State.StartedAt "0001-01-01T00:00:00Z"}} {{ne .State.FinishedAt "0001-01-01T00:00:00Z"}}' c1
docker create --name c2 busybox > /dev/null
docker inspect -f '{{.State.StartedAt}} {{.State.FinishedAt}} {{.State.Pid}}' c2
#%% prune removes the stopped
docker create --name c1 busybox > /dev/null
docker create --name c2 --label keep=1 busybox > /dev/null
docker run -d --name c3 busybox sleep 1000 > /dev/null
docker container prune -f --filter label!=keep | head -1
docker ps -a --format '{{.Names}}' | sort
docker container prune -f --filter nonsense=1
echo "status $?"
echo n | docker container prune
docker container prune -f | tail -1
