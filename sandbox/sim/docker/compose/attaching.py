"""``docker compose up`` joins the output of what it is about to start.

Models docker/compose pkg/compose/attach.go.
"""

from typing import Any

from sandbox.sim.docker.compose import containers, following
from sandbox.sim.docker.compose.session import Session


def attach(current: Session, data: dict[str, Any]) -> None:
    """Begin to follow the services' logs: what follows is told by the logs, not by lines of progress."""
    flags = current.call.flags
    rows = containers.of_project(current.engine, current.project.name, data["services"] or ["-"])
    current.call.line(f"Attaching to {', '.join(containers.short_name(row) for row in rows)}")
    follow = following.attach(
        current, rows, prefix=not flags["no-log-prefix"], timestamps=flags["timestamps"],
        colour=not flags["no-color"], stops=True,
    )  # fmt: skip
    follow["timeout"] = flags["timeout"] if flags.given("timeout") else None
    follow["exit_code_from"] = flags["exit-code-from"]
    if flags["abort-on-container-failure"]:
        follow["cascade"] = "failure"
    elif flags["abort-on-container-exit"] or flags["exit-code-from"]:
        follow["cascade"] = "exit"
    current.state["mode"] = "quiet"
