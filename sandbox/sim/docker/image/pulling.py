"""Pulling an image, with the lines that docker prints where no terminal shows progress bars.

Models docker/cli image/pull.go and moby distribution's progress messages.
"""

from sandbox.sim.docker.call import Call
from sandbox.sim.engine.engine import Engine
from sandbox.sim.engine.images import parse_daemon_reference
from sandbox.sim.runtime.images.image import digest

STAGES = ("Pulling fs layer", "Verifying Checksum", "Download complete", "Pull complete")


def pull(call: Call, name: str, *, quiet: bool, fd: int = 1) -> None:
    """Pull an image and print what happens. Raises EngineError."""
    reference = parse_daemon_reference(name)
    tagged = reference.with_default_tag()
    lines = pull_lines(call.engine, name)
    if quiet:
        if fd == 1:
            call.line(_canonical(tagged.name, tagged.tag, tagged.digest))
        return
    if not reference.tag and not reference.digest and fd == 1:
        call.line("Using default tag: latest")
    call.system.write(fd, "".join(f"{line}\n" for line in lines))
    if fd == 1:
        call.line(_canonical(tagged.name, tagged.tag, tagged.digest))


def pull_lines(engine: Engine, name: str) -> list[str]:
    """Pull an image; return what the daemon says of it. Raises EngineError."""
    reference = parse_daemon_reference(name)
    tagged = reference.with_default_tag()
    before = set(engine.images.images)
    rows = layers(engine, name)
    image = engine.images.find(name)
    fresh = "Downloaded newer image for" if image.id not in before else "Image is up to date for"
    return [
        f"{tagged.tag or tagged.digest}: Pulling from {tagged.path}",
        *(f"{layer}: {what}" for layer, what in rows),
        f"Digest: {engine.images.digest_of(reference, image.id)}",
        f"Status: {fresh} {tagged.familiar}",
    ]


def layers(engine: Engine, name: str) -> list[tuple[str, str]]:
    """Pull an image; return what happens to each layer, nothing for an image that is here. Raises EngineError."""
    before = set(engine.images.images)
    held = {layer for image in engine.images.images.values() for layer in image.layers}
    image, _ = engine.pull(name)
    rows: list[tuple[str, str]] = []
    for layer in image.layers if image.id not in before else ():
        short = digest("blob", layer).removeprefix("sha256:")[:12]
        stages = ("Already exists",) if layer in held else STAGES
        rows += [(short, stage) for stage in stages]
    return rows


def _canonical(name: str, tag: str, wanted: str) -> str:
    return f"{name}@{wanted}" if wanted else f"{name}:{tag}"
