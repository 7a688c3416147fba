"""The production settings on a real PostgreSQL and a real Redis: the path of an answer, and what befalls it."""

import json
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sandbox.sim.lab import Lab, parse_lab
from tests.browser.installation import ROOT
from tests.production.servers import Servers, find_program
from tests.sandbox.learner import Learner, QuickSite, wait_until

NEEDED = ("initdb", "postgres", "redis-server")
MISSING = [name for name in NEEDED if find_program(name) is None]
pytestmark = pytest.mark.skipif(
    bool(MISSING),
    reason=f"{', '.join(MISSING)} not found; on Debian: apt-get install postgresql redis-server",
)
COURSE = ROOT / "courses" / "k8s-docker"
LABS = {
    "k8s-docker/docker/volumes/share-a-volume": "docker/volumes/labs/share-a-volume.yaml",
    "k8s-docker/kubernetes/secret/mount-a-secret": "kubernetes/secret/labs/mount-a-secret.yaml",
    "k8s-docker/kubernetes/pod-status-and-qos/three-classes": "kubernetes/pod-status-and-qos/labs/three-classes.yaml",
}
VOLUMES = next(iter(LABS))
LONG = "for ((i = 0; i < 2000; i++)); do x=$((i * i)); done\n" * 40
"""Keeps a worker busy for a second or two and changes nothing."""


@dataclass
class ServedSite(QuickSite):
    """An installation under the production settings, tried without HTTPS and without mail."""

    servers: Servers | None = None

    @property
    def environment(self) -> dict[str, str]:
        assert self.servers is not None
        return {
            **super().environment,
            "DJANGO_SETTINGS_MODULE": "tests.production.quick_settings",
            "DRYDOCK_SECRET_KEY": "k" * 64,
            "DRYDOCK_HOSTS": "127.0.0.1",
            "DRYDOCK_HTTPS": "0",
            "DRYDOCK_MAIL_FROM": "drydock@example.org",
            "EMAIL_URL": "smtp://127.0.0.1:9",
            "DATABASE_URL": self.servers.database_url,
            "REDIS_URL": self.servers.redis_url,
        }

    def probe(self) -> tuple[int, dict[str, bool]]:
        """Return the status of /readyz and which parts are well."""
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=20) as response:  # noqa: S310 - ours.
                status, body = response.status, response.read()
        except urllib.error.HTTPError as error:
            with error:
                status, body = error.code, error.read()
        return status, {name: part["ok"] for name, part in json.loads(body)["parts"].items()}


@pytest.fixture(scope="module")
def servers() -> Iterator[Servers]:
    # Not pytest's folder: that is closed to the user as whom PostgreSQL runs.
    with tempfile.TemporaryDirectory(prefix="drydock-servers-") as folder:
        servers = Servers(folder=Path(folder))
        try:
            servers.start_database()
            servers.start_redis()
            yield servers
        finally:
            for name in list(servers.processes):
                servers.stop(name)


@pytest.fixture(scope="module")
def site(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedSite]:
    site = ServedSite(var=tmp_path_factory.mktemp("drydock"), servers=servers)
    try:
        site.manage("migrate", "--verbosity", "0")
        site.manage("collectstatic", "--noinput", "--verbosity", "0")
        site.manage("course", "import", str(COURSE))
        site.start_web()
        site.start_worker()
        yield site
    finally:
        for name in list(site.processes):
            site.kill_group(name)


def read_solution(key: str) -> str:
    path = COURSE / LABS[key]
    lab = parse_lab(path.read_text(encoding="utf-8"), path=str(path))
    assert isinstance(lab, Lab)
    return lab.solution


def find_row(site: ServedSite, path: str) -> list[object]:
    """Return state, verdict and tries of the submission whose page this is."""
    ((_, state, verdict, _, tries),) = [row for row in site.rows() if str(row[0]) in path]
    return [state, verdict, tries]


def test_a_guest_passes_each_lab_of_the_course(site: ServedSite) -> None:
    assert site.probe() == (200, {"database": True, "broker": True, "worker": True})
    learner = Learner(site.url)
    paths = [learner.submit(read_solution(key), key=key) for key in LABS]
    for path in paths:
        learner.wait_for(path, "Passed")
        assert find_row(site, path) == ["finished", "passed", 1]


def test_an_answer_that_holds_and_prints_what_postgresql_cannot_store_is_scored(site: ServedSite) -> None:
    learner = Learner(site.url)
    path = learner.submit("# a\0b\nprintf 'a\\0b\\377'; false\n", key=VOLUMES)
    learner.wait_for(path, "a\N{REPLACEMENT CHARACTER}b")
    wait_until(lambda: find_row(site, path) == ["finished", "wrong", 1], "the verdict")


@pytest.mark.parametrize("address", ["/labs/a%00b/", "/quizzes/%00/", "/join/%00/"])
def test_an_address_that_postgresql_cannot_look_up_is_not_found(site: ServedSite, address: str) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404") as answer:
        Learner(site.url).get(address)
    answer.value.close()


def test_an_answer_given_while_redis_is_gone_waits_and_is_scored_once_when_it_is_back(
    site: ServedSite, servers: Servers
) -> None:
    learner = Learner(site.url)
    servers.stop("redis-server")
    path = learner.submit(read_solution(VOLUMES), key=VOLUMES)
    assert "Your answer is kept" in learner.get(path)
    assert find_row(site, path) == ["queued", "", 0]
    assert site.probe() == (503, {"database": True, "broker": False, "worker": False})
    servers.start_redis()
    learner.wait_for(path, "Passed")
    assert find_row(site, path) == ["finished", "passed", 1]
    wait_until(lambda: site.probe()[0] == 200, "the site to be ready again")


def test_a_worker_killed_in_the_middle_loses_nothing_and_the_answer_is_scored_once(site: ServedSite) -> None:
    learner = Learner(site.url)
    path = learner.submit(read_solution(VOLUMES) + LONG, key=VOLUMES)
    learner.wait_for(path, "Your answer runs in a fresh world.")
    site.kill_group("worker")
    assert find_row(site, path) == ["running", "", 1]
    site.start_worker()
    learner.wait_for(path, "Passed")
    assert find_row(site, path) == ["finished", "passed", 2]
