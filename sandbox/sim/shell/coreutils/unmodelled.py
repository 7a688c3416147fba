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
