"""Pulling an image, with the lines that docker prints where no terminal shows progress bars.

Models docker/cli image/pull.go and moby distribution's progress messages.
"""

from sandbox.sim.docker.call import Call
from sandbox.sim.engine.images import parse_daemon_reference
from sandbox.sim.runtime.images import catalogue
from sandbox.sim.runtime.images.image import digest


def pull(call: Call, name: str, *, quiet: bool, fd: int = 1) -> None:
    """Pull an image and print what happens. Raises EngineError."""
    reference = parse_daemon_reference(name)
    tagged = reference.with_default_tag()
    before = set(call.engine.images.images)
    held = {layer for image in call.engine.images.images.values() for layer in image.layers}
    image, _ = call.engine.pull(name)
    if quiet:
        if fd == 1:
            call.line(_canonical(tagged.name, tagged.tag, tagged.digest))
        return
    if not reference.tag and not reference.digest and fd == 1:
        call.line("Using default tag: latest")
    lines = [f"{tagged.tag or tagged.digest}: Pulling from {tagged.path}"]
    for layer in image.layers:
        short = digest("blob", layer).removeprefix("sha256:")[:12]
        if image.id in before or layer in held:
            lines.append(f"{short}: Already exists")
        else:
            lines += [f"{short}: Pulling fs layer", f"{short}: Verifying Checksum", f"{short}: Download complete",
                      f"{short}: Pull complete"]  # fmt: skip
    if image.id in before:
        lines = lines[:1]
    lines.append(f"Digest: {catalogue.BY_ID[image.id].manifest_digest}")
    fresh = "Downloaded newer image for" if image.id not in before else "Image is up to date for"
    shown = tagged.familiar
    lines.append(f"Status: {fresh} {shown}")
    call.system.write(fd, "".join(f"{line}\n" for line in lines))
    if fd == 1:
        call.line(_canonical(tagged.name, tagged.tag, tagged.digest))


def _canonical(name: str, tag: str, wanted: str) -> str:
    return f"{name}@{wanted}" if wanted else f"{name}:{tag}"
