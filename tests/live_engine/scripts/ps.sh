#%% states, orders and numbers
docker create --name c1 busybox > /dev/null
docker run --name c2 busybox sh -c 'exit 2'
docker run -d --name c3 busybox sleep 1000 > /dev/null
docker ps --format '{{.Names}} {{.State}}'
docker ps -a --format '{{.Names}} {{.State}}'
docker ps -l --format '{{.Names}}'
docker ps -n 2 --format '{{.Names}}'
docker ps -aq | wc -l
docker ps -a
#%% filters by state, name, exit code, label, ancestor
docker create --name web1 -l tier=front busybox > /dev/null
docker create --name web2 -l tier=back alpine:3.19 > /dev/null
docker run --name db busybox sh -c 'exit 4'
list() { docker ps -a --format '{{.Names}}' "$@" | sort | tr '\n' ' '; echo; }
list -f name=web
list -f name=^web1$
list -f status=created
list -f status=exited -f status=created
list -f exited=4
list -f label=tier
list -f label=tier=front
list -f label=tier -f label=nope
list -f ancestor=busybox
list -f ancestor=alpine:3.19
list -f before=web2
list -f since=web1
list -f id=$(docker inspect -f '{{.Id}}' db)
#%% filters that there are not
docker ps -f nonsense=1
echo "status $?"
docker ps -f status=nonsense
echo "status $?"
docker ps -f name
echo "status $?"
docker ps -f exited=x
echo "status $?"
docker ps -f before=nosuch
echo "status $?"
#%% filters by network, volume and port
docker network create n1 > /dev/null
docker create --name c1 --network n1 -v data:/d busybox > /dev/null
docker create --name c2 -p 8080:80 busybox > /dev/null
list() { docker ps -a --format '{{.Names}}' "$@" | sort | tr '\n' ' '; echo; }
list -f network=n1
list -f network=bridge
list -f volume=data
list -f volume=/d
list -f publish=8080
list -f expose=80
#%% formats: table, fields, json
docker create --name c1 -l a=b -v vol:/x -p 80 busybox echo hi > /dev/null
docker ps -a --format 'table {{.Names}}\t{{.Image}}\t{{.Command}}\t{{.Mounts}}'
docker ps -a --format '{{.Label "a"}}|{{.Labels}}|{{.Networks}}|{{.LocalVolumes}}|{{.Ports}}|{{.Size}}'
docker ps -a --format json | sed 's/,/\n/g' | grep -e Names -e Command -e State
docker ps -a --format '{{.Nope}}'
echo "status $?"
docker ps -a --format '{{upper .Names}} {{json .Image}}'
#%% long commands are cut
docker create --name c1 busybox sh -c 'echo a rather long command line' > /dev/null
docker ps -a --format '{{.Command}}'
docker ps -a --no-trunc --format '{{.Command}}'
#%% ports in their short form
docker run -d --name c1 -p 8080:80 -p 127.0.0.1:9000:90/udp --expose 70 busybox sleep 1000 > /dev/null
docker ps --format '{{.Ports}}'
docker port c1 | sort
docker port c1 80
docker port c1 90/udp
docker port c1 71
echo "status $?"
docker port c1 70
echo "status $?"
docker port nosuch
#%% ranges of ports
docker run -d --name c1 -p 8000-8002:80-82 busybox sleep 1000 > /dev/null
docker ps --format '{{.Ports}}'
docker port c1 | sort
docker create -p 8000-8002:80-81 busybox
echo "status $?"
docker create -p 80:x busybox
echo "status $?"
docker create -p 99999:80 busybox
echo "status $?"
docker create -p 1.2.3:80:80 busybox
echo "status $?"
docker create -p 80:80/nope busybox
echo "status $?"
#%% the image of a container whose tag has moved
docker tag busybox work
docker create --name c1 work > /dev/null
docker tag alpine:3.19 work
docker ps -a --format '{{.Image}}' | sed 's/^[0-9a-f]\{12\}$/an id/'
docker inspect -f '{{.Config.Image}}' c1
#%% an empty list is a heading
docker ps
docker ps -q
docker container ls --all --quiet --no-trunc
docker ps extra
echo "status $?"
