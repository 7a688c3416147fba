"""A real Docker engine for the session, where one can be had."""

from collections.abc import Iterator

import pytest

from bench.real_engine import EngineUnavailableError, RealEngine, find_obstacle


@pytest.fixture(scope="session")
def shared_engine() -> Iterator[RealEngine]:
    """Start an engine of this worker's own: nothing of it meets another's, so workers need not take turns."""
    if obstacle := find_obstacle():
        pytest.skip(obstacle)
    engine = RealEngine()
    try:
        engine.start()
    except EngineUnavailableError as error:
        pytest.skip(str(error))
    yield engine
    engine.stop()


@pytest.fixture
def engine(shared_engine: RealEngine) -> Iterator[RealEngine]:
    """Return an engine that holds the images and nothing else."""
    yield shared_engine
    shared_engine.clear()
