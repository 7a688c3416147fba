#%% the output and the exit code of the command are those of docker run
docker run --rm busybox echo hello
docker run --rm busybox sh -c 'echo out; echo err >&2; exit 7'
echo "status $?"
#%% a command that does not exist
docker run --name x1 busybox nosuchprogram
echo "status $?"
docker ps -a --format '{{.Names}} {{.Status}}'
#%% a command that is a folder
docker run --rm busybox /etc
echo "status $?"
#%% a file that is not executable
docker run --rm busybox /etc/passwd
echo "status $?"
#%% an entrypoint in place of the image's, with arguments
docker run --rm --entrypoint echo busybox one two
docker run --rm --entrypoint "" busybox echo three
docker run --rm --entrypoint /bin/sh busybox -c 'echo $0 $#' a b
#%% the environment: values, names alone, files, precedence
export FROM_HOST=host
printf '# a comment\nONE=1\n\nTWO=two words\nFROM_HOST\nUNSET_HERE\nONE=again\n' > vars
docker run --rm --env-file vars -e TWO=flag -e EMPTY= -e NOPE busybox env | grep -v -e HOSTNAME -e PATH
#%% a bad line in a file of variables
printf 'good=1\nbad name=2\n' > vars
docker run --rm --env-file vars busybox true
echo "status $?"
docker run --rm --env-file missing busybox true
echo "status $?"
#%% the working directory is made when it is missing
docker run --rm -w /new/place busybox sh -c 'pwd; ls -ld /new/place | cut -c1-10'
docker run --rm -w relative busybox pwd
echo "status $?"
#%% a user by name, by number, with a group
docker run --rm -u nobody busybox id
docker run --rm -u 1234 busybox id
docker run --rm -u 1234:users busybox id
docker run --rm -u www-data:adm busybox sh -c 'id -un; id -gn; echo $HOME'
docker run --rm -u nosuchuser busybox id
echo "status $?"
#%% further groups of the user
docker run --rm -u nobody --group-add adm --group-add 5000 busybox id
#%% the host name, its short form, the domain
docker run --rm -h box busybox sh -c 'hostname; cat /etc/hostname'
docker run --rm -h box.example.org busybox sh -c 'hostname; hostname -s; grep box /etc/hosts | cut -f2'
docker run --rm -h 'bad name' busybox hostname
echo "status $?"
#%% hosts that were added
docker run --rm --add-host db:10.1.2.3 --add-host cache:10.1.2.4 --ip 1.2.3.4 busybox true
echo "status $?"
docker run --rm --add-host db:10.1.2.3 --add-host cache:10.1.2.4 busybox grep 10.1.2 /etc/hosts
docker run --rm --add-host nonsense busybox true
echo "status $?"
docker run --rm --add-host db:nonsense busybox true
echo "status $?"
#%% name servers, search domains and options
docker run --rm --dns 9.9.9.9 --dns 1.1.1.1 --dns-search example.org --dns-option ndots:2 busybox cat /etc/resolv.conf
docker run --rm --dns nonsense busybox true
echo "status $?"
#%% a file system that cannot be written
docker run --rm --read-only busybox sh -c 'echo x > /file; echo "status $?"'
docker run --rm --read-only --tmpfs /tmp busybox sh -c 'echo x > /tmp/file && cat /tmp/file'
#%% an init process of docker's
docker run --rm --init busybox sh -c 'echo $$; cat /proc/1/comm'
#%% without init the command is process one
docker run --rm busybox sh -c 'echo $$'
#%% standard input is read with -i alone
echo typed | docker run --rm -i busybox cat
echo typed | docker run --rm busybox cat
printf 'a\nb\nc\n' | docker run --rm -i busybox sh -c 'read x; echo "first $x"; wc -l'
#%% a terminal needs a terminal
docker run --rm -it busybox sh < /dev/null
echo "status $?"
#%% a terminal inside without one outside ends lines with CR LF
docker run --rm -t busybox echo hi | od -c | head -2
#%% the id goes into a file
docker run --cidfile id --name c1 busybox true
[ "$(cat id)" = "$(docker inspect -f '{{.Id}}' c1)" ] && echo same
docker run --cidfile id busybox true
echo "status $?"
#%% labels from flags and files
printf 'from=file\nboth=file\n# note\n' > labels
docker create --name c1 --label-file labels -l both=flag --label plain busybox
docker inspect -f '{{json .Config.Labels}}' c1
#%% attach chosen streams
docker run --rm -a stdout busybox sh -c 'echo out; echo err >&2'
docker run --rm -a stderr busybox sh -c 'echo out; echo err >&2'
docker run --rm -d -a stdout busybox true
echo "status $?"
#%% --rm leaves nothing, and its anonymous volume goes too
docker run --rm --name gone -v /data busybox touch /data/x
docker ps -aq | wc -l
docker volume ls -q | wc -l
#%% --rm and a restart policy exclude each other
docker run --rm --restart always busybox true
echo "status $?"
#%% names: taken, bad, too short
docker create --name web busybox
docker create --name web busybox 2>&1 | sed 's/[0-9a-f]\{64\}/ID/'
docker create --name 'we b' busybox
docker create --name -web busybox
docker create --name w busybox
docker create --name we busybox
docker ps -a --format '{{.Names}}'
#%% an image that is not there is not pulled with --pull never
docker run --pull never --rm nosuch:1
echo "status $?"
docker create --pull sometimes busybox
echo "status $?"
#%% an image reference that cannot be read
docker run --rm Busybox
echo "status $?"
docker run --rm busybox:
echo "status $?"
docker run --rm ''
echo "status $?"
#%% system controls and sizes of shared memory
docker run --rm --sysctl net.ipv4.ip_forward=0 busybox cat /proc/sys/net/ipv4/ip_forward
docker create --name c1 --shm-size 128m busybox
docker inspect -f '{{.HostConfig.ShmSize}}' c1
#%% resource limits of processes
docker run --rm --ulimit nofile=100:200 busybox sh -c 'ulimit -n; ulimit -Hn'
docker create --ulimit nofile=300:200 busybox
docker create --ulimit nosuch=1 busybox
#%% several containers by one script and their exit codes
for code in 0 1 42 255; do docker run --rm busybox sh -c "exit $code"; echo $?; done
#%% standard output goes to a file, standard error to another
docker run --rm busybox sh -c 'echo one; echo two >&2' > out 2> err
cat out; echo --; cat err
#%% arguments reach the program as they are
docker run --rm busybox printf '[%s]\n' 'a b' '' '*' '$HOME' "it's"
#%% -d prints the whole id
docker run -d --name c1 busybox true > id
wc -c < id
docker wait c1
#%% -d with a command that cannot start prints the id, then the error
docker run -d --name bad busybox nosuch > out
echo "status $?"
wc -c < out
docker inspect -f '{{.State.Status}} {{.State.ExitCode}} {{.Path}}' bad
#%% a stop signal and a stop timeout of the container's own
docker create --name c1 --stop-signal SIGINT --stop-timeout 3 busybox
docker inspect -f '{{.Config.StopSignal}} {{.Config.StopTimeout}}' c1
docker create --stop-signal NONSENSE busybox
echo "status $?"
#%% a container without network knows only itself
docker run --rm --network none busybox sh -c 'ip route | wc -l; cat /etc/hosts | grep -c localhost'
#%% the host's name is used with the host's network
docker run --rm --network host busybox hostname
#%% the processes of another container are seen
docker run -d --name one busybox sleep 100 > /dev/null
docker run --rm --pid container:one busybox sh -c 'ps | grep -c "[s]leep 100"'
docker run --rm --network container:one busybox sh -c hostname > name
[ "$(cat name)" = "$(docker inspect -f '{{slice .Id 0 12}}' one)" ] && echo same name
docker run --rm --network container:nosuch busybox true
echo "status $?"
#%% the default variables of a container
docker run --rm -h box busybox env
docker run --rm -h box -u nobody busybox env
docker run --rm -h box -t busybox env | tr -d '\r'
