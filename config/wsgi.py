"""WSGI entry point for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")
application = get_wsgi_application()
# Views are imported now, once and before gunicorn forks: a fault shows at the start, and no visitor waits.
_ = get_resolver().url_patterns
