"""Drydock on one machine: SQLite and a file-system broker under var/, nothing else to install."""

from config.settings.base import *  # noqa: F403

SECRET_KEY = "placeholder"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": VAR / "db.sqlite3"}}  # noqa: F405
