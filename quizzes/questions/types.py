"""The question types, by the name that quiz.yaml uses. A new type is a new file and a line here."""

from quizzes.questions.multiple import MultipleQuestion
from quizzes.questions.short_text import TextQuestion
from quizzes.questions.single import SingleQuestion

QuestionType = type[SingleQuestion] | type[MultipleQuestion] | type[TextQuestion]

QUESTION_TYPES: dict[str, QuestionType] = {
    "single": SingleQuestion,
    "multiple": MultipleQuestion,
    "text": TextQuestion,
}
