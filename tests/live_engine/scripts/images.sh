#%% tags come and go
docker tag busybox mine
docker tag busybox mine:1
docker tag mine:1 registry.example.org:5000/team/app:v2
docker images --format '{{.Repository}}:{{.Tag}}' | sort
docker rmi mine:1
docker rmi mine registry.example.org:5000/team/app:v2
docker rmi mine
echo "status $?"
docker tag nosuch x
echo "status $?"
docker tag busybox 'Bad:Name'
echo "status $?"
docker tag busybox ''
echo "status $?"
docker tag busybox
echo "status $?"
#%% a tag that moves leaves its image
docker create --name c1 busybox > /dev/null
docker commit c1 app > /dev/null
docker commit -m second c1 app > /dev/null
docker images --format '{{.Repository}}:{{.Tag}}' | sort
docker image prune -f | grep -c deleted
docker images --format '{{.Repository}}:{{.Tag}}' | sort
#%% lists by name, pattern and filter
docker tag busybox a/one:1
docker tag busybox a/two:1
docker tag alpine:3.19 a/two:2
list() { docker images --format '{{.Repository}}:{{.Tag}}' "$@" | sort | tr '\n' ' '; echo; }
list a/one
list a/two
list a/two:2
list 'a/*'
list 'a/*:1'
list -f reference='a/t*'
list -f before=alpine:3.19
list nosuch
docker images -f nonsense=1
echo "status $?"
docker images -f dangling=perhaps
echo "status $?"
docker images a b
echo "status $?"
#%% formats and numbers
docker images -q | wc -l
docker images --no-trunc --format '{{.ID}}' busybox | cut -c1-7
docker images --format 'table {{.Repository}}\t{{.Tag}}' | sort
docker images --digests --format '{{.Digest}}'
docker images --format json busybox | grep -o '"Tag":"[^"]*"'
docker images --format '{{.Nope}}'
echo "status $?"
#%% an image in use is not removed
docker create --name c1 busybox > /dev/null
docker tag busybox spare
docker rmi spare
docker rmi busybox 2>&1 | sed 's/[0-9a-f]\{12\}/ID/g'
docker rmi nosuch busybox 2>&1 | sed 's/[0-9a-f]\{12\}/ID/g'
docker rm c1
docker rmi -f nosuch
echo "status $?"
#%% an image of a running container cannot even be forced by its id
docker create --name c0 busybox > /dev/null
docker commit c0 app > /dev/null
docker run -d --name c1 app sleep 1000 > /dev/null
docker rmi app 2>&1 | sed 's/[0-9a-f]\{12\}/ID/g'
docker rmi -f app | sed 's/sha256.*/ID/'
docker ps --format '{{.Image}}' | sed 's/^[0-9a-f]\{12\}$/an id/'
#%% an id with two tags needs force
docker create --name c0 busybox > /dev/null
docker commit c0 app > /dev/null
docker tag app app2
docker rmi "$(docker images -q app)" 2>&1 | sed 's/[0-9a-f]\{12\}/ID/g'
docker rmi -f "$(docker images -q app)" | sed 's/sha256.*/ID/'
#%% an image with children
docker create --name c0 busybox > /dev/null
docker commit c0 parent > /dev/null
docker create --name c1 parent > /dev/null
docker commit c1 child > /dev/null
docker rm c0 c1 > /dev/null
docker rmi parent
docker images --format '{{.Repository}}' | sort
docker rmi child | grep -c Deleted
#%% the history of a commit
docker create --name c0 busybox > /dev/null
docker commit -m first c0 app > /dev/null
docker history --format '{{.CreatedBy}}|{{.Comment}}' app | head -1
docker history -q app | head -1 | grep -c '[0-9a-f]\{12\}'
docker history nosuch
echo "status $?"
docker history
echo "status $?"
#%% prune with filters
docker create --name c0 busybox > /dev/null
docker commit -c 'LABEL keep=1' c0 > /dev/null
docker commit c0 > /dev/null
docker image prune -f --filter label=keep | grep -c deleted
docker image prune -f --filter until=10h
docker image prune -f --filter nonsense=1
echo "status $?"
docker images -f dangling=true -q | wc -l
#%% prune -a takes what no container uses
docker create --name c0 busybox > /dev/null
docker commit c0 used > /dev/null
docker commit -m other c0 unused > /dev/null
docker create --name c1 used > /dev/null
docker tag alpine:3.19 keep:1
docker create --name c2 alpine:3.19 > /dev/null
docker create --name c3 keep:1 > /dev/null
docker image prune -af | grep -i untagged | sort
docker images --format '{{.Repository}}:{{.Tag}}' | sort
#%% the help of a noun and a verb that is not there
docker image nosuch
echo "status $?"
docker nosuch
echo "status $?"
docker image rm
echo "status $?"
docker rmi --nosuch x
echo "status $?"
