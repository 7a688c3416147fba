"""Programs that a learner may call and that the sandbox does not have: they say so, and what to do instead.

Models nothing.
"""

from sandbox.sim.shell.coreutils.tool import Call, Failure

HINTS = {
    "man": "manual pages; most commands answer to --help",
    "more": "paging; use cat or head",
    "less": "paging; use cat or head",
    "systemctl": "systemd; the Docker engine of this sandbox is always running",
    "jq": "jq; use kubectl -o jsonpath, docker --format or a Go template",
    "yq": "yq; use kubectl -o jsonpath, docker --format or a Go template",
    "openssl": "openssl; files with ready-made keys can be given in a lab's start",
}


def run(call: Call) -> int:
    """Say what is missing."""
    raise Failure(f"not modelled in this sandbox: {HINTS.get(call.name, call.name)}")


def edit(call: Call) -> int:
    """``vi``, ``vim`` and ``nano``: a marker that the page turns into an editor."""
    names = [word for word in call.args if not word.startswith(("-", "+"))]
    if not names:
        raise Failure("not modelled in this sandbox: an editor without a file name")
    path = names[0] if names[0].startswith("/") else f"{call.files.cwd.rstrip('/')}/{names[0]}"
    call.out(f"\x1b]drydock;edit;{path}\x07")
    return 0
