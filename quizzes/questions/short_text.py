"""Short text: a typed answer, compared after tidying, or matched by the author's pattern."""

import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

import re2

from documents.nodes import ScalarNode
from documents.reader import Reader
from documents.text import LocalizedText
from quizzes import wording
from quizzes.questions.question import Answer, Mark, Question
from quizzes.questions.shared import read_shared

LONGEST = 500
"""Characters of an answer that are read."""

_QUOTES = "\"'`“”‘’「」"
_PATTERN_MEMORY = 1 << 20


@dataclass(frozen=True, slots=True)
class Reply:
    """Feedback for wrong answers that the author expects."""

    when: tuple[str, ...]
    says: LocalizedText


@dataclass(frozen=True, slots=True)
class TextQuestion(Question):
    """A question with a typed answer. ``pattern`` is an RE2 expression or empty; ``case`` makes capitals count."""

    type: ClassVar[str] = "text"

    accept: tuple[str, ...]
    pattern: str
    case: bool
    replies: tuple[Reply, ...]

    def tidy(self, values: list[str]) -> Answer:
        """Return the typed text, cut to a sane length; nothing for a blank one.

        NUL becomes U+FFFD: nobody types it, and PostgreSQL stores no JSON that holds it.
        """
        text = next((value for value in values if value.strip()), "")[:LONGEST].replace("\0", "\ufffd")
        return (text,) if text else ()

    def mark(self, answer: Answer) -> Mark:
        """Return all points for an accepted form or a match of the pattern, else none and the fitting reply."""
        given = normalise(answer[0], case=self.case) if answer else ""
        if given and (given in self._forms(self.accept) or self._matches(given)):
            return Mark(Decimal(self.points), self.points)
        for index, reply in enumerate(self.replies):
            if given in self._forms(reply.when):
                return Mark(Decimal(0), self.points, reply=f"reply/{index}")
        return Mark(Decimal(0), self.points)

    def texts(self) -> dict[str, LocalizedText]:
        """Add the replies to what every question says."""
        replies = {f"reply/{index}": reply.says for index, reply in enumerate(self.replies)}
        return {"ask": self.ask, "explain": self.explain} | replies

    def as_data(self) -> dict[str, Any]:
        """Return JSON data for from_data()."""
        own = {
            "accept": list(self.accept),
            "pattern": self.pattern,
            "case": self.case,
            "replies": [{"when": list(reply.when), "says": reply.says.as_data()} for reply in self.replies],
        }
        return self.shared_data() | own

    @classmethod
    def read(cls, reader: Reader) -> "TextQuestion":
        """Read the question from quiz.yaml; faults are gathered in the reader."""
        question = cls(
            **read_shared(reader),
            accept=_read_answers(reader, "accept"),
            pattern=reader.text("pattern", default="", maximum=500),
            case=reader.boolean("case", default=False),
            replies=_read_replies(reader),
        )
        _check_pattern(reader, question.pattern)
        for index, reply in enumerate(question.replies):
            for form in reply.when:
                if question.mark((form,)).points:
                    reader.fault(wording.reply_to_right_answer(form), "replies")
                elif question.mark((form,)).reply != f"reply/{index}":
                    reader.fault(wording.reply_hidden(form), "replies")
        return question

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "TextQuestion":
        """Return the question that as_data() wrote."""
        return cls(
            id=data["id"],
            points=data["points"],
            ask=LocalizedText.from_data(data["ask"]),
            explain=LocalizedText.from_data(data["explain"]),
            accept=tuple(data["accept"]),
            pattern=data["pattern"],
            case=data["case"],
            replies=tuple(Reply(tuple(r["when"]), LocalizedText.from_data(r["says"])) for r in data["replies"]),
        )

    def _forms(self, forms: tuple[str, ...]) -> set[str]:
        return {normalise(form, case=self.case) for form in forms}

    def _matches(self, given: str) -> bool:
        return bool(self.pattern) and _compile(self.pattern, case=self.case).fullmatch(given) is not None


def normalise(text: str, *, case: bool) -> str:
    """Return a text in the form in which answers are compared.

    Full-width characters become ordinary ones (NFKC), runs of spaces one space; quotes around it and a full stop after
    it go; capitals become small unless ``case``.
    """
    text = " ".join(unicodedata.normalize("NFKC", text).split())
    text = text.rstrip("。.").strip(_QUOTES).strip() or text
    return text if case else text.casefold()


def _compile(pattern: str, *, case: bool) -> Any:
    options = re2.Options()
    options.log_errors = False
    options.max_mem = _PATTERN_MEMORY
    options.case_sensitive = case
    return re2.compile(pattern, options)


def _check_pattern(reader: Reader, pattern: str) -> None:
    if not pattern:
        return
    try:
        _compile(pattern, case=True)
    except re2.error as error:
        reason = error.args[0] if error.args else ""
        reader.fault(wording.bad_pattern(reason.decode() if isinstance(reason, bytes) else str(reason)), "pattern")


def _read_answers(reader: Reader, key: str) -> tuple[str, ...]:
    """Read a list of answers; a number such as 80 is an answer as well, so authors need no quotes for it."""
    answers = []
    for item in reader.sequence(key, minimum=1, maximum=50):
        source = item.source if isinstance(item, ScalarNode) else ""
        if not normalise(source, case=True):
            reader.faults.append(item.fault(wording.empty_answer()))
        answers.append(source)
    return tuple(answers)


def _read_replies(reader: Reader) -> tuple[Reply, ...]:
    replies = []
    for inner in reader.mappings("replies", maximum=20):
        replies.append(Reply(_read_answers(inner, "when"), inner.localized("says", maximum=2000)))
        inner.unknown_keys()
    return tuple(replies)
