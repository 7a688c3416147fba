#%% state, config and mounts in templates
docker create --name c1 -e A=1 -v vol:/v -v /anon -l x=y busybox sh -c 'exit 0' > /dev/null
docker inspect -f '{{.Name}} {{.Path}} {{json .Args}} {{.Config.Image}}' c1
docker inspect -f '{{range .Config.Env}}{{println .}}{{end}}' c1 | grep A=
docker inspect -f '{{range .Mounts}}{{.Type}} {{.Destination}} {{.RW}} {{.Driver}}{{println}}{{end}}' c1 | sort
docker inspect -f '{{index .Config.Labels "x"}} {{len .Config.Env}} {{.Config.Tty}}' c1
docker inspect -f '{{json .Config.Cmd}} {{json .Config.Entrypoint}}' c1
#%% a field that is not there
docker create --name c1 busybox > /dev/null
docker inspect -f '{{.Nope}}' c1
echo "status $?"
docker inspect -f '{{.State.Nope}}' c1
echo "status $?"
docker inspect -f '{{.State' c1
echo "status $?"
docker inspect -f '{{nofunc .State}}' c1
echo "status $?"
#%% nothing of that name
docker inspect nosuch
echo "status $?"
docker inspect -f '{{.Id}}' nosuch busybox | wc -l
docker inspect --type volume busybox
echo "status $?"
docker inspect --type nonsense busybox
echo "status $?"
docker inspect
echo "status $?"
#%% each noun has its own
docker container inspect busybox
docker image inspect nosuch
docker volume inspect nosuch
docker network inspect nosuch
echo "status $?"
#%% the functions of templates
docker create --name c1 -h MyHost busybox echo a b > /dev/null
docker inspect -f '{{upper .Name}} {{lower .Config.Hostname}} {{title "word"}} {{join .Config.Cmd "+"}}' c1
docker inspect -f '{{split .Name "1"}} {{printf "%q %5d|" .Name 42}} {{pad .Name 2 2}}|' c1
docker inspect -f '{{if .State.Running}}yes{{else if eq .State.Status "created"}}created{{else}}no{{end}}' c1
docker inspect -f '{{with .HostConfig}}{{.Memory}}{{end}} {{truncate .Config.Hostname 3}}' c1
docker inspect -f '{{range $i, $w := .Config.Cmd}}{{$i}}={{$w}};{{end}}' c1
docker inspect -f '{{$n := .Name}}{{$n | len}} {{and 1 0}} {{or 0 "x"}} {{not true}} {{lt 1 2}}' c1
#%% json of parts
docker create --name c1 --memory 32m --cpus 1.5 --restart always -p 8080:80 --read-only busybox > /dev/null
docker inspect -f '{{json .HostConfig.PortBindings}}' c1
docker inspect -f '{{json .HostConfig.RestartPolicy}} {{.HostConfig.Memory}} {{.HostConfig.NanoCpus}} {{.HostConfig.ReadonlyRootfs}}' c1
docker inspect -f '{{json .Config.ExposedPorts}}' c1
docker inspect -f '{{json .NetworkSettings.Ports}}' c1
#%% the state of an ended one
docker run --name c1 busybox sh -c 'exit 3'
docker inspect -f '{{.State.Status}} {{.State.Running}} {{.State.Paused}} {{.State.Restarting}} {{.State.OOMKilled}} {{.State.Dead}} {{.State.Pid}} {{.State.ExitCode}} {{json .State.Error}}' c1
#%% the address on the default bridge and the lack of it afterwards
docker run -d --name c1 busybox sleep 1000 > /dev/null
docker inspect -f '{{.NetworkSettings.IPAddress}} {{.NetworkSettings.Gateway}} {{.NetworkSettings.IPPrefixLen}}' c1
docker inspect -f '{{range $k, $v := .NetworkSettings.Networks}}{{$k}} {{$v.IPAddress}} {{$v.MacAddress}}{{end}}' c1
docker kill c1
docker inspect -f '[{{.NetworkSettings.IPAddress}}]' c1
#%% sizes only when asked
docker create --name c1 busybox > /dev/null
docker inspect -s -f '{{.SizeRw}}' c1
#%% an id may be shortened
id=$(docker create --name c1 busybox)
docker inspect -f '{{.Name}}' "${id:0:12}" "${id:0:5}" "$id"
docker inspect -f '{{.Config.Hostname}}' c1 | grep -c "^${id:0:12}$"
#%% an image
docker image inspect -f '{{json .Config.Cmd}} {{.Os}}/{{.Architecture}} {{json .RepoTags}} {{len .RootFS.Layers}}' busybox
docker inspect -f '{{.RepoTags}}' busybox:latest alpine:3.19
#%% networks and volumes
docker network create --label a=b n1 > /dev/null
docker volume create --label a=b v1
docker network inspect -f '{{.Name}} {{.Driver}} {{.Scope}} {{.Internal}} {{json .Labels}} {{len .Containers}}' n1
docker volume inspect -f '{{.Name}} {{.Driver}} {{.Scope}} {{json .Labels}} {{json .Options}}' v1
docker inspect -f '{{.Name}}' n1 v1
