"""Which quiz files are read, and what is said of those that are not."""

import pytest

from quizzes.definition import QuizDefinition, parse_quiz


def told(text: str) -> list[str]:
    found = parse_quiz(text, path="quiz.yaml")
    assert isinstance(found, list)
    assert all(fault.text.zh_hans for fault in found)
    return [fault.describe("en") for fault in found]


def test_what_is_stored_is_read_back_the_same(definition: QuizDefinition) -> None:
    assert QuizDefinition.from_data(definition.as_data()) == definition
    assert definition.max_points == 6


def test_the_hash_follows_the_content_and_not_the_layout(definition: QuizDefinition) -> None:
    text = "title: Q\nquestions: [{id: a, type: text, ask: Which?, accept: [x]}]\n"
    same = 'questions:\n  - ask: "Which?"\n    accept: [x]\n    type: text\n    id: a\ntitle: Q\n'
    one, other = parse_quiz(text, path="a"), parse_quiz(same, path="b")
    assert isinstance(one, QuizDefinition)
    assert isinstance(other, QuizDefinition)
    assert one.content_hash == other.content_hash != definition.content_hash


def test_every_fault_is_told_at_once_in_the_order_of_lines() -> None:
    text = """\
title: {en: Only English}
questions:
  - id: One
    type: single
    ask: Which?
    choices:
      - {id: a, text: A}
      - {id: a, text: B, corect: true}
  - id: two
    type: essay
    ask: Why?
  - id: three
    type: text
    ask: "[here](javascript:alert(1))"
    accept: [yes]
    pattern: "(a"
    replies:
      - {when: [YES], says: Hm}
  - id: three
    type: single
    ask: Both?
    choices: [{id: a, text: A, correct: true}, {id: b, text: B, correct: true}]
"""
    assert told(text) == [
        "quiz.yaml:1:8: 'title' lacks its translation for 'zh-hans'",
        "quiz.yaml:3:9: 'id' must be small letters, digits and single hyphens, like 'share-a-volume'; it is 'One'",
        "quiz.yaml:7:7: no choice is right; write 'correct: true' on one",
        "quiz.yaml:8:14: the id 'a' is used twice; ids must differ",
        "quiz.yaml:8:26: unknown key 'corect'; did you mean 'correct'?",
        "quiz.yaml:10:11: 'type' must be one of: single, multiple, text",
        "quiz.yaml:14:10: the link 'javascript:alert(1)' must start with https://, http:// or mailto:",
        "quiz.yaml:16:14: 'pattern' is not an RE2 expression: missing ): (a",
        "quiz.yaml:18:7: 'YES' is a right answer, so this reply can never be shown",
        "quiz.yaml:19:9: the id 'three' is used twice; ids must differ",
        "quiz.yaml:22:14: a 'single' question has one right choice; use 'type: multiple' for several",
    ]


@pytest.mark.parametrize("text", ["", "[]", "title: x", "title: x\nquestions: []", "questions: 7\ntitle: x"])
def test_a_file_without_questions_is_no_quiz(text: str) -> None:
    assert told(text)
