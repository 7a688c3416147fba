"""Choices of a question: what single and multiple choice share."""

from dataclasses import dataclass
from typing import Any

from documents.reader import SLUG, Reader
from documents.text import LocalizedText
from quizzes import wording
from quizzes.questions.question import Answer, Question

NOTHING = LocalizedText.same("")


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice; ``feedback`` may be empty."""

    id: str
    text: LocalizedText
    correct: bool
    feedback: LocalizedText

    def as_data(self) -> dict[str, Any]:
        """Return JSON data for from_data()."""
        return {
            "id": self.id,
            "text": self.text.as_data(),
            "correct": self.correct,
            "feedback": self.feedback.as_data(),
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Choice":
        """Return the choice that as_data() wrote."""
        text, feedback = LocalizedText.from_data(data["text"]), LocalizedText.from_data(data["feedback"])
        return cls(id=data["id"], text=text, correct=data["correct"], feedback=feedback)


@dataclass(frozen=True, slots=True)
class ChoiceQuestion(Question):
    """A question whose answer is picked. ``shuffle`` None leaves the order to the quiz."""

    choices: tuple[Choice, ...]
    shuffle: bool | None

    @property
    def right(self) -> frozenset[str]:
        """The ids of the right choices."""
        return frozenset(choice.id for choice in self.choices if choice.correct)

    def tidy(self, values: list[str]) -> Answer:
        """Return the picked ids that exist, each once, in the order of the file."""
        return tuple(choice.id for choice in self.choices if choice.id in values)

    def texts(self) -> dict[str, LocalizedText]:
        """Add each choice's text and feedback to what every question says."""
        said = {"ask": self.ask, "explain": self.explain}
        for choice in self.choices:
            said[f"choice/{choice.id}"] = choice.text
            said[f"feedback/{choice.id}"] = choice.feedback
        return said

    def as_data(self) -> dict[str, Any]:
        """Return JSON data for from_data()."""
        own = {"choices": [choice.as_data() for choice in self.choices], "shuffle": self.shuffle}
        return self.shared_data() | own


def read_choices(reader: Reader) -> tuple[Choice, ...]:
    """Read ``choices``; ids are unique and at least one choice is right."""
    choices: list[Choice] = []
    for inner in reader.mappings("choices", minimum=2, maximum=12):
        choice = Choice(
            id=inner.text("id", pattern=SLUG, maximum=64),
            text=inner.localized("text", maximum=1000),
            correct=inner.boolean("correct", default=False),
            feedback=inner.localized("feedback", default=NOTHING, maximum=2000),
        )
        inner.unknown_keys()
        if choice.id and choice.id in {other.id for other in choices}:
            inner.fault(wording.same_id(choice.id), "id")
        choices.append(choice)
    if choices and not any(choice.correct for choice in choices):
        reader.fault(wording.nothing_right(), "choices")
    return tuple(choices)


def read_shuffle(reader: Reader) -> bool | None:
    """Read a question's own ``shuffle``, None where it is not written."""
    return reader.boolean("shuffle") if "shuffle" in reader else None


def load_choices(data: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments that all choice questions share from what as_data() wrote."""
    return {
        "id": data["id"],
        "points": data["points"],
        "ask": LocalizedText.from_data(data["ask"]),
        "explain": LocalizedText.from_data(data["explain"]),
        "choices": tuple(Choice.from_data(item) for item in data["choices"]),
        "shuffle": data["shuffle"],
    }
