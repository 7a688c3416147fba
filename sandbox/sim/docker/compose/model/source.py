"""Compose files are read.

Variables are put in, kinds checked, includes and extended services taken in; each file is merged over the one before.

Models compose-spec/compose-go loader/{loader,extends,include}.go. Not modelled: files from git and registries.
"""

import posixpath
from dataclasses import dataclass, field, replace
from typing import Any

from sandbox.sim.cli.go_values import quote
from sandbox.sim.docker.call import Call
from sandbox.sim.docker.compose.model import canonical, merging, schema, specification, values
from sandbox.sim.docker.compose.model.interpolation import Interpolator
from sandbox.sim.docker.compose.model.options import REMOTE, read_env_file
from sandbox.sim.docker.compose.model.paths import Base
from sandbox.sim.docker.compose.model.yaml_file import read_yaml
from sandbox.sim.docker.compose.warnings import FILE_MISSING, ProjectError, warn
from sandbox.sim.docker.errors import NotModelled
from sandbox.sim.kernel.errors import KernelError

Data = dict[str, Any]
DEEPEST = 32
"""How many files may include or extend one another in a chain."""


@dataclass(slots=True)
class Source:
    """Reads files for one project. ``interpolate`` is off for ``config --no-interpolate``."""

    call: Call
    base: Base
    variables: dict[str, str]
    interpolate: bool = True
    stdin: str = ""
    chain: tuple[str, ...] = ()
    """The files that led to this one by ``include``."""
    warned: set[str] = field(default_factory=set)

    def read(self, paths: list[str]) -> Data:
        """Return all files merged. Raises ProjectError."""
        result: Data = {}
        for path in paths:
            result = merging.merge_files(result, self.read_file(path))
        return result

    def raw(self, path: str) -> Data:
        """Return a file's mapping with its variables put in, checked. Raises ProjectError."""
        loaded: Any = read_yaml(self._text(path), path)
        if loaded is None:
            raise ProjectError("empty compose file")
        if not isinstance(loaded, dict):
            raise ProjectError("top-level object must be a mapping")
        if self.interpolate:
            interpolator = Interpolator(self.variables, lambda message: warn(self.call, message))
            interpolator.warned = self.warned
            loaded = interpolator.tree(loaded)
        fault = schema.first_fault(loaded, specification.FILE)
        if fault:
            raise ProjectError(f"validating {path}: {fault}")
        if "version" in loaded:
            del loaded["version"]
            warn(self.call, f"{path}: the attribute `version` is obsolete, it will be ignored, please remove it to "
                 "avoid potential confusion")  # fmt: skip
        return dict(loaded)

    def _text(self, path: str) -> str:
        if path == "-":
            return self.stdin
        try:
            return self.call.read_file(path).decode(errors="replace")
        except KernelError as error:
            why = "is a directory" if error.code == "EISDIR" else "no such file or directory"
            verb = "read" if error.code == "EISDIR" else "open"
            raise ProjectError(f"{verb} {path}: {why}", FILE_MISSING) from error

    def read_file(self, path: str) -> Data:
        """Return one file in the long form, with what it includes and what its services extend."""
        loaded = self.raw(path)
        services = {}
        for name in loaded.get("services") or {}:
            services[name] = self._service(loaded, path, name, self.base, ())
        if "services" in loaded:
            loaded["services"] = services
        for key in ("networks", "volumes", "secrets", "configs"):
            if key in loaded:
                loaded[key] = {name: _resource(given, self.base) for name, given in (loaded[key] or {}).items()}
        included: Data = {}
        for given in loaded.pop("include", None) or []:
            included = _add_included(included, self._include(given, path))
        return merging.merge_files(included, loaded) if included else loaded

    # extends

    def _service(self, loaded: Data, path: str, name: str, base: Base, chain: tuple[tuple[str, str], ...]) -> Data:
        if (path, name) in chain or len(chain) > DEEPEST:
            rows = [*chain, (path, name)]
            told = [
                f"  {rows[0][1]} in {rows[0][0]}",
                *(f"  extends {service} in {file}" for file, service in rows[1:]),
            ]
            raise ProjectError("Circular reference:\n" + "\n".join(told))
        own = canonical.service(loaded["services"][name], base, name)
        extends = own.pop("extends", None)
        if extends is None:
            return own
        other, other_path, other_base = loaded, path, base
        if extends.get("file"):
            other_path = base.absolute(extends["file"])
            other = self.raw(other_path)
            other_base = replace(base, directory=posixpath.dirname(other_path))
        if extends["service"] not in (other.get("services") or {}):
            where = f" in file {other_path}" if extends.get("file") else ""
            raise ProjectError(f"cannot extend service {quote(name)}{where}: service {quote(extends['service'])} "
                               f"not found{where and ' in ' + other_path}")  # fmt: skip
        parent = self._service(other, other_path, extends["service"], other_base, (*chain, (path, name)))
        return merging.merge_services({key: value for key, value in parent.items() if key != "depends_on"}, own)

    # include

    def _include(self, given: Any, path: str) -> Data:
        row = {"path": given} if isinstance(given, str) else given
        paths = [self.base.absolute(item) for item in values.texts(row.get("path"))]
        if any(item.startswith(REMOTE) for item in values.texts(row.get("path"))):
            raise NotModelled("include of a file from elsewhere")
        if not paths:
            raise ProjectError(f"validating {path}: include: missing properties 'path'")
        chain = (*self.chain, path)
        if paths[0] in chain or len(chain) > DEEPEST:
            listed = "\n include ".join([*chain[1:], paths[0]])
            raise ProjectError(f"include cycle detected:\n{chain[0]}\n include {listed}")
        directory = row.get("project_directory")
        base = replace(self.base, directory=self.base.absolute(directory) if directory else posixpath.dirname(paths[0]))
        inner = replace(self, base=base, variables=self._included_variables(row, base), chain=chain)
        return inner.read(paths)

    def _included_variables(self, row: Data, base: Base) -> dict[str, str]:
        files = [self.base.absolute(item) for item in values.texts(row.get("env_file"))]
        default = base.absolute(".env")
        if not files and self.call.files.kind(default) == "file":
            files = [default]
        found: dict[str, str] = {}
        for file in files:
            found |= read_env_file(self.call, file, {**found, **self.variables})
        return {**found, **self.variables}


def _add_included(first: Data, second: Data) -> Data:
    """Return what two includes bring together; none may say otherwise than the other. Raises ProjectError."""
    for key in ("services", "networks", "volumes", "secrets", "configs"):
        for name, given in (second.get(key) or {}).items():
            standing = (first.get(key) or {}).get(name)
            if standing is not None and standing != given:
                raise ProjectError(f"imported compose file defines conflicting {key[:-1]} {name}")
    bare = {key: value for key, value in second.items() if key != "name"}
    return merging.merge_files(first, bare)


def _resource(given: Data | None, base: Base) -> Data:
    result = dict(given or {})
    external = result.get("external")
    if isinstance(external, dict):
        result["external"] = True
        if "name" in external:
            result["name"] = external["name"]
    elif isinstance(external, str):
        result["external"] = values.flag(external, "external")
    if result.get("external") is False:
        del result["external"]
    if "labels" in result:
        result["labels"] = values.labels(result["labels"])
    for key in ("internal", "attachable", "enable_ipv4", "enable_ipv6"):
        if key in result:
            result[key] = values.flag(result[key], key)
    if result.get("driver_opts"):
        result["driver_opts"] = {name: values.text(item) for name, item in result["driver_opts"].items()}
    if "file" in result:
        result["file"] = base.absolute(result["file"])
    return result
