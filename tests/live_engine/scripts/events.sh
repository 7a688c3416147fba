#%% the life of a container
begin=$(date +%s.%N)
docker run --name c1 busybox sh -c 'exit 2'
docker rm c1 > /dev/null
docker events --since "$begin" --until "$(date +%s.%N)" --filter container=c1 --format '{{.Type}} {{.Action}} {{.Actor.Attributes.name}} {{.Actor.Attributes.exitCode}}'
#%% filters by kind and by event
begin=$(date +%s.%N)
docker volume create v1 > /dev/null
docker network create n1 > /dev/null
docker tag busybox t1
docker create --name c1 -v v1:/x --network n1 busybox > /dev/null
docker rm c1 > /dev/null
docker rmi t1 > /dev/null
docker volume rm v1 > /dev/null
docker network rm n1 > /dev/null
show() { docker events --since "$begin" --until "$(date +%s.%N)" --format '{{.Type}} {{.Action}}' "$@"; }
show --filter type=volume
show --filter type=network
show --filter type=image
show --filter event=create
show --filter event=destroy --filter type=container
#%% kill, stop, pause and rename
docker run -d --name c1 busybox sh -c 'trap "exit 0" TERM; echo up; while :; do sleep 0.05; done' > /dev/null
wait_log c1 up
begin=$(date +%s.%N)
docker pause c1 > /dev/null
docker unpause c1 > /dev/null
docker rename c1 c2
docker stop c2 > /dev/null
docker start c2 > /dev/null
docker kill c2 > /dev/null
docker wait c2 > /dev/null
docker events --since "$begin" --until "$(($(date +%s) + 2))" --filter type=container --filter event=pause --filter event=unpause --filter event=rename --filter event=stop --filter event=kill --filter event=die --format '{{.Action}} {{.Actor.Attributes.signal}} {{.Actor.Attributes.exitCode}}'
#%% exec and health have theirs
docker run -d --name c1 busybox sleep 1000 > /dev/null
begin=$(date +%s.%N)
docker exec c1 sh -c 'exit 3'
docker events --since "$begin" --until "$(date +%s.%N)" --filter container=c1 --filter event=exec_create --filter event=exec_start --format '{{.Action}}'
#%% bad filters and formats
docker events --since 1m --until 0s --filter nonsense
echo "status $?"
docker events --since x --until 0s
echo "status $?"
docker events --since 1m --until 0s --format '{{.Nope}}'
echo "status $?"
