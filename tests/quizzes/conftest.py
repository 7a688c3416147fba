import pytest

from quizzes.definition import QuizDefinition, parse_quiz
from quizzes.models import QuizVersion
from quizzes.services import store_quiz

KEY = "harbour/docker/volumes/quiz"
QUIZ = """\
title: {zh-hans: 小测：卷, en: "Quiz: volumes"}
questions:
  - id: anonymous
    type: single
    points: 2
    ask: {zh-hans: 哪个是匿名卷？, en: Which is anonymous?}
    choices:
      - {id: yes, text: "`-v /data`", correct: true, feedback: {zh-hans: 没有名字。, en: It has no name.}}
      - {id: named, text: "`-v data:/data`", feedback: {zh-hans: 它叫 data。, en: It is called data.}}
  - id: survives
    type: multiple
    points: 3
    ask: {zh-hans: 哪些会留下？, en: What survives?}
    choices:
      - {id: a, text: A, correct: true}
      - {id: b, text: B, correct: true}
      - {id: c, text: C, feedback: Gone}
  - id: list
    type: text
    ask: {zh-hans: 怎么列出卷？, en: How are volumes listed?}
    accept: [docker volume ls]
    pattern: "docker volume list( -q)?"
    replies:
      - {when: [docker volumes], says: {zh-hans: 没有 s。, en: Without an s.}}
    explain: {zh-hans: 说明, en: The explanation}
"""


@pytest.fixture
def definition() -> QuizDefinition:
    parsed = parse_quiz(QUIZ, path="quiz.yaml")
    assert isinstance(parsed, QuizDefinition), parsed
    return parsed


@pytest.fixture
def version(db: None, definition: QuizDefinition) -> QuizVersion:
    del db
    return store_quiz(key=KEY, definition=definition)
