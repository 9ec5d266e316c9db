"""kg init"""

from __future__ import annotations

from gettext import gettext as _
from importlib.resources.abc import Traversable
from pathlib import Path

import click

from kg.cli import project
from kg.cli.options import FOLDER
from kg.errors import UnwritableOutput
from kg.messages import say
from kg.resources import packaged

# A file that begins with a dot is easily lost on the way into a package.
_NAMES = {"gitignore": ".gitignore"}


@click.command()
@click.argument("folder", type=FOLDER, metavar="DIR")
def init(folder: Path) -> None:
    """Make a project to begin with: two articles, kg.toml with every option, a Makefile.

    DIR is made; of a folder that is there, no file is touched.

    \b
    kg init news
    cd news && make         builds the graph into out/
    """
    files = {
        Path(_NAMES.get(str(path), path)): text for path, text in _contents(packaged("cli", "project_files"))
    }
    files[Path(project.FILE)] = project.template()
    files[Path("Makefile")] = f"{_targets()}\n{files[Path('Makefile')]}"
    taken = [path for path in files if (folder / path).exists()]
    if taken:
        raise UnwritableOutput(folder, say("{file} is there already", file=taken[0]))
    try:
        for path, text in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
    except OSError as error:
        raise UnwritableOutput(folder, error.strerror or str(error)) from error
    for path in sorted(files):
        click.echo(folder / path)
    # cd . && make is odd.
    go = "" if folder.resolve() == Path.cwd() else f"cd {folder} && "
    click.echo(
        _("Build: {command}   Your own articles go into {corpus}.").format(
            command=f"{go}make", corpus=folder / "corpus"
        )
    )


def _targets() -> str:
    """The head of the Makefile: what can be made, for people."""
    targets = {
        "make": _("builds the graph that kg.toml describes into out/"),
        "make open": _("builds it and opens the explorer"),
        "make check": _("checks it against the shapes"),
        "make audit": _("judge a sample of it by its sentences"),
        "make clean": _("removes what was built; what was ruled on and judged stays"),
    }
    return "".join(f"# {typed:<12}{words}\n" for typed, words in targets.items())


def _contents(folder: Traversable, under: Path = Path()) -> list[tuple[Path, str]]:
    """The files of a packaged folder, by their path in it."""
    found = []
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.is_dir():
            found += _contents(item, under / item.name)
        else:
            found.append((under / item.name, item.read_text(encoding="utf-8")))
    return found
