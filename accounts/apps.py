"""App configuration of accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Wires the signals of accounts."""

    name = "accounts"
