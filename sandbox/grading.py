"""Score an answer: a fresh World at the lab's start, the answer played in it, the lab's checks.

Pure: no database, no clock, no queue. The same lab and answer give the same outcome on any machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from documents.faults import Fault
from documents.text import LocalizedText
from sandbox.answers import Play, read_answer, read_script
from sandbox.outcomes import Outcome, Played, Scored, Unreadable, Verdict
from sandbox.sim.checks.always_check import AlwaysCheck, Watch
from sandbox.sim.checks.expressions import ExpressionError
from sandbox.sim.checks.finding import Check, Finding, failed
from sandbox.sim.checks.history_check import HistoryCheck
from sandbox.sim.lab import Expectation, Lab

if TYPE_CHECKING:
    from sandbox.sim.world import World


MOST_OUTPUT = 8_192
"""Characters of one command's output that are kept, of each of its two streams."""
MOST_TRANSCRIPT = 131_072
"""Characters of output that are kept of a whole answer."""

PACE_SECONDS = 5
"""How long a person takes for one command: what the one before began, a Pod that starts, goes on meanwhile."""


class BrokenLabError(Exception):
    """A lab's own start does not run; ``str()`` is what it printed, ``line`` the file's line at fault or 0."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


def grade(lab: Lab, answer: str) -> Outcome:
    """Return the outcome of an answer. Raises BrokenLabError."""
    play = read_answer(lab.answer, answer)
    if isinstance(play, Unreadable):
        return Outcome(verdict="invalid", unreadable=play)
    return grade_play(lab, play)


def grade_play(lab: Lab, play: Play) -> Outcome:
    """Play an answer that can be read, and score what became of it. Raises BrokenLabError."""
    world = start_lab(lab)
    watch = Watch(checks=lab.watched, started_at=world.clock.now)
    if watch.checks:
        world.on_step = watch.look
    transcript = _run_all(world, play, watch)
    world.settle()
    world.on_step = None
    checks = score_checks(lab, world, watch.broken)
    return Outcome(verdict=decide_verdict(checks), checks=checks, transcript=transcript)


def start_lab(lab: Lab, *, seed: int | None = None, start: int | None = None) -> World:
    """Return a World as the learner finds it, settled and with an empty history. Raises BrokenLabError.

    ``seed`` and ``start`` (nanoseconds since the epoch) are the lab's own and the World's usual morning unless given.
    """
    # Web processes reach this module but never score: they need not load the simulator.
    from sandbox.sim.kernel.clock import DEFAULT_START  # noqa: PLC0415
    from sandbox.sim.world import World  # noqa: PLC0415

    options: dict[str, Any] = {"nodes": lab.nodes} if lab.nodes else {}
    options |= {"images": lab.images, "addons": lab.addons, "start": DEFAULT_START if start is None else start}
    world = World.create(lab.seed if seed is None else seed, **options)
    for path, text in lab.start.files.items():
        world.files.write(f"/root/{path}", text)
    _publish_images(lab, world)
    if lab.start.run:
        result = world.run(lab.start.run)
        if result.exit_code:
            raise BrokenLabError((result.stderr or result.stdout).strip() or f"exit code {result.exit_code}")
        # Wherever the start went, the learner begins at home.
        world.run("cd")
    world.settle()
    world.history.clear()
    return world


def _publish_images(lab: Lab, world: World) -> None:
    """Build the lab's own images. Raises BrokenLabError."""
    # See start_lab: only workers load the simulator.
    from sandbox.sim.publishing import ImageBuildError  # noqa: PLC0415

    for image in lab.start.images:
        try:
            world.publish_image(
                image.name, image.dockerfile, image.files, memory=image.memory, preloaded=not image.registry
            )
        except ImageBuildError as error:
            raise BrokenLabError(
                f"image {image.name}: {error}", image.line + error.line if image.line else 0
            ) from error


def warm_up() -> None:
    """Load the simulator and build one cluster, whose schemas every later World shares."""
    # See start_lab: only workers load the simulator.
    from sandbox.sim.world import World  # noqa: PLC0415

    World.create(0).run("kubectl get pods")


def score_checks(lab: Lab, world: World, broken: Mapping[str, Finding]) -> tuple[Scored, ...]:
    """Evaluate every check. Guards, which doing nothing would keep too, earn only when something was achieved."""
    findings = {item.id: broken.get(item.id) or evaluate(item.check, world) for item in lab.expect}
    achieved = any(findings[item.id].passed for item in lab.expect if not is_guard(item.check))
    idle = failed("It holds, but nothing of the task was done yet.", "它没有被破坏，但任务还一点都没有做。")
    return tuple(
        _score(item, idle if is_guard(item.check) and findings[item.id].passed and not achieved else findings[item.id])
        for item in lab.expect
    )


def evaluate(check: Check, world: World) -> Finding:
    """Evaluate one check; an expression that cannot be evaluated does not hold and says why."""
    try:
        return check.evaluate(world)
    except ExpressionError as error:
        return failed(f"The expression cannot be evaluated: {error}", f"表达式无法求值：{error}")


def is_guard(check: Check) -> bool:
    """Tell whether a check forbids instead of asking: it holds from the start and can only be broken."""
    return isinstance(check, AlwaysCheck) or (isinstance(check, HistoryCheck) and not check.ran)


def _score(item: Expectation, finding: Finding) -> Scored:
    points = item.points if finding.passed else 0
    return Scored(id=item.id, passed=finding.passed, points=points, max_points=item.points, reason=finding.reason)


def decide_verdict(checks: tuple[Scored, ...]) -> Verdict:
    """Return the word for what the checks earned together."""
    if all(check.passed for check in checks):
        return "passed"
    return "partly" if any(check.points for check in checks) else "wrong"


def _run_all(world: World, play: Play, watch: Watch) -> tuple[Played, ...]:
    for path, text in play.files.items():
        world.files.write(path, text)
    transcript: list[Played] = []
    room = MOST_TRANSCRIPT
    for line in play.commands:
        result = world.run(line)
        world.advance(PACE_SECONDS)
        watch.look_closely(world)
        stdout, stderr = _cut(result.stdout, room), _cut(result.stderr, room)
        room = max(0, room - len(stdout) - len(stderr))
        transcript.append(Played(line, result.exit_code, stdout, stderr))
    return tuple(transcript)


def _cut(text: str, room: int) -> str:
    """Return the beginning of an output; the middle of what a learner printed is rarely what they look for."""
    most = min(MOST_OUTPUT, room)
    return text if len(text) <= most else f"{text[:most]}\n… ({len(text) - most})\n"


def read_solution(lab: Lab, text: str) -> Play | Unreadable:
    """Return how an author's answer is played: for a manifest lab YAML, or a script that applies it."""
    play = read_answer(lab.answer, text)
    if lab.answer != "manifest" or not _is_script(text):
        return play
    return read_script(text)


def _is_script(text: str) -> bool:
    """Tell a script from a manifest by its first word: a manifest begins with a key, a comment or a separator."""
    lines = (line.strip() for line in text.splitlines())
    first = next((line for line in lines if line and not line.startswith("#")), "")
    word = first.split(maxsplit=1)[0] if first else ""
    return bool(word) and not word.endswith(":") and not word.startswith(("---", "{", "-", '"', "%"))


def prove_lab(lab: Lab, *, path: str) -> list[Fault]:
    """Play everything that a lab claims. Returns a fault for each claim that does not hold.

    The reference solution and each of ``also`` score all points; the untouched start and each of ``wrong`` do not; no
    check holds before anything was done.
    """
    return _Proof(lab, path).run()


class _Proof:
    """Gathers what does not hold of a lab."""

    def __init__(self, lab: Lab, path: str) -> None:
        self.lab = lab
        self.path = path
        self.faults: list[Fault] = []

    def run(self) -> list[Fault]:
        """Start with what everything else stands on."""
        try:
            world = start_lab(self.lab)
            self._prove_start(world)
            self._prove_answers()
        except BrokenLabError as error:
            self._blame(
                "start", f"the start does not run: {error}", f"实验的起始脚本运行失败：{error}", line=error.line
            )
        except Exception as error:  # noqa: BLE001 - the author is told of the simulator's fault like of their own.
            said = f"{type(error).__name__}: {error}"
            self._blame("solution", f"the simulator failed on this lab: {said}", f"模拟器在这个实验上出错：{said}")
        return self.faults

    def _blame(self, key: str, en: str, zh_hans: str, *, line: int = 0) -> None:
        place = line or self.lab.lines.get(key, 0)
        self.faults.append(Fault(path=self.path, line=place, column=0, text=LocalizedText(en=en, zh_hans=zh_hans)))

    def _prove_start(self, world: World) -> None:
        for item in self.lab.expect:
            held = evaluate(item.check, world).passed
            if held and not is_guard(item.check):
                self._blame(
                    "expect",
                    f"the check '{item.id}' holds before the learner has done anything, so it can never fail",
                    f"检查“{item.id}”在学习者动手之前就已经成立，永远不会失败",
                    line=item.line,
                )

    def _prove_answers(self) -> None:
        self._expect_full("solution", self.lab.solution, "the reference solution", "参考答案")
        for number, text in enumerate(self.lab.also, start=1):
            self._expect_full("also", text, f"'also' answer {number}", f"“also”里的第 {number} 个答案")
        for number, text in enumerate(self.lab.wrong, start=1):
            play = read_solution(self.lab, text)
            if not isinstance(play, Unreadable) and grade_play(self.lab, play).verdict == "passed":
                self._blame(
                    "wrong", f"'wrong' answer {number} scores all points", f"“wrong”里的第 {number} 个答案竟然得了满分"
                )

    def _expect_full(self, key: str, text: str, name_en: str, name_zh: str) -> None:
        play = read_solution(self.lab, text)
        if isinstance(play, Unreadable):
            said = play.text
            self._blame(key, f"{name_en} cannot be read: {said.en}", f"{name_zh}无法读取：{said.zh_hans}")
            return
        outcome = grade_play(self.lab, play)
        for check in outcome.checks:
            if not check.passed:
                item = self.lab.find(check.id)
                printed = next((played.stderr.strip() for played in outcome.transcript if played.exit_code), "")
                self._blame(
                    key,
                    f"{name_en} does not meet '{check.id}': {check.reason.en} {printed}".strip(),
                    f"{name_zh}没有达成“{check.id}”：{check.reason.zh_hans} {printed}".strip(),
                    line=item.line if item and not self.lab.lines else 0,
                )
