"""What a reader does with the explorer, in real Chromium."""

from __future__ import annotations

import pytest

from kg.records import Graph
from tests.browser.conftest import Open
from tests.browser.county import county

pytest.importorskip("playwright", reason="playwright is not installed")
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def story() -> Graph:
    return county()


def find(page: Page, text: str) -> None:
    page.keyboard.press("/")
    page.keyboard.type(text)
    page.wait_for_selector("#results [role=option]")


def test_search_finds_a_person_and_enter_shows_the_post_with_its_sentence(
    open_graph: Open, story: Graph
) -> None:
    page = open_graph(story)
    find(page, "孙立群")
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text("孙立群")
    fact = page.locator("#panel .fact", has_text="岚水县委").first
    expect(fact.locator(".post")).to_have_text("书记")
    expect(fact.locator("blockquote").first).to_contain_text("孙立群")
    expect(fact.locator("blockquote .mention.PER").first).to_be_visible()


def test_pinyin_initials_find_a_person(open_graph: Open, story: Graph) -> None:
    page = open_graph(story)
    find(page, "slq")
    expect(page.locator("#results .option").first).to_contain_text("孙立群")


def test_reading_goes_from_the_sentence_to_the_article_and_back(open_graph: Open, story: Graph) -> None:
    page = open_graph(story)
    find(page, "孙立群")
    page.keyboard.press("Enter")
    page.locator("#panel .read").first.click()
    lit = page.locator("#panel .article mark.here").first
    expect(lit).to_be_in_viewport()
    page.locator("#panel .article .mention.PER").first.click()
    page.keyboard.press("Control+z")
    expect(page.locator("#panel .article")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#panel h2")).to_have_text("孙立群")


def test_a_filter_holds_for_canvas_and_list(open_graph: Open, story: Graph) -> None:
    page = open_graph(story)
    before = page.locator(".shown").text_content()
    page.locator("#kinds .kind-chip.LOC").click()
    expect(page.locator("#list .row.LOC")).to_have_count(0)
    expect(page.locator(".shown")).not_to_have_text(before or "")
    page.locator("#tools button").first.click()
    expect(page.locator(".shown")).to_have_text(before or "")
