"""Every text that a person reads has a good Chinese twin."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from tests.guards.texts import find_texts, read_catalogues, read_upstream

CATALOGUES = read_catalogues()


def read_translated() -> set[str]:
    """Return every text that some word list of the project translates."""
    return {
        message.id if isinstance(message.id, str) else message.id[0]
        for catalogue in CATALOGUES.values()
        for message in catalogue
        if message.id and message.string and not message.fuzzy
    }


def test_every_text_of_the_interface_is_translated() -> None:
    known = read_translated() | read_upstream()
    missing = {text: place for place, text in find_texts() if text and text not in known}
    assert missing == {}


def test_the_search_for_texts_finds_those_in_code_and_in_templates() -> None:
    texts = {text for _, text in find_texts()}
    assert "What my browser asks for" in texts
    assert "You study as a guest" in texts


@pytest.mark.parametrize("path", CATALOGUES, ids=str)
def test_translations_keep_the_placeholders(path: Path) -> None:
    catalogue: Catalog = CATALOGUES[path]
    faults = [(message.id, str(error)) for message in catalogue for error in message.check(catalogue)]
    assert faults == []


@pytest.mark.parametrize("path", CATALOGUES, ids=str)
def test_no_translation_is_a_guess(path: Path) -> None:
    assert [message.id for message in CATALOGUES[path] if message.id and message.fuzzy] == []
