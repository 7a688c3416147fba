"""Who may see the pages of quizzes: a quiz is for everybody, an attempt for the learner who made it."""

from quizzes.definition import QuizDefinition, parse_quiz
from quizzes.models import QuizVersion
from quizzes.services import store_quiz, submit_attempt
from tests.config.permission_table import MISSING, OK, People, Row, everybody
from tests.quizzes.conftest import KEY, QUIZ


def quiz() -> QuizVersion:
    """The sample quiz, stored."""
    definition = parse_quiz(QUIZ, path="quiz.yaml")
    assert isinstance(definition, QuizDefinition)
    return store_quiz(key=KEY, definition=definition)


def quiz_page(_: People) -> str:
    quiz()
    return f"/quizzes/{KEY}/"


def attempt_page(people: People) -> str:
    learner = people["learner"]
    assert learner is not None
    answers = {"anonymous": ("yes",), "survives": ("a",), "list": ("docker volume ls",)}
    submit_attempt(learner=learner, version=quiz(), number=1, answers=answers)
    return f"/quizzes/{KEY}/-/attempts/1/"


ROWS = [
    Row("quizzes:quiz", quiz_page, everybody(OK)),
    Row("quizzes:attempt", attempt_page, everybody(MISSING, learner=OK)),
]
