"""busybox: one binary that is whatever it is called.

Models busybox 1.36. Not modelled: --install, --list.
"""

import posixpath

from sandbox.sim.runtime.process import Exit, Process, Step
from sandbox.sim.runtime.system import System

OWN = {"sh": "ash", "ash": "ash", "ip": "container-ip", "mount": "container-mount"}
"""Applets whose program has another name than they."""


class Busybox:
    """Becomes the applet that ``argv[0]`` (or ``argv[1]`` of plain ``busybox``) names."""

    def start(self, process: Process, system: System) -> Step:
        """Begin as the applet; from then on the process runs the applet's program."""
        name = posixpath.basename(process.argv[0])
        if name == "busybox":
            if len(process.argv) == 1:
                system.write(1, "BusyBox v1.36.1 multi-call binary.\n\nUsage: busybox [function [arguments]...]\n")
                return Exit(0)
            process.argv = process.argv[1:]
            name = process.argv[0]
        programs = system.table.programs
        program = OWN.get(name) or (f"busybox-{name}" if f"busybox-{name}" in programs else name)
        if program not in programs:
            system.write(2, f"{name}: applet not found\n")
            return Exit(127)
        process.program = program
        return programs[program].start(process, system)

    def resume(self, process: Process, system: System) -> Step:
        """Never called: the applet goes on as itself."""
        return system.table.programs[process.program].resume(process, system)

    def signalled(self, process: Process, system: System, signal: str) -> Step | None:  # noqa: ARG002
        """Never called: it handles no signal."""
        return None
