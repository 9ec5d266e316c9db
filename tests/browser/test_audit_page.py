"""The page of an audit, judged with the keyboard in a real browser and read back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.audit import draw, read_sheet, write_page
from tests.browser.county import county
from tests.browser.hostile import hostile

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


def opened(browser: Browser, file: Path, faults: list[str]) -> Page:
    page = browser.new_page()
    page.on("pageerror", lambda error: faults.append(f"error {error}"))
    page.on("console", lambda message: faults.append(f"console {message.text}"))
    page.on("dialog", lambda dialog: faults.append(f"dialog {dialog.message}"))
    page.on("request", lambda request: faults.extend([request.url] if request.url.startswith("http") else []))
    page.goto(file.as_uri())
    return page


def test_judged_with_the_keyboard_and_read_back(browser: Browser, tmp_path: Path) -> None:
    faults: list[str] = []
    questions = draw(county(), 3)
    file, sheet = tmp_path / "sample.html", tmp_path / "answers.csv"
    write_page(questions, {}, file, title="out", language="zh")
    page = opened(browser, file, faults)
    assert len(questions) == page.locator("article").count()
    for key in ("y", "n", "s", "y"):
        page.keyboard.press(key)
    page.locator("article").nth(1).locator("input").fill('=不是这样, "真的"')
    assert "3 /" in (page.locator("#count").text_content() or "")
    with page.expect_download() as download:
        page.click("#save")
    download.value.save_as(sheet)
    found = read_sheet(sheet)
    expected = [(questions[at].statement.id, right) for at, right in ((0, True), (1, False), (3, True))]
    assert expected == [(answer.statement, answer.right) for answer in found]
    assert '\'=不是这样, "真的"' == found[1].note
    # What was judged is still there after a look elsewhere.
    page.reload()
    assert "true" == page.locator("article").nth(0).locator("[data-answer=y]").get_attribute("aria-pressed")
    page.close()
    assert [] == faults


def test_what_articles_say_is_text_and_nothing_else(browser: Browser, tmp_path: Path) -> None:
    faults: list[str] = []
    file = tmp_path / "sample.html"
    write_page(draw(hostile(), 50), {}, file, title="</script><img src=x onerror=alert(1)>")
    page = opened(browser, file, faults)
    assert page.locator("article").count() > 0
    assert 0 == page.locator("article img, article script, img").count()
    page.close()
    assert [] == faults
