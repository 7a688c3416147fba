"""The images that services need are pulled or built.

Models docker/compose pkg/compose/{pull,build,build_classic}.go. Builds use the classic builder, as ``docker build``
does here.
"""

from typing import Any

from sandbox.sim.docker.compose import delegation, labels
from sandbox.sim.docker.compose.session import Session
from sandbox.sim.docker.compose.warnings import BUILD_FAILED, PULL_FAILED
from sandbox.sim.docker.errors import Failure, NotModelled
from sandbox.sim.docker.image import build as docker_build
from sandbox.sim.docker.image import pulling
from sandbox.sim.engine.errors import EngineError
from sandbox.sim.runtime.images.reference import ReferenceError as BadReference
from sandbox.sim.runtime.process import Step

Data = dict[str, Any]
POLICIES = ("always", "missing", "never", "build", "if_not_present")


def has(current: Session, name: str) -> bool:
    """Say whether the image of a service is here."""
    try:
        current.engine.images.find(current.project.image(name))
    except EngineError:
        return False
    return True


def policy_of(current: Session, name: str, override: str) -> str:
    """Return when a service's image is to be pulled. Raises NotModelled."""
    policy = override or str(current.project.services[name].get("pull_policy") or "missing")
    if policy not in POLICIES:
        raise NotModelled(f"services.{name}.pull_policy {policy}")
    return policy


def pull_step(names: list[str], *, policy: str = "", quiet: bool = False) -> Data:
    """Return the step that pulls what is not here; a ``policy`` stands above those of the services."""
    return {"do": "pull", "services": sorted(names), "policy": policy, "quiet": quiet}


def pull(current: Session, data: Data) -> None:
    """Pull images that services need and that are not here. Raises Failure."""
    done: set[str] = set()
    for name in data["services"]:
        service = current.project.services[name]
        policy = policy_of(current, name, data["policy"])
        image = current.project.image(name)
        here = has(current, name)
        if not service.get("image") or policy in ("never", "build") or (here and policy != "always") or image in done:
            continue
        done.add(image)
        pull_one(current, name, quiet=data["quiet"], buildable=_is_built(current, image))


def _is_built(current: Session, image: str) -> bool:
    return any(row.get("build") and current.project.image(name) == image
               for name, row in current.project.services.items())  # fmt: skip


def pull_one(current: Session, name: str, *, quiet: bool = False, buildable: bool = False) -> bool:
    """Pull the image of a service; one that can be built need not be there. Raises Failure."""
    image = current.project.image(name)
    current.event(name, "", "Pulling")
    try:
        rows = pulling.layers(current.engine, image)
    except (EngineError, BadReference) as error:
        current.event(name, "", "Warning" if buildable else "Error")
        if buildable:
            return False
        raise Failure(f"Error response from daemon: {error}", PULL_FAILED) from error
    for layer, status in rows if not quiet else ():
        current.event(layer, "", status)
    current.event(name, "", "Pulled")
    return True


def build_step(names: list[str], *, force: bool = False, **settings: Any) -> Data:
    """Return the step that builds images. ``force``: also those that are here."""
    own = {"args": [], "no_cache": False, "quiet": False, "memory": ""} | settings
    return {"do": "build", "services": sorted(names), "force": force, "at": "", **own}


def build(current: Session, data: Data) -> Step | None:
    """Build the images of services that have a ``build``, one after the other. Raises Failure."""
    while data["at"] or data["services"]:
        try:
            outcome = docker_build.resume(delegation.again(current.call)) if data["at"] else _next(current, data)
        except Failure as failure:
            code = failure.code if isinstance(failure, NotModelled) else BUILD_FAILED
            raise Failure(str(failure), code) from failure
        if outcome is not None and not isinstance(outcome, int):
            return outcome
        if data["at"]:
            current.event(f"Service {data['at']}", "Built")
            data["at"] = ""
            delegation.forget(current.call)
    return None


def _next(current: Session, data: Data) -> Step | int | None:
    """Begin with the next service; nothing where its image need not be built."""
    name = data["services"].pop(0)
    service = current.project.services[name]
    wanted = data["force"] or not has(current, name) or policy_of(current, name, "") == "build"
    if not service.get("build") or not wanted:
        return None
    data["at"] = name
    current.event(f"Service {name}", "Building")
    return docker_build.run(delegation.delegate(current.call, ("build",), _words(current, name, data)))


def _words(current: Session, name: str, data: Data) -> list[str]:
    given = current.project.services[name]["build"]
    context = given["context"]
    dockerfile = given["dockerfile"]
    words = ["-t", current.project.image(name)]
    for tag in given.get("tags") or []:
        words += ["-t", tag]
    words += ["-f", dockerfile if dockerfile.startswith("/") else f"{context}/{dockerfile}"]
    if given.get("target"):
        words += ["--target", given["target"]]
    for key, value in (given.get("args") or {}).items():
        own = current.project.variables.get(key) if value is None else value
        words += ["--build-arg", key if own is None else f"{key}={own}"]
    for row in data["args"]:
        words += ["--build-arg", row]
    own = {labels.PROJECT: current.project.name, labels.SERVICE: name, labels.VERSION: labels.VERSION_TEXT}
    for key, value in {**(given.get("labels") or {}), **own}.items():
        words += ["--label", f"{key}={value}"]
    words += ["--no-cache"] if data["no_cache"] or given.get("no_cache") else []
    words += ["--pull"] if data.get("pull") or given.get("pull") else []
    words += ["-m", data["memory"]] if data["memory"] else []
    return [*words, *(["-q"] if data["quiet"] else []), context]
