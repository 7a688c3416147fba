"""docker compose config prints what a project comes to."""

import json
from collections.abc import Callable

from sandbox.sim.world import World

Place = Callable[..., World]
FULL = """services:
  web:
    image: nginx:${TAG:-1.25}
    command: ["nginx", "-g", "daemon off;"]
    ports: ["8080:80", "127.0.0.1:9000-9001:90-91/udp"]
    environment: [B=2, A]
    volumes: ["data:/data:ro", "./conf:/conf"]
    depends_on: [db]
    deploy: {replicas: 2, resources: {limits: {cpus: "0.5", memory: 64m}}}
    healthcheck: {test: curl -f localhost, interval: 1m30s, retries: 3}
  db:
    build: {context: ./db, args: {V: 1}}
    networks: {back: {aliases: [store]}}
networks:
  back: {internal: true}
volumes:
  data:
"""
SHOWN = """name: p
services:
  db:
    build:
      context: /root/p/db
      dockerfile: Dockerfile
      args:
        V: "1"
    networks:
      back:
        aliases:
          - store
  web:
    command:
      - nginx
      - -g
      - daemon off;
    depends_on:
      db:
        condition: service_started
        required: true
    deploy:
      replicas: 2
      resources:
        limits:
          cpus: 0.5
          memory: "67108864"
    environment:
      A: null
      B: "2"
    healthcheck:
      test:
        - CMD-SHELL
        - curl -f localhost
      interval: 1m30s
      retries: 3
    image: nginx:1.25
    networks:
      default: null
    ports:
      - mode: ingress
        target: 80
        published: "8080"
        protocol: tcp
      - mode: ingress
        host_ip: 127.0.0.1
        target: 90
        published: "9000"
        protocol: udp
      - mode: ingress
        host_ip: 127.0.0.1
        target: 91
        published: "9001"
        protocol: udp
    volumes:
      - type: volume
        source: data
        target: /data
        read_only: true
        volume: {}
      - type: bind
        source: /root/p/conf
        target: /conf
        bind:
          create_host_path: true
networks:
  back:
    name: p_back
    internal: true
  default:
    name: p_default
volumes:
  data:
    name: p_data
"""


def test_a_project_is_shown_in_its_full_form(place: Place) -> None:
    assert place(FULL).run("docker compose config").stdout == SHOWN


def test_parts_of_a_project_are_listed(place: Place) -> None:
    world = place(FULL)
    listed = {flag: world.run(f"docker compose config --{flag}").stdout for flag in ("services", "volumes", "images")}
    assert listed == {"services": "db\nweb\n", "volumes": "data\n", "images": "p-db\nnginx:1.25\n"}
    shown = json.loads(world.run("docker compose config --format json").stdout)
    assert shown["services"]["web"]["ports"][0] == {
        "mode": "ingress", "target": 80, "published": "8080", "protocol": "tcp"}  # fmt: skip


def test_what_is_shown_is_shown_the_same_when_it_is_read_again(place: Place) -> None:
    world = place(FULL)
    world.run("docker compose config > again.yaml")
    assert world.run("docker compose -f again.yaml config").stdout == SHOWN


def test_an_override_is_merged_over_the_file_and_other_files_over_each_other(place: Place) -> None:
    base = "services: {a: {image: x, command: sleep 9, ports: ['80:80'], environment: {A: 1, B: 2}}}"
    over = "services: {a: {command: sleep 10, ports: ['81:80'], environment: [B=3, C=4]}}"
    world = place(base, compose_dot_override_dot_yaml=over, third_dot_yml="services: {a: {image: y}}")
    shown = json.loads(world.run("docker compose config --format json").stdout)["services"]["a"]
    assert (shown["command"], shown["environment"]) == (["sleep", "10"], {"A": "1", "B": "3", "C": "4"})
    assert [port["published"] for port in shown["ports"]] == ["80", "81"]
    assert world.run("docker compose -f compose.yaml -f third.yml config --images").stdout == "y\n"
    assert "sleep" in world.run("docker compose -f compose.yaml config").stdout


def test_services_extend_others_also_of_other_files(place: Place) -> None:
    base = "services: {base: {image: nginx, environment: {X: 1}, volumes: ['./data:/d']}}"
    world = place("services: {a: {extends: {file: sub/base.yaml, service: base}, environment: {Y: 2}}, "
                  "c: {extends: a, command: x}}", sub__base_dot_yaml=base)  # fmt: skip
    shown = json.loads(world.run("docker compose config --format json").stdout)["services"]["c"]
    assert (shown["environment"], shown["volumes"][0]["source"]) == ({"X": "1", "Y": "2"}, "/root/p/sub/data")


def test_an_included_file_is_read_in_its_own_directory(place: Place) -> None:
    world = place("include: [sub/c.yaml]\nservices: {a: {image: nginx, depends_on: [inner]}}",
                  sub__c_dot_yaml="services: {inner: {build: .}}")  # fmt: skip
    shown = json.loads(world.run("docker compose config --format json").stdout)["services"]
    assert shown["inner"]["build"]["context"] == "/root/p/sub"


def test_anchors_and_merges_are_taken_in(place: Place) -> None:
    world = place("x-c: &c {image: nginx, environment: &e {A: 1}}\n"
                  "services: {a: {<<: *c, environment: {<<: *e, B: 2}}}")  # fmt: skip
    assert 'environment:\n      A: "1"\n      B: "2"\n    image: nginx\n' in world.run("docker compose config").stdout


def test_services_with_a_profile_are_there_when_it_is_asked_for(place: Place) -> None:
    world = place("services: {a: {image: x}, b: {image: x, profiles: [debug]}}")
    assert world.run("docker compose config --services").stdout == "a\n"
    assert world.run("docker compose --profile debug config --services").stdout == "a\nb\n"
    assert world.run("COMPOSE_PROFILES=debug docker compose config --services").stdout == "a\nb\n"
    assert world.run("docker compose --profile '*' config --services").stdout == "a\nb\n"
    assert world.run("docker compose config --profiles").stdout == "debug\n"
