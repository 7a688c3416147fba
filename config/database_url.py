"""The database that an address names, as Django's settings want it."""

from urllib.parse import unquote, urlsplit


def read_database_url(url: str) -> dict[str, object]:
    """Return the settings of ``postgresql://user:password@host:port/name``; what has odd signs in it is %-quoted."""
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
