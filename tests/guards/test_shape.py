"""The house stays one of small, well-named files."""

import ast
import json
import re
from pathlib import Path

import pytest

from tests.guards.project_files import ROOT, list_files

LONGEST = 400
LONGEST_TEST = 600
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "base"}
# The design names the settings' trunk; every Django project calls it so.
NAMED_BY_THE_DESIGN = {Path("config/settings/base.py")}

WRITTEN_BY_HAND = [
    path for path in list_files("*.py", "*.js", "*.mjs", "*.css", "*.html") if "migrations" not in path.parts
]


@pytest.mark.parametrize("path", WRITTEN_BY_HAND, ids=str)
def test_a_file_is_short_enough_to_be_read(path: Path) -> None:
    limit = LONGEST_TEST if path.parts[0] == "tests" else LONGEST
    lines = len((ROOT / path).read_text(encoding="utf-8").splitlines())
    assert lines <= limit, f"{path} has {lines} lines; split it by what it is about"


def test_no_module_has_a_name_that_says_nothing() -> None:
    vague = [path for path in list_files("*.py") if path.stem in VAGUE or path.parent.name in VAGUE]
    assert set(vague) <= NAMED_BY_THE_DESIGN


@pytest.mark.parametrize("path", list_files("**/__init__.py"), ids=str)
def test_a_packages_front_file_is_empty_or_one_docstring(path: Path) -> None:
    body = ast.parse((ROOT / path).read_text(encoding="utf-8")).body
    assert len(body) <= 1
    assert all(isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) for node in body)


@pytest.mark.parametrize("path", list_files("requirements*.txt"), ids=str)
def test_every_requirement_is_pinned(path: Path) -> None:
    lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
    wanted = [line for line in lines if line.strip() and not line.startswith(("#", "-r "))]
    assert [line for line in wanted if "==" not in line] == []


def test_the_lock_of_the_front_end_names_no_server() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []


def test_every_make_target_is_explained_and_in_both_readmes() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    assert targets == set(re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE))
    for readme in ("README.md", "README.zh-hans.md"):
        named = set(re.findall(r"`make ([a-z]+)", (ROOT / readme).read_text(encoding="utf-8")))
        assert targets == named, readme
