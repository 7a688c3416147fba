"""The production settings with short leases, so that a test of a lost worker waits seconds and not half a minute."""

from config.settings.production import *  # noqa: F403

SANDBOX_LEASE_SECONDS = 6
SANDBOX_QUEUE_SECONDS = 2
