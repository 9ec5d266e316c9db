"""Several ways, sorted tables, groups, reasons, paper, frames and two graphs, in real Chromium."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from kg.diff import diff
from kg.export.html.difference import write_difference
from kg.export.html.notebook import show
from kg.records import Decision, Graph, Judgement, Kind
from tests.browser.conftest import Open
from tests.browser.test_explorer import choose, copied, find, take
from tests.builders import document, fact, graph, organization, person, place

pytest.importorskip("playwright", reason="playwright is not installed")
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser


def two_ways() -> Graph:
    """甲 and 丁 know each other over 乙 and over 丙."""
    ends, middle = [person("甲"), person("丁")], [person("乙"), person("丙")]
    sources = [
        document(f"{one.name}会见{other.name}。", f"{number}.txt", title=f"{one.name}与{other.name}",
                 published="2024-05-01", publisher="示例日报", url=f"https://example.org/{number}")
        for number, (one, other) in enumerate((end, by) for by in middle for end in ends)
    ]  # fmt: skip
    pairs = [(end, by) for by in middle for end in ends]
    facts = [fact(one, "met", other, source) for (one, other), source in zip(pairs, sources, strict=True)]
    return graph(sources, [*ends, *middle], facts)


def lead(page: Page, one: str, other: str) -> None:
    choose(page, one)
    page.locator("#panel .tool").nth(2).click()
    find(page, other)
    page.keyboard.press("Enter")


def test_all_shortest_paths_are_listed_told_and_copied_with_their_citations(open_graph: Open) -> None:
    page = open_graph(two_ways())
    lead(page, "甲", "丁")
    ways = page.locator("#panel .way")
    expect(ways).to_have_count(2)
    expect(ways.first).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#panel .steps blockquote").first).to_contain_text("会见")
    first = copied(page, "复制为文字")
    ways.nth(1).click()
    expect(ways.nth(1)).to_have_attribute("aria-expanded", "true")
    second = copied(page, "复制为文字")
    assert {"甲 → 乙 → 丁", "甲 → 丙 → 丁"} == {first.splitlines()[0], second.splitlines()[0]}
    assert "1. 甲 会见 " in first
    assert "\n2. " in first
    assert "（" not in first.splitlines()[2]
    assert "“" in first
    assert "(示例日报, 2024-05-01, " in first
    assert "https://example.org/" in first
    both = copied(page, "复制全部路径")
    assert 2 == both.count("\n1. ")
    assert "路径 2：" in both


def test_the_lit_path_is_in_the_link(open_graph: Open) -> None:
    page = open_graph(two_ways())
    lead(page, "甲", "丁")
    page.locator("#panel .way").nth(1).click()
    text = page.locator("#panel .way").nth(1).text_content()
    again = open_graph(two_ways(), state=page.evaluate("location.hash.slice(1)"))
    expect(again.locator("#panel .way[aria-expanded=true]")).to_have_text(text or "?")


def test_the_table_of_facts_is_sorted_by_each_column_with_the_keyboard_and_saved_so(
    open_graph: Open, story: Graph
) -> None:
    page = open_graph(story)
    page.locator("#rows button").nth(1).click()
    heads = page.locator("#list [role=columnheader]")
    expect(heads).to_have_count(7)
    for at in range(7):
        button = heads.nth(at).locator("button")
        button.focus()
        page.keyboard.press("Enter")
        first = heads.nth(at).get_attribute("aria-sort")
        assert first in ("ascending", "descending")
        expect(button).to_be_focused()
        page.keyboard.press("Enter")
        assert {"ascending", "descending"} == {first, heads.nth(at).get_attribute("aria-sort")}
        expect(page.locator("#list [aria-sort=none]")).to_have_count(6)
    page.locator("#sort-title").click()
    rows = page.locator("#list .row.statement")
    shown = [rows.nth(at).locator(".title").text_content() for at in range(5)]
    with page.expect_download() as download:
        page.get_by_role("button", name="导出 CSV", exact=True).click()
    saved = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8-sig"))))
    titles = list(dict.fromkeys(row["title"] for row in saved))
    assert shown[0] == titles[0] != ""
    assert list(dict.fromkeys(shown)) == titles[: len(set(shown))]


def test_the_list_of_entities_is_saved_as_it_is_sorted(open_graph: Open, story: Graph) -> None:
    page = open_graph(story)
    page.locator("#sort-documents").click()
    shown = page.locator("#list .row .name").all_text_contents()[:8]
    saved = list(csv.reader(io.StringIO(take(page, "导出名单 CSV").decode("utf-8-sig"))))[1:]
    assert shown == [row[1] for row in saved[:8]]
    counts = [int(row[5]) for row in saved]
    assert sorted(counts, reverse=True) == counts


def namesakes() -> Graph:
    one, other = person("李伟", key="1"), person("李伟", key="2")
    clinic, paper = organization("县医院"), organization("县报社")
    sources = [document("李伟是县医院医生。", "a.txt"), document("李伟是县报社记者。", "b.txt")]
    features = ("other_field -4.50 (media | medicine)", "same_region +1.00 (岚水县)")
    split = Decision(
        *("dec-1", Judgement.SPLIT, Kind.PER, "李伟", one.id, other.id, sources[0].id, sources[1].id),
        *(0.03, features, "rule"),
    )
    facts = [
        fact(one, "worksAt", clinic, sources[0], title="医生"),
        fact(other, "worksAt", paper, sources[1], title="记者"),
    ]
    return replace(graph(sources, [one, other, clinic, paper], facts), decisions=(split,))


@pytest.mark.parametrize(
    ("locale", "words"),
    [("zh-CN", ("判为两个", "3%", "行业不同（媒体 / 医疗）", "同一地区（岚水县）")),
     ("en-GB", ("taken for two", "3%", "different fields (media / medicine)", "same region (岚水县)"))],
)  # fmt: skip
def test_the_panel_says_why_namesakes_are_two(open_graph: Open, locale: str, words: tuple[str, ...]) -> None:
    page = open_graph(namesakes(), locale=locale)
    choose(page, "李伟")
    told = page.locator("#panel .namesakes > li")
    expect(told).to_have_count(1)
    for word in words:
        expect(told).to_contain_text(word)


def test_groups_are_named_on_the_canvas_and_open_with_a_click(open_graph: Open, story: Graph) -> None:
    page = open_graph(story)
    picture = take(page, "保存图片 SVG").decode()
    first = page.locator("#panel .group-name").first.text_content() or "?"
    name = first.removesuffix("等")
    assert f">{name} " in picture
    before, _, _ = picture.partition(f">{name} ")
    tag = before.rpartition("<text")[2]
    x, y = (float(tag.partition(f' {side}="')[2].partition('"')[0]) for side in ("x", "y"))
    box = page.locator("#canvas").bounding_box()
    assert box
    page.mouse.click(box["x"] + x, box["y"] + y)
    expect(page.locator("#panel h2")).to_have_text(first)
    members = int((page.locator(".shown").text_content() or "0").split()[0])
    assert 3 < members < 80
    page.keyboard.press("Escape")
    expect(page.locator(".shown")).not_to_contain_text(f"{members} /")


def test_paper_unfolds_what_is_folded_and_the_screen_folds_it_again(open_graph: Open, story: Graph) -> None:
    page = open_graph(story)
    choose(page, "岚水县")
    folded = page.locator("#panel details:not([open])")
    count, facts = folded.count(), page.locator("#panel .fact").count()
    assert count > 0
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(folded).to_have_count(0)
    assert facts < page.locator("#panel .fact").count()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(page.locator("#panel details[open]")).to_have_count(0)


def test_the_explorer_runs_in_a_notebooks_frame(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1100, "height": 760}, locale="zh-CN")
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.set_content(f"<!doctype html><h1>notebook</h1>{show(namesakes(), entities='县医院')._repr_html_()}")
    frame = page.frame_locator("iframe")
    expect(frame.locator("#list .row").first).to_be_visible()
    assert {"李伟", "县医院"} == set(frame.locator("#list .row .name").all_text_contents())
    frame.locator("#list .row", has_text="李伟").click()
    expect(frame.locator("#panel blockquote").first).to_contain_text("县医院医生")
    assert [] == faults
    page.close()


def test_what_differs_between_two_graphs_is_marked_filtered_and_told(
    browser: Browser, tmp_path: Path
) -> None:
    town, li, wang = place("示例县"), person("李明"), person("王芳")
    one, two = document("示例县县长李明讲话。", "a.txt"), document("王芳到示例县。", "b.txt")
    post = fact(li, "holdsPost", town, one, title="县长")
    old = graph([one, two], [town, li, wang], [post, fact(wang, "visited", town, two)])
    new = graph([one], [town, li], [post, fact(li, "visited", town, one)])
    write_difference(old, new, diff(old, new), tmp_path / "changes.html", title="周一 → 周二")
    page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    page.goto((tmp_path / "changes.html").as_uri())
    page.wait_for_selector("html[data-ready=true]", state="attached")
    expect(page.locator("#panel .claim.added")).to_have_count(1)
    expect(page.locator("#panel .fact:has(.claim.removed) blockquote")).to_have_text("王芳到示例县。")
    page.locator("#rows button").nth(1).click()
    rows = page.locator("#list .row.statement")
    expect(rows).to_have_count(2)
    assert {"+", "−"} == set(page.locator("#list .row .change").all_text_contents())
    page.locator("#filters summary").first.click()
    page.locator("#change-same").check()
    expect(rows).to_have_count(3)
    page.locator("#change-removed").uncheck()
    expect(page.locator("#list .row", has_text="王芳")).to_have_count(0)
    page.close()
