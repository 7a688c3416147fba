"""Where log lines go."""

import logging
from pathlib import Path
from typing import Any


def is_no_probe(record: logging.LogRecord) -> bool:
    """Return False for the line about an unready site: the probe asks every second and already has its answer."""
    return getattr(getattr(record, "request", None), "path", "") != "/readyz"


def log_to_terminal(level: str = "INFO") -> dict[str, Any]:
    """Return a LOGGING setting that writes to stderr, for a machine whose service manager keeps the lines."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
        "filters": {"no-probe": {"()": "django.utils.log.CallbackFilter", "callback": is_no_probe}},
        "handlers": {
            "terminal": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "level": level,
                "filters": ["no-probe"],
            },
        },
        "root": {"handlers": ["terminal"], "level": "INFO"},
        # Without this, Django adds a handler of its own and every error of a view appears twice.
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            # Django answers HEAD with a body and leaves it to the server to drop it, which this warns of each time.
            "gunicorn.http.wsgi": {"level": "ERROR"},
        },
    }


def log_to_terminal_and_file(path: Path) -> dict[str, Any]:
    """Return a LOGGING setting: warnings to stderr, everything from INFO on to ``path``, which may be rotated."""
    settings = log_to_terminal(level="WARNING")
    settings["handlers"]["file"] = {
        "class": "logging.handlers.WatchedFileHandler",
        "filename": str(path),
        "formatter": "line",
        "filters": ["no-probe"],
        "encoding": "utf-8",
    }
    settings["root"]["handlers"].append("file")
    return settings
