"""A page loads no more script than the build promises, htmx included."""

import gzip
from pathlib import Path

import django_htmx
import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
DIST = ROOT / "static" / "dist"
HTMX = Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-4.min.js"


def compressed(*paths: Path) -> int:
    """Bytes of these files as they travel, gzip at its best."""
    return sum(len(gzip.compress(path.read_bytes(), compresslevel=9)) for path in paths)


@pytest.mark.parametrize(("names", "most"), [(["site.js"], 60_000), (["site.js", "lab.js"], 350_000)])
def test_the_scripts_of_a_page_stay_within_their_budget(names: list[str], most: int) -> None:
    assert compressed(HTMX, *(DIST / name for name in names)) < most


def test_the_build_allows_for_the_htmx_that_is_installed() -> None:
    promised = (ROOT / "esbuild.mjs").read_text().partition("HTMX_BYTES = ")[2].partition(";")[0]
    assert compressed(HTMX) <= int(promised.replace("_", ""))


def test_no_bundle_builds_code_from_text() -> None:
    for path in DIST.glob("*.js"):
        assert "new Function(" not in path.read_text()
        assert "eval(" not in path.read_text()


def test_the_lock_file_names_no_registry() -> None:
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()
