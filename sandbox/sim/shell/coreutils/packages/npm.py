"""npm: a package.json, its packages, its scripts.

Models npm 10. Not modelled: the packages' code (no JavaScript runs here), their own dependencies, version ranges.
"""

import json
import posixpath
import re
from typing import Any

from sandbox.sim.kernel.errors import KernelError
from sandbox.sim.runtime.process import Exec, Process, Step
from sandbox.sim.runtime.system import System
from sandbox.sim.shell.coreutils.options import parse
from sandbox.sim.shell.coreutils.packages.installation import is_online
from sandbox.sim.shell.coreutils.tool import Call, Failure, Tool

SPEC = (
    "y/yes g/global S/save D/save-dev E/save-exact /production /omit= /only= /silent /no-audit /no-fund /legacy- "
    "peer-deps /force f /registry= /loglevel= v/version /prefer-offline /ignore-scripts s /if-present /no-save "
    "/unsafe-perm "
)
NAME = re.compile(r"(@?[a-z0-9][\w./-]*?)(?:@([\w.^~*-]+))?")
VERSION = "10.8.2"
LATEST = {"express": "5.1.0", "react": "19.1.0", "redis": "4.7.0", "nodemon": "3.1.10", "mongoose": "8.14.0"}
SCRIPTS = ("start", "test", "stop", "restart")
WHY = {"ENOENT": "no such file or directory", "EACCES": "permission denied"}


class Npm(Tool):
    """Installs and initialises at once; ``start`` and ``run`` become a shell with the script."""

    def __init__(self) -> None:
        super().__init__(run)

    def start(self, process: Process, system: System) -> Step:
        """Go on as a script, or do the work."""
        words = [word for word in process.argv[1:] if not word.startswith("-")]
        name = words[0] if words[:1] and words[0] in SCRIPTS else ""
        if words[:1] in (["run"], ["run-script"]) and len(words) > 1:
            name = words[1]
        if not name:
            return super().start(process, system)
        try:
            package = json.loads(system.files.read_text("package.json"))
            script = package.get("scripts", {}).get(name)
        except (KernelError, ValueError, AttributeError):
            return super().start(process, system)
        if not isinstance(script, str):
            return super().start(process, system)
        system.write(1, f"\n> {package.get('name', '')}@{package.get('version', '')} {name}\n> {script}\n\n")
        bins = posixpath.join(process.cwd, "node_modules/.bin")
        process.env = {**process.env, "PATH": f"{bins}:{process.env.get('PATH', '')}", "npm_lifecycle_event": name}
        return Exec(("sh", "-c", script))


def run(call: Call) -> int:
    """``npm``."""
    options = parse(call, SPEC, "w/workspace= C/prefix= /prefix= /dry-run d")
    if "v" in options:
        call.line(VERSION)
        return 0
    verb, names = (options.operands or [""])[0], options.operands[1:]
    if verb == "init":
        return _init(call, yes="y" in options)
    if verb in ("install", "i", "ci", "add"):
        return _install(call, names, verb, everywhere="g" in options, development="D" in options)
    if verb in ("run", "run-script", *SCRIPTS):
        _package(call)
        wanted = names[0] if verb.startswith("run") and names else verb
        return 0 if "if-present" in options else _complain(call, f'Missing script: "{wanted}"')
    raise Failure(f"not modelled in this sandbox: npm {verb}".rstrip())


def _complain(call: Call, text: str, code: str = "") -> int:
    head = f"npm error code {code}\n" if code else ""
    call.warn(f"{head}npm error {text}\n")
    return 1


def _package(call: Call) -> dict[str, Any]:
    """Return what package.json says. Raises Failure, its words printed."""
    path = posixpath.join(call.process.cwd, "package.json")
    try:
        package = json.loads(call.files.read_text(path))
    except KernelError as error:
        shown = f"enoent Could not read package.json: Error: {error.code}: {WHY.get(error.code, error)}, open '{path}'"
        _complain(call, shown, error.code)
        raise Failure("", 254) from None
    except ValueError as error:
        _complain(call, f"JSON.parse Failed to parse JSON data: {error}", "EJSONPARSE")
        raise Failure("", 1) from None
    if not isinstance(package, dict):
        _complain(call, "JSON.parse package.json must be an object", "EJSONPARSE")
        raise Failure("", 1)
    return package


def _init(call: Call, *, yes: bool) -> int:
    if not yes:
        raise Failure("not modelled in this sandbox: npm init without -y, which asks questions")
    name = posixpath.basename(call.process.cwd) or "root"
    package = {
        "name": name, "version": "1.0.0", "main": "index.js",
        "scripts": {"test": 'echo "Error: no test specified" && exit 1'},
        "keywords": [], "author": "", "license": "ISC", "description": "",
    }  # fmt: skip
    text = json.dumps(package, indent=2)
    call.files.write("package.json", text + "\n")
    call.line(f"Wrote to {posixpath.join(call.process.cwd, 'package.json')}:\n\n{text}\n\n")
    return 0


def _install(call: Call, names: list[str], verb: str, *, everywhere: bool, development: bool) -> int:
    asked = {}
    for name in names:
        found = NAME.fullmatch(name)
        if found is None:
            return _complain(call, f'Invalid package name "{name}"', "EINVALIDPACKAGENAME")
        asked[found[1]] = found[2] or f"^{LATEST.get(found[1], '1.0.0')}"
    exists = call.files.exists("package.json")
    package = _package(call) if exists or not (asked or everywhere) else {}
    if verb == "ci" and not call.files.exists("package-lock.json"):
        return _complain(call, "The `npm ci` command can only install with an existing package-lock.json", "EUSAGE")
    wanted = dict(asked) if everywhere else {**_dependencies(package), **asked}
    if wanted and not is_online(call):
        return _complain(call, "network request to https://registry.npmjs.org failed, reason: getaddrinfo EAI_AGAIN "
                         "registry.npmjs.org", "EAI_AGAIN")  # fmt: skip
    added = _unpack(call, wanted, "/usr/local/lib/node_modules" if everywhere else "node_modules")
    if not everywhere and verb != "ci":
        _save(call, package, asked, wanted, field="devDependencies" if development else "dependencies")
    count = len(wanted)
    if everywhere:
        call.line(f"\nadded {added} package{'' if added == 1 else 's'} in 1s")
    else:
        done = f"added {added} package{'' if added == 1 else 's'}" if added else "up to date"
        call.line(
            f"\n{done}, and audited {count + 1} package{'' if count == 0 else 's'} in 1s\n\nfound 0 vulnerabilities"
        )
    return 0


def _dependencies(package: dict[str, Any]) -> dict[str, str]:
    fields = [package.get(field) for field in ("dependencies", "devDependencies")]
    return {str(name): str(version) for rows in fields if isinstance(rows, dict) for name, version in rows.items()}


def _unpack(call: Call, wanted: dict[str, str], directory: str) -> int:
    added = 0
    for name, version in wanted.items():
        path = f"{directory}/{name}"
        if call.files.exists(path):
            continue
        call.files.mkdir(path, parents=True)
        body = {"name": name, "version": version.lstrip("^~>=")}
        call.files.write(f"{path}/package.json", json.dumps(body, indent=2) + "\n")
        added += 1
    return added


def _save(call: Call, package: dict[str, Any], asked: dict[str, str], wanted: dict[str, str], *, field: str) -> None:
    if asked:
        package[field] = {**package.get(field, {}), **asked}
        call.files.write("package.json", json.dumps(package, indent=2) + "\n")
    rows = {f"node_modules/{name}": {"version": version.lstrip("^~>=")} for name, version in sorted(wanted.items())}
    lock = {"name": package.get("name", ""), "lockfileVersion": 3, "requires": True, "packages": rows}
    call.files.write("package-lock.json", json.dumps(lock, indent=2) + "\n")
