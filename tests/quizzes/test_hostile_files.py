"""No quiz file, however strange, breaks the reader: it is a quiz, or it has faults."""

import json

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from quizzes.definition import QuizDefinition, parse_quiz
from quizzes.grading import grade_answers
from quizzes.rendering import render_quiz

WORDS = st.sampled_from(["a", "b", "single", "text", "x y", "", "[x](javascript:a)", "<b>", "(a", "`c`", "yes", "1"])
LEAVES = st.none() | st.booleans() | st.integers(-5, 200) | WORDS
KEYS = st.sampled_from(
    ["id", "type", "points", "ask", "explain", "choices", "text", "correct", "feedback", "accept", "pattern", "title"]
)
TREES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5))
SAID = st.sampled_from(["<script>alert(1)</script>", "`c`", "[x](https://x)", {"en": "a", "zh-hans": "甲"}])


def choice(name: str) -> st.SearchStrategy[dict[str, object]]:
    return st.fixed_dictionaries(
        {"id": st.just(name), "text": SAID, "correct": st.booleans()}, optional={"feedback": SAID}
    )


def question(name: str) -> st.SearchStrategy[object]:
    shared = {"id": st.just(name), "ask": SAID}
    kinds = st.sampled_from(["single", "multiple"])
    picked = st.fixed_dictionaries({**shared, "type": kinds, "choices": st.tuples(choice("a"), choice("b"))})
    forms = st.lists(WORDS, min_size=1, max_size=2)
    typed = st.fixed_dictionaries({**shared, "type": st.just("text"), "accept": forms}, optional={"pattern": WORDS})
    return picked | typed | st.one_of(picked, typed, TREES)


QUIZZES = st.fixed_dictionaries({"title": SAID, "questions": st.tuples(question("p"), question("q"))})


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=200)
@given(QUIZZES | TREES)
def test_any_tree_is_a_quiz_that_can_be_marked_and_shown_or_has_faults(tree: object) -> None:
    found = parse_quiz(json.dumps(tree, ensure_ascii=False), path="quiz.yaml")
    event("a quiz" if isinstance(found, QuizDefinition) else "faults")
    if isinstance(found, QuizDefinition):
        assert QuizDefinition.from_data(json.loads(json.dumps(found.as_data()))) == found
        best = grade_answers(found, {})
        assert best.points == 0
        assert "<script" not in json.dumps(render_quiz(intro=found.intro, questions=found.questions))
    else:
        assert found
        assert all(fault.line >= 1 and fault.text.en and fault.text.zh_hans for fault in found)
