"""Ingresses by host and path, over the controller that the addon brings."""

from typing import Any

import pytest

from sandbox.sim.cluster.network.ingress_rules import find
from sandbox.sim.world import World

Object = dict[str, Any]
IMAGES = ("nginx:1.27", "traefik/whoami")
PORT = "http://node01:30080"


@pytest.fixture(scope="module")
def start() -> bytes:
    world = World.create(seed=7, images=IMAGES, addons=("ingress-nginx",))
    script = """
kubectl create deployment web --image=nginx:1.27
kubectl create deployment who --image=traefik/whoami
kubectl expose deploy web --port=80
kubectl expose deploy who --port=8080 --target-port=80
sleep 20
kubectl create ingress shop --rule='shop.test/*=web:80' --rule='shop.test/who=who:8080'
"""
    assert world.run(script).exit_code == 0
    return world.snapshot()


def ask(world: World, host: str, path: str = "/", options: str = "") -> str:
    return world.run(f"curl -s {options} -H 'Host: {host}' {PORT}{path}").stdout


def test_an_ingress_gets_its_address_after_a_while(start: bytes) -> None:
    world = World.restore(start)
    row = world.run("kubectl get ingress --no-headers").stdout.split()
    assert row[:4] == ["shop", "nginx", "shop.test", "80"]
    world.run("sleep 10")
    assert world.run("kubectl get ingress --no-headers").stdout.split()[3] == "10.0.0.11"
    before = world.cluster.version
    world.advance(60)
    assert world.cluster.version == before, "nothing is left to do"


def test_host_and_path_choose_the_backend(start: bytes) -> None:
    world = World.restore(start)
    assert "Welcome to nginx" in ask(world, "shop.test")
    assert "Hostname: who-" in ask(world, "shop.test", "/who")
    assert "<h1>404 Not Found</h1>" in ask(world, "other.test")
    assert "<center>nginx</center>" in ask(world, "other.test")
    assert "X-Forwarded-Host: shop.test" in ask(world, "shop.test", "/who")
    named = world.run("curl -s --resolve shop.test:30080:10.0.0.11 http://shop.test:30080/who")
    assert "Hostname: who-" in named.stdout


def test_without_endpoints_the_service_is_unavailable(start: bytes) -> None:
    world = World.restore(start)
    world.run("kubectl scale deploy who --replicas=0; sleep 2")
    assert "503 Service Temporarily Unavailable" in ask(world, "shop.test", "/who")
    world.run("kubectl scale deploy ingress-nginx-controller -n ingress-nginx --replicas=0; sleep 2")
    assert world.run(f"curl -sS {PORT}").exit_code == 7


def test_a_host_with_a_certificate_is_sent_to_tls(start: bytes) -> None:
    world = World.restore(start)
    world.run(
        "kubectl create secret generic t --type=kubernetes.io/tls --from-literal=tls.crt=PEM --from-literal=tls.key=K"
    )
    world.run("kubectl create ingress safe --rule='safe.test/*=web:80,tls=t'")
    assert "HTTP/1.1 308" in ask(world, "safe.test", "/x", "-I")
    assert "Location: https://safe.test/x" in ask(world, "safe.test", "/x", "-I")
    secure = "--resolve safe.test:30443:10.0.0.11 https://safe.test:30443/"
    assert "Welcome to nginx" in world.run(f"curl -sk {secure}").stdout
    refused = world.run(f"curl -sS {secure}")
    assert refused.stderr.startswith("curl: (60) SSL certificate problem: self-signed certificate")


def test_rewriting_gives_the_backend_another_path(start: bytes) -> None:
    world = World.restore(start)
    world.files.write("rewrite.yaml", """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: rewrite
  annotations: {nginx.ingress.kubernetes.io/rewrite-target: /$2}
spec:
  rules:
  - host: api.test
    http:
      paths:
      - {path: /v1(/|$)(.*), pathType: ImplementationSpecific, backend: {service: {name: who, port: {number: 8080}}}}
""")  # fmt: skip
    assert world.run("kubectl apply -f rewrite.yaml").exit_code == 0
    assert "GET /users?q=1 HTTP/1.1" in ask(world, "api.test", "/v1/users?q=1")
    assert "404" in ask(world, "api.test", "/v2")


def test_an_ingress_of_another_class_or_without_the_addon_gets_nothing(start: bytes) -> None:
    world = World.restore(start)
    world.run("kubectl create ingress other --class=traefik --rule='other.test/*=web:80'; sleep 20")
    assert "404" in ask(world, "other.test")
    assert world.run("kubectl get ingress other --no-headers").stdout.split()[2:4] == ["other.test", "80"]
    bare = World.create(seed=7)
    bare.run("kubectl create ingress i --rule='shop.test/*=web:80'; sleep 60")
    assert bare.run("kubectl get ingress --no-headers").stdout.split()[:4] == ["i", "<none>", "shop.test", "80"]


def ingress(host: str, *paths: tuple[str, str, str], default: str = "") -> Object:
    rows = [{"path": p, "pathType": k, "backend": {"service": {"name": n}}} for p, k, n in paths]
    spec: Object = {"rules": [{"host": host, "http": {"paths": rows}}]} if rows else {}
    if default:
        spec["defaultBackend"] = {"service": {"name": default}}
    return {"metadata": {"name": "i", "namespace": "default"}, "spec": spec}


RULES = [
    ingress("a.test", ("/", "Prefix", "root"), ("/foo", "Prefix", "foo"), ("/foo", "Exact", "exact")),
    ingress("*.wild.test", ("/", "Prefix", "wild")),
    ingress("x.wild.test", ("/only", "Exact", "only")),
    ingress("", ("/any", "ImplementationSpecific", "any")),
]
CASES = [
    ("a.test", "/", "root"),
    ("a.test", "/foo", "exact"),
    ("a.test", "/foo/", "foo"),
    ("a.test", "/foobar", "root"),
    ("y.wild.test", "/", "wild"),
    ("z.y.wild.test", "/", None),
    ("x.wild.test", "/only", "only"),
    ("x.wild.test", "/", None),
    ("b.test", "/anything", "any"),
    ("b.test", "/", None),
]


@pytest.mark.parametrize(("host", "path", "wanted"), CASES)
def test_the_most_exact_rule_wins(host: str, path: str, wanted: str | None) -> None:
    found = find(RULES, host, path)
    assert (found.backend["service"]["name"] if found else None) == wanted
    whatever = find([*RULES, ingress("", default="fallback")], host, path)
    assert whatever is not None
    assert whatever.backend["service"]["name"] == (wanted or "fallback")
