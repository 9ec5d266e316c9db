"""Pictures of the explorer for a person to look at: `python -m tests.browser.screenshots FOLDER [PAGE]`.

Eight states in two sizes, the desk in both themes. Without a page the sample corpus by its gold annotation is
shown.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from kg.export.html import write_html
from tests.browser.county import county

SIZES = {"desk": (1280, 800), "phone": (390, 800)}


def start(page: Page) -> None:
    """As the page opens."""


def everything(page: Page) -> None:
    _tab(page, "graph")
    page.locator("#controls .segment button").nth(1).click()


def person(page: Page) -> None:
    _tab(page, "list")
    # In a graph with many places no person may be among the rows in view.
    others = page.locator("#kinds .kind-chip:not(.PER)")
    for chip in others.all():
        chip.click()
    page.locator("#list .row.PER").first.click()
    _tab(page, "list")
    for chip in others.all():
        chip.click()
    _tab(page, "evidence")


def surroundings(page: Page) -> None:
    person(page)
    page.locator("#panel .tool").nth(1).click()


def article(page: Page) -> None:
    person(page)
    page.locator("#panel .read").first.click()


def facts(page: Page) -> None:
    _tab(page, "list")
    page.locator("#rows button").nth(1).click()


def group(page: Page) -> None:
    _tab(page, "evidence")
    page.locator("#panel .group-name").first.click()
    _tab(page, "graph")


def finding(page: Page) -> None:
    page.locator("#search").fill("w")


STATES = (start, everything, person, surroundings, article, facts, group, finding)


def _tab(page: Page, name: str) -> None:
    tab = page.locator("#tabs button").nth(["list", "graph", "evidence"].index(name))
    if tab.is_visible():
        tab.click()


def main(folder: Path, page_file: Path | None = None) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with TemporaryDirectory() as temporary, sync_playwright() as playwright:
        if page_file is None:
            page_file = Path(temporary, "graph.html")
            write_html(county(), page_file, title="岚水县新闻")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        for size, (width, height) in SIZES.items():
            for scheme in ("light", "dark") if size == "desk" else ("light",):
                for state in STATES:
                    page = browser.new_page(
                        viewport={"width": width, "height": height},
                        locale="zh-CN",
                        color_scheme="dark" if scheme == "dark" else "light",
                        device_scale_factor=1 if size == "desk" else 2,
                        reduced_motion="reduce",
                    )
                    page.goto(page_file.resolve().as_uri())
                    page.wait_for_selector("html[data-ready=true]", state="attached")
                    state(page)
                    page.evaluate(
                        "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
                    )
                    page.screenshot(path=folder / f"{size}-{scheme}-{state.__name__}.png")
                    page.close()
        browser.close()


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
