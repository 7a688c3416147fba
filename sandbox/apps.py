"""App configuration of sandbox."""

from django.apps import AppConfig


class SandboxConfig(AppConfig):
    """Wires the signals of sandbox."""

    name = "sandbox"
