"""The end of a build: the image goes to the engine under its names.

Models moby daemon builder-next exporter and buildkit's image configuration, v0.22. Not modelled: other exporters, of
which the client says so.
"""

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sandbox.sim.engine.builder import configure
from sandbox.sim.engine.builder.buildkit.state import State
from sandbox.sim.engine.builder.dockerfile import Instruction
from sandbox.sim.engine.images import HistoryRow
from sandbox.sim.engine.inspect import config_view
from sandbox.sim.runtime.images.image import digest
from sandbox.sim.runtime.images.reference import parse_normalized

if TYPE_CHECKING:
    from sandbox.sim.engine.builder.buildkit.solve import Solver


def described(row: Instruction, config: dict[str, Any], comment: str) -> str:
    """Return the line that history shows for an instruction without files."""
    if row.name in ("CMD", "ENTRYPOINT"):
        return f"{row.name} {configure.quoted(config[row.name.capitalize()])}"
    if row.name == "EXPOSE":
        ports = " ".join(f"{port}:{{}}" for port in sorted(config["ExposedPorts"]))
        return f"EXPOSE map[{ports}]"
    return comment.strip()


def export(solver: "Solver", state: State) -> None:
    """Make the image and name it; the same state gives the same image."""
    engine, job = solver.engine, solver.job
    solver.begin("exporting to image")
    solver.note("exporting layers done")
    config = {key: value for key, value in state.image.config.items() if key not in (configure.OWN_CMD, "Author")}
    if job.labels:
        config["Labels"] = {**(config.get("Labels") or {}), **job.labels}
    history = _dated(state.image.history, state.image.created)
    created = history[-1].created if history else state.image.created
    content = json.dumps([config_view(config), state.image.layers, [[row.created, row.created_by] for row in history]])
    image = replace(
        state.image, id=digest("buildkit", content), created=created, config=config, history=history, parent="",
        from_catalogue=False,
    )  # fmt: skip
    if image.id not in engine.images.images:
        engine.images.add(image)
    solver.note(f"writing image {image.id} done")
    for tag in job.tags:
        reference = parse_normalized(tag).with_default_tag()
        engine.images.tag(image.id, tag)
        engine.emit("image", "tag", image.id, {"name": reference.familiar})
        solver.note(f"naming to {reference.name}:{reference.tag} done")
    solver.end()
    engine.builds.history += 1
    engine.touch()
    job.image = image.id


def _dated(history: list[HistoryRow], before: str) -> list[HistoryRow]:
    """Return the history with a moment in every row: that of the layer above or, failing that, of the one below."""
    blank = next((index for index, row in enumerate(history) if not row.created), len(history))
    moment = next((row.created for row in history[blank:] if row.created), "")
    moment = moment or next((row.created for row in reversed(history) if row.created), before)
    rows = []
    for index, row in enumerate(history):
        moment = row.created if row.created and index >= blank else moment
        rows.append(replace(row, created=row.created or moment))
    return rows
