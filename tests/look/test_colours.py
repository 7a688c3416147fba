"""The tokens hold the contrast that WCAG 2.2 asks for, by day, by night and in high contrast."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parent.parent.parent / "static" / "css"
TOKEN = re.compile(r"--([\w-]+): (?:light-dark\((#\w+), (#\w+)\)|(#\w+));")

TEXT_ON_GROUND = [
    *((ink, ground) for ink in ("ink", "ink-2", "muted", "accent") for ground in ("surface-page", "surface-raised")),
    *((ink, ground) for ink in ("ink", "ink-2", "muted") for ground in ("surface-sunken", "code")),
    *((tone, f"{tone}-tint") for tone in ("ok", "warn", "fail", "info")),
    *(("ink-2", f"{tone}-tint") for tone in ("ok", "warn", "fail", "info")),
    *((tone, ground) for tone in ("ok", "warn", "fail", "info") for ground in ("surface-page", "surface-raised")),
    *((f"syn-{part}", "code") for part in ("key", "string", "number", "comment", "punct")),
    *((f"term-{part}", "term") for part in ("ink", "muted", "prompt", "ok", "warn", "fail")),
    ("on-accent", "accent"),
]
SHAPE_ON_GROUND = [
    *((shape, "surface-page") for shape in ("line-strong", "mark", "focus", "stone-edge")),
    ("line-strong", "surface-raised"),
]


def read_tokens(*sheets: str) -> dict[str, dict[str, str]]:
    """Return the colours by theme; a later sheet overrides an earlier one, as on the page."""
    themes: dict[str, dict[str, str]] = {"day": {}, "night": {}}
    for sheet in sheets:
        for name, day, night, both in TOKEN.findall((CSS / sheet).read_text()):
            themes["day"][name] = day or both
            themes["night"][name] = night or both
    return themes


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, as WCAG defines it."""
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


NORMAL = read_tokens("tokens.css")
HIGH = read_tokens("tokens.css", "contrast.css")


@pytest.mark.parametrize("theme", ["day", "night"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_ON_GROUND)
def test_text_stands_out_from_its_ground(ink: str, ground: str, theme: str) -> None:
    assert contrast(NORMAL[theme][ink], NORMAL[theme][ground]) >= 4.5


@pytest.mark.parametrize("theme", ["day", "night"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_ON_GROUND)
def test_text_stands_out_sevenfold_in_high_contrast(ink: str, ground: str, theme: str) -> None:
    assert contrast(HIGH[theme][ink], HIGH[theme][ground]) >= 7


@pytest.mark.parametrize("theme", ["day", "night"])
@pytest.mark.parametrize(("shape", "ground"), SHAPE_ON_GROUND)
def test_edges_and_shapes_stand_out_from_their_ground(shape: str, ground: str, theme: str) -> None:
    assert contrast(NORMAL[theme][shape], NORMAL[theme][ground]) >= 3


@pytest.mark.parametrize("theme", ["day", "night"])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [("heat-low", "level-1"), ("heat-low", "level-2"), ("heat-mid", "level-3"), ("heat-high", "level-4")],
)
def test_points_can_be_read_on_the_heat_map(ink: str, ground: str, theme: str) -> None:
    tokens = read_tokens("tokens.css", "tables.css")[theme]
    assert contrast(tokens[ink], tokens[ground]) >= 4.5


def test_contrast_of_black_on_white_is_twenty_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
