"""What docs/authoring.md shows is what the checker takes."""

import re
from pathlib import Path

from lessons.packages.manifest import parse_manifest
from lessons.text.front_matter import LessonSource, split_lesson
from quizzes.definition import QuizDefinition, parse_quiz

GUIDE = (Path(__file__).parents[2] / "docs" / "authoring.md").read_text(encoding="utf-8")


def example(heading: str, language: str) -> str:
    """Return the first fence of a language below a heading."""
    part = GUIDE[GUIDE.index(f"\n## {heading}") :]
    found = re.search(rf"^```{language}\n(.*?)^```$", part, re.DOTALL | re.MULTILINE)
    assert found is not None
    return found[1]


def test_the_example_of_course_yaml_is_read() -> None:
    manifest, faults = parse_manifest(example("course.yaml", "yaml"), path="course.yaml")
    assert faults == []
    assert manifest is not None
    assert list(manifest.folders()) == ["kubernetes/secret", "kubernetes/pod-qos", "docker/volumes"]


def test_the_example_of_front_matter_is_read() -> None:
    source = split_lesson(example("lesson.<language>.md", "markdown"), path="lesson.en.md")
    assert isinstance(source, LessonSource)
    assert source.front.minutes == 15


def test_the_example_of_a_quiz_is_read_and_shows_every_type() -> None:
    quiz = parse_quiz(example("quiz.yaml", "yaml"), path="quiz.yaml")
    assert isinstance(quiz, QuizDefinition), [fault.describe("en") for fault in quiz]
    assert [question.type for question in quiz.questions] == ["single", "multiple", "text"]
