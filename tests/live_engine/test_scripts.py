"""A real Docker engine is the judge: each script runs on it and in the World, and gives the same.

Scripts that ``KNOWN.md`` lists differ, for the reason given there; one that no longer does must leave the list.
"""

import pytest

from bench.real_engine import RealEngine
from tests.live_engine import corpus

SCRIPTS = corpus.scripts()
KNOWN = corpus.known_differences()
KNOWN_OF_OLD_CLIENTS = corpus.known_differences(old_client=True)
MODELLED_CLIENT = 28


@pytest.mark.parametrize("title", SCRIPTS)
def test_a_script_gives_what_the_engine_gives(title: str, engine: RealEngine) -> None:
    old_client = engine.client < MODELLED_CLIENT
    if old_client and title in KNOWN:
        pytest.skip("differs, for a reason in KNOWN.md that this client cannot show")
    # Before 28 the client worded its errors otherwise; then what is printed and the exit codes are compared.
    parts = slice(0, 2 if old_client else 3)
    real = corpus.comparable(engine.run(corpus.PREAMBLE + SCRIPTS[title]))[parts]
    simulated = corpus.comparable(corpus.by_world(SCRIPTS[title]))[parts]
    if title in (KNOWN_OF_OLD_CLIENTS if old_client else KNOWN):
        assert real != simulated, "equal now: take it out of KNOWN.md"
    else:
        assert real == simulated


def test_the_corpus_is_large_and_nearly_all_of_it_is_equal() -> None:
    assert len(SCRIPTS) >= 200
    assert SCRIPTS.keys() >= KNOWN | KNOWN_OF_OLD_CLIENTS
    assert len(KNOWN) * 20 <= len(SCRIPTS)
