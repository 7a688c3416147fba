"""What holds for every template, whoever wrote it."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SYMBOLS = set(re.findall(r'<symbol[^>]* id="([\w-]+)"', (ROOT / "static" / "img" / "icons.svg").read_text()))

# Attributes that the content security policy refuses, and htmx's own ways around it.
REFUSED = re.compile(
    r"""\s(style|on[a-z]+|hx-on[:\w-]*)\s*=|javascript:|<style|<script(?![^>]*\ssrc=)""", re.IGNORECASE
)


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT / "templates"))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_has_nothing_that_the_content_security_policy_refuses(path: Path) -> None:
    text = re.sub(r"{%.*?%}|{#.*?#}", "", path.read_text(), flags=re.DOTALL)
    assert REFUSED.findall(text) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_every_icon_and_state_that_a_template_names_is_drawn(path: Path) -> None:
    text = path.read_text()
    named = set(re.findall(r'parts/icon\.html" with name="([\w-]+)"', text))
    named |= {f"st-{name}" for name in re.findall(r'parts/state\.html" with name="([\w-]+)"', text)}
    assert named <= SYMBOLS
