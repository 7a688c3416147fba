"""The lines of a lesson's source that carry structure: where blocks, fences and headings stand.

Python-Markdown forgets line numbers, so faults get theirs from here.
"""

import re
from dataclasses import dataclass

from documents.faults import Fault
from documents.text import LocalizedText
from lessons import wording
from lessons.text.fences import SourceLine, check_info, read_lines

BOXES = ("note", "tip", "warning", "errata")
EMBEDS = ("quiz", "lab", "diagram")
_BLOCK = re.compile(r"[ \t]*(?P<slashes>/{3,})(?:[ \t]+(?P<name>[\w-]+)[ \t]*(?:\|[ \t]*(?P<argument>.*?))?)?[ \t]*$")
_SHALLOW_LIST = re.compile(r" {1,3}(?:[-*+]|\d+\.)[ \t]")
_TITLE = re.compile(r"#(?!#)[ \t]*\S")


@dataclass(frozen=True, slots=True)
class BlockLine:
    """The first line of a ``/// name | argument`` block."""

    line: int
    name: str
    argument: str


@dataclass(slots=True)
class SourceOutline:
    """The blocks of a lesson in order, its text outside fences by line, and what is wrong with its structure."""

    blocks: list[BlockLine]
    prose: list[tuple[int, str]]
    faults: list[Fault]

    def line_of(self, needle: str) -> int:
        """Return the first line of prose that holds ``needle``, or 0."""
        return next((line for line, text in self.prose if needle in text), 0)

    def embeds(self, name: str) -> list[BlockLine]:
        """Return the blocks of one name, in order."""
        return [block for block in self.blocks if block.name == name]


def scan_source(body: str, *, path: str, first_line: int) -> SourceOutline:
    """Return where things stand in a lesson's Markdown."""
    outline = SourceOutline([], [], [])
    open_blocks: list[tuple[int, str, int]] = []
    for line in read_lines(body, first_line=first_line):
        if line.is_code:
            continue
        for complaint in _complaints(line):
            outline.faults.append(Fault(path, line.number, 1, complaint))
        if line.info is None:
            outline.prose.append((line.number, line.text))
            if found := _BLOCK.match(line.text):
                _take_block(outline, open_blocks, path, line.number, found)
    outline.faults += [Fault(path, line, 1, wording.open_block(name)) for line, name, _ in open_blocks]
    return outline


def _complaints(line: SourceLine) -> list[LocalizedText]:
    if line.info is not None:
        complaint = check_info(line.info)
        return [complaint] if complaint else []
    if _TITLE.match(line.text):
        return [wording.title_in_text()]
    return [wording.shallow_list()] if _SHALLOW_LIST.match(line.text) else []


def _take_block(
    outline: SourceOutline, open_blocks: list[tuple[int, str, int]], path: str, line: int, found: re.Match[str]
) -> None:
    name, width = found["name"], len(found["slashes"])
    if name is None:
        if not any(opened == width for _, _, opened in open_blocks):
            outline.faults.append(Fault(path, line, 1, wording.stray_end()))
        while open_blocks and open_blocks.pop()[2] != width:
            pass
        return
    open_blocks.append((line, name, width))
    if name not in BOXES + EMBEDS:
        outline.faults.append(Fault(path, line, 1, wording.unknown_block(name, BOXES + EMBEDS)))
    outline.blocks.append(BlockLine(line, name, found["argument"] or ""))
