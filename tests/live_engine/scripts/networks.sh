#%% names and aliases are found on a network of one's own
docker network create n1 > /dev/null
docker run -d --name web --network n1 --network-alias www busybox sh -c 'mkdir /w; echo page > /w/index.html; httpd -f -h /w' > /dev/null
wait_for docker exec web wget -qO- localhost
docker run --rm --network n1 busybox sh -c 'wget -qO- web; wget -qO- www:80; ping -c 1 web | grep -c "1 packets received"'
#%% an address on the default bridge answers
docker run -d --name web busybox sh -c 'mkdir /w; echo page > /w/index.html; httpd -f -h /w' > /dev/null
ip=$(docker inspect -f '{{.NetworkSettings.IPAddress}}' web)
wait_for docker exec web wget -qO- localhost
docker run --rm busybox wget -qO- "$ip"
#%% a link gives a name on the default bridge
docker run -d --name web busybox sh -c 'mkdir /w; echo page > /w/index.html; httpd -f -h /w' > /dev/null
wait_for docker exec web wget -qO- localhost
docker run --rm --link web:alias busybox wget -qO- alias
docker run --rm --link nosuch busybox true
echo "status $?"
#%% connect and disconnect
docker network create n1 > /dev/null
docker network create n2 > /dev/null
docker run -d --name c1 --network n1 busybox sleep 1000 > /dev/null
docker network connect --alias other n2 c1
docker inspect -f '{{range $k, $v := .NetworkSettings.Networks}}{{$k}} {{end}}' c1
docker run --rm --network n2 busybox ping -c 1 other | grep -c '1 packets received'
docker network disconnect n1 c1
docker inspect -f '{{range $k, $v := .NetworkSettings.Networks}}{{$k}} {{end}}' c1
docker network connect n2 c1
echo "status $?"
docker network disconnect n1 c1
echo "status $?"
docker network connect nosuch c1
docker network connect n1 nosuch
docker network disconnect n1 nosuch
echo "status $?"
#%% two networks do not see each other
docker network create n1 > /dev/null
docker network create n2 > /dev/null
docker run -d --name c1 --network n1 busybox sleep 1000 > /dev/null
ip=$(docker inspect -f '{{.NetworkSettings.Networks.n1.IPAddress}}' c1)
docker run --rm --network n1 busybox ping -c 1 "$ip" | grep -c '1 packets received'
docker run --rm --network n2 busybox ping -c 1 -W 1 "$ip" | grep -c '0 packets received'
echo "status $?"
#%% a network with containers is not removed
docker network create n1 > /dev/null
docker run -d --name c1 --network n1 busybox sleep 1000 > /dev/null
docker network rm n1 2>&1 | sed 's/[0-9a-f]\{64\}/ID/'
docker network inspect -f '{{range .Containers}}{{.Name}}{{end}}' n1
docker rm -f c1
docker network rm n1
docker network rm n1
echo "status $?"
docker network rm -f n1
echo "status $?"
#%% networks that there are already
docker network rm bridge
echo "status $?"
docker network rm host none
echo "status $?"
docker network create bridge
docker network create host
docker network create n1 > /dev/null
docker network create n1
echo "status $?"
docker network ls --format '{{.Name}} {{.Driver}} {{.Scope}}'
#%% a subnet, a gateway and a fixed address
docker network create --subnet 10.77.0.0/24 --gateway 10.77.0.254 n1 > /dev/null
docker network inspect -f '{{json (index .IPAM.Config 0)}}' n1
docker run --rm --network n1 --ip 10.77.0.9 busybox sh -c 'hostname -i; ip route | grep -c "default via 10.77.0.254"'
docker run --rm --network n1 --ip 10.78.0.9 busybox true
echo "status $?"
docker network create --subnet 10.77.0.0/25 n2
docker network create --subnet nonsense n2
docker network create --gateway 10.1.1.1 n2
docker network create --subnet 10.88.0.0/24 --gateway 10.89.0.1 n2
echo "status $?"
#%% addresses are given in order
docker network create --subnet 10.77.0.0/24 n1 > /dev/null
for n in 1 2 3; do docker run -d --name c$n --network n1 busybox sleep 1000 > /dev/null; done
docker inspect -f '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' c1 c2 c3 | sed 's/10.77/net/'
#%% a fixed address needs a network of one's own with a subnet
docker run --rm --ip 172.17.0.99 busybox true
echo "status $?"
docker network create n1 > /dev/null
docker run --rm --network n1 --ip 1.2.3.4 busybox true
echo "status $?"
docker network connect --ip 1.2.3.4 bridge nosuch
echo "status $?"
#%% an internal network joins those who are on it
docker network create --internal n1 > /dev/null
docker network inspect -f '{{.Internal}}' n1
docker run -d --name c1 --network n1 busybox sleep 1000 > /dev/null
docker run --rm --network n1 busybox ping -c 1 c1 | grep -c '1 packets received'
#%% none and host
docker run --rm --network none busybox sh -c 'ip link | grep -c eth0'
docker run -d --name c1 --network host busybox sleep 1000 > /dev/null
docker inspect -f '{{json .NetworkSettings.Ports}} {{range $k, $v := .NetworkSettings.Networks}}{{$k}} [{{$v.IPAddress}}]{{end}}' c1
docker network connect host c1
docker network create n1 > /dev/null
docker network connect n1 c1
echo "status $?"
docker run --rm --network host -p 80:80 busybox true
#%% unknown networks
docker run --name c1 --network nosuch busybox true
echo "status $?"
docker ps -a --format '{{.Names}} {{.Status}}'
docker network create
echo "status $?"
docker network create 'bad name'
echo "status $?"
#%% lists of networks and filters
docker network create --label a=1 n1 > /dev/null
docker network create n2 > /dev/null
list() { docker network ls --format '{{.Name}}' "$@" | sort | tr '\n' ' '; echo; }
list -f name=n
list -f label=a
list -f driver=bridge
list -f type=custom
list -f type=builtin
list -f scope=local
list -f dangling=true
docker network ls -f nonsense=1
echo "status $?"
docker network ls -f type=nonsense
echo "status $?"
docker network ls -q | wc -l
#%% prune
docker network create n1 > /dev/null
docker network create n2 > /dev/null
docker run -d --name c1 --network n2 busybox sleep 1000 > /dev/null
docker network prune -f
docker network prune -f
docker network ls --format '{{.Name}}' | sort
#%% a port on the host answers
docker run -d --name web -p 8080:80 busybox sh -c 'mkdir /w; echo page > /w/index.html; httpd -f -h /w' > /dev/null
wait_for docker exec web wget -qO- localhost
docker run --rm --network host busybox wget -qO- localhost:8080
docker run -d --name other -p 8080:80 busybox sleep 1000 > /dev/null
echo "status $?"
docker ps -a --format '{{.Names}} {{.State}}'
#%% a port of docker's choice
docker run -d --name web -p 80 busybox sleep 1000 > /dev/null
docker port web 80 | head -1 | sed 's/:[0-9]*$/:N/'
docker inspect -f '{{(index .NetworkSettings.Ports "80/tcp" 0).HostIp}}' web
#%% -P publishes what is exposed
docker run -d --name web --expose 80 --expose 90-91/udp -P busybox sleep 1000 > /dev/null
docker port web | sed 's/:[0-9]*$/:N/' | sort
#%% the hosts file of a container
docker network create n1 > /dev/null
docker run --rm -h box busybox sh -c 'grep -c box /etc/hosts; grep localhost /etc/hosts'
docker run --rm --network n1 busybox cat /etc/resolv.conf | grep nameserver
#%% containers of one network namespace
docker run -d --name one busybox sh -c 'mkdir /w; echo page > /w/index.html; httpd -f -h /w' > /dev/null
wait_for docker exec one wget -qO- localhost
docker run --rm --network container:one busybox wget -qO- localhost
docker run --rm --network container:one -p 80:80 busybox true
echo "status $?"
docker run --rm --network container:one -h x busybox true
echo "status $?"
