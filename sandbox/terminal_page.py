"""The terminal as a template shows it: what was done, the line that waits, the checks as they stand."""

import uuid
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from sandbox.ansi import split_at_clear, to_html
from sandbox.lab_page import CheckLine, make_check_lines
from sandbox.models import Session, Step
from sandbox.outcomes import Outcome
from sandbox.screens import Screen
from sandbox.sessions import count_looks, read_view
from sandbox.sim.lab import Lab

RUNNING_MILLISECONDS = 1000
MOVING_MILLISECONDS = 2500
RESTLESS_STEPS = 40
"""How many looks in a row a page takes without anything being typed, before it leaves the World in peace."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """One step as it stands in the transcript."""

    prompt: str
    html: SafeString
    failed: bool


@dataclass(slots=True)
class TerminalPage:
    """A live terminal."""

    session: Session
    screen: Screen
    chunks: list[Chunk] = field(default_factory=list)
    is_cleared: bool = False
    """The screen was cleared: what stood there goes."""
    waits: bool = False
    """A step is under way that no worker has finished yet."""
    looks: int = 0
    """How many looks there were since something was typed."""
    typed: list[str] = field(default_factory=list)
    """The lines that were typed lately, for the arrow keys."""

    @classmethod
    def build(cls, session: Session, *, step: Step | None = None) -> "TerminalPage":
        """Gather a session with its transcript, or what one step added to it."""
        page = cls(session=session, screen=Screen.from_data(session.screen))
        page.looks = count_looks(session)
        if step is not None:
            page.waits = step.state != Step.State.FINISHED
            rows: tuple[Step, ...] = () if page.waits else (step,)
        else:
            view = read_view(session)
            page.waits, rows = view.open_step is not None, view.log
            page.typed = [row.text.rstrip("\n") for row in rows if row.kind == Step.Kind.TYPE and row.text.strip()]
        for row in rows:
            page.add(row)
        return page

    def add(self, row: Step) -> None:
        """Add a step to the transcript; a cleared screen begins anew."""
        is_cleared, text = split_at_clear(row.output)
        if is_cleared:
            self.chunks, self.is_cleared = [], True
        self.chunks.append(Chunk("" if is_cleared else row.prompt, to_html(text), row.failed))

    @property
    def look_again(self) -> int:
        """Milliseconds after which the page looks again by itself; 0 for not at all."""
        if self.waits:
            return RUNNING_MILLISECONDS
        if self.looks > RESTLESS_STEPS and not self.screen.running:
            return 0
        if self.screen.running:
            return RUNNING_MILLISECONDS
        return MOVING_MILLISECONDS if self.screen.moving or self.looks < 6 else 0  # noqa: PLR2004 - a quarter minute.

    @property
    def prompt_html(self) -> SafeString:
        """The prompt with its colours."""
        return to_html(self.screen.prompt)

    @property
    def checks(self) -> list[CheckLine]:
        """The lab's checks as the World stands now."""
        if self.session.version is None or not self.session.findings:
            return []
        lab = Lab.from_data(self.session.version.definition)
        scored = {check.id: check for check in Outcome.from_data(self.session.findings).checks}
        return make_check_lines(lab, scored)

    @property
    def is_solved(self) -> bool:
        """Whether every check holds now."""
        return bool(self.session.findings) and Outcome.from_data(self.session.findings).verdict == "passed"

    @property
    def id(self) -> uuid.UUID:
        """The session's id."""
        return self.session.pk
