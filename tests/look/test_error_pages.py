"""Error pages: what happened, what is safe, what to do, in the reader's language."""

import pytest
from django.template.loader import render_to_string
from django.test import Client


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "title"), [("zh-CN", "这个泊位是空的"), ("en", "This berth is empty")])
def test_an_address_without_a_page_says_so_in_the_readers_language(client: Client, language: str, title: str) -> None:
    answer = client.get("/nowhere/", headers={"accept-language": language})
    assert answer.status_code == 404
    assert title in answer.content.decode()


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_with_a_way_on() -> None:
    browser = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    answer = browser.post("/i18n/setlang/", {"language": "en"})
    assert answer.status_code == 403
    assert "The form has grown old" in answer.content.decode()


def test_the_page_of_our_own_faults_needs_nothing_and_speaks_both_languages() -> None:
    page = render_to_string("500.html")
    assert "Our fault" in page
    assert "是我们的错" in page
    assert 'href="/static/dist/sheet.css"' in page
