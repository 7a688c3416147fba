#%% too much memory is killed
docker run --name c1 --memory 16m busybox sh -c 'x=a; while :; do x=$x$x; done'
echo "status $?"
docker inspect -f '{{.State.OOMKilled}} {{.State.ExitCode}} {{.State.Status}}' c1
#%% a child that is killed for memory
docker run --name c1 --memory 16m busybox sh -c 'sh -c "x=a; while :; do x=\$x\$x; done"; echo "child $?"'
echo "status $?"
#%% limits that cannot be
docker create --memory 1m busybox
docker create --memory x busybox
docker create --memory 64m --memory-swap 32m busybox
docker create --memory-swap 64m busybox
docker create --cpus x busybox
docker create --cpu-shares x busybox
docker create --memory 64m --memory-reservation 128m busybox
docker create --oom-score-adj 9999 busybox
echo "status $?"
#%% limits as inspect shows them
docker create --name c1 --memory 64m --cpus 0.25 --cpu-shares 512 --pids-limit 50 --memory-reservation 32m busybox > /dev/null
docker inspect -f '{{with .HostConfig}}{{.Memory}} {{.MemorySwap}} {{.NanoCpus}} {{.CpuShares}} {{.PidsLimit}} {{.MemoryReservation}}{{end}}' c1
docker create --name c2 --memory 1g --memory-swap -1 busybox > /dev/null
docker inspect -f '{{.HostConfig.Memory}} {{.HostConfig.MemorySwap}}' c2
#%% too many processes
docker run --rm --pids-limit 3 busybox sh -c 'sleep 100 & sleep 100 & sleep 100 & echo done' 2>&1 | sed 's/.*: //'
