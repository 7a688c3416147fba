"""Which drawings are let into a page, and what is said of the others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.text.svg import clean_svg

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">'


def cleaned(inner: str, head: str = HEAD) -> str:
    found = clean_svg(f"{head}{inner}</svg>", path="x.svg", name="x")
    assert isinstance(found, str), [fault.describe("en") for fault in found]
    return found


def told(source: str) -> list[str]:
    found = clean_svg(source, path="x.svg", name="x")
    assert isinstance(found, list)
    assert all(fault.text.zh_hans != fault.text.en for fault in found)
    return [fault.describe("en") for fault in found]


def test_a_drawing_keeps_its_shapes_and_gets_ids_of_its_own() -> None:
    assert cleaned(
        '<defs><linearGradient id="g"><stop offset="0" stop-color="var(--line)"/></linearGradient></defs>'
        '<rect id="r" fill="url(#g)" stroke="currentColor" stroke-width="1.5" class="crate ghost"/>'
        '<use href="#r"/><text x="1">a &amp; b &lt;c&gt;</text>'
    ) == (
        '<svg class="pic" viewBox="0 0 10 10" role="img">'
        '<defs><linearGradient id="x-g"><stop offset="0" stop-color="var(--line)"></stop></linearGradient></defs>'
        '<rect id="x-r" fill="url(#x-g)" stroke="currentColor" stroke-width="1.5" class="crate ghost"></rect>'
        '<use href="#x-r"></use><text x="1">a &amp; b &lt;c&gt;</text></svg>'
    )


@pytest.mark.parametrize(
    ("inner", "part"),
    [
        ("<script>alert(1)</script>", "<script> is not allowed"),
        ("<style>*{}</style>", "<style> is not allowed"),
        ("<foreignObject/>", "<foreignObject> is not allowed"),
        ("<image href='http://x'/>", "<image> is not allowed"),
        ("<a href='javascript:alert(1)'><text/></a>", "<a> is not allowed"),
        ("<animate attributeName='href' to='javascript:alert(1)'/>", "<animate> is not allowed"),
        ("<svg/>", "<svg> is not allowed"),
        ("<h:p xmlns:h='http://www.w3.org/1999/xhtml'/>", "<p> is not allowed"),
        ("<g onclick='alert(1)'/>", "attribute onclick"),
        ("<g style='fill:red'/>", "attribute style"),
        ("<rect fill='#fff'/>", "fixed colour"),
        ("<rect fill='red'/>", "fixed colour"),
        ("<rect fill='url(http://x#a)'/>", "fixed colour"),
        ("<use href='http://x/y.svg#a'/>", "attribute href"),
        ("<use href='data:image/svg+xml,x'/>", "attribute href"),
        ("<use xmlns:l='http://www.w3.org/1999/xlink' l:href='javascript:x'/>", "attribute href"),
        ("<use href='#nobody'/>", "nothing in this file has the id 'nobody'"),
        ("<path d='M0 0\"/>x'/>", "attribute d"),
        ("<?php x ?>", "instruction"),
        ("<g>", "not well-formed XML"),
    ],
)
def test_anything_else_is_a_fault_with_its_line(inner: str, part: str) -> None:
    lines = told(f"{HEAD}\n{inner}</svg>")
    assert any(part in line and line.startswith("x.svg:2:") for line in lines), lines


def test_entities_are_refused_before_they_grow() -> None:
    source = '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' + HEAD + "&b;</svg>"
    (line,) = told(source)
    assert "remove the '<!DOCTYPE …>' and all entities" in line


@pytest.mark.parametrize(
    ("source", "part"),
    [
        ('<svg viewBox="0 0 1 1"/>', "outermost element must be"),
        ("<html/>", "outermost element must be"),
        ('<svg xmlns="http://www.w3.org/2000/svg"/>', "viewBox"),
        ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1" onload="x"/>', "attribute onload"),
        ("", "not well-formed XML"),
        (HEAD + "<g>" * 40 + "</g>" * 40 + "</svg>", "too many elements or levels"),
        (HEAD + "<g/>" * 3000 + "</svg>", "too many elements or levels"),
    ],
)
def test_a_file_that_is_no_drawing_says_so(source: str, part: str) -> None:
    assert any(part in line for line in told(source)), told(source)


@given(st.text(max_size=60))
def test_any_text_in_a_drawing_is_text_or_a_fault(text: str) -> None:
    found = clean_svg(f"{HEAD}<text>{text}</text></svg>", path="x.svg", name="x")
    if isinstance(found, str):
        inner = found.split("<text>", 1)[1].split("</text>", 1)[0]
        assert "<script" not in inner
