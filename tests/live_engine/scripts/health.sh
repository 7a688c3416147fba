#%% a container becomes healthy
docker run -d --name c1 --health-cmd 'echo fine' --health-interval 300ms busybox sleep 1000 > /dev/null
wait_for sh -c '[ "$(docker inspect -f "{{.State.Health.Status}}" c1)" = healthy ]'
docker inspect -f '{{.State.Health.Status}} {{.State.Health.FailingStreak}} {{with index .State.Health.Log 0}}{{.ExitCode}} {{.Output}}{{end}}' c1
docker ps -f health=healthy --format '{{.Names}}'
docker ps --format '{{.Status}}' | grep -o '(healthy)'
#%% a container becomes unhealthy and goes on
docker run -d --name c1 --health-cmd 'echo broken; exit 1' --health-interval 200ms --health-retries 2 busybox sleep 1000 > /dev/null
wait_for sh -c '[ "$(docker inspect -f "{{.State.Health.Status}}" c1)" = unhealthy ]'
docker inspect -f '{{.State.Status}} {{.State.Health.Status}} {{ge .State.Health.FailingStreak 2}}' c1
docker inspect -f '{{with index .State.Health.Log 0}}{{.ExitCode}} {{.Output}}{{end}}' c1
docker ps -f health=unhealthy -q | wc -l
docker ps -f health=none -q | wc -l
#%% health that the image brings, and without it
printf 'FROM busybox\nHEALTHCHECK --interval=200ms CMD test -e /ok\nCMD sleep 1000\n' > Dockerfile
DOCKER_BUILDKIT=0 docker build -q -t app . > /dev/null 2>&1
docker run -d --name c1 app > /dev/null
docker exec c1 touch /ok
wait_for sh -c '[ "$(docker inspect -f "{{.State.Health.Status}}" c1)" = healthy ]'
docker create --name c2 --no-healthcheck app > /dev/null
docker inspect -f '{{json .Config.Healthcheck}}' c1 c2
docker create --no-healthcheck --health-cmd x busybox
echo "status $?"
docker create --health-interval 5 busybox
echo "status $?"
docker create --health-interval 1us --health-cmd x busybox
echo "status $?"
docker create --health-retries=-1 --health-cmd x busybox
echo "status $?"
#%% no health, no field
docker create --name c1 busybox > /dev/null
docker inspect -f '{{json .State.Health}}' c1
docker inspect -f '{{.State.Health.Status}}' c1
echo "status $?"
