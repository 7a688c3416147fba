"""Fenced code: where it stands, which options it takes, and the form in which Python-Markdown wants it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from documents.text import LocalizedText
from lessons import wording

_FENCE = re.compile(r"(?P<indent>[ \t]*)(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^`]*)$")
_INFO = re.compile(r"(?P<language>[\w#+.-]+)?(?P<rest>.*)")
_RUN = re.compile(r"[ \t]*\{[ \t]*run[ \t]*\}")
_OPTION = re.compile(r"[ \t]+(?P<name>title|hl_lines|linenums)=(\"[^\"]*\"|'[^']*')")


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of Markdown: prose, the opening of a fence (with its ``info``), or code (``is_code``)."""

    number: int
    text: str
    info: str | None = None
    is_code: bool = False
    closes: bool = False


def read_lines(body: str, *, first_line: int) -> Iterator[SourceLine]:
    """Yield the lines of a text and tell code from prose."""
    closing: str | None = None
    for number, text in enumerate(body.split("\n"), start=first_line):
        if closing is not None:
            bare = text.strip()
            closes = bare.startswith(closing) and not bare.strip(closing[0])
            closing = None if closes else closing
            yield SourceLine(number, text, is_code=True, closes=closes)
        elif found := _FENCE.match(text):
            closing = found["fence"]
            yield SourceLine(number, text, info=found["info"].strip())
        else:
            yield SourceLine(number, text)


def check_info(info: str) -> LocalizedText | None:
    """Return what is wrong with the words behind a fence's backticks, or None."""
    found = _INFO.match(info)
    language = found["language"] if found else None
    if found is None or not language:
        return wording.no_language()
    try:
        get_lexer_by_name(language)
    except ClassNotFound:
        return wording.unknown_language(language)
    rest = found["rest"]
    if language == "console":
        rest = _RUN.sub("", rest, count=1)
    left = _OPTION.sub("", rest).strip()
    return wording.bad_fence_option(left) if left else None


def prepare_fences(body: str) -> str:
    """Return the text with an empty line around each fence, which lists need, and ``{run}`` as a class."""
    lines: list[str] = []
    for line in read_lines(body, first_line=1):
        if line.info is not None:
            lines += ["", _RUN.sub(" {.run}", line.text, count=1) if "{" in line.text else line.text]
        elif line.closes:
            lines += [line.text, ""]
        else:
            lines.append(line.text)
    return "\n".join(_options_inside(line) for line in lines)


def _options_inside(line: str) -> str:
    """Write ``console {.run} title="x"`` as ``console {.run title="x"}``, the one form that superfences reads."""
    found = re.fullmatch(r"([ \t]*[`~]{3,}[ \t]*[\w#+.-]+) \{\.run\}([ \t]+.*)", line)
    return f"{found[1]} {{.run{found[2]}}}" if found else line
