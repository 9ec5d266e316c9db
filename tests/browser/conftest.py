"""A page in real Chromium that fails its test when it asks for anything but its file, or reports an error."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.export.html import write_html
from kg.records import Graph
from tests.browser.county import county

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request

Open = Callable[..., "Page"]


@pytest.fixture(scope="session")
def story() -> Graph:
    return county()


@pytest.fixture(scope="session")
def write_page(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Graph, str, bool], Path]:
    """Writes a page, the same one once only: most tests look at the same graph."""
    folder = tmp_path_factory.mktemp("pages")
    written: dict[tuple[Graph, str, bool], Path] = {}

    def write(graph: Graph, title: str, include_text: bool) -> Path:
        key = (graph, title, include_text)
        if key not in written:
            written[key] = folder / f"{len(written)}.html"
            write_html(graph, written[key], title=title, include_text=include_text)
        return written[key]

    return write


@pytest.fixture
def open_graph(browser: Browser, write_page: Callable[[Graph, str, bool], Path]) -> Iterator[Open]:
    """Writes a graph and opens it; at the end nothing may have been requested, logged or thrown."""
    faults: list[str] = []
    pages = []

    def open_page(
        graph: Graph,
        *,
        title: str = "岚水县新闻",
        size: tuple[int, int] = (1280, 800),
        locale: str = "zh-CN",
        scheme: str = "light",
        state: str = "",
        include_text: bool = True,
    ) -> Page:
        file = write_page(graph, title, include_text)
        page = browser.new_page(
            viewport={"width": size[0], "height": size[1]},
            locale=locale,
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",
        )
        pages.append(page)
        page.set_default_timeout(15_000)
        own = file.as_uri()
        _listen(page, own, faults)
        page.goto(own + (f"#{state}" if state else ""))
        page.wait_for_selector("html[data-ready=true]", state="attached")
        return page

    yield open_page
    for page in pages:
        page.close()
    assert [] == faults


def _listen(page: Page, own: str, faults: list[str]) -> None:
    def requested(request: Request) -> None:
        # A blob is the page's own memory: the picture on its way from SVG to PNG.
        if request.url.split("#")[0] != own and not request.url.startswith("blob:"):
            faults.append(f"request {request.url}")

    def said(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            faults.append(f"console {message.text}")

    def asked(dialog: Dialog) -> None:
        faults.append(f"dialog {dialog.message}")
        dialog.dismiss()

    page.on("request", requested)
    page.on("pageerror", lambda error: faults.append(f"error {error}"))
    page.on("console", said)
    page.on("dialog", asked)
