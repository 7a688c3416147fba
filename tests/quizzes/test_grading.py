"""What answers are worth."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.text import LocalizedText
from quizzes.definition import QuizDefinition
from quizzes.grading import grade_answers
from quizzes.questions.choices import Choice
from quizzes.questions.multiple import MultipleQuestion
from quizzes.questions.short_text import TextQuestion, normalise

T = LocalizedText.same("x")


def points(definition: QuizDefinition, name: str, *answer: str) -> Decimal:
    return grade_answers(definition, {name: answer}).marks[name].points


@pytest.mark.parametrize(("picked", "worth"), [(("yes",), "2"), (("named",), "0"), (("yes", "named"), "0"), ((), "0")])
def test_single_choice_gives_all_or_nothing(definition: QuizDefinition, picked: tuple[str, ...], worth: str) -> None:
    assert points(definition, "anonymous", *picked) == Decimal(worth)


@pytest.mark.parametrize(
    ("picked", "worth"),
    [("ab", "3"), ("a", "1.5"), ("abc", "1.5"), ("ac", "0"), ("c", "0"), ("", "0")],
)
def test_multiple_choice_gives_right_picks_minus_wrong_ones(
    definition: QuizDefinition, picked: str, worth: str
) -> None:
    assert points(definition, "survives", *picked) == Decimal(worth)


@pytest.mark.parametrize(
    "typed",
    [
        "docker volume ls",
        "  docker   volume\tls ",
        "Docker Volume LS",
        "ｄｏｃｋｅｒ　ｖｏｌｕｍｅ　ｌｓ",
        "`docker volume ls`",
        "“docker volume ls”。",
        "docker volume ls.",
        "docker volume list",
        "DOCKER volume list -q",
    ],
)
def test_a_short_text_is_right_in_any_width_case_and_spacing(definition: QuizDefinition, typed: str) -> None:
    assert points(definition, "list", typed) == 1


@pytest.mark.parametrize("typed", ["docker volumels", "docker volume", "docker volume ls -x", "", "。", "列出"])
def test_another_text_is_wrong(definition: QuizDefinition, typed: str) -> None:
    assert points(definition, "list", typed) == 0


def test_an_expected_wrong_answer_gets_its_own_reply(definition: QuizDefinition) -> None:
    assert grade_answers(definition, {"list": ("Docker volumes",)}).marks["list"].reply == "reply/0"


def test_a_pattern_takes_linear_time_whatever_its_author_wrote() -> None:
    question = TextQuestion(id="q", points=1, ask=T, explain=T, accept=("x",), pattern="(a+)+b", case=True, replies=())
    assert question.mark(("a" * 500,)).points == 0
    assert question.mark(("aab",)).points == 1


@given(st.text(alphabet="abXY09 ", max_size=80), st.booleans())
def test_tidying_twice_is_tidying_once(text: str, case: bool) -> None:  # noqa: FBT001 - hypothesis gives it.
    once = normalise(text, case=case)
    assert normalise(once, case=case) == once


@given(
    right=st.lists(st.booleans(), min_size=2, max_size=8).filter(any),
    picks=st.lists(st.booleans(), min_size=8, max_size=8),
    worth=st.integers(1, 100),
)
def test_multiple_choice_stays_within_its_points_and_full_only_for_the_exact_set(
    right: list[bool], picks: list[bool], worth: int
) -> None:
    choices = tuple(Choice(f"c{i}", T, correct, T) for i, correct in enumerate(right))
    question = MultipleQuestion("q", worth, T, T, choices, None)
    picked = tuple(choice.id for choice, pick in zip(choices, picks, strict=False) if pick)
    mark = question.mark(picked)
    assert 0 <= mark.points <= worth
    assert (mark.points == worth) == (frozenset(picked) == question.right)
    assert mark.points == mark.points.quantize(Decimal("0.01"))


def test_a_nul_in_a_typed_answer_is_kept_in_a_form_that_every_database_stores(definition: QuizDefinition) -> None:
    question = next(question for question in definition.questions if question.id == "list")
    assert question.tidy(["docker\0ls"]) == ("docker\ufffdls",)
