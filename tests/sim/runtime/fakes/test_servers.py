"""The fake servers answer."""

from sandbox.sim.world import World


def test_nginx_serves_its_files_and_logs_each_request() -> None:
    world = World.create(seed=3, images=("nginx",))
    world.run(
        "docker run -d --name web -p 8080:80 nginx; docker exec web sh -c 'echo hi > /usr/share/nginx/html/a.txt'"
    )
    assert world.run("curl -s localhost:8080/a.txt").stdout == "hi\n"
    assert "404 Not Found" in world.run("curl -s localhost:8080/nope").stdout
    log = world.run("docker logs web 2>/dev/null").stdout
    assert '"GET /a.txt HTTP/1.1" 200 3' in log
    assert '"GET /nope HTTP/1.1" 404' in log


def test_nginx_refuses_a_broken_configuration() -> None:
    world = World.create(seed=3, images=("nginx",))
    world.run("mkdir conf; echo 'server { listen 80;' > conf/default.conf")
    result = world.run("docker run --rm -v /root/conf:/etc/nginx/conf.d nginx nginx -t")
    assert result.exit_code == 1
    assert "[emerg]" in result.stderr


def test_redis_keeps_what_it_is_told() -> None:
    world = World.create(seed=3, images=("redis",))
    world.run("docker network create shop; docker run -d --name db --network shop redis")
    assert world.run("docker exec db redis-cli set k v").stdout == "OK\n"
    assert world.run("docker run --rm --network shop redis redis-cli -h db get k").stdout == "v\n"
    assert world.run("docker exec db redis-cli incr n").stdout == "1\n"


def test_tomcat_starts_from_its_own_path_and_has_no_pages_at_first() -> None:
    world = World.create(seed=3, images=("tomcat:9.0",))
    world.run("docker run -d --name cat -p 8080:8080 tomcat:9.0")
    assert world.run("docker exec cat ls").stdout == "bin\nwebapps\nwebapps.dist\n"
    assert "404 Not Found" in world.run("curl -s localhost:8080/").stdout


def test_ip_shows_the_containers_card_and_its_route() -> None:
    world = World.create(seed=3, images=("busybox",))
    assert (
        "inet 172.17.0.2/16 brd 172.17.255.255 scope global eth0" in world.run("docker run --rm busybox ip addr").stdout
    )
    assert world.run("docker run --rm busybox ip route").stdout.startswith("default via 172.17.0.1 dev eth0")
    assert world.run("docker run --rm --network none busybox ip -4 addr").stdout.count("inet ") == 1
