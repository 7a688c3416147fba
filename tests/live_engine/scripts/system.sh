#%% what docker info counts
docker create --name c1 busybox > /dev/null
docker run -d --name c2 busybox sleep 1000 > /dev/null
docker pause c2 > /dev/null
docker info -f '{{.Containers}} {{.ContainersRunning}} {{.ContainersPaused}} {{.ContainersStopped}} {{.Images}} {{.Driver}} {{.OSType}}'
docker info -f '{{.Nope}}'
echo "status $?"
docker version -f '{{.Nope}}'
echo "status $?"
docker version -f '{{.Server.Os}}/{{.Server.Arch}}'
#%% the prune of everything
docker create --name c1 -v /anon busybox > /dev/null
docker network create n1 > /dev/null
docker volume create v1 > /dev/null
docker system prune -f | head -7
docker volume ls -q | grep -c .
docker system prune -f --filter nonsense=1
echo "status $?"
echo n | docker system prune
echo "status $?"
#%% the table of what takes room
docker create --name c1 -v v1:/x busybox > /dev/null
docker volume create v2 > /dev/null
docker system df --format '{{.Type}} {{.TotalCount}} {{.Active}}'
docker system df nope
echo "status $?"
#%% unknown commands, flags and numbers of arguments
docker
echo "status $?"
docker nosuch
echo "status $?"
docker run
echo "status $?"
docker run --nosuch busybox
echo "status $?"
docker ps --nosuch
echo "status $?"
docker stop
echo "status $?"
docker volume
echo "status $?"
docker volume nosuch
echo "status $?"
docker --nosuch ps
echo "status $?"
docker run -x busybox
echo "status $?"
docker run --memory
echo "status $?"
docker run --init=perhaps busybox
echo "status $?"
#%% nouns with their verbs are the same as the old verbs
docker container create --name c1 busybox true > /dev/null
docker container start -a c1
docker container ls -a --format '{{.Names}} {{.State}}'
docker container rename c1 c2
docker container inspect -f '{{.Name}}' c2
docker container logs c2
docker container rm c2
docker image ls -q | wc -l
docker image tag busybox x1
docker image rm x1
#%% search, login and push need a registry
docker logout nosuch.example.org
docker login -u a -p b 127.0.0.1:1 > /dev/null 2> err
echo "status $?"
docker tag busybox 127.0.0.1:1/x
docker push 127.0.0.1:1/x > /dev/null 2>&1
echo "status $?"
docker pull 127.0.0.1:1/x > /dev/null 2>&1
echo "status $?"
docker push nosuch:1
echo "status $?"
#%% contexts
docker context ls --format '{{.Name}}'
docker context show
