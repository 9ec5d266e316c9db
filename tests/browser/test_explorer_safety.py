"""The explorer with hostile data, on a telephone, in the dark, without articles, with nothing, with a lot."""

from __future__ import annotations

import pytest

from kg.export.html.notebook import show
from kg.records import Graph
from tests.browser.conftest import Open
from tests.browser.hostile import STRINGS, hostile
from tests.browser.large import large

pytest.importorskip("playwright", reason="playwright is not installed")
from playwright.sync_api import Browser, expect

pytestmark = pytest.mark.browser

_CONTRAST = """selectors => {
  const parts = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ground = (e) => {
    for (; e; e = e.parentElement) {
      const c = parts(getComputedStyle(e).backgroundColor);
      if (c.length < 4 || c[3] > 0) return c;
    }
    return [255, 255, 255];
  };
  return selectors.map((selector) => {
    const e = document.querySelector(selector);
    const [a, b] = [light(parts(getComputedStyle(e).color)), light(ground(e))].sort((x, y) => y - x);
    return [selector, (a + 0.05) / (b + 0.05)];
  });
}"""


def test_hostile_text_is_only_ever_text(open_graph: Open) -> None:
    page = open_graph(hostile(), title=STRINGS[1])
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    rows = page.locator("#list .row")
    for number in range(rows.count()):
        rows.nth(number).click()
        page.evaluate("document.querySelectorAll('#panel details').forEach((d) => { d.open = true; })")
        page.locator("#panel .read").first.click()
        page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("<")
    expect(page.locator("#results .option").first).to_be_visible()
    assert page.evaluate("window.hit") is None
    assert page.evaluate("document.scripts.length") == 3
    assert page.evaluate("document.querySelectorAll('main img, main iframe, main script').length") == 0


def test_only_web_addresses_become_links(open_graph: Open) -> None:
    page = open_graph(hostile())
    for row in range(3):
        page.locator("#panel .documents button").nth(row).click()
        for link in page.locator("#panel .panel-head a").all():
            assert (link.get_attribute("href") or "").startswith("https://example.org/")
        page.keyboard.press("Escape")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_and_kinds_stand_out_from_their_ground(open_graph: Open, story: Graph, scheme: str) -> None:
    page = open_graph(story, scheme=scheme)
    assert scheme == page.evaluate("document.documentElement.dataset.theme")
    page.locator("#list .row").first.click()
    selectors = [
        "#panel h2",
        "#panel .citation",
        "#panel .dates, #panel .status",
        "#summary",
        "#list .row .links",
    ]
    selectors += [f"#panel .mention.{kind}" for kind in ("PER", "ORG", "LOC")]
    for selector, contrast in page.evaluate(_CONTRAST, selectors):
        assert contrast >= 4.5, selector


@pytest.mark.parametrize(("locale", "word"), [("zh-CN", "名单"), ("en-GB", "List")])
def test_three_tabs_on_a_telephone(open_graph: Open, story: Graph, locale: str, word: str) -> None:
    page = open_graph(story, size=(390, 800), locale=locale)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(page.locator("#canvas canvas")).to_be_visible()
    page.get_by_role("tab", name=word).click()
    expect(page.locator("#canvas")).to_be_hidden()
    page.locator("#list .row").first.click()
    expect(page.locator("#panel blockquote").first).to_be_visible()
    expect(page.locator("#list")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_articles_the_sentences_are_still_there(open_graph: Open, story: Graph) -> None:
    page = open_graph(story, include_text=False)
    page.keyboard.press("/")
    page.keyboard.type("孙立群")
    page.keyboard.press("Enter")
    expect(page.locator("#panel blockquote .mention").first).to_be_visible()
    expect(page.locator("#panel .read")).to_have_count(0)


def test_an_empty_graph_says_so(open_graph: Open) -> None:
    page = open_graph(Graph((), (), (), (), ()))
    expect(page.locator("#panel")).to_contain_text("没有可显示的实体")


def test_a_malformed_link_opens_the_start(open_graph: Open, story: Graph) -> None:
    page = open_graph(story, state="s=entity~nobody&m=ego&o=x&depth=9&d=%E0%A4%A&xy=a~b~c&path=zzz")
    expect(page.locator("#list .row").first).to_be_visible()


def test_a_large_graph_is_drawn_as_far_as_it_can_be_read(open_graph: Open) -> None:
    page = open_graph(large(1200, 2500), state="m=all")
    expect(page.locator(".shown")).to_contain_text("放大可见更多")
    drawn = int((page.locator(".shown").text_content() or "0").split()[0])
    assert 100 < drawn <= 600
    page.keyboard.press("/")
    page.keyboard.type("王")
    page.keyboard.press("Enter")
    expect(page.locator("#panel blockquote").first).to_be_visible()


def test_the_explorer_works_in_the_frame_of_a_notebook(browser: Browser, story: Graph) -> None:
    page = browser.new_page(locale="zh-CN")
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.set_content(show(story, entities=["孙立群"])._repr_html_())
    frame = page.frame_locator("iframe")
    frame.locator("#list .row", has_text="孙立群").click()
    expect(frame.locator("#panel blockquote").first).to_be_visible()
    assert [] == faults
    page.close()
