"""A real Docker engine is the judge: each script runs on it and in the World, and gives the same.

Scripts that ``KNOWN.md`` lists differ, for the reason given there; one that no longer does must leave the list.
"""

import pytest

from bench.real_engine import RealEngine
from tests.live_engine import corpus

SCRIPTS = corpus.scripts()
KNOWN = corpus.known_differences()


@pytest.mark.parametrize("title", [title for title in SCRIPTS if title not in KNOWN])
def test_a_script_gives_what_the_engine_gives(title: str, engine: RealEngine) -> None:
    real = engine.run(corpus.PREAMBLE + SCRIPTS[title])
    assert corpus.comparable(corpus.by_world(SCRIPTS[title])) == corpus.comparable(real)


@pytest.mark.parametrize("title", sorted(KNOWN))
def test_a_known_difference_is_still_one(title: str, engine: RealEngine) -> None:
    real = engine.run(corpus.PREAMBLE + SCRIPTS[title])
    assert corpus.comparable(corpus.by_world(SCRIPTS[title])) != corpus.comparable(real), "take it out of KNOWN.md"


def test_the_corpus_is_large_and_most_of_it_is_equal() -> None:
    assert len(SCRIPTS) >= 200
    assert len(KNOWN) * 20 <= len(SCRIPTS)
