"""The documentation: every command and snippet is run, and the site is whole without a network."""

from __future__ import annotations

import os
import posixpath
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from html.parser import HTMLParser
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from tests import preloaded
from tests.docs_pages import (
    ROOT,
    RUN,
    Block,
    blocks,
    build,
    command_lines,
    matches,
    original,
    pages,
    problems_of,
    unknown_words,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PAGES = pages()
_NAMES = [page.relative_to(ROOT).as_posix() for page in PAGES]
_INLINE = re.compile(r"(?<!`)`(kg [^`\n]+)`(?!`)")
# In prose a command may be named with what the reader fills in.
_PLACEHOLDERS = re.compile(r"\b(?:COMMAND|OUT|NAME|FOLDER)\b|…")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample corpus and its graph, built once for all pages."""
    return build(tmp_path_factory.mktemp("docs") / "built")


@pytest.fixture(scope="session")
def problems(
    request: pytest.FixtureRequest, built: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mapping[Path, Future[list[str]]]]:
    """What is wrong with each page that was chosen; two run at a time."""
    chosen = [
        Path(str(item.callspec.params["page"]))
        for item in request.session.items
        if isinstance(item, pytest.Function) and item.originalname == _RUNS_PAGES
    ]
    place = tmp_path_factory.mktemp("loaded") / "kg"
    # Not forked: the tests that ran before may have left threads.
    pool = ProcessPoolExecutor(2, mp_context=get_context("spawn"))
    with preloaded.listening(place) as loaded, pool:
        yield {
            page: pool.submit(problems_of, page, tmp_path_factory.mktemp("page") / "desk", built, loaded)
            # Those of a checkout load everything for each command: first, so that nobody waits for them.
            for page in sorted(chosen, key=lambda page: "in a checkout" not in page.read_text("utf-8"))
        }


@pytest.mark.model
@pytest.mark.parametrize("page", PAGES, ids=_NAMES)
def test_what_a_page_shows_is_what_happens(page: Path, problems: Mapping[Path, Future[list[str]]]) -> None:
    assert [] == problems[page].result()


_RUNS_PAGES = test_what_a_page_shows_is_what_happens.__name__


@pytest.mark.parametrize("page", PAGES, ids=_NAMES)
def test_commands_that_are_not_run_exist_with_their_options(page: Path) -> None:
    found = blocks(page)
    written = [words for block in found if block.language == "bash" for words in command_lines(block.text)]
    prose = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    named = [_PLACEHOLDERS.sub("x", text) for text in _INLINE.findall(prose)]
    inline = [words for text in named for words in command_lines(text) if words[1:] != ["x"]]

    assert [] == [(words, wrong) for words in (*written, *inline) if (wrong := unknown_words(words))]


@pytest.mark.parametrize("block", [b for p in PAGES for b in blocks(p) if b.not_run is not None], ids=str)
def test_a_block_that_is_not_run_says_why_and_names_targets_that_exist(block: Block) -> None:
    assert len(block.not_run or "") > 10
    for target in re.findall(r"^make (\w+)", block.text, flags=re.MULTILINE):
        made = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, check=False)
        assert 0 == made.returncode, f"make {target}"


def _shown(page: Path) -> list[tuple[str, str | None, str]]:
    return [(block.language, block.title, block.text) for block in blocks(page)]


@pytest.mark.parametrize("page", [page for page in PAGES if original(page)], ids=lambda page: page.name)
def test_a_translation_that_is_not_run_shows_what_its_original_shows(page: Path) -> None:
    source = original(page)
    assert source is not None
    assert _shown(source) == _shown(page)


@pytest.mark.parametrize(
    "page",
    [page for folder in ("howto", "explanation") for page in sorted((ROOT / "docs" / folder).glob("*.md"))],
    ids=lambda page: page.name,
)
def test_every_how_to_and_explanation_has_a_chinese_version(page: Path) -> None:
    assert page.name.endswith(".zh.md") or page.with_suffix(".zh.md").is_file()


@pytest.mark.parametrize("page", [p for p in PAGES if p.name.endswith(".zh.md")], ids=lambda page: page.name)
def test_a_page_in_chinese_leads_to_pages_in_chinese(page: Path) -> None:
    text = page.read_text(encoding="utf-8").replace("[English](README.md)", "")
    linked = re.findall(r"\]\(([^)\s#:]+)\.md[#)]", text)

    # Where there is one: on the site MkDocs would find it anyway, in the repository nothing would.
    assert [] == [name for name in linked if (page.parent / f"{name}.zh.md").is_file()]


def test_every_language_of_a_block_is_known() -> None:
    shown = {"text", "turtle", "toml", "csv", "json", "markdown", "sparql", "python", "bash"}

    assert set() == {(str(b), b.language) for page in PAGES for b in blocks(page) if b.language not in shown}


def test_pages_have_commands_to_run() -> None:
    ran = [b for page in PAGES for b in blocks(page) if b.language in RUN and b.not_run is None]

    # Guards the reader of pages itself: if it found no blocks, the tests above would pass.
    assert len(ran) > 60
    assert len([b for b in ran if b.shown is not None]) > 40


@pytest.mark.model
def test_a_command_that_is_loaded_already_behaves_as_one_that_starts(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    environment = {**os.environ, "LANG": "zh_CN.UTF-8", "LC_ALL": ""}
    with preloaded.listening(tmp_path / "kg") as place:
        for words in (
            ["--version"],
            ["query", "out"],
            ["build", "-", "-o", "made", "-q"],
            ["build", "--fast"],
        ):
            loaded, started = (
                subprocess.run(
                    [*program, *words],
                    cwd=tmp_path,
                    env=environment,
                    input="岚水县县长周敏到柳堰镇调研。",
                    capture_output=True,
                    encoding="utf-8",
                    timeout=300,
                )
                for program in (preloaded.command(place, "kg"), [sys.executable, "-m", "kg.cli"])
            )
            assert started.returncode == loaded.returncode
            assert started.stdout == loaded.stdout
            assert started.stderr.replace("python -m kg.cli", "kg") == loaded.stderr


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        ("3 rows", "3 rows\n", True),
        ("3 rows", "3 rows\nand more\n", False),
        ("3 rows\n…", "3 rows\nand more\n", True),
        ("score …", "score 0.71\n", True),
        ("score …", "scores\n", False),
        ("a  b", "a b", False),
        ("37 documents (0 unchanged) in 6.3 s", "37 documents (37 unchanged) in 0.1 s", True),
        ("37 documents", "36 documents", False),
        ("done", "extract: 1 of 1 documents, 0/s\ndone", True),
        (
            "1 篇文档（0 篇未变），用时 2.6 秒",
            "抽取: 1/1 篇，每秒 0 篇\n1 篇文档（1 篇未变），用时 9 秒",
            True,
        ),
        ("1 篇文档（0 篇未变），用时 2.6 秒", "2 篇文档（0 篇未变），用时 2.6 秒", False),
    ],
)
def test_shown_output_is_compared(shown: str, printed: str, same: bool) -> None:
    assert same is matches(shown, printed)


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("kg build corpus --out x -q", []),
        ("kg bild corpus", ["bild"]),
        ("kg build corpus --fast", ["--fast"]),
        ("kg train ner --data d --out o", []),
        ("kg query out posts --person 李明", []),
    ],
)
def test_unknown_commands_and_options_are_found(line: str, wrong: list[str]) -> None:
    assert [wrong] == [unknown_words(words) for words in command_lines(line)]


def test_indented_code_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("Run\n\n    kg build corpus\n", encoding="utf-8")

    with pytest.raises(ValueError, match="indented"):
        blocks(page)


def _figures(page: str) -> list[list[int]]:
    text = (ROOT / page).read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.count(" / ") == 4 and line.startswith("|")]
    return [[int(n) for n in re.findall(r"\d+", row.partition(" | ")[2])] for row in rows if "F1" not in row]


def test_both_readmes_give_the_same_figures() -> None:
    assert _figures("README.md")
    assert _figures("README.md") == _figures("README.zh.md")


@pytest.mark.model
def test_the_figures_of_the_sample_corpus_are_those_measured(built: Path) -> None:
    from kg.evaluate import Count, evaluate
    from kg.tables import read_tables

    score = evaluate(read_tables(built / "out" / "tables"), sorted(built.glob("corpus/gold/*.gold.json")))
    measured = [
        round(100 * share)
        for count in (sum(score.entities.values(), Count()), sum(score.relations.values(), Count()))
        for share in (count.precision, count.recall, count.f1)
    ]

    # A point more or less is within what a change of one rule moves.
    assert [1] == sorted(
        {max(1, abs(a - b)) for a, b in zip(_figures("README.md")[0], measured, strict=True)}
    )


def test_numbers_in_the_text_are_those_of_the_package() -> None:
    from kg.ontology import vocabulary
    from kg.query import named_queries
    from kg.resolve.settings import weights

    questions = len(named_queries())
    assert f"with {questions} ready questions" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"也有 {questions} 个现成的问题" in (ROOT / "README.zh.md").read_text(encoding="utf-8")
    # All but co-occurrence.
    words = {17: "seventeen", 18: "eighteen", 19: "nineteen", 20: "twenty"}
    limits = (ROOT / "docs/explanation/limits.md").read_text(encoding="utf-8")
    assert f"There are {words[len(vocabulary()) - 1]}, besides co-occurrence" in limits
    chinese = (ROOT / "docs/explanation/limits.zh.md").read_text(encoding="utf-8")
    assert f"能认的有 {len(vocabulary()) - 1} 种" in chinese
    merged, split = weights()["merged"], weights()["split"]
    identity = (ROOT / "docs/explanation/identity.md").read_text(encoding="utf-8")
    assert f"| {merged:.2f} and more | merged" in identity
    assert f"| {split:.2f} to {merged:.2f} | undecided" in identity
    chinese = (ROOT / "docs/explanation/identity.zh.md").read_text(encoding="utf-8")
    assert f"| {merged:.2f} 以上 | 合并" in chinese
    assert f"| {split:.2f} 到 {merged:.2f} | 未定" in chinese


class _Links(HTMLParser):
    """What a page loads by itself, what it links to, and the places in it that can be linked to."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.linked: list[str] = []
        self.places: set[str] = set()
        self.language = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = found.get("lang", "")
        self.places.add(found.get("id", ""))
        if tag == "a" and "href" in found:
            self.linked.append(found["href"])
        if tag in {"script", "img", "iframe"} and "src" in found:
            self.loaded.append(found["src"])
        if tag == "link" and found.get("rel") in {"stylesheet", "icon", "preload", "preconnect"}:
            self.loaded.append(found["href"])


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built strictly: a broken link or a page that is in no menu is an error, unless --quiet."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    made = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert 0 == made.returncode, made.stderr
    return folder


def _html(site: Path) -> Iterator[tuple[str, _Links]]:
    for file in sorted(site.rglob("*.html")):
        links = _Links()
        links.feed(file.read_text(encoding="utf-8"))
        yield file.relative_to(site).as_posix(), links


def _is_there(site: Path, page: str, item: str) -> bool:
    """Whether what a page loads is a file of the site; the page for a wrong address knows none."""
    if re.match(r"(?:[a-z]+:)?//", item):
        return False
    path = item.partition("?")[0]
    return page == "404.html" or (site / page).parent.joinpath(path).is_file()


def test_the_site_loads_nothing_from_elsewhere_and_nothing_that_is_missing(site: Path) -> None:
    seen = dict(_html(site))
    missing = [
        (page, item)
        for page, links in seen.items()
        for item in links.loaded
        if not item.startswith("data:") and not _is_there(site, page, item)
    ]

    assert len(seen) > 35
    assert [] == missing


def test_every_link_leads_to_a_page_and_to_a_place_in_it(site: Path) -> None:
    seen = dict(_html(site))
    broken = []
    for page, links in seen.items():
        for item in links.linked:
            path, _, place = unquote(item).partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
            if page == "404.html" or re.match("[a-z]+:", item):
                continue
            if target not in seen or place not in seen[target].places | {""}:
                broken.append((page, item))

    assert [] == broken


def test_pages_in_chinese_say_so(site: Path) -> None:
    languages = {page: links.language for page, links in _html(site)}

    assert {"zh"} == {language for page, language in languages.items() if page.startswith("zh/")}
    assert "en" == languages["index.html"]


def test_the_reference_holds_every_command_relation_and_question(site: Path) -> None:
    from kg.cli import main
    from kg.ontology import vocabulary
    from kg.query import named_queries

    commands = (site / "reference/cli.html").read_text(encoding="utf-8")
    assert [] == [name for name in main.list_commands(None) if f">kg {name}<" not in commands]  # type: ignore[arg-type]
    for page in ("reference/ontology.html", "zh/reference/ontology.html"):
        text = (site / page).read_text(encoding="utf-8")
        assert [] == [name for name in vocabulary() if f"kg:{name}" not in text]
    for page in ("reference/questions.html", "zh/reference/questions.html"):
        text = (site / page).read_text(encoding="utf-8")
        assert [] == [name for name in named_queries() if f"<code>{name}</code>" not in text]


@pytest.mark.parametrize("page", ["output.md", "configuration.md"])
def test_tables_of_the_reference_have_the_same_code_in_both_languages(page: str) -> None:
    def code(path: Path) -> list[list[str]]:
        lines = path.read_text(encoding="utf-8").splitlines()
        return [re.findall("`[^`]+`", line) for line in lines if line.startswith("| ")]

    english = ROOT / "docs/reference" / page
    assert len(code(english)) > 10
    assert code(english) == code(english.with_suffix(".zh.md"))


def test_examples_in_the_reference_are_code(site: Path) -> None:
    shown = (site / "reference/api.html").read_text(encoding="utf-8")

    # Markdown by itself takes >>> for a quotation in a quotation in a quotation.
    assert "<blockquote>" not in shown
    assert shown.count('class="gp"') > 60


@pytest.mark.parametrize("page", ["output.md", "output.zh.md"])
def test_the_tables_page_names_every_column(page: str) -> None:
    from kg.tables.schema import ALL

    text = (ROOT / "docs/reference" / page).read_text(encoding="utf-8")
    for table in ALL:
        [row] = [line for line in text.splitlines() if line.startswith(f"| `{table.name}` |")]
        assert list(table.columns) == re.findall(r"`(\w+)`", row.partition("|")[2].partition("|")[2])


@pytest.mark.browser
@pytest.mark.parametrize(
    "page",
    ["index.html", "tutorial.html", "reference/cli.html", "zh/index.html", "zh/reference/ontology.html"],
)
def test_a_page_fits_a_telephone_and_asks_nobody(browser: Browser, site: Path, page: str) -> None:
    shown = browser.new_page(viewport={"width": 390, "height": 844})
    asked: list[str] = []
    shown.on("request", lambda request: asked.append(request.url))
    shown.goto((site / page).as_uri())
    shown.wait_for_load_state("networkidle")
    wide = shown.evaluate("document.documentElement.scrollWidth - innerWidth")
    broken = shown.evaluate("[...document.images].filter((i) => !i.naturalWidth).map((i) => i.src)")
    shown.close()

    assert 0 >= wide
    assert [] == broken
    assert [] == [url for url in asked if not url.startswith(("file:", "data:", "blob:"))]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("start", "words", "expected"),
    [("index.html", "merge", "Who is who"), ("zh/index.html", "合并", "谁是谁")],
)
def test_the_search_works_from_the_file_system(
    browser: Browser, site: Path, start: str, words: str, expected: str
) -> None:
    from playwright.sync_api import expect

    shown = browser.new_page(viewport={"width": 1280, "height": 900})
    shown.goto((site / start).as_uri())
    box = shown.locator(".md-search__input")
    box.click()
    for _ in range(10):
        box.fill(words)
        # The theme looks at what is typed when a key is let go, and loses it before the index is read.
        box.press("End")
        shown.wait_for_timeout(1_500)
        if shown.locator(".md-search-result__list > li").count():
            break
    # The theme marks where Chinese words end with a space of no width.
    found = re.compile("\u200b?".join(map(re.escape, expected)))
    expect(shown.locator(".md-search-result__list")).to_contain_text(found, timeout=15_000)
    shown.close()
