"""Runs what the documentation shows, page by page, as a reader would, and compares what it prints.

A page is run in a folder of its own that holds corpus/ and a graph of it in out/. In the page's order:

- `bash`, `python` and `sparql` blocks are run; a query is put to out/, and Python blocks share their names;
- pages in Chinese are run with a Chinese locale;
- a block with a title, as in `toml title="mine.toml"`, is the file of that name;
- a `text` block right below one that ran is what it prints; … in it stands for anything, alone on a line for
  any lines;
- `<!-- not run: why -->` above a block: only its commands, options and targets are checked;
- `<!-- blocks as in page.md -->`: a translation whose blocks are those of that page, which runs them; a test
  holds them equal;
- `<!-- exits with 1 -->` above a block: the exit code that it must have.

`python -m tests.docs_pages` runs all pages and writes what is printed now into them: read the diff.
"""

from __future__ import annotations

import ast
import contextlib
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

from markdown_it import MarkdownIt
from markdown_it.token import Token

from kg.build import pool
from tests import preloaded

ROOT = Path(__file__).resolve().parent.parent
RUN = frozenset({"bash", "python", "sparql"})
# Times and what the cache held differ from run to run.
_VOLATILE = re.compile(
    r"(?<=\()[\d,]+(?= unchanged\))|(?<= in )[\d.]+(?= s\b)|[\d,]+(?= 篇未变)|(?<=用时 )[\d.]+"
    rf"|{re.escape(tempfile.gettempdir())}/[^\s/]+"
)
# A terminal shows a bar in place of these.
_PROGRESS = re.compile(r"^\w+: (?:[\d,]+ (?:of [\d,]+ )?documents|[\d,]+(?:/[\d,]+)? 篇).*\n", re.MULTILINE)
# Seconds for one block, each of which takes a few: a machine may be busy with other things.
_LONGEST = 600
_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_TITLE = re.compile(r"""title=["'](?P<name>[^"']+)["']""")
_AS_IN = re.compile(r"^<!-- blocks as in (?P<name>\S+) -->$", re.MULTILINE)
_COMMENT = re.compile(r"<!--\s*(?P<words>.*?)\s*-->", re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A fenced block: where it stands, and what the comment above it says."""

    page: Path
    line: int
    language: str
    text: str
    title: str | None = None
    not_run: str | None = None
    exits_with: int = 0
    shown: str | None = None
    shown_lines: tuple[int, int] | None = None

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


@dataclass(frozen=True)
class Outcome:
    """What a block did: its exit code and what it printed."""

    block: Block
    code: int
    printed: str

    @property
    def problem(self) -> str | None:
        if self.code != self.block.exits_with:
            return f"{self.block}: exit code {self.code}, not {self.block.exits_with}\n{self.printed}"
        if self.block.shown is not None and not matches(self.block.shown, self.printed):
            return f"{self.block}: shown\n{self.block.shown}\nprinted\n{self.printed}"
        return None


def pages() -> list[Path]:
    """The pages that are written by hand."""
    top = [ROOT / name for name in ("README.md", "README.zh.md", "CONTRIBUTING.md")]
    return [*top, *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(page: Path) -> list[Block]:
    """The fenced blocks of a page; raises ValueError for code that is indented, which nobody would run."""
    tokens = [t for t in MarkdownIt("commonmark").parse(page.read_text(encoding="utf-8")) if t.map]
    found: list[Block] = []
    for before, token, after in zip([None, *tokens], tokens, [*tokens[1:], None], strict=False):
        if token.type == "code_block":
            raise ValueError(f"{page}:{_line(token)}: code is indented; fence it")
        if token.type == "fence":
            found.append(_block(page, token, before, after))
    return found


def _block(page: Path, token: Token, before: Token | None, after: Token | None) -> Block:
    language, _, rest = token.info.strip().partition(" ")
    title = _TITLE.search(rest)
    words = ""
    if before is not None and before.type == "html_block" and (comment := _COMMENT.search(before.content)):
        words = " ".join(comment["words"].split())
    shown = after if after is not None and after.type == "fence" and after.info.strip() == "text" else None
    ran = language in RUN and title is None and not words.startswith("not run:")
    return Block(
        page,
        _line(token),
        language,
        token.content,
        title["name"] if title else None,
        words.removeprefix("not run:").strip() if words.startswith("not run:") else None,
        int(words.removeprefix("exits with")) if words.startswith("exits with") else 0,
        shown.content if shown and ran else None,
        (shown.map[0] + 1, shown.map[1] - 1) if shown and ran and shown.map else None,
    )


def _line(token: Token) -> int:
    return (token.map or [0])[0] + 1


def matches(shown: str, printed: str) -> bool:
    """Whether `printed` is what `shown` promises.

    >>> matches("3 rows\\n…\\nscore …", "3 rows\\na\\nb\\nscore 0.7"), matches("3 rows", "4 rows")
    (True, False)
    """
    lines = [line.rstrip() for line in _steady(shown).strip("\n").splitlines()]
    parts = [r"(?:.*\n)*?" if line.strip() == "…" else _line_pattern(line) for line in lines]
    actual = "".join(f"{line.rstrip()}\n" for line in _steady(printed).strip("\n").splitlines())
    return re.fullmatch("".join(parts), actual) is not None


def _line_pattern(line: str) -> str:
    return r".*".join(map(re.escape, line.split("…"))) + r"\n"


def _steady(text: str) -> str:
    return _VOLATILE.sub("#", _PROGRESS.sub("", text))


@dataclass
class Desk:
    """The folder in which a page is run, and the names that its Python has made so far."""

    folder: Path
    tools: Path
    # What a build's worker is, where one is loaded already.
    worker: tuple[str, ...] | None = None
    chinese: bool = False
    names: dict[str, Any] = field(default_factory=lambda: {"__name__": "__main__"})

    def run(self, block: Block) -> Outcome:
        """Run one block; a block with a title is written to its file."""
        if block.title is not None:
            file = self.folder / block.title
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block.text, encoding="utf-8")
            return Outcome(block, block.exits_with, "")
        code, printed = {"bash": self._bash, "python": self._python, "sparql": self._sparql}[block.language](
            block.text
        )
        return Outcome(block, code, printed)

    def _bash(self, text: str) -> tuple[int, str]:
        environment = {
            **os.environ,
            "PATH": os.pathsep.join([str(self.tools), str(Path(sys.executable).parent), os.environ["PATH"]]),
            # A page in Chinese is read, and run, where the computer speaks Chinese.
            "LANG": "zh_CN.UTF-8" if self.chinese else "C.UTF-8",
            "LC_CTYPE": "C.UTF-8",
            # `kg open` must not open one.
            "BROWSER": "true",
            "COLUMNS": "110",
        }
        # A make that was started by another says where it is.
        for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE", "MAKELEVEL", "MAKEFLAGS", "MFLAGS"):
            environment.pop(name, None)
        ran = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", text],
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=_LONGEST,
        )
        return ran.returncode, ran.stdout

    def _python(self, text: str) -> tuple[int, str]:
        """As in a notebook: the value of a last expression is shown."""
        tree = ast.parse(text)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        printed = io.StringIO()
        workers = patch.object(pool, "COMMAND", self.worker or pool.COMMAND)
        with workers, contextlib.chdir(self.folder), contextlib.redirect_stdout(printed):
            try:
                exec(compile(tree, "page", "exec"), self.names)
                if isinstance(last, ast.Expr):
                    value = eval(compile(ast.Expression(last.value), "page", "eval"), self.names)
                    if value is not None:
                        print(repr(value))
            except Exception:
                print(traceback.format_exc())
                return 1, printed.getvalue()
        return 0, printed.getvalue()

    def _sparql(self, text: str) -> tuple[int, str]:
        from kg.query import ask, render

        return 0, render(ask(self.folder / "out", text), "table")


def tools(folder: Path, loaded: Path | None) -> Path:
    """A folder for PATH in which `kg` is this package: `loaded` already, or that of the folder one is in."""
    kg = preloaded.command(loaded, "kg") if loaded else [sys.executable, "-m", "kg"]
    folder.mkdir(parents=True, exist_ok=True)
    for name, words in (("kg", kg), ("python", [sys.executable])):
        (folder / name).write_text(preloaded.script(words), encoding="utf-8")
        (folder / name).chmod(0o755)
    return folder


def desk(page: Path, folder: Path, built: Path, loaded: Path) -> Desk:
    """A folder for `page`: the corpus and its graph, and the whole repository where the page says so."""
    shutil.copytree(built, folder)
    in_a_checkout = "<!-- in a checkout -->" in page.read_text(encoding="utf-8")
    if in_a_checkout:
        ignored = shutil.ignore_patterns("__pycache__", "training")
        shutil.copytree(ROOT / "kg", folder / "kg", ignore=ignored)
        shutil.copytree(ROOT / "ontology", folder / "ontology")
    # A package that the page changes must be loaded anew.
    programs = tools(folder.with_name(f"{folder.name}-tools"), None if in_a_checkout else loaded)
    return Desk(folder, programs, tuple(preloaded.command(loaded, "worker")), page.name.endswith(".zh.md"))


def build(folder: Path) -> Path:
    """A folder with the sample corpus and its graph, which every page begins with."""
    from kg.build import build as run

    shutil.copytree(ROOT / "corpus", folder / "corpus")
    with contextlib.chdir(folder):
        run(["corpus"], Path("out"))
    return folder


def original(page: Path) -> Path | None:
    """The page that runs this one's blocks, if another one does."""
    found = _AS_IN.search(page.read_text(encoding="utf-8"))
    return page.with_name(found["name"]) if found else None


def run_page(page: Path, folder: Path, built: Path, loaded: Path) -> Iterator[Outcome]:
    """Run a page in `folder`, a copy of `built`; `loaded` is where `tests.preloaded` listens."""
    if original(page) is not None:
        return
    here = desk(page, folder, built, loaded)
    for block in blocks(page):
        if block.title is not None or (block.language in RUN and block.not_run is None):
            yield here.run(block)


def problems_of(page: Path, folder: Path, built: Path, loaded: Path) -> list[str]:
    """What is wrong with a page, block by block."""
    return [problem for outcome in run_page(page, folder, built, loaded) if (problem := outcome.problem)]


def command_lines(text: str) -> Iterator[list[str]]:
    """The words of each `kg` command in a bash block, continued lines joined, comments dropped."""
    for line in text.replace("\\\n", " ").splitlines():
        for part in re.split(r"\s(?:&&|\|\||;|\||&)\s?", f"{line} "):
            try:
                words = shlex.split(part, comments=True)
            except ValueError:
                words = []
            while words and (re.fullmatch(r"[A-Z_]+=.*", words[0]) or words[0] in {"nohup", "time"}):
                words.pop(0)
            if words and words[0] == "kg":
                yield words


def unknown_words(words: list[str]) -> list[str]:
    """Of a command line that begins with `kg` the sub-command and options that do not exist.

    >>> unknown_words(["kg", "build", "corpus", "--out", "x", "--fast"])
    ['--fast']
    """
    import click

    from kg.cli import main

    command: click.Command = main
    context = click.Context(main)
    rest = words[1:]
    while isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
        found = command.get_command(context, rest[0])
        if found is None:
            return [rest[0]]
        command, rest = found, rest[1:]
    # A query's own parameters are options too.
    if command.context_settings.get("ignore_unknown_options"):
        return []
    known = {name for option in command.params for name in (*option.opts, *option.secondary_opts)}
    given = [word.partition("=")[0] for word in rest if word.startswith("-") and len(word) > 1]
    return [word for word in given if word not in known | {"-h", "--help", "--version"}]


def as_shown(shown: str, printed: str) -> str:
    """What is printed, with what the page has shown so far where that differs from run to run.

    >>> as_shown("7 rows in 6.3 s\\nkey …", "8 rows in 0.4 s\\nkey 9f3")
    '8 rows in 6.3 s\\nkey …'
    """
    usual = _VOLATILE.findall(shown)
    if len(usual) == len(_VOLATILE.findall(printed)):
        printed = _VOLATILE.sub(lambda _: usual.pop(0), printed)
    open_ended = [line for line in shown.splitlines() if "…" in line and line.strip() != "…"]
    return "\n".join(
        next((known for known in open_ended if matches(known, line)), line) for line in printed.splitlines()
    )


def _updated(page: Path, outcomes: list[Outcome]) -> str:
    lines = page.read_text(encoding="utf-8").splitlines(keepends=True)
    for outcome in reversed(outcomes):
        place = outcome.block.shown_lines
        if place is not None and outcome.problem is not None:
            printed = as_shown(outcome.block.shown or "", _PROGRESS.sub("", outcome.printed).strip("\n"))
            lines[place[0] : place[1]] = [f"{line.rstrip()}\n" for line in printed.splitlines()]
    return "".join(lines)


def main(names: list[str]) -> int:
    """Write into the pages what is printed now; the exit code is 1 where a block fails."""
    failed = 0
    with tempfile.TemporaryDirectory() as name, preloaded.listening(Path(name, "kg")) as loaded:
        built = build(Path(name, "built"))
        for number, page in enumerate(pages()):
            if names and not any(word in str(page.relative_to(ROOT)) for word in names):
                continue
            outcomes = list(run_page(page, Path(name, str(number)), built, loaded))
            text = _updated(page, outcomes)
            if text != page.read_text(encoding="utf-8"):
                page.write_text(text, encoding="utf-8")
                print(f"changed {page.relative_to(ROOT)}")
            for outcome in outcomes:
                if outcome.code != outcome.block.exits_with:
                    failed += 1
                    print(outcome.problem)
        for page in pages():
            if (source := original(page)) is not None:
                page.write_text(_with_blocks_of(source, page), encoding="utf-8")
    return 1 if failed else 0


def _with_blocks_of(source: Path, page: Path) -> str:
    """The page with the blocks of the one that runs them, block for block."""
    theirs = iter(_FENCE.findall(source.read_text(encoding="utf-8")))
    return _FENCE.sub(lambda _: next(theirs), page.read_text(encoding="utf-8"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
