"""What everything in a World stands on, in one hand: given to engine, cluster and shell when they are built."""

from dataclasses import dataclass, field

from sandbox.sim.kernel.clock import Clock
from sandbox.sim.kernel.events import EventQueue
from sandbox.sim.kernel.rng import Rng
from sandbox.sim.runtime.disks import Disks
from sandbox.sim.runtime.images.published import PublishedImages
from sandbox.sim.runtime.streams import Streams
from sandbox.sim.runtime.table import ProcessTable


@dataclass(frozen=True, slots=True)
class Machine:
    """Clock, events, random numbers, disks, streams and processes of one World."""

    clock: Clock
    events: EventQueue
    rng: Rng
    disks: Disks
    streams: Streams
    table: ProcessTable
    published: PublishedImages = field(default_factory=PublishedImages)
    """What the World's registries have beside the catalogue."""
