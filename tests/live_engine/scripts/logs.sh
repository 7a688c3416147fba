#%% both streams, and each alone
docker run --name c1 busybox sh -c 'echo out; echo err >&2' > /dev/null 2>&1
docker logs c1 2>/dev/null
docker logs c1 2>&1 >/dev/null
#%% the last lines
docker run --name c1 busybox seq 5 > /dev/null
docker logs --tail 2 c1
docker logs -n 1 c1
docker logs --tail 0 c1
docker logs --tail all c1 | wc -l
docker logs --tail=-1 c1 | wc -l
docker logs --tail x c1
echo "status $?"
#%% times before each line
docker run --name c1 busybox echo one > /dev/null
docker logs -t c1
#%% since and until
docker run --name c1 busybox echo one > /dev/null
docker logs --since 10m c1
docker logs --until 10m c1
docker logs --since nonsense c1
echo "status $?"
#%% following ends with the container
docker run -d --name c1 busybox sh -c 'for i in 1 2 3; do echo $i; sleep 0.1; done' > /dev/null
docker logs -f c1
docker logs -f --tail 1 c1
#%% of nothing and of several
docker logs nosuch
echo "status $?"
docker logs
echo "status $?"
docker create --name c1 busybox > /dev/null
docker logs c1
docker logs c1 c1
echo "status $?"
#%% with no log driver there is nothing to read
docker run --name c1 --log-driver none busybox echo one
docker logs c1
echo "status $?"
#%% a log grows over starts
docker run --name c1 busybox echo run > /dev/null
docker start -a c1
docker logs c1
#%% an unfinished line
docker run --name c1 busybox printf 'no newline' > /dev/null
docker logs c1; echo '|'
#%% details show chosen variables and labels
docker run --name c1 --log-opt labels=app --log-opt env=MODE -l app=web -e MODE=test busybox echo x > /dev/null
docker logs --details c1
#%% a terminal's log keeps its carriage returns
docker run -t --name c1 busybox sh -c 'echo one; echo two >&2' > /dev/null
docker logs c1 | od -c | head -3
