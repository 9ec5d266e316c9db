"""What the site has beyond the pages in docs/: README, commands, ontology, questions, notebooks.

MkDocs calls `on_config` before each build. It lays the pages out in build/docs, the hand-written ones with
their links to files of the repository turned into links to the pages that show them, and has the site built
from there. A page that has not changed is not written again, so that `mkdocs serve` comes to rest.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.plugins import event_priority
from page_commands import commands  # MkDocs loads this file with its folder on the path
from page_vocabulary import ontology, questions

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

ROOT = Path(__file__).resolve().parent.parent

# Files of the repository, and the page that shows each.
PAGES: Mapping[str, str] = {
    "README.md": "index.md",
    "README.zh.md": "index.zh.md",
    "ARCHITECTURE.md": "explanation/architecture.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "ontology/README.md": "explanation/rdf.md",
    "kg/model/data/zh/MODEL_CARD.md": "reference/model-card.md",
    "kg/model/data/en/MODEL_CARD.md": "reference/model-card-en.md",
    "notebooks": "notebooks/index.md",
}
_HOMES = {"en": "index.html", "zh": "zh/index.html"}
_SKIPPED = frozenset({".py", ".pyc"})
_LINK = re.compile(r"(?P<before>\]\()(?P<target>[^)\s#]+)(?P<anchor>#[^)\s]*)?\)")
_LINK_TO_PAGE = re.compile(r"(?<!!)\[(?P<words>[^\]]*)\]\((?P<target>[^)\s#:]+)\.md(?P<anchor>#[^)\s]*)?\)")
_FENCE = re.compile(r"^(?P<mark>`{3,}|~{3,}).*?^(?P=mark)[ \t]*$", re.MULTILINE | re.DOTALL)
# The line that leads from the README of one language to the other; on the site the header does.
_LANGUAGES = re.compile(r"^<!-- languages -->.*\n\n?", re.MULTILINE)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Lay the pages out and have the site built from them."""
    docs = ROOT / "build" / "docs"
    pages = dict(_pages())
    for path, content in pages.items():
        if path.endswith(".zh.md"):
            content = to_english(content.decode(), path, pages).encode()
        _write(docs / path, content)
    for path in sorted(docs.rglob("*"), reverse=True):
        if path.is_file() and path.relative_to(docs).as_posix() not in pages:
            path.unlink()
    config.docs_dir = str(docs)
    config.nav = [_with_notebooks(item) for item in config.nav or ()]
    return config


# Behind the plugin for languages, which links to an address of the server where a page has no translation.
@event_priority(-200)
def on_page_context(context: Any, page: Any, config: MkDocsConfig, nav: Any) -> Any:
    """Let the choice of language lead to the first page of that language, wherever the site lies."""
    for alternate in config.extra.alternate:
        if alternate["link"].startswith("/"):
            alternate["link"] = _HOMES[alternate["lang"]]
    return context


# Behind the plugin for languages, which builds one after the other and then the index of all.
@event_priority(-200)
def on_post_build(config: MkDocsConfig) -> None:
    """Let the search from the file system know every language, not the last one built alone."""
    index = Path(config.site_dir) / "search" / "search_index.json"
    if index.is_file():
        script = f"var __index = {index.read_text(encoding='utf-8')}"
        index.with_suffix(".js").write_text(script, encoding="utf-8")


def _pages() -> Iterator[tuple[str, bytes]]:
    """Every file of the site by its path, hand-written and generated."""
    for file in sorted((ROOT / "docs").rglob("*")):
        path = file.relative_to(ROOT / "docs").as_posix()
        if not file.is_file() or file.suffix in _SKIPPED:
            continue
        if file.suffix == ".md":
            yield path, relinked(file.read_text(encoding="utf-8"), f"docs/{path}", path).encode()
        else:
            yield path, file.read_bytes()
            if file.suffix == ".png":
                # A page in Chinese looks for its own picture; it is the same.
                yield path.removesuffix(".png") + ".zh.png", file.read_bytes()
    for source, page in PAGES.items():
        if source.endswith(".md"):
            text = _LANGUAGES.sub("", (ROOT / source).read_text(encoding="utf-8"))
            yield page, relinked(text, source, page).encode()
    yield from ((path, text.encode()) for path, text in _generated())


def _generated() -> Iterator[tuple[str, str]]:
    for language, suffix in (("en", ""), ("zh", ".zh")):
        yield f"reference/cli{suffix}.md", commands(language)
        yield f"reference/ontology{suffix}.md", ontology(language)
        yield f"reference/questions{suffix}.md", questions(language)
    yield from _notebooks()


def _write(path: Path, content: bytes) -> None:
    if not path.is_file() or path.read_bytes() != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def relinked(text: str, source: str, page: str) -> str:
    """The links of `source`, a file of the repository, as they must be on the site's `page`.

    A link to a file that the site does not show becomes plain words.

    >>> relinked("[how](docs/howto/large.md), [why](ARCHITECTURE.md)", "README.md", "index.md")
    '[how](howto/large.md), [why](explanation/architecture.md)'
    """

    def link(match: re.Match[str]) -> str:
        target = match["target"]
        if re.match(r"[a-z]+:", target):
            return match[0]
        path = posixpath.normpath(posixpath.join(posixpath.dirname(source), target))
        shown = PAGES.get(path)
        if shown is None and path.startswith("docs/"):
            shown = path.removeprefix("docs/")
        if shown is None and path.startswith("notebooks/") and path.endswith(".ipynb"):
            shown = path.removesuffix(".ipynb") + ".md"
        if shown is None:
            return "](" + target + ")" if page.startswith("docs/") else "]()"
        # A page links to the page of its own language by the name that both have.
        shown = shown.replace(".zh.md", ".md")
        way = posixpath.relpath(shown, posixpath.dirname(page) or ".")
        return f"{match['before']}{way}{match['anchor'] or ''})"

    # `[LICENSE]()`: nothing to link to.
    return re.sub(r"(?<!!)\[([^\]]*)\]\(\)", r"\1", _outside_of_fences(_LINK, link, text))


def to_english(text: str, page: str, pages: Collection[str]) -> str:
    """The Chinese page `page` with its links to those of the `pages` that are in English alone.

    They are HTML: MkDocs looks for a page among those of the same language, which are built by themselves.

    >>> to_english("[记录](../reference/api.md#kg)", "howto/exporter.zh.md", ["reference/api.md"])
    '<a href="../../reference/api.html#kg" hreflang="en">记录</a>'
    """

    def link(match: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(page), match["target"]))
        if f"{target}.zh.md" in pages or f"{target}.md" not in pages:
            return match[0]
        way = posixpath.relpath(f"{target}.html", posixpath.join("zh", posixpath.dirname(page)))
        return f'<a href="{way}{match["anchor"] or ""}" hreflang="en">{match["words"]}</a>'

    return _outside_of_fences(_LINK_TO_PAGE, link, text)


def _outside_of_fences(pattern: re.Pattern[str], replaced: Callable[[re.Match[str]], str], text: str) -> str:
    parts: list[str] = []
    last = 0
    for fence in _FENCE.finditer(text):
        parts += [pattern.sub(replaced, text[last : fence.start()]), fence[0]]
        last = fence.end()
    parts.append(pattern.sub(replaced, text[last:]))
    return "".join(parts)


def _notebooks() -> Iterator[tuple[str, str]]:
    lines = [
        "# Notebooks",
        "",
        "They lie in notebooks/ and are run by the tests; here without their output.",
        "",
    ]
    for file in sorted((ROOT / "notebooks").glob("*.ipynb")):
        cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
        page = f"notebooks/{file.stem}.md"
        text = "\n\n".join(_cell_text(cell) for cell in cells)
        lines.append(f"- [{_title(text)}]({file.stem}.md)")
        yield page, relinked(text, f"notebooks/{file.name}", page) + "\n"
    yield "notebooks/index.md", "\n".join(lines) + "\n"


def _cell_text(cell: Mapping[str, Any]) -> str:
    source = "".join(cell["source"])
    return source if cell["cell_type"] == "markdown" else f"```python\n{source}\n```"


def _title(text: str) -> str:
    return next(line[2:] for line in text.splitlines() if line.startswith("# "))


def _with_notebooks(item: Any) -> Any:
    """The entry `notebooks/` of the navigation with a page for each notebook."""
    if isinstance(item, dict) and list(item.values()) == ["notebooks/"]:
        files = sorted((ROOT / "notebooks").glob("*.ipynb"))
        return {next(iter(item)): ["notebooks/index.md", *(f"notebooks/{file.stem}.md" for file in files)]}
    return item
