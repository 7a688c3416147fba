"""The core utilities by name."""

from sandbox.sim.runtime.process import Program

COREUTILS: dict[str, Program] = {}
