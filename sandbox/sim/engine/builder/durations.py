"""Durations of HEALTHCHECK's flags.

Models Go's time.ParseDuration and String as far as a Dockerfile needs them.
"""

import re

from sandbox.sim.engine.errors import BadRequest
from sandbox.sim.kernel.clock import SECOND

UNITS = {"h": 3600 * SECOND, "m": 60 * SECOND, "s": SECOND, "ms": SECOND // 1000, "us": 1000, "ns": 1}
PART = re.compile(r"(\d+(?:\.\d+)?)(ms|us|ns|h|m|s)")


def parse_duration(text: str, flag: str) -> int:
    """Return nanoseconds. Raises BadRequest."""
    if not re.fullmatch(rf"(?:{PART.pattern})+|0", text):
        raise BadRequest(f'time: invalid duration "{text}" in --{flag}')
    return int(sum(float(number) * UNITS[unit] for number, unit in PART.findall(text)))


def show_duration(nanoseconds: int) -> str:
    """Return ``1m30s``."""
    seconds = nanoseconds / SECOND
    hours, minutes = int(seconds // 3600), int(seconds // 60 % 60)
    rest = f"{seconds % 60:g}s"
    return f"{hours}h{minutes}m{rest}" if hours else f"{minutes}m{rest}" if minutes else rest
