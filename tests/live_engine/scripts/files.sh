#%% cp out of and into a container
docker create --name c1 busybox > /dev/null
echo text > file
docker cp file c1:/etc/copied
docker cp c1:/etc/copied back
cat back
mkdir -p dir/sub; echo 1 > dir/sub/one
docker cp dir c1:/srv
docker cp dir c1:/
docker cp c1:/dir/sub out
find out | sort
docker cp dir/. c1:/etc
docker cp c1:/etc/sub/one - | tar -tf -
#%% cp between what is not there
docker create --name c1 busybox > /dev/null
docker cp c1:/nosuch here
echo "status $?"
docker cp nosuch c1:/x
echo "status $?"
docker cp missing:/x here
echo "status $?"
docker cp a b
echo "status $?"
docker cp c1:/a c1:/b
echo "status $?"
echo x > file
docker cp file c1:/no/such/place
echo "status $?"
docker cp c1:/etc/passwd /no/such/place
echo "status $?"
docker cp c1:/etc/passwd
echo "status $?"
#%% cp of a stream
docker create --name c1 busybox > /dev/null
mkdir d; echo 1 > d/a; echo 2 > d/b
tar -cf - d | docker cp - c1:/tmp
docker cp c1:/tmp/d - | tar -tf - | sort
docker cp - c1:/tmp < /dev/null
echo "status $?"
#%% cp into a running container
docker run -d --name c1 busybox sleep 1000 > /dev/null
echo live > file
docker cp -q file c1:/tmp/
docker exec c1 cat /tmp/file
docker exec c1 sh -c 'mkdir /tmp/x; echo in > /tmp/x/y; ln -s y /tmp/x/link'
docker cp c1:/tmp/x .
readlink x/link; cat x/y
docker cp -L c1:/tmp/x/link followed
cat followed
#%% the owner of what is copied
docker create --name c1 busybox > /dev/null
echo x > file; chown 1234:1234 file
docker cp file c1:/plain
docker cp -a file c1:/archived
docker commit c1 made > /dev/null
docker run --rm made stat -c '%u:%g' /plain /archived
#%% diff of added, changed and deleted
docker run --name c1 busybox sh -c 'echo x > /new; mkdir -p /dir/sub; rm /etc/group; echo y >> /etc/passwd'
docker diff c1 | sort
docker diff nosuch
echo "status $?"
docker create --name c2 busybox > /dev/null
docker diff c2
#%% diff knows neither volumes nor tmpfs
docker run --name c1 -v /data --tmpfs /scratch busybox sh -c 'touch /data/x /scratch/y; touch /z'
docker diff c1 | sort
#%% commit keeps files, configuration and changes of it
docker run --name c1 -e A=1 busybox sh -c 'echo kept > /file'
docker commit -m 'a message' -a 'An Author' -c 'CMD ["cat", "/file"]' -c 'ENV B=2' -c 'EXPOSE 80' -c 'LABEL l=m' c1 made:1 > /dev/null
docker run --rm made:1
docker image inspect -f '{{.Comment}} {{.Author}} {{json .Config.Cmd}} {{json .Config.ExposedPorts}} {{json .Config.Labels}}' made:1
docker run --rm made:1 sh -c 'echo $A $B'
docker history --format '{{.Comment}}' made:1 | head -1
docker commit nosuch
echo "status $?"
docker commit c1 'Bad Name'
echo "status $?"
docker commit -c 'RUN x' c1
echo "status $?"
docker commit -c 'NOPE x' c1
echo "status $?"
#%% commit without a name makes a dangling image
docker create --name c1 busybox > /dev/null
docker commit c1 > /dev/null
docker images --format '{{.Repository}}:{{.Tag}}' -f dangling=true
docker images -q -f dangling=false | wc -l
#%% export is a plain file system, import makes an image of it
docker run --name c1 busybox sh -c 'echo data > /data'
docker export c1 > c1.tar
tar -tf c1.tar | grep -x -e data -e etc/passwd -e bin/sh
docker export -o again.tar c1
docker export nosuch
echo "status $?"
docker import -m note -c 'CMD ["cat", "/data"]' c1.tar imported:1 > /dev/null
docker run --rm imported:1
docker image inspect -f '{{.Comment}} {{json .Config.Cmd}} {{json .Config.Env}}' imported:1
cat c1.tar | docker import - piped > /dev/null
docker run --rm piped
echo "status $?"
docker import nosuch.tar x
echo "status $?"
#%% save and load keep tags and layers
docker create --name c1 busybox > /dev/null
docker commit c1 two:1 > /dev/null
docker tag two:1 two:2
docker save -o two.tar two
docker rmi two:1 two:2 | grep -c -e Untagged -e Deleted
docker load -i two.tar | sort
docker images --format '{{.Repository}}:{{.Tag}}' two | sort
docker save two:1 > one.tar
docker load -q < one.tar
docker save nosuch > x.tar
echo "status $?"
docker load -i nosuch.tar
echo "status $?"
echo garbage | docker load
echo "status $?"
#%% saved by id, loaded without a name
docker create --name c1 busybox > /dev/null
id=$(docker commit c1)
docker save -o id.tar "$id"
docker rmi "$id" > /dev/null
docker load -i id.tar
#%% what a deleted file leaves in a layer
docker run --name c1 busybox rm /etc/group
docker commit c1 without > /dev/null
docker run --rm without ls /etc/group
echo "status $?"
docker create --name c2 without > /dev/null
docker diff c2
docker export c2 | tar -tf - | grep -c etc/group
