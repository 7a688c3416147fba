"""Drydock under pytest: everything in memory, nothing shared between two tests. Real processes use ``embedded``.

``DRYDOCK_TEST_DATABASE=postgresql://…`` takes a PostgreSQL instead of SQLite.
"""

import os

from config.database_url import read_database_url
from config.settings.base import *  # noqa: F403

SECRET_KEY = "for-tests-only"  # noqa: S105 - nothing is signed with it outside the tests.
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DATABASES: dict[str, dict[str, object]] = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": ":memory:",
        "OPTIONS": {"transaction_mode": "IMMEDIATE"},
    },
}
if url := os.environ.get("DRYDOCK_TEST_DATABASE"):
    DATABASES = {"default": read_database_url(url) | {"CONN_MAX_AGE": 0}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ACCOUNT_EMAIL_VERIFICATION = "none"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    # Hashed names need a collectstatic; the tests of the real start cover those.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
CELERY_BROKER_URL = "memory://"
