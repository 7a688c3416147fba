#%% a named volume outlives its containers
docker run --rm -v data:/d busybox sh -c 'echo kept > /d/file'
docker run --rm -v data:/other:ro busybox cat /other/file
docker volume ls
docker volume rm data
docker volume ls -q
#%% read-only
docker run --rm -v data:/d:ro busybox sh -c 'echo x > /d/file; echo "status $?"'
docker run --rm --mount type=volume,src=data,dst=/d,readonly busybox touch /d/x
echo "status $?"
#%% the image's content is copied into an empty volume
docker run --rm -v fresh:/etc busybox ls /etc | grep -e passwd -e group
docker run --rm -v fresh:/x busybox sh -c 'ls /x | grep -e passwd -e group; rm /x/group'
docker run --rm -v fresh:/etc busybox ls /etc | grep -e passwd -e group
docker run --rm -v bare:/etc:nocopy busybox ls /etc | grep -e passwd -e group
docker run --rm --mount type=volume,src=bare2,dst=/etc,volume-nocopy=true busybox ls /etc | grep -e passwd
#%% a bind mount shows the host's files, in both directions
mkdir host; echo one > host/a
docker run --rm -v "$PWD/host:/h" busybox sh -c 'cat /h/a; echo two > /h/b'
cat host/b
docker run --rm -v "$PWD/host:/h:ro" busybox touch /h/c
docker run --rm -v "$PWD/host/a:/etc/motd" busybox cat /etc/motd
#%% a missing host folder is made by -v, refused by --mount
docker run --rm -v "$PWD/made:/m" busybox touch /m/x
ls made
docker run --rm --mount "type=bind,src=$PWD/missing,dst=/m" busybox true
echo "status $?"
#%% a bind mount hides what the image has
mkdir empty
docker run --rm -v "$PWD/empty:/etc" busybox sh -c 'ls /etc | grep -c -e passwd -e group'
#%% mount specifications that cannot be read
docker create --mount type=bind,dst=/x busybox
docker create --mount src=v busybox
docker create --mount type=nope,src=a,dst=/b busybox
docker create --mount type=volume,src=a,dst=/b,nope=1 busybox
docker create --mount type=volume,src=a,dst=rel busybox
docker create --mount type=tmpfs,src=a,dst=/b busybox
docker create --mount garbage busybox
docker create -v a:b:c:d busybox
docker create -v a:rel busybox
docker create -v 'a b:/x' busybox
docker create -v /x:/y:nope busybox
docker create -v / busybox
docker create -v x:/ busybox
echo "status $?"
#%% the same place twice
docker create -v a:/x -v b:/x busybox
echo "status $?"
docker create -v a:/x --tmpfs /x busybox
echo "status $?"
#%% an anonymous volume of docker run stays, unless -v of rm
docker run --name c1 -v /data busybox touch /data/x
docker volume ls -q | wc -l
docker rm c1
docker volume ls -q | wc -l
docker run --name c2 -v /data -v named:/n busybox true
docker rm -v c2
docker volume ls -q | grep -v -x named | wc -l
docker volume ls -q -f name=named
#%% volumes of another container
docker create --name store -v data:/data -v "$PWD:/host:ro" busybox > /dev/null
docker run --rm --volumes-from store busybox sh -c 'echo x > /data/f; touch /host/y; echo "status $?"'
docker run --rm --volumes-from store:ro busybox sh -c 'cat /data/f; touch /data/y; echo "status $?"'
docker run --rm --volumes-from nosuch busybox true
echo "status $?"
docker run --rm --volumes-from store:nope busybox true
echo "status $?"
#%% tmpfs is empty at each start
docker create --name c1 --tmpfs /t:size=1m,mode=700 busybox sh -c 'ls -ld /t | cut -c1-10; ls /t; touch /t/x' > /dev/null
docker start -a c1
docker run --rm --mount type=tmpfs,dst=/t,tmpfs-mode=1770 busybox stat -c %a /t
#%% two containers share what one writes
docker run -d --name writer -v share:/s busybox sh -c 'echo from writer > /s/note; sleep 1000' > /dev/null
wait_for docker run --rm -v share:/s busybox test -s /s/note
docker run --rm -v share:/in busybox cat /in/note
#%% volume commands and their errors
docker volume create v1
docker volume create v1
docker volume create --label a=1 v2
docker volume create 'bad name'
docker volume create x
docker volume ls -f label=a -q
docker volume ls -f name=v -q
docker volume ls --format '{{.Name}} {{.Driver}} {{.Labels}}'
docker volume rm v1 nosuch
echo "status $?"
docker volume rm -f nosuch
echo "status $?"
docker volume create a b
echo "status $?"
#%% a volume in use
docker create --name c1 -v used:/x busybox > /dev/null
docker volume rm used 2>&1 | sed 's/[0-9a-f]\{64\}/ID/'
docker volume ls -q -f dangling=true
docker volume create idle
docker volume ls -q -f dangling=true
docker volume ls -q -f dangling=false
docker rm c1
docker volume rm used
#%% where a volume lies and what it says of itself
docker volume create --label a=b v1
docker volume inspect -f '{{.Driver}} {{json .Labels}} {{json .Options}} {{.Scope}}' v1
docker create --name c1 -v v1:/x:ro busybox > /dev/null
docker inspect -f '{{range .Mounts}}{{.Type}} {{.Name}} {{.Destination}} {{.Mode}} {{.RW}}{{end}}' c1
docker inspect -f '{{json .HostConfig.Binds}} {{json .HostConfig.Mounts}}' c1
#%% what a mount specification becomes
docker create --name c1 --mount type=bind,source=/etc,target=/e,readonly --mount type=tmpfs,destination=/t,tmpfs-size=1m busybox > /dev/null
docker inspect -f '{{json .HostConfig.Mounts}}' c1
docker inspect -f '{{range .Mounts}}{{.Type}} {{.Source}} {{.Destination}} {{.RW}} {{.Propagation}}{{println}}{{end}}' c1 | sort
#%% the owner of a volume's folder is the image's
printf 'FROM busybox\nRUN mkdir /own && chown 1234:1234 /own && chmod 750 /own\n' > Dockerfile
DOCKER_BUILDKIT=0 docker build -q -t own . > /dev/null 2>&1
docker run --rm -v v1:/own own stat -c '%u:%g %a' /own
docker run --rm -v v1:/x busybox stat -c '%u:%g %a' /x
#%% prune
docker volume create keep > /dev/null
docker create --name c1 -v used:/x -v /anon busybox > /dev/null
docker create --name c2 -v /anon busybox > /dev/null
docker rm c2 > /dev/null
docker volume prune -f --filter label=none
docker volume prune -f --filter nonsense=1
echo "status $?"
docker volume ls -q | grep -c .
