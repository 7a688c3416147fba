"""All programs of this package by name: the shells and the core utilities."""

from sandbox.sim.runtime.process import Program
from sandbox.sim.shell.coreutils.registry import COREUTILS
from sandbox.sim.shell.program import ShellProgram
from sandbox.sim.shell.styles import ASH, BASH, DASH

SHELLS: dict[str, Program] = {"bash": ShellProgram(BASH), "dash": ShellProgram(DASH), "ash": ShellProgram(ASH)}
PROGRAMS: dict[str, Program] = {**SHELLS, **COREUTILS}
