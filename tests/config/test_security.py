"""What every answer carries: the policy, the cookies, the failures without details."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from accounts.models import User
from config.secret import read_or_create_secret
from scripts.checks import PRODUCTION
from scripts.stamps import ROOT


def read_settings(module: str, *names: str, **env: str) -> list[str]:
    """Return settings as a fresh process sees them, as texts."""
    code = f"from django.conf import settings; print(*[repr(getattr(settings, n)) for n in {names!r}], sep='\\n')"
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": module, **env},
        capture_output=True,
        text=True,
        check=False,
    )
    return result.stdout.splitlines() or [result.stderr.splitlines()[-1]]


@pytest.mark.django_db
def test_the_policy_lets_in_our_own_files_and_nothing_inline() -> None:
    policy = Client().get("/accounts/login/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in f"{policy};"
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'self'" in policy
    assert "unsafe" not in policy


def test_a_form_without_its_token_is_refused_in_words(learner: User) -> None:
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    client.force_login(learner)
    response = client.post("/profile/", {"display_name": "x"})
    assert response.status_code == 403
    assert "<h1" in response.content.decode()
    learner.refresh_from_db()
    assert learner.display_name == "learner"


@pytest.mark.parametrize(("secure", "expected"), [(True, True), (False, "")])
def test_cookies_are_secure_wherever_the_request_came_over_https(
    learner: User,
    *,
    secure: bool,
    expected: bool | str,
) -> None:
    client = Client()
    client.post("/accounts/login/", {"login": learner.email, "password": "correct horse"}, secure=secure)
    assert client.cookies["sessionid"]["secure"] == expected
    assert client.cookies["sessionid"]["httponly"]
    assert client.cookies["csrftoken"]["secure"] == expected


@pytest.mark.django_db
def test_a_page_that_is_not_there_tells_nothing_about_the_site() -> None:
    response = Client(headers={"accept-language": "zh-hans"}).get("/nowhere/<script>/")
    assert response.status_code == 404
    assert "<script>/" not in response.content.decode()


def test_the_secret_is_made_once_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "secret-key"
    secret = read_or_create_secret(path)
    assert len(secret) >= 64
    assert read_or_create_secret(path) == secret
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["secret-key"]


def test_an_empty_secret_is_refused_and_not_used(tmp_path: Path) -> None:
    (tmp_path / "secret-key").touch()
    with pytest.raises(ValueError, match="delete it"):
        read_or_create_secret(tmp_path / "secret-key")


def test_production_is_https_unless_somebody_says_otherwise() -> None:
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "DEBUG")
    assert read_settings("config.settings.production", *names, **PRODUCTION) == ["True", "True", "True", "False"]


@pytest.mark.parametrize("name", ["DRYDOCK_SECRET_KEY", "DATABASE_URL", "REDIS_URL", "DRYDOCK_HOSTS"])
def test_production_names_what_is_missing(name: str) -> None:
    environment = {key: value for key, value in PRODUCTION.items() if key != name}
    assert f"{name} is not set" in read_settings("config.settings.production", "DEBUG", **environment)[0]


def test_the_embedded_site_works_on_plain_http_and_hides_errors(tmp_path: Path) -> None:
    names = ("SESSION_COOKIE_SECURE", "DEBUG", "EMAIL_FILE_PATH")
    answer = read_settings("config.settings.embedded", *names, DRYDOCK_VAR=str(tmp_path))
    assert answer[:2] == ["False", "False"]
    assert str(tmp_path) in answer[2]
    secure = read_settings("config.settings.embedded", *names, DRYDOCK_VAR=str(tmp_path), DRYDOCK_HTTPS="1")
    assert secure[0] == "True"
