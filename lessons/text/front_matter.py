"""The YAML at the top of a lesson file, between two lines of ``---``."""

import re
from dataclasses import dataclass

from documents.faults import Fault
from documents.reader import Reader
from documents.yaml import load_yaml
from lessons import wording

_FENCE = re.compile(r"---[ \t]*(?:\n|\Z)")
_BLOCK = re.compile(r"---[ \t]*\n(?P<yaml>.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_MOST_OBJECTIVES = 12
_LONGEST_LESSON = 240


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a lesson says of itself. ``minutes`` is 0 where the text is to be measured."""

    title: str
    summary: str
    objectives: tuple[str, ...]
    minutes: int


@dataclass(frozen=True, slots=True)
class LessonSource:
    """A lesson file, taken apart; ``first_line`` is the line of the file on which the body begins."""

    front: FrontMatter
    body: str
    first_line: int


def split_lesson(text: str, *, path: str) -> LessonSource | list[Fault]:
    """Return a lesson's front matter and Markdown, or every fault of the front matter."""
    found = _BLOCK.match(text)
    if found is None:
        wanted = wording.endless_front_matter() if _FENCE.match(text) else wording.no_front_matter()
        return [Fault(path, 1, 1, wanted)]
    root = load_yaml(found["yaml"], path=path, first_line=2)
    if isinstance(root, list):
        return root
    faults: list[Fault] = []
    reader = Reader(root, faults)
    front = FrontMatter(
        title=reader.text("title", maximum=200),
        summary=reader.text("summary", default="", maximum=500),
        objectives=tuple(reader.texts("objectives", maximum=_MOST_OBJECTIVES)),
        minutes=reader.integer("minutes", default=0, minimum=1, maximum=_LONGEST_LESSON),
    )
    reader.unknown_keys()
    lines = found.group().count("\n")
    return faults or LessonSource(front=front, body=text[found.end() :], first_line=lines + 1)
