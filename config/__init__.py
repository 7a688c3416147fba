"""The project: settings, URLs, the Celery application."""
