"""Who may see the pages of the sandbox: a lab is for everybody, what a learner made for that learner alone."""

from collections.abc import Callable
from uuid import uuid4

from sandbox import services
from sandbox.models import Lab, Session
from tests.config.permission_table import MISSING, MOVED, OK, People, Row, everybody
from tests.sandbox.samples import SCRIPT_KEY, SCRIPT_LAB, read


def lab() -> Lab:
    """The sample lab, stored."""
    return services.store_lab(key=SCRIPT_KEY, lab=read(SCRIPT_LAB)).lab


def lab_page(rest: str = "") -> str:
    lab()
    return f"/labs/{SCRIPT_KEY}/{rest}"


def submission_page(people: People) -> str:
    learner = people["learner"]
    assert learner is not None
    submitted = services.submit_answer(learner=learner, lab=lab(), answer="true", idempotency_key=uuid4())
    return f"/submissions/{submitted.submission.pk}/"


def terminal_page(rest: str = "") -> Callable[[People], str]:
    def make(people: People) -> str:
        learner = people["learner"]
        assert learner is not None
        session = Session.objects.create(learner=learner, lab=lab(), version=lab().current)
        # Steps that are finished by nobody: the requests do not wait for a worker.
        session.log.create(number=1, kind="start", state="finished")
        return f"/terminals/{session.pk}/{rest}"

    return make


ANSWER = {"answer": "true", "draft_version": "0", "key": "7b0c9d1e-6a53-4f0e-9a39-0d3c1f9a2b11"}

LONG = {"text": "x" * 20_000}

ROWS = [
    Row("sandbox:lab", lambda _: lab_page(), everybody(OK)),
    Row("sandbox:card", lambda _: lab_page("-/card/"), everybody(OK)),
    Row("sandbox:submit", lambda _: lab_page("-/submit/"), everybody(MOVED), method="POST", data=ANSWER),
    Row("sandbox:draft", lambda _: lab_page("-/draft/"), everybody(OK), method="POST", data=ANSWER),
    # A check that the lab does not have: what a hint opens, tests/sandbox tells.
    Row("sandbox:hint", lambda _: lab_page("-/hint/"), everybody(MISSING), method="POST", data={"check": "none"}),
    Row("sandbox:solution", lambda _: lab_page("-/solution/"), everybody(MOVED), method="POST"),
    Row("sandbox:terminal", terminal_page(), everybody(MISSING, learner=OK)),
    # A lab that is not there, and text that is too long: what a worker would answer, tests/sandbox tells.
    Row("sandbox:open-terminal", "/labs/nowhere/-/terminal/", everybody(MISSING), method="POST"),
    *(
        Row(f"sandbox:{kind}", terminal_page(f"{kind}/"), everybody(MISSING, learner="413"), method="POST", data=LONG)
        for kind in ("type", "press", "read", "edit")
    ),
    Row("sandbox:complete", terminal_page("complete/"), everybody(MISSING, learner=OK)),
    Row("sandbox:submission", submission_page, everybody(MISSING, learner=OK)),
]
