"""The query page in real Chromium, against a real server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.serve.conftest import address, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["address", "served"]

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The page, ready; at the end it may have asked nobody else for anything and reported no error."""
    faults: list[str] = []
    opened = browser.new_page(viewport={"width": 1280, "height": 800}, locale="zh-CN", color_scheme="light")
    opened.set_default_timeout(8000)
    opened.on("request", lambda r: None if r.url.startswith((address, "blob:")) else faults.append(r.url))
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda said: faults.append(said.text) if said.type in ("error", "warning") else None)
    opened.goto(address + "/query")
    opened.wait_for_selector("html[data-ready=true]", state="attached")
    yield opened
    opened.close()
    # Chromium itself reports every answer that is not 200.
    assert [] == [fault for fault in faults if "status of 400" not in fault]


def write(page: Page, query: str) -> None:
    page.locator("#editor .cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(query)


def test_a_question_is_answered_and_leads_to_entity_and_explorer(page: Page) -> None:
    from playwright.sync_api import expect

    page.locator(".question[data-name=posts] > button").click()
    page.locator(".question[data-name=posts] input[name=person]").fill("王芳")
    page.locator(".question[data-name=posts] form button").click()
    row = page.locator("table.rows tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("李明的妻子王芳是县医院医生。")
    expect(page.locator("#editor .cm-content")).to_contain_text("VALUES ?person")
    row.get_by_role("link", name="王芳", exact=True).click()
    expect(page.locator("h1")).to_have_text("王芳")
    expect(page.locator("blockquote").first).to_contain_text("县医院医生")
    page.locator("a.button").click()
    page.wait_for_selector("html[data-ready=true]", state="attached")
    expect(page.locator("#panel")).to_contain_text("王芳")


def test_names_are_suggested(page: Page) -> None:
    page.locator(".question[data-name=about] > button").click()
    page.locator(".question[data-name=about] input").press_sequentially("示例")
    page.wait_for_selector(".question[data-name=about] option[value=示例县]", state="attached")


def test_an_answer_is_in_the_readers_words_and_drawn_as_it_is_said(page: Page) -> None:
    from playwright.sync_api import expect

    page.locator(".question[data-name=about] > button").click()
    page.locator(".question[data-name=about] input").fill("县医院")
    page.locator(".question[data-name=about] form button").click()
    expect(page.locator("table.rows th").first).to_have_text("名称")
    expect(page.locator("table.rows")).to_contain_text("任职 ←")
    expect(page.locator("table.rows")).to_contain_text("现任")
    # Who holds a post there points to it, although the row begins with it.
    edges = page.evaluate(
        """async () => {
            const { edgesOfRows } = await import('/static/drawing.js');
            const setup = await (await fetch('/query/setup.json')).json();
            const end = (id) => ({ type: 'uri', value: setup.base + id });
            const told = (value) => ({ type: 'literal', value });
            const row = { entity: end('org-1'), relation: told('supports ←'), other: end('org-2') };
            const there = { ...row, relation: told('locatedIn →'), other: end('loc-3') };
            return edgesOfRows(['entity', 'relation', 'other'], [row, there], setup)
              .map(({ from, to, label }) => [from.split('/').at(-1), to.split('/').at(-1), label].join(' '));
        }"""
    )
    assert ["org-2 org-1 支援", "org-1 loc-3 位于"] == edges


def test_on_a_small_screen_the_answer_comes_into_view(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    write(page, "SELECT * { ?s a schema:Person }")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("table.rows tbody tr")
    box = page.locator("table.rows tbody tr").first.bounding_box()
    assert box is not None
    assert 0 < box["y"] < 700
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_own_queries_are_completed_run_and_drawn(page: Page) -> None:
    from playwright.sync_api import expect

    write(page, "SELECT ?x { ?x kg:hold")
    page.keyboard.type("s")
    page.keyboard.press("Control+Space")
    expect(page.locator("#editor .cm-tooltip-autocomplete li").first).to_contain_text("holdsPost")
    page.keyboard.press("Escape")
    write(page, "CONSTRUCT { ?x kg:holdsPost ?y } WHERE { ?x kg:holdsPost ?y }")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#state")).to_contain_text("5 个三元组")
    page.locator("#as-graph").click()
    expect(page.locator("#drawing canvas")).to_be_visible()
    write(page, "ASK { ?s ?p ?o }")
    page.locator("#run").click()
    expect(page.locator("#table")).to_have_text("是")


def test_a_mistake_is_shown_where_it_is(page: Page) -> None:
    from playwright.sync_api import expect

    write(page, "SELECT ?x {\n  ?x kg:holdsPsot ?y\n}")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#message")).to_contain_text("kg:holdsPost")
    expect(page.locator("#editor .cm-lintRange-error")).to_have_text("kg:holdsPsot")


def test_a_result_that_is_cut_says_so(page: Page) -> None:
    from playwright.sync_api import expect

    write(page, "SELECT * { ?s ?p ?o }")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#message")).to_contain_text("结果过多，只显示前 50 行")
