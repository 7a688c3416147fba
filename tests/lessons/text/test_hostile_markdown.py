"""No Markdown, however strange, breaks the renderer or brings anything dangerous into a page."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lessons.text.front_matter import LessonSource, split_lesson
from lessons.text.rendering import LessonPlace, Material, render_lesson
from tests.lessons.test_injection import Strict

LINES = r"""
/// note | x
///
//// quiz | q
////
/// lab | l
/// diagram | d
```yaml
```
~~~ {.x}
- a
    - b
  - c
1. d
| a | b |
|---|---|
[^n]
[^n]: note
## H {#h}
# T
[x](../y/)
***
[x](javascript:a)
<script>
</script>
<div onclick=a>
term
:   def
`
**b
\\
&#x6a;
![i](x)
[a]: javascript:x
[a]
{: onclick=a}
{#id .c style=x}
<!--
-->
中文
> q
"""
PIECES = st.sampled_from(LINES.split("\n"))
PLACE = LessonPlace("harbour/m/l", "m/l", {"m/l": "/courses/harbour/m/l/"})
MATERIAL = Material(
    {"d": '<svg class="pic" viewBox="0 0 1 1" role="img"></svg>'}, {("quiz", "q"): "Q", ("lab", "l"): "L"}
)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=200)
@given(st.lists(PIECES | st.text(max_size=12), max_size=25))
def test_any_lines_become_a_harmless_page(lines: list[str]) -> None:
    body = "\n".join(lines)
    source = split_lesson(f"---\ntitle: T\n---\n{body}", path="lesson.en.md")
    assert isinstance(source, LessonSource)
    rendered = render_lesson(source, path="lesson.en.md", language="en", place=PLACE, material=MATERIAL)
    Strict().feed(rendered.html)


@given(st.text(max_size=200))
def test_any_text_is_a_lesson_or_has_faults(text: str) -> None:
    found = split_lesson(text, path="lesson.en.md")
    assert isinstance(found, LessonSource) or found
