"""kg completion"""

from __future__ import annotations

import os
from gettext import gettext as _
from pathlib import Path

import click
from click.shell_completion import get_completion_class

from kg.errors import UnwritableOutput

_VARIABLE = "_KG_COMPLETE"
# Where each shell looks by itself; zsh does so only where its fpath has the folder.
_PLACES = {
    "bash": "bash-completion/completions/kg",
    "zsh": "zsh/site-functions/_kg",
    "fish": "fish/vendor_completions.d/kg.fish",
}


@click.command()
@click.argument("shell", type=click.Choice(sorted(_PLACES)))
@click.option("--install", is_flag=True, help="Put it where the shell finds it, for this user.")
def completion(shell: str, install: bool) -> None:
    """Complete commands and options with the Tab key.

    \b
    kg completion bash --install
    kg completion zsh > ~/.zfunc/_kg
    """
    from kg.cli import main

    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(_("click knows no completion for {shell}").format(shell=shell))
    script = kind(main, {}, "kg", _VARIABLE).source()
    if not install:
        click.echo(script)
        return
    folder = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    path = folder / _PLACES[shell]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(script, encoding="utf-8")
    except OSError as error:
        raise UnwritableOutput(path, error.strerror or str(error)) from error
    click.echo(_("{path}: written. Open a new shell.").format(path=path))
    if shell == "zsh":
        click.echo(_("In ~/.zshrc, before compinit: fpath+=({folder})").format(folder=path.parent))
