"""Replay the recorded answers of tests/golden in the simulator and count what comes out equal.

python -m bench.conformance                     every group
python -m bench.conformance --group get         one group (or docker)
python -m bench.conformance --case ID           one row, with the difference
python -m bench.conformance --failures          every row that differs, with the difference
"""

import argparse
import difflib
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import replay
from bench.normalising import normalise
from bench.replay import Answer
from sandbox.sim.world import World

GOLDEN = Path(__file__).parent.parent / "tests" / "golden"
Row = dict[str, Any]
NODES = ("node-1", "node-2", "node-3")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a row expects and what the simulator gave; ``crash`` is an error of the simulator itself."""

    expected: Answer
    actual: Answer
    docker: bool = False
    crash: str = ""

    def _forms(self, answer: Answer) -> tuple[int, str, str]:
        form = replay.normalise if self.docker else normalise
        return answer.exit, form(answer.stdout), form(answer.stderr)

    @property
    def matches(self) -> bool:
        """Say whether both are equal once normalised; the faults of a refused object compare as a set."""
        if self.crash:
            return False
        one, other = self._forms(self.expected), self._forms(self.actual)
        return one == other or (one[:2] == other[:2] and _as_set(one[2]) == _as_set(other[2]) != [])

    def diff(self) -> str:
        """Return the difference, line by line."""
        one, other = (_lines(self._forms(answer)) for answer in (self.expected, self.actual))
        return "\n".join(difflib.unified_diff(one, other, "recorded", "simulated", lineterm="", n=1)) + self.crash


def _lines(answer: tuple[int, str, str]) -> list[str]:
    code, stdout, stderr = answer
    return [f"exit {code}", *stdout.splitlines(), "-- stderr", *stderr.splitlines()]


def _as_set(text: str) -> list[str]:
    """Return the faults of one refused object without their order, which is random upstream."""
    if "is invalid" not in text:
        return []
    return sorted(part.strip("[] *\n") for line in text.splitlines() for part in line.split(", "))


def rows(group: str = "") -> Iterator[Row]:
    """Yield the recorded rows."""
    files = [GOLDEN / "docker.jsonl", *sorted((GOLDEN / "kubernetes").glob("*.jsonl"))]
    for path in files:
        if not group or path.stem == group:
            for line in path.read_text(encoding="utf-8").splitlines():
                yield {**json.loads(line), "file": path.stem}


class Player:
    """Plays rows; the World of the row before is kept, since most rows add one command to the setup of another."""

    def __init__(self) -> None:
        self._key = ""
        self._done: list[str] = []
        self._blob = b""

    def play(self, row: Row) -> Outcome:
        """Run one row."""
        expected = Answer(row["exit"], row["stdout"], row["stderr"])
        docker = row["file"] == "docker"
        try:
            answer = replay.perform(self._prepare(row), replay.Row.load(row))
        except Exception as error:  # noqa: BLE001  (a crash of the simulator is an outcome to be counted, not hidden)
            return Outcome(expected, Answer(-1, "", ""), docker, f"\n{type(error).__name__}: {error}")
        return Outcome(expected, answer, docker)

    def _prepare(self, row: Row) -> World:
        key = json.dumps([row["file"], row.get("files"), row.get("images")], sort_keys=True)
        setup = list(row.get("setup") or [])
        if key == self._key and setup[: len(self._done)] == self._done and self._blob:
            world, rest = World.restore(self._blob), setup[len(self._done) :]
        else:
            world, rest = self._fresh(row), setup
        for line in rest:
            world.run(line)
        self._key, self._done, self._blob = key, setup, world.snapshot()
        return world

    @staticmethod
    def _fresh(row: Row) -> World:
        if row["file"] == "docker":
            world = World.create(seed=7, images=tuple(row.get("images") or ()))
        else:
            world = World.create(seed=7, nodes=NODES)
        for path, content in (row.get("files") or {}).items():
            world.files.write(f"/root/{path}", content)
        return world


def _report(matched: Counter[str], total: Counter[str]) -> None:
    for group in total:
        share = 100 * matched[group] / total[group]
        sys.stdout.write(f"{group:12} {matched[group]:4}/{total[group]:<4} {share:5.1f} %\n")
    count, whole = sum(matched.values()), sum(total.values())
    sys.stdout.write(f"{'all':12} {count:4}/{whole:<4} {100 * count / max(whole, 1):5.1f} %\n")


def main(argv: list[str] | None = None) -> int:
    """Run from the command line; 1 when the row that was asked for differs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--group", default="")
    parser.add_argument("--case", default="")
    parser.add_argument("--failures", action="store_true")
    options = parser.parse_args(argv)
    matched: Counter[str] = Counter()
    total: Counter[str] = Counter()
    player = Player()
    for row in rows(options.group):
        if options.case and row["case"] != options.case:
            continue
        outcome = player.play(row)
        total[row["file"]] += 1
        matched[row["file"]] += outcome.matches
        if not outcome.matches and (options.failures or options.case):
            sys.stdout.write(f"=== {row['file']} {row['case']}\n$ {row['command']}\n{outcome.diff()}\n")
    _report(matched, total)
    return int(bool(options.case) and sum(matched.values()) < sum(total.values()))


if __name__ == "__main__":
    sys.exit(main())
