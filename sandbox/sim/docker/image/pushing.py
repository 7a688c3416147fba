"""docker push: to a registry on the network; the public ones take nothing from strangers.

Models docker/cli cli/command/image/push.go, v28.2, and moby distribution's progress messages. Not modelled: content
trust, --platform.
"""

from sandbox.sim.docker.call import Call
from sandbox.sim.docker.errors import Failure, NotModelled
from sandbox.sim.engine.errors import EngineError
from sandbox.sim.engine.images import Image
from sandbox.sim.engine.remote import Remote, is_remote
from sandbox.sim.runtime.images.reference import Reference, parse_normalized
from sandbox.sim.runtime.images.reference import ReferenceError as BadReference

WAITING_FROM = 5
"""So many layers are sent at once; the others wait."""


def push(call: Call) -> int:
    """Push one tag, or all of a repository."""
    if call.flags.given("platform"):
        raise NotModelled("docker push --platform")
    try:
        reference = parse_normalized(call.args[0])
    except BadReference as error:
        message = str(error)
        raise Failure(message) from error
    if call.flags["all-tags"] and (reference.tag or reference.digest):
        raise Failure("tag can't be used with --all-tags/-a")
    if reference.digest:
        raise Failure("cannot push a digest reference")
    if not reference.tag and not call.flags["all-tags"] and not call.flags["quiet"]:
        call.line("Using default tag: latest")
    tagged = reference.with_default_tag()
    _say(call, f"The push refers to repository [{tagged.name}]")
    for one in _tags(call, reference) if call.flags["all-tags"] else [tagged]:
        _push_one(call, reference, one)
    if call.flags["quiet"]:
        call.line(tagged.name if call.flags["all-tags"] else f"{tagged.name}:{tagged.tag}")
    return 0


def _say(call: Call, line: str) -> None:
    if not call.flags["quiet"]:
        call.line(line)


def _tags(call: Call, reference: Reference) -> list[Reference]:
    found = [name for name in call.engine.images.tags if name.rpartition(":")[0] == reference.familiar_name]
    if not found:
        raise Failure(f"An image does not exist locally with the tag: {reference.familiar_name}")
    return [parse_normalized(name) for name in sorted(found)]


def _push_one(call: Call, reference: Reference, tagged: Reference) -> None:
    image_id = call.engine.images.tags.get(tagged.familiar)
    if image_id is None:
        raise Failure(f"An image does not exist locally with the tag: {reference.familiar_name}")
    image = call.engine.images.images[image_id]
    if not is_remote(tagged):
        _prepare(call, image)
        raise Failure("denied: requested access to the resource is denied")
    remote = Remote(call.engine, tagged.domain)
    try:
        remote.call("GET", "")
        _prepare(call, image)
        rows, mark, size = remote.push(tagged, image)
    except EngineError as error:
        message = str(error)
        raise Failure(message) from error
    for layer, what in rows:
        _say(call, f"{_short(layer)}: {what}")
    call.engine.images.digests[f"{tagged.familiar_name}@{mark}"] = image.id
    call.engine.emit("image", "push", tagged.familiar, {"name": tagged.familiar_name})
    _say(call, f"{tagged.tag}: digest: {mark} size: {size}")


def _prepare(call: Call, image: Image) -> None:
    rows = list(reversed(image.layers))
    for layer in rows:
        _say(call, f"{_short(layer)}: Preparing")
    for layer in rows[WAITING_FROM:]:
        _say(call, f"{_short(layer)}: Waiting")


def _short(layer: str) -> str:
    return layer.removeprefix("sha256:")[:12]
