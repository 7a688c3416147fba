"""docker manifest inspect: what a registry has under a name.

Models docker/cli cli/command/manifest/inspect.go, v28.2. Not modelled: lists of several platforms (every image here is
linux/amd64), --verbose, the other subcommands.
"""

import json

from sandbox.sim.docker.call import Call
from sandbox.sim.docker.errors import Failure, NotModelled
from sandbox.sim.engine.errors import EngineError
from sandbox.sim.engine.images import Image
from sandbox.sim.engine.remote import CONFIG, LAYER, MANIFEST, OK, Remote, is_remote, layer_sizes
from sandbox.sim.runtime.images.image import digest
from sandbox.sim.runtime.images.reference import Reference, parse_normalized
from sandbox.sim.runtime.images.reference import ReferenceError as BadReference

CONFIG_SIZE = 1470


def inspect(call: Call) -> int:
    """Print a manifest."""
    if call.flags["verbose"] or len(call.args) > 1:
        raise NotModelled("docker manifest inspect --verbose" if call.flags["verbose"] else "lists of manifests")
    try:
        reference = parse_normalized(call.args[0]).with_default_tag()
    except BadReference as error:
        message = str(error)
        raise Failure(message) from error
    full = f"{reference.name}:{reference.tag}" if reference.tag else f"{reference.name}@{reference.digest}"
    data = _of_remote(call, reference) if is_remote(reference) else _of_catalogue(call, reference)
    if data is None:
        raise Failure(f"no such manifest: {full}")
    call.line(json.dumps(data, indent="\t"))
    return 0


def _of_remote(call: Call, reference: Reference) -> object:
    wanted = reference.digest or reference.tag
    answer = Remote(call.engine, reference.domain).call("GET", f"{reference.path}/manifests/{wanted}")
    try:
        return json.loads(answer.body) if answer.status == OK else None
    except ValueError:
        return None


def _of_catalogue(call: Call, reference: Reference) -> object:
    try:
        image, _ = call.engine.fetch(reference)
    except EngineError:
        return None
    return _manifest(image)


def _manifest(image: Image) -> object:
    rows = [{"mediaType": LAYER, "size": size, "digest": digest("blob", layer)}
            for layer, size in zip(image.layers, layer_sizes(image), strict=False)]  # fmt: skip
    config = {"mediaType": CONFIG, "size": CONFIG_SIZE, "digest": image.id}
    return {"schemaVersion": 2, "mediaType": MANIFEST, "config": config, "layers": rows}
