"""docker compose ls, images, top, port, volumes and version.

Models docker/compose cmd/compose/{list,images,top,port,volumes,version}.go and cmd/formatter/formatter.go.
"""

import json
from typing import Any

from sandbox.sim.cli.tables import align
from sandbox.sim.docker import units
from sandbox.sim.docker.call import Call
from sandbox.sim.docker.compose import containers, delegation, labelled, labels
from sandbox.sim.docker.compose.arity import exactly
from sandbox.sim.docker.container import info
from sandbox.sim.docker.container.filters import grouped, regex_matches
from sandbox.sim.docker.errors import Failure
from sandbox.sim.docker.volume import ls as volume_ls
from sandbox.sim.engine.container import Container
from sandbox.sim.engine.errors import EngineError
from sandbox.sim.engine.images import Image, short_id
from sandbox.sim.runtime.images.reference import parse_normalized
from sandbox.sim.runtime.process import Step

NONE = "<none>"
PLATFORM = "linux/amd64"


def _print(call: Call, form: str, rows: list[dict[str, Any]], headings: list[str], cells: list[list[str]]) -> int:
    """Print rows as a table or as JSON. Raises Failure."""
    if form == "json":
        call.line(json.dumps(rows, separators=(",", ":"), ensure_ascii=False))
        return 0
    if form not in ("", "table", "pretty"):
        raise Failure(f"format value {json.dumps(form)} could not be parsed: parsing failed")
    call.out(align("".join("\t".join(row) + "\n" for row in [headings, *cells]), least=20, padding=3))
    return 0


def ls(call: Call) -> int:
    """List the projects that have running containers, with ``-a`` all of them."""
    filters = grouped(call.flags["filter"], ("name",))
    projects: dict[str, list[Container]] = {}
    for row in call.engine.containers:
        name = containers.label(row, labels.PROJECT)
        if name and (call.flags["all"] or row.running or row.status == "restarting"):
            projects.setdefault(name, []).append(row)
    names = [name for name in sorted(projects)
             if all(regex_matches(value, name) for value in filters.get("name", []))]  # fmt: skip
    if call.flags["quiet"]:
        call.out("".join(f"{name}\n" for name in names))
        return 0
    rows = [
        {"Name": name, "Status": _combined(projects[name]),
         "ConfigFiles": containers.label(projects[name][0], labels.CONFIG_FILES)}
        for name in names
    ]  # fmt: skip
    return _print(call, call.flags["format"], rows, ["NAME", "STATUS", "CONFIG FILES"],
                  [list(row.values()) for row in rows])  # fmt: skip


def _combined(rows: list[Container]) -> str:
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.status] = counts.get(row.status, 0) + 1
    return ", ".join(f"{status}({counts[status]})" for status in sorted(counts))


def images(call: Call) -> int:
    """List the images that a project's containers were made from."""
    project, read = labelled.project_or_labels(call)
    if read:
        labelled.check_names(project, call.args)
    rows = sorted(containers.of_project(call.engine, project.name, call.args), key=lambda row: row.name)
    if call.flags["quiet"]:
        call.out("".join(f"{name}\n" for name in dict.fromkeys(row.image.removeprefix("sha256:") for row in rows)))
        return 0
    data, cells = [], []
    for row in rows:
        image = call.engine.images.images.get(row.image)
        if image is None:
            continue
        repository, tag = _names(call, row, image)
        created = units.parse_rfc3339(image.created)
        data.append({
            "ID": image.id, "ContainerName": row.name, "Repository": repository, "Tag": tag, "Platform": PLATFORM,
            "Size": image.size, "Created": image.created,
        })  # fmt: skip
        cells.append([
            row.name, repository or NONE, tag or NONE, PLATFORM, short_id(image.id), units.human_size(image.size),
            f"{units.human_duration(call.now - created)} ago",
        ])  # fmt: skip
    headings = ["CONTAINER", "REPOSITORY", "TAG", "PLATFORM", "IMAGE ID", "SIZE", "CREATED"]
    return _print(call, call.flags["format"], data, headings, cells)


def _names(call: Call, row: Container, image: Image) -> tuple[str, str]:
    try:
        current = call.engine.images.find(row.image_name).id
    except EngineError:
        current = ""
    if current != image.id:
        return "", ""
    repository, _, tag = parse_normalized(row.image_name).with_default_tag().familiar.rpartition(":")
    return repository, tag


def top(call: Call) -> int:
    """List the processes of a project's running containers."""
    project, read = labelled.project_or_labels(call)
    if read:
        labelled.check_names(project, call.args)
    cells: list[list[str]] = []
    for row in sorted(containers.of_project(call.engine, project.name, call.args, all_=False), key=lambda r: r.name):
        titles, *processes = info.listing(call.engine, row)
        own = [containers.label(row, labels.SERVICE), str(containers.number(row))]
        cells += [] if cells else [["SERVICE", "#", *titles]]
        cells += [[*own, *process] for process in processes]
    call.out(align("".join("\t".join(row) + "\n" for row in cells), least=4, padding=2))
    return 0


def port(call: Call) -> int:
    """Print where a container's port is published."""
    exactly(call, 2)
    service, wanted = call.args
    if not wanted.isdecimal():
        raise Failure(f'strconv.ParseUint: parsing "{wanted}": invalid syntax')
    proto = call.flags["protocol"].lower()
    project, _ = labelled.project_or_labels(call)
    row = containers.one(call.engine, project.name, service, call.flags["index"])
    for number, protocol, address, host in row.ports:
        if (str(number), protocol) == (wanted, proto):
            call.line(f"[{address}]:{host}" if ":" in address else f"{address}:{host}")
            return 0
    raise Failure(f"no port {wanted}/{proto} for container {row.name}")


def volumes(call: Call) -> Step | int | None:
    """List a project's volumes."""
    project, read = labelled.project_or_labels(call)
    if read:
        labelled.check_names(project, call.args)
    words = ["--filter", f"label={labels.PROJECT}={project.name}"]
    words += ["-q"] if call.flags["quiet"] else ["--format", call.flags["format"]]
    return volume_ls.run(delegation.delegate(call, ("volume", "ls"), words))


def version(call: Call) -> int:
    """Print compose's version."""
    form = call.flags["format"]
    if call.flags["short"]:
        call.line(labels.VERSION_TEXT)
    elif form == "json":
        call.line(json.dumps({"version": f"v{labels.VERSION_TEXT}"}, separators=(",", ":")))
    else:
        call.line(f"Docker Compose version v{labels.VERSION_TEXT}")
    return 0
