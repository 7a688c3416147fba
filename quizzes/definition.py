"""A quiz file, parsed and validated. docs/authoring.md describes the file."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from documents.faults import Fault
from documents.reader import Reader
from documents.text import LocalizedText
from documents.yaml import load_yaml
from quizzes import wording
from quizzes.questions.question import Question
from quizzes.questions.types import QUESTION_TYPES
from quizzes.rendering import foreign_links

_MOST_QUESTIONS = 50
_NOTHING = LocalizedText.same("")


@dataclass(frozen=True, slots=True)
class QuizDefinition:
    """One quiz, whole and valid."""

    title: LocalizedText
    intro: LocalizedText
    shuffle: bool
    questions: tuple[Question, ...]

    @property
    def max_points(self) -> int:
        """The sum of all points."""
        return sum(question.points for question in self.questions)

    @property
    def content_hash(self) -> str:
        """Sixty-four hexadecimal digits that are equal for equal quizzes, whatever their files look like."""
        return hashlib.sha256(json.dumps(self.as_data(), sort_keys=True).encode()).hexdigest()

    def as_data(self) -> dict[str, Any]:
        """Return JSON data for from_data()."""
        return {
            "title": self.title.as_data(),
            "intro": self.intro.as_data(),
            "shuffle": self.shuffle,
            "questions": [question.as_data() for question in self.questions],
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "QuizDefinition":
        """Return the quiz that as_data() wrote."""
        return cls(
            title=LocalizedText.from_data(data["title"]),
            intro=LocalizedText.from_data(data["intro"]),
            shuffle=data["shuffle"],
            questions=tuple(QUESTION_TYPES[item["type"]].from_data(item) for item in data["questions"]),
        )


def parse_quiz(text: str, *, path: str) -> QuizDefinition | list[Fault]:
    """Read a quiz file. Returns the quiz, or every fault in it with line and column."""
    root = load_yaml(text, path=path)
    if isinstance(root, list):
        return root
    faults: list[Fault] = []
    reader = Reader(root, faults)
    quiz = QuizDefinition(
        title=reader.localized("title", maximum=200),
        intro=reader.localized("intro", default=_NOTHING, maximum=4000),
        shuffle=reader.boolean("shuffle", default=True),
        questions=_read_questions(reader),
    )
    reader.unknown_keys()
    for address in foreign_links({"intro": quiz.intro}):
        reader.fault(wording.bad_link(address), "intro")
    return sorted(faults, key=lambda fault: (fault.line, fault.column)) or quiz


def _read_questions(reader: Reader) -> tuple[Question, ...]:
    questions: list[Question] = []
    for inner in reader.mappings("questions", minimum=1, maximum=_MOST_QUESTIONS):
        before = len(inner.faults)
        kind = inner.choice("type", tuple(QUESTION_TYPES))
        if len(inner.faults) > before:
            continue
        question = QUESTION_TYPES[kind].read(inner)
        inner.unknown_keys()
        if question.id and question.id in {other.id for other in questions}:
            inner.fault(wording.same_id(question.id), "id")
        for address in foreign_links(question.texts()):
            inner.fault(wording.bad_link(address), "ask")
        questions.append(question)
    return tuple(questions)
