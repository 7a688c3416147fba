"""The texts of the interface: those in the sources, and those that have a Chinese translation."""

import gettext
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import allauth
import django
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from tests.guards.project_files import ROOT, list_files

KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
    "gettext_noop": None,
}
UPSTREAM = [Path(django.__file__).parent, Path(allauth.__file__).parent]


def find_texts() -> Iterator[tuple[str, str]]:
    """Yield (place, text) for every text marked for translation; of a plural, its singular."""
    for path in list_files("*.py", "templates/**/*.html", "templates/*.html", "templates/**/*.txt"):
        if path.parts[0] in ("tests", "bench"):
            continue
        source = (ROOT / path).read_text(encoding="utf-8")
        code = read_template(source, path) if path.suffix in (".html", ".txt") else source
        for line, message, *_ in extract("python", BytesIO(code.encode()), KEYWORDS):
            yield f"{path}:{line}", message if isinstance(message, str) else message[0]


def read_template(source: str, path: Path) -> str:
    """Return the texts of a template as Python calls, line by line; its indentation would mean something to Python."""
    return "\n".join(line.lstrip() for line in templatize(source, origin=str(path)).splitlines())


def read_catalogues() -> dict[Path, Catalog]:
    """Return the project's own word lists by path."""
    catalogues = {}
    for path in list_files("*.po"):
        with (ROOT / path).open("rb") as file:
            catalogues[path] = read_po(file, locale="zh_Hans", abort_invalid=True)
    return catalogues


def read_upstream() -> set[str]:
    """Return the texts that Django and allauth translate themselves."""
    known: set[str] = set()
    for package in UPSTREAM:
        for path in package.rglob("locale/zh_Hans/LC_MESSAGES/django.mo"):
            with path.open("rb") as file:
                catalogue = gettext.GNUTranslations(file)
            words = catalogue._catalog  # type: ignore[attr-defined]  # noqa: SLF001 - gettext offers no list of its texts.
            known.update(str(key[0] if isinstance(key, tuple) else key) for key in words)
    return known
