"""Drydock on one machine: SQLite and a file-system broker under var/, nothing else to install.

From the environment: ``DRYDOCK_VAR`` (where the data lives), ``DRYDOCK_HOSTS`` (names under which the site is reached
besides localhost, with commas), ``DRYDOCK_HTTPS=1`` (a proxy before Drydock speaks HTTPS: every cookie is Secure).
"""

import os

from config.logs import log_to_terminal_and_file
from config.secret import read_or_create_secret
from config.settings.base import *  # noqa: F403
from config.settings.base import VAR

for folder in ("broker", "cache", "log", "mail"):
    (VAR / folder).mkdir(parents=True, exist_ok=True)

SECRET_KEY = read_or_create_secret(VAR / "secret-key")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *filter(None, os.environ.get("DRYDOCK_HOSTS", "").split(","))]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": VAR / "db.sqlite3",
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            # Writers queue for up to this many seconds instead of failing with "database is locked".
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;",
        },
    },
}
CACHES = {
    "default": {
        # The web server and the worker share it, so it cannot live in memory.
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR / "cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}

# Nobody's laptop sends mail: every message becomes a file, and the pages that send one say so.
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR / "mail"
DEFAULT_FROM_EMAIL = "drydock@localhost"
ACCOUNT_EMAIL_VERIFICATION = "none"

if os.environ.get("DRYDOCK_HTTPS") == "1":
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
else:
    ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http"

CELERY_BROKER_URL = "filesystem://localhost"
CELERY_BROKER_TRANSPORT = "config.broker:Transport"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "data_folder_in": str(VAR / "broker" / "queue"),
    "data_folder_out": str(VAR / "broker" / "queue"),
    "processed_folder": str(VAR / "broker" / "taken"),
    "control_folder": str(VAR / "broker" / "control"),
    # Seconds between two looks into an empty queue: what a learner waits for at most before a worker starts.
    "polling_interval": 0.05,
}
CELERY_WORKER_CONCURRENCY = 2

LOGGING = log_to_terminal_and_file(VAR / "log" / "drydock.log")
