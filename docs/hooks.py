"""What the site has beyond the pages in docs/: README, commands, ontology, questions, notebooks.

MkDocs calls `on_config` before each build. It lays the pages out in build/docs, the hand-written ones with
their links to files of the repository turned into links to the pages that show them, and has the site built
from there. A page that has not changed is not written again, so that `mkdocs serve` comes to rest.
"""

from __future__ import annotations

import json
import posixpath
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.plugins import event_priority

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

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
_FENCE = re.compile(r"^(?P<mark>`{3,}|~{3,}).*?^(?P=mark)[ \t]*$", re.MULTILINE | re.DOTALL)
# The line that leads from the README of one language to the other; on the site the header does.
_LANGUAGES = re.compile(r"^<!-- languages -->.*\n\n?", re.MULTILINE)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Lay the pages out and have the site built from them."""
    docs = ROOT / "build" / "docs"
    pages = dict(_pages())
    for path, content in pages.items():
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

    parts: list[str] = []
    last = 0
    for fence in _FENCE.finditer(text):
        parts += [_LINK.sub(link, text[last : fence.start()]), fence[0]]
        last = fence.end()
    parts.append(_LINK.sub(link, text[last:]))
    # `[LICENSE]()`: nothing to link to.
    return re.sub(r"(?<!!)\[([^\]]*)\]\(\)", r"\1", "".join(parts))


_COMMANDS = {
    "en": (
        "# Commands",
        "Written from the commands' own help, which `kg COMMAND --help` prints.",
        "Exit codes: 0 done; 1 done with findings (documents skipped, shapes violated, graphs that differ); "
        "2 wrong usage or input that cannot be used.",
        "| option | what it does |",
        "Default: {}.",
    ),
    "zh": (
        "# 命令",
        "本页由各条命令自己的帮助生成；在终端里用 `kg 命令 --help` 查看。",
        "退出码：0 完成；1 完成，但有情况要看（跳过了文档、违反了约束、两张图谱有差别）；"
        "2 用法不对，或输入用不了。",
        "| 选项 | 作用 |",
        "默认：{}。",
    ),
}


def commands(language: str) -> str:
    """Reference of the command line in one language, from the commands themselves."""
    import click

    from kg.cli import language as speech
    from kg.cli import main

    speech.use(language)
    title, source, codes, head, default = _COMMANDS[language]
    lines = [title, "", source, "", codes, ""]
    for names, command, context in _commands(
        speech.localized(main), click.Context(main, info_name="kg"), ("kg",)
    ):
        lines += [f"{'#' * max(len(names), 2)} {' '.join(names)}", ""]
        lines += [*_help(command.help or ""), "```text", command.get_usage(context).strip(), "```", ""]
        options = [item for item in command.params if isinstance(item, click.Option) and not item.hidden]
        if options:
            lines += [head, "|---|---|"]
            lines += [_option(option, context, default) for option in options]
            lines.append("")
    return "\n".join(lines)


def _commands(
    command: Any, context: Any, names: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    import click

    yield names, command, context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            if child is not None and not child.hidden:
                yield from _commands(
                    child, click.Context(child, info_name=name, parent=context), (*names, name)
                )


def _help(text: str) -> Iterator[str]:
    """A command's help as Markdown: what click must not wrap, after a backspace on a line, is examples."""
    for paragraph in re.split(r"\n[ \t]*\n", text.strip()):
        lines = [line.strip() for line in paragraph.splitlines()]
        if lines[0] == "\b":
            yield from ("```text", *lines[1:], "```", "")
        else:
            yield from (" ".join(lines), "")


def _option(option: Any, context: Any, default: str) -> str:
    names = ", ".join(f"`{name}`" for name in (*option.opts, *option.secondary_opts))
    value = (
        "" if option.is_flag or option.count else f" `{option.make_metavar(context).replace(' RANGE', '')}`"
    )
    words = option.help or ""
    if option.show_default and not option.is_flag:
        words = f"{words} {default.format(option.get_default(context))}"
    return f"| {names}{value} | {_cell(words)} |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


_WORDS = {
    "en": {
        "title": "Ontology",
        "head": "Written from `ontology/kg.ttl`, the only place where the vocabulary is declared. "
        "[How it is written as RDF](../explanation/rdf.md) shows a fact in full.",
        "classes": ("Kinds of things", "class", "what it is"),
        "relations": ("Relations", "relation", "from", "to", "what it says", "aligned with"),
        "symmetric": "symmetric",
        "status": ("Status of a statement", "status", "when"),
        "statement": ("What a statement is made of", "property", "of", "value", "what it says"),
        "evidence": ("Evidence, mentions, names", "property", "of", "value", "what it says"),
        "inverse": ("The other direction", "name", "of", "what it says"),
        "inverse-note": "For queries of reasoners and for labels; never written into a graph.",
        "any": "any",
    },
    "zh": {
        "title": "本体",
        "head": "本页由 `ontology/kg.ttl` 生成；词汇只在那一个文件里声明。",
        "classes": ("有哪些东西", "类", "含义"),
        "relations": ("有哪些关系", "关系", "主体", "客体", "含义", "对应的通用词汇"),
        "symmetric": "对称",
        "status": ("陈述的状态", "状态", "含义"),
        "statement": ("一条陈述由什么组成", "属性", "属于", "取值", "含义"),
        "evidence": ("依据、提及、名称", "属性", "属于", "取值", "含义"),
        "inverse": ("反方向的名称", "名称", "对应", "含义"),
        "inverse-note": "只用作标签和推理，不写进图谱。",
        "any": "任意",
    },
}


def ontology(language: str) -> str:
    """Reference of the vocabulary in one language, from the ontology file."""
    from rdflib import OWL, RDF, RDFS, SKOS, Graph, Namespace, URIRef
    from rdflib.collection import Collection

    kg = Namespace("https://kg.example/ontology#")
    graph = Graph().parse(ROOT / "ontology" / "kg.ttl")
    words: Mapping[str, Any] = _WORDS[language]

    def name(term: Any) -> str:
        return str(graph.namespace_manager.normalizeUri(term)).strip("<>")

    def literal(term: Any, predicate: Any) -> str:
        found = [item for item in graph.objects(term, predicate) if getattr(item, "language", "") == language]
        return _cell(str(found[0])) if found else ""

    def ends(term: Any, predicate: Any) -> str:
        classes: list[Any] = []
        for item in graph.objects(term, predicate):
            union = graph.value(item, OWL.unionOf)
            classes += list(Collection(graph, union)) if union is not None else [item]
        kinds = {name(item) for item in classes}
        if kinds >= {"schema:Person", "org:Organization", "schema:Place"}:
            return str(words["any"])
        return " · ".join(literal(item, RDFS.label) or f"`{name(item)}`" for item in classes)

    def aligned(term: Any) -> str:
        predicates = (RDFS.subPropertyOf, SKOS.closeMatch, SKOS.relatedMatch)
        return " · ".join(sorted(f"`{name(item)}`" for p in predicates for item in graph.objects(term, p)))

    def subjects(kind: Any) -> list[Any]:
        return [item for item in dict.fromkeys(graph.subjects(RDF.type, kind)) if isinstance(item, URIRef)]

    def heading(key: str) -> list[str]:
        title, *columns = words[key]
        return [f"## {title}", "", f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}"]

    def label(term: Any, mark: str = "") -> str:
        return f"`{name(term)}`<br>{literal(term, RDFS.label)}{mark}"

    lines = [f"# {words['title']}", "", words["head"], ""]
    classes = [item for item in subjects(OWL.Class) if item != kg.Relation]
    lines += heading("classes")
    lines += [f"| {label(item)} | {literal(item, RDFS.comment)} |" for item in classes]
    relations = subjects(kg.Relation)
    lines += ["", *heading("relations")]
    for item in relations:
        mark = f" ({words['symmetric']})" if (item, RDF.type, OWL.SymmetricProperty) in graph else ""
        lines.append(
            f"| {label(item, mark)} | {ends(item, RDFS.domain)} | {ends(item, RDFS.range)} "
            f"| {literal(item, RDFS.comment)} | {aligned(item)} |"
        )
    lines += ["", *heading("status")]
    lines += [f"| {label(item)} | {literal(item, RDFS.comment)} |" for item in subjects(kg.Status)]
    inverse = [item for item in subjects(OWL.ObjectProperty) if graph.value(item, OWL.inverseOf) is not None]
    others = [
        item
        for item in (*subjects(OWL.ObjectProperty), *subjects(OWL.DatatypeProperty))
        if item not in relations and item not in inverse and str(item).startswith(str(kg))
    ]
    about = [item for item in others if kg.Statement in _domain(graph, item, OWL, RDFS, Collection)]
    for key, chosen in (("statement", about), ("evidence", [item for item in others if item not in about])):
        lines += ["", *heading(key)]
        lines += [
            f"| {label(item)} | {ends(item, RDFS.domain)} | {ends(item, RDFS.range)} "
            f"| {literal(item, RDFS.comment)} |"
            for item in chosen
        ]
    title, *_ = words["inverse"]
    lines += ["", f"## {title}", "", words["inverse-note"], "", *heading("inverse")[2:]]
    lines += [
        f"| {label(item)} | `{name(graph.value(item, OWL.inverseOf))}` | {literal(item, RDFS.comment)} |"
        for item in inverse
    ]
    return "\n".join(map(str, lines)) + "\n"


def _domain(graph: Any, term: Any, owl: Any, rdfs: Any, collection: Any) -> set[Any]:
    found: set[Any] = set()
    for item in graph.objects(term, rdfs.domain):
        union = graph.value(item, owl.unionOf)
        found |= set(collection(graph, union)) if union is not None else {item}
    return found


def questions(language: str) -> str:
    """The questions that have a name, with their parameters."""
    from kg.query import named_queries

    head = {
        "en": (
            "# Questions",
            "Each is a file in `ontology/queries`: `kg query OUT NAME --parameter value` in the terminal, "
            "`graph.query(NAME, parameter=value)` in Python.",
            "| name | what it answers | parameters |",
        ),
        "zh": (
            "# 现成问题",
            "每个问题都是 `ontology/queries` 里的一个文件。命令行用 `kg query OUT 名字 --参数 值`，"
            "Python 用 `graph.query(名字, 参数=值)`。",
            "| 名字 | 回答什么 | 参数 |",
        ),
    }[language]
    needed = {"en": " (needed)", "zh": "（必填）"}[language]
    lines = [head[0], "", head[1], "", head[2], "|---|---|---|"]
    for item in named_queries().values():
        parameters = ", ".join(f"`--{p.name}`{needed if p.required else ''}" for p in item.parameters)
        lines.append(f"| `{item.name}` | {_cell(item.title(language))} | {parameters} |")
    return "\n".join(lines) + "\n"


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
