"""What a reader does with the explorer, in real Chromium.

The fixture `open_graph` fails a test whose page requests anything but itself, throws, or logs an error.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest

from kg.ontology import KG
from kg.records import Graph
from tests.browser.conftest import Open

pytest.importorskip("playwright", reason="playwright is not installed")
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

SVG = "{http://www.w3.org/2000/svg}"


def find(page: Page, text: str) -> None:
    page.keyboard.press("/")
    page.keyboard.type(text)
    page.wait_for_selector("#results [role=option]")


def choose(page: Page, text: str) -> None:
    find(page, text)
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_contain_text(text)


def take(page: Page, name: str) -> bytes:
    """What the item `name` of the export menu gives as a file."""
    page.get_by_label("导出").click()
    with page.expect_download() as download:
        page.get_by_role("button", name=name, exact=True).click()
    return Path(download.value.path()).read_bytes()


def entity_id(graph: Graph, name: str) -> str:
    return next(entity.id for entity in graph.entities if entity.name == name)


def test_search_finds_a_person_and_enter_shows_the_post_with_its_sentence(
    open_graph: Open, story: Graph
) -> None:
    page = open_graph(story)
    choose(page, "孙立群")
    fact = page.locator("#panel .fact", has_text="岚水县委").first
    expect(fact.locator(".post")).to_have_text("书记")
    expect(fact.locator("blockquote").first).to_contain_text("孙立群")
    expect(fact.locator("blockquote .mention.PER").first).to_be_visible()
    expect(fact.locator("blockquote .trigger").first).to_have_text("书记")
    expect(fact.locator("figcaption").first).to_contain_text("2022")


def test_pinyin_traditional_script_titles_and_sentences_are_found(open_graph: Open, story: Graph) -> None:
    page = open_graph(story)
    find(page, "slq")
    expect(page.locator("#results .option").first).to_contain_text("孙立群")
    page.keyboard.press("Escape")
    find(page, "嵐水縣委")
    expect(page.locator("#results .option .name").first).to_have_text("岚水县委")
    page.keyboard.press("Escape")
    find(page, "主要负责同志")
    page.keyboard.press("Enter")
    expect(page.locator("#panel .article-title")).to_have_text("岚水县委主要负责同志职务调整")
    find(page, "另有任用")
    expect(page.locator("#results .quote mark").first).to_have_text("另有任用")


def test_whoever_holds_an_office_is_found_by_it(open_graph: Open, story: Graph) -> None:
    page = open_graph(story)
    find(page, "县委书记")
    expect(page.locator("#results .group").first).to_have_text("任职")
    expect(page.locator("#results .option", has_text="孙立群").first).to_contain_text("岚水县委书记")
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("没有这个人")
    expect(page.locator("#results .nothing")).to_contain_text("没有找到")


def test_reading_goes_from_the_sentence_to_the_article_and_back(open_graph: Open, story: Graph) -> None:
    page = open_graph(story)
    choose(page, "孙立群")
    page.locator("#panel .read").first.click()
    expect(page.locator("#panel .article mark.here").first).to_be_in_viewport()
    page.locator("#panel .article .mention.ORG").first.click()
    expect(page.locator("#panel .kind.ORG")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(page.locator("#panel .article")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#panel h2")).to_have_text("孙立群")


def test_an_article_opens_as_a_whole_or_at_a_name(open_graph: Open, story: Graph) -> None:
    page = open_graph(story)
    page.locator("#panel .documents button").first.click()
    expect(page.locator("#panel .article p").first).to_be_in_viewport()
    expect(page.locator("#panel .article mark.here")).to_have_count(0)
    choose(page, "孙立群")
    page.locator("#panel .documents button").first.click()
    expect(page.locator("#panel .article mark.here")).to_have_text(re.compile("孙立群|孙书记|Sun"))
    expect(page.locator("#panel .article mark.here")).to_be_in_viewport()


def test_filters_hold_for_canvas_list_and_panel_and_undo_takes_them_back(
    open_graph: Open, story: Graph
) -> None:
    page = open_graph(story)
    choose(page, "孙立群")
    shown = page.locator(".shown")
    before = shown.text_content() or ""
    page.locator("#kinds .kind-chip.ORG").click()
    expect(page.locator("#list .row.ORG")).to_have_count(0)
    expect(shown).not_to_have_text(before)
    expect(page.locator("#panel .entity.ORG")).to_have_count(0)
    page.locator("#tools button").first.click()
    expect(shown).to_have_text(before)
    page.locator("#filters summary").first.click()
    page.locator("#relation-holdsPost").uncheck()
    expect(page.locator("#panel .post")).to_have_count(0)
    page.locator("#filters .reset").click()
    expect(page.locator("#panel .post").first).to_be_visible()


def test_standing_in_one_sentence_is_drawn_only_when_asked_for(open_graph: Open, story: Graph) -> None:
    page = open_graph(story)
    page.locator("#filters summary").first.click()
    expect(page.locator("#relation-coOccursWith")).not_to_be_checked()
    before = page.locator("#list .row .links").first.text_content()
    page.locator("#legend .legend-item", has_text="同句出现").click()
    expect(page.locator("#list .row .links").first).not_to_have_text(before or "")


def test_a_source_and_a_span_of_time_narrow_what_is_shown(open_graph: Open, story: Graph) -> None:
    page = open_graph(story)
    count = page.locator(".shown")
    page.locator("#time input").first.focus()
    for _ in range(12):
        page.keyboard.press("ArrowRight")
    expect(page.locator(".time-label")).to_contain_text("2023-01")
    expect(count).not_to_contain_text(f"/ {len(story.entities)}")
    page.locator("#time .link").click()
    expect(count).to_contain_text(f"/ {len(story.entities)}")
    page.locator("#filters summary").nth(1).click()
    page.locator("#publisher-0").uncheck()
    expect(count).not_to_contain_text(f"/ {len(story.entities)}")


def test_clicks_on_the_canvas_reach_nodes_and_lines(open_graph: Open, story: Graph) -> None:
    page = open_graph(story, state=f"m=ego&o={entity_id(story, '孙立群')}")
    box = page.locator("#canvas").bounding_box()
    picture = ElementTree.fromstring(take(page, "保存图片 SVG"))
    assert box
    names = {text.text: text for text in picture.iter(f"{SVG}text")}
    x, y = (float(names["孙立群"].attrib[side]) for side in ("x", "y"))
    page.mouse.click(box["x"] + x, box["y"] + y)
    expect(page.locator("#panel h2")).to_have_text("孙立群")
    page.mouse.click(box["x"] + 8, box["y"] + box["height"] - 8)
    expect(page.locator("#panel h2")).not_to_have_text("孙立群")
    # The longest line, a third of the way along it: away from both nodes and from the middle.
    ends = [
        [float(line.attrib[side]) for side in ("x1", "y1", "x2", "y2")] for line in picture.iter(f"{SVG}line")
    ]
    x1, y1, x2, y2 = max(ends, key=lambda end: abs(end[0] - end[2]) + abs(end[1] - end[3]))
    page.mouse.click(box["x"] + x1 + (x2 - x1) / 3, box["y"] + y1 + (y2 - y1) / 3)
    expect(page.locator("#panel h2.pair .entity")).to_have_count(2)
    expect(page.locator("#panel blockquote").first).to_be_visible()


def test_the_table_of_facts_leads_to_their_sentences(open_graph: Open, story: Graph) -> None:
    page = open_graph(story)
    page.locator("#rows button").nth(1).click()
    page.locator("#list .row").first.click()
    expect(page.locator("#panel h2.pair .entity")).to_have_count(2)
    expect(page.locator("#panel blockquote").first).to_be_visible()


def test_pointing_at_one_twin_lights_the_other(open_graph: Open, story: Graph) -> None:
    page = open_graph(story)
    picture = ElementTree.fromstring(take(page, "保存图片 SVG"))
    box = page.locator("#canvas").bounding_box()
    assert box
    mark = max(picture.iter(f"{SVG}circle"), key=lambda circle: float(circle.attrib["r"]))
    page.mouse.move(box["x"] + float(mark.attrib["cx"]), box["y"] + float(mark.attrib["cy"]))
    expect(page.locator("#list .row.lit.PER")).to_have_count(1)
    page.locator("#list .row").first.hover()
    expect(page.locator("#canvas.pointing")).to_be_visible()


def test_the_keyboard_stays_where_it_was(open_graph: Open, story: Graph) -> None:
    page = open_graph(story)
    choose(page, "孙立群")
    pin = page.locator("#panel .tool").nth(3)
    pin.focus()
    page.keyboard.press("Enter")
    expect(pin).to_have_attribute("aria-pressed", "true")
    expect(pin).to_be_focused()
    page.get_by_label("导出").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.get_by_label("导出")).to_be_focused()
    expect(page.locator("#panel h2")).to_have_text("孙立群")


def test_depth_path_hide_and_pin(open_graph: Open, story: Graph) -> None:
    page = open_graph(story)
    choose(page, "孙立群")
    tool = page.locator("#panel .tool")
    tool.nth(1).click()
    near = int((page.locator(".shown").text_content() or "0").split()[0])
    page.locator("#controls .segment button", has_text="2").click()
    expect(page.locator(".shown")).not_to_have_text(f"{near} / {len(story.entities)}")
    tool.nth(1).click()
    tool.nth(2).click()
    expect(page.locator("#hint")).to_be_visible()
    find(page, "段长河")
    page.keyboard.press("Enter")
    expect(page.locator("#panel .steps > li").first).to_be_visible()
    expect(page.locator("#panel .steps blockquote").first).to_be_visible()
    page.keyboard.press("Escape")
    choose(page, "孙立群")
    tool.nth(3).click()
    expect(tool.nth(3)).to_have_attribute("aria-pressed", "true")
    tool.nth(4).click()
    expect(page.locator("#list .row.hidden-one")).to_have_count(1)
    page.keyboard.press("Control+z")
    expect(page.locator("#list .row.hidden-one")).to_have_count(0)


def test_a_link_brings_the_same_view_back(open_graph: Open, story: Graph) -> None:
    page = open_graph(story)
    choose(page, "孙立群")
    page.locator("#kinds .kind-chip.LOC").click()
    fragment = page.evaluate("location.hash.slice(1)")
    other = open_graph(story, state=fragment)
    expect(other.locator("#panel h2")).to_have_text("孙立群")
    expect(other.locator("#kinds .kind-chip.LOC")).to_have_attribute("aria-pressed", "false")
    assert other.locator(".shown").text_content() == page.locator(".shown").text_content()


def test_people_of_one_name_are_kept_apart_and_told_apart(open_graph: Open, story: Graph) -> None:
    page = open_graph(story)
    choose(page, "王静")
    others = page.locator("#panel .namesakes li")
    assert others.count() >= 1
    expect(others.first.locator(".hint")).not_to_be_empty()
    others.first.locator("button").click()
    expect(page.locator("#panel h2")).to_have_text("王静")


def test_the_page_works_by_keyboard_alone(open_graph: Open, story: Graph) -> None:
    page = open_graph(story)
    page.locator("#list .list-scroll").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    name = page.locator("#list .row.active .name").text_content() or "?"
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text(name)
    page.keyboard.press("Escape")
    expect(page.locator("#panel h2")).not_to_have_text(name)
    page.locator("#canvas").focus()
    for key in ("+", "ArrowLeft", "0"):
        page.keyboard.press(key)
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#search")).not_to_be_focused()


def copied(page: Page, name: str) -> str:
    """What the button `name` puts on the clipboard."""
    page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    page.get_by_role("button", name=name, exact=True).click()
    return str(page.evaluate("window.copied"))


def test_lists_are_saved_as_csv(open_graph: Open, story: Graph) -> None:
    page = open_graph(story)
    page.locator("#kinds .kind-chip.PER").click()
    rows = list(csv.reader(io.StringIO(take(page, "导出名单 CSV").decode("utf-8-sig"))))
    assert sum(entity.kind != "PER" for entity in story.entities) == len(rows) - 1
    assert "sentence" in take(page, "导出事实 CSV").decode("utf-8-sig").splitlines()[0]


def test_the_picture_is_saved_as_png_twice_as_large_and_as_svg(open_graph: Open, story: Graph) -> None:
    page = open_graph(story)
    box = page.locator("#canvas").bounding_box()
    png = take(page, "保存图片 PNG")
    assert box
    assert png.startswith(b"\x89PNG")
    assert 2 * round(box["width"]) == int.from_bytes(png[16:20], "big")
    picture = ElementTree.fromstring(take(page, "保存图片 SVG"))
    assert "岚水县" in {text.text for text in picture.iter(f"{SVG}text")}


def test_turtle_and_sparql_are_what_other_tools_read(open_graph: Open, story: Graph) -> None:
    page = open_graph(story)
    choose(page, "孙立群")
    store = ox.Store()
    store.load(copied(page, "复制为 Turtle").encode(), format=ox.RdfFormat.TURTLE)
    assert bool(
        store.query(f'ASK {{ ?one ?label "孙立群"@zh . ?st <{KG}subject> ?one ; <{KG}title> "书记"@zh }}')
    )
    page.get_by_label("导出").click()
    store.query(copied(page, "复制 SPARQL 查询"))


def test_a_view_is_saved_by_name_opened_and_deleted(open_graph: Open, story: Graph) -> None:
    page = open_graph(story)
    choose(page, "孙立群")
    page.get_by_label("视图", exact=True).click()
    page.get_by_label("视图名称").fill("书记")
    page.get_by_role("button", name="保存当前视图").click()
    page.keyboard.press("Escape")
    page.get_by_label("视图", exact=True).click()
    page.get_by_role("button", name="书记", exact=True).click()
    expect(page.locator("#panel h2")).to_have_text("孙立群")
    page.get_by_label("视图", exact=True).click()
    page.get_by_role("button", name="删除: 书记").click()
    page.get_by_label("视图", exact=True).click()
    expect(page.locator(".saved-view")).to_have_count(0)


def test_time_may_be_that_of_the_events(open_graph: Open, story: Graph) -> None:
    page = open_graph(story, state="clock=event&from=2023-08-01&to=2023-08-31")
    page.locator("#rows button").nth(1).click()
    expect(page.locator("#list .row.statement").first).to_be_visible()
    rows = page.locator("#list .list-scroll").get_attribute("aria-rowcount")
    assert 0 < int(rows or 0) < 40


def test_paper_holds_the_picture_and_the_facts_and_nothing_to_press(open_graph: Open, story: Graph) -> None:
    page = open_graph(story, scheme="dark")
    choose(page, "孙立群")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(page.locator("#printed svg")).to_be_visible()
    expect(page.locator("#panel blockquote").first).to_be_visible()
    expect(page.locator("#left")).to_be_hidden()
    expect(page.locator("#tools")).to_be_hidden()
    page.emulate_media(media="screen")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert "dark" == page.evaluate("document.documentElement.dataset.theme")
