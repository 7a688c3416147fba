"""Line breaks in Chinese Markdown: a new line between two Chinese characters is no space, as it is between words."""

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

_CHINESE = "\u2014\u2018-\u201d\u2026\u3000-\u303f\u3400-\u9fff\uff00-\uffef"
_BREAK = re.compile(rf"(?<=[{_CHINESE}])\n(?=[{_CHINESE}])")


class _JoinLines(Treeprocessor):
    """Joins the lines of Chinese paragraphs; code keeps its lines."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.tag not in {"code", "pre"} and element.text:
                element.text = _BREAK.sub("", element.text)
            if element.tail:
                element.tail = _BREAK.sub("", element.tail)


class ChineseLines(Extension):
    """Registers the processor behind inline markup."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's name.
        """Register the processor."""
        md.treeprocessors.register(_JoinLines(md), "chinese_lines", 5)
