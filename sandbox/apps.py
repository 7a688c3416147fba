"""App configuration of sandbox."""

from importlib import import_module

from django.apps import AppConfig


class SandboxConfig(AppConfig):
    """Wires the signals of sandbox."""

    name = "sandbox"

    def ready(self) -> None:
        """Listen to guests who make an account."""
        import_module("sandbox.adoption")
