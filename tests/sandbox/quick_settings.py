"""The embedded settings with short leases, so that a test of a lost worker waits seconds and not half a minute."""

from config.settings.embedded import *  # noqa: F403

SANDBOX_LEASE_SECONDS = 10
SANDBOX_QUEUE_SECONDS = 2
