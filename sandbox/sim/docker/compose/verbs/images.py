"""docker compose build and pull.

Models docker/compose cmd/compose/{build,pull}.go.
"""

from sandbox.sim.docker.call import Call
from sandbox.sim.docker.compose import images, plan, session
from sandbox.sim.docker.compose.model.loader import Wishes
from sandbox.sim.docker.errors import Failure, NotModelled
from sandbox.sim.runtime.process import Step

BUILD_UNSUPPORTED = ("builder", "check", "print", "provenance", "push", "sbom", "ssh")


def build(call: Call) -> Step | int:
    """Build the images of services."""
    flags = call.flags
    for name in BUILD_UNSUPPORTED:
        if flags.given(name):
            raise NotModelled(f"docker compose build --{name}")
    wishes = Wishes(select=True, dependencies=flags["with-dependencies"], environment=False)
    project = session.load(call, call.args, wishes)
    names = [name for name, service in project.services.items() if service.get("build")]
    current = session.begin(call, project, [])
    if not names:
        return 0
    call.state["steps"] = [
        images.build_step(names, force=True, args=flags["build-arg"], no_cache=flags["no-cache"], quiet=flags["quiet"],
                          pull=flags["pull"], memory=f"{flags['memory']}" if flags["memory"] else "")
    ]  # fmt: skip
    return plan.go(current)


def pull(call: Call) -> int:
    """Pull the images of services."""
    flags = call.flags
    if flags["policy"] not in ("", "missing", "always"):
        raise Failure("--policy only accepts `missing` or `always`")
    wishes = Wishes(select=True, dependencies=flags["include-deps"], environment=False)
    project = session.load(call, call.args, wishes)
    current = session.begin(call, project, [])
    if flags["quiet"]:
        call.state["mode"] = "quiet"
    pulled: dict[str, str] = {}
    code, to_build = 0, list[str]()
    for name in sorted(project.services):
        skipped = _why_not(current, name, pulled, missing_only=flags["policy"] == "missing")
        if skipped:
            current.event(name, "", f"Skipped{skipped}")
            continue
        service = project.services[name]
        pulled[service["image"]] = name
        try:
            if not images.pull_one(current, name, buildable=bool(service.get("build"))):
                to_build.append(name)
        except Failure as failure:
            if not flags["ignore-pull-failures"]:
                raise
            call.err(str(failure))
    if to_build:
        listed = " ".join(to_build)
        call.err(f" WARNING: Some service image(s) must be built from source by running:\n    docker compose build "
                 f"{listed}")  # fmt: skip
    return code


def _why_not(current: session.Session, name: str, pulled: dict[str, str], *, missing_only: bool) -> str:
    """Return why the image of a service is not pulled, nothing where it is."""
    service = current.project.services[name]
    policy = images.policy_of(current, name, "")
    if not service.get("image"):
        return " - No image to be pulled"
    if policy in ("never", "build"):
        return " "
    missing_only = missing_only or service.get("pull_policy") == "missing"
    if missing_only and images.has(current, name):
        return " - Image is already present locally"
    if service.get("build") and current.call.flags["ignore-buildable"]:
        return " - Image can be built"
    other = pulled.get(service["image"])
    return f" - Image is already being pulled by {other}" if other else ""
