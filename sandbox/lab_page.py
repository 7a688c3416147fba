"""What the pages of a lab show to one learner, gathered in few queries."""

import uuid
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import get_language

from accounts.models import User
from documents.text import LocalizedText
from sandbox.heartbeat import is_worker_alive
from sandbox.models import Disclosure, Draft, HintUse, Lab, LabVersion, Submission
from sandbox.outcomes import Outcome, Scored
from sandbox.sim import lab as lab_file

MOST_ATTEMPTS = 20
SECONDS_TO_START = 3
"""After this long in the queue a learner is told when no worker is there."""
FIRST_POLL, LONGEST_POLL = 150, 5000
"""Milliseconds. Most answers are scored within two of the first; asking costs the server a few milliseconds."""


@dataclass(frozen=True, slots=True)
class HintLine:
    """A hint: opened ones have a text; the next one only its number and cost."""

    number: int
    cost: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One line of the checklist, with what the last verdict says of it."""

    id: str
    says: str
    max_points: int
    state: str
    points: int
    reason: str
    cost: int
    opened: tuple[HintLine, ...]
    next_hint: HintLine | None


@dataclass(slots=True)
class LabPage:
    """Everything that the page of one lab shows. Strangers see the task and an empty editor."""

    lab: Lab
    version: LabVersion
    definition: lab_file.Lab
    latest: Submission | None = None
    attempts: list[Submission] = field(default_factory=list)
    hints: dict[str, int] = field(default_factory=dict)
    draft: Draft | None = None
    is_disclosed: bool = False
    may_disclose: bool = False
    text: str | None = None

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return self.version.say("title")

    @property
    def task_html(self) -> str:
        """The task in the reader's language, sanitised when the lab was stored."""
        return self.version.say("task_html")

    @property
    def solution(self) -> str:
        """The reference solution, once it was seen."""
        return self.definition.solution if self.is_disclosed else ""

    @property
    def best(self) -> int:
        """The most points of a try that counts."""
        return max((row.points for row in self.attempts if row.costs_an_attempt), default=0)

    @property
    def answer(self) -> str:
        """What stands in the editor: text just sent, else what was written last, as a draft or as an answer."""
        if self.text is not None:
            return self.text
        if self.draft is not None and (self.latest is None or self.draft.updated > self.latest.created):
            return self.draft.text
        return self.latest.answer if self.latest else ""

    @property
    def draft_version(self) -> int:
        """The version that the next save starts from."""
        return self.draft.version if self.draft else 0

    @property
    def file_name(self) -> str:
        """What the editor is called."""
        return "answer.yaml" if self.definition.answer == "manifest" else "answer.sh"

    @property
    def language(self) -> str:
        """The editor's language."""
        return "yaml" if self.definition.answer == "manifest" else "shell"

    @property
    def fresh_key(self) -> uuid.UUID:
        """Marks one rendering of the form, so that two clicks on it are one submission."""
        return uuid.uuid4()

    @property
    def failed_tries_left(self) -> int | None:
        """How many tries remain before the solution may be seen; None when only solving opens it."""
        if self.definition.disclose is None:
            return None
        return max(0, self.definition.disclose - sum(row.costs_an_attempt for row in self.attempts))

    def checklist(self) -> list[CheckLine]:
        """Return the checks with points, and the last verdict's word on each."""
        scored = _read_scored(self.latest)
        return [_make_line(item, scored.get(item.id), self.hints.get(item.id, 0)) for item in self.definition.expect]


def build_lab_page(learner: User | None, lab: Lab, *, submission: Submission | None = None) -> LabPage:
    """Gather a lab's page, or the page of one submission with the version that it answered."""
    version = submission.version if submission else lab.current
    if version is None:
        raise LookupError(lab.key)
    page = LabPage(lab=lab, version=version, definition=lab_file.Lab.from_data(version.definition))
    if learner is None:
        return page
    mine = {"learner": learner, "lab": lab}
    page.attempts = list(Submission.objects.filter(**mine).order_by("-created").defer("outcome")[:MOST_ATTEMPTS])
    page.latest = submission or (page.attempts[0] if page.attempts else None)
    page.draft = Draft.objects.filter(**mine).first()
    for check_id in HintUse.objects.filter(**mine).values_list("check_id", flat=True):
        page.hints[check_id] = page.hints.get(check_id, 0) + 1
    page.is_disclosed = Disclosure.objects.filter(**mine).exists()
    solved = any(row.costs_an_attempt and row.verdict == Submission.Verdict.PASSED for row in page.attempts)
    page.may_disclose = solved or page.is_disclosed or page.failed_tries_left == 0
    return page


@dataclass(frozen=True, slots=True)
class VerdictPanel:
    """A submission as the verdict bar shows it; ``beat`` counts how often an open page has asked."""

    submission: Submission
    beat: int = 0

    @property
    def word(self) -> str:
        """The state's or verdict's CSS word."""
        return (self.submission.verdict or self.submission.state).replace(" ", "-")

    @property
    def icon(self) -> str:
        """The state shape that stands beside the words."""
        shapes = {"queued": "queue", "running": "run", "passed": "ok", "partly": "part", "wrong": "fail"}
        return shapes.get(self.word, "warn")

    @property
    def poll_milliseconds(self) -> int:
        """How long the page waits before it asks again: longer each time."""
        return min(int(FIRST_POLL * 1.25 ** min(self.beat, 20)), LONGEST_POLL)

    @property
    def next_beat(self) -> int:
        """The count of the next question."""
        return self.beat + 1

    @property
    def waits_for_worker(self) -> bool:
        """Whether nobody is there to score it."""
        waited = (timezone.now() - self.submission.created).total_seconds()
        return self.submission.is_open and waited > SECONDS_TO_START and not is_worker_alive()

    @property
    def outcome(self) -> Outcome | None:
        """What scoring gave, once it is finished."""
        return None if self.submission.is_open else Outcome.from_data(self.submission.outcome)

    @property
    def fault(self) -> str:
        """Why the answer could not be read, in the reader's language."""
        outcome = self.outcome
        return say(outcome.unreadable.text) if outcome and outcome.unreadable else ""


def say(text: LocalizedText) -> str:
    """Return a text in the reader's language."""
    return text.in_language(get_language() or "en")


def make_check_lines(lab: lab_file.Lab, scored: dict[str, Scored]) -> list[CheckLine]:
    """Return a lab's checks with what was found of each, without hints."""
    return [_make_line(item, scored.get(item.id), 0) for item in lab.expect]


def _read_scored(submission: Submission | None) -> dict[str, Scored]:
    if submission is None or submission.is_open or not submission.outcome:
        return {}
    return {check.id: check for check in Outcome.from_data(submission.outcome).checks}


def _make_line(item: lab_file.Expectation, scored: Scored | None, opened: int) -> CheckLine:
    hints = [HintLine(number, hint.cost, say(hint.text)) for number, hint in enumerate(item.hints, start=1)]
    holds = scored is not None and scored.passed
    upcoming = hints[opened] if opened < len(hints) and not holds else None
    return CheckLine(
        id=item.id,
        says=say(item.says),
        max_points=item.points,
        state="todo" if scored is None else "ok" if scored.passed else "fail",
        points=0 if scored is None else scored.points,
        reason="" if scored is None or scored.passed else say(scored.reason),
        cost=0 if scored is None else scored.cost,
        opened=tuple(hints[:opened]),
        next_hint=upcoming and HintLine(upcoming.number, upcoming.cost),
    )
