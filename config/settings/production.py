"""Drydock on a server: PostgreSQL, Redis, HTTPS. The environment says the rest; docs/operations.md lists it."""

import os
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from config.database_url import read_database_url
from config.logs import log_to_terminal
from config.settings.base import *  # noqa: F403
from config.settings.base import VAR


def _need(name: str) -> str:
    try:
        return os.environ[name]
    except KeyError:
        raise ImproperlyConfigured(f"{name} is not set; docs/operations.md says what it holds") from None


def _words(name: str) -> list[str]:
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


# Beat remembers there when it last ran what.
VAR.mkdir(parents=True, exist_ok=True)

SECRET_KEY = _need("DRYDOCK_SECRET_KEY")
SECRET_KEY_FALLBACKS = _words("DRYDOCK_OLD_SECRET_KEYS")
ALLOWED_HOSTS = [*_need("DRYDOCK_HOSTS").split(",")]

DATABASES = {"default": read_database_url(_need("DATABASE_URL"))}

REDIS_URL = _need("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "config.cache.ForgetfulRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "drydock",
        # A page that asks whether a worker is there must not hang on a Redis that does not answer.
        "OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 2},
    },
}
CELERY_BROKER_URL = REDIS_URL
# A message that its worker did not finish in this many seconds is handed out again; tasks are idempotent.
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 600, "socket_timeout": 5, "socket_connect_timeout": 5}

# HTTPS is on unless somebody says DRYDOCK_HTTPS=0, for a trial behind no proxy.
if os.environ.get("DRYDOCK_HTTPS", "1") == "1":
    SECURE_SSL_REDIRECT = True
    # The two probes come from inside, over HTTP.
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
# Sign-in throttles count by address: how many proxies stand before Drydock, each adding to X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("DRYDOCK_PROXIES", "1"))

_mail = urlsplit(_need("EMAIL_URL"))
EMAIL_HOST = _mail.hostname or "localhost"
EMAIL_PORT = _mail.port or 587
EMAIL_HOST_USER = unquote(_mail.username or "")
EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
EMAIL_USE_SSL = _mail.scheme == "smtps"
EMAIL_USE_TLS = _mail.scheme == "smtp+tls"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = _need("DRYDOCK_MAIL_FROM")
ACCOUNT_EMAIL_VERIFICATION = "optional"

LOGGING = log_to_terminal()
