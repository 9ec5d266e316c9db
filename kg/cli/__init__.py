"""The command line (floor 8): parses what is typed, calls the stage, prints what came of it.

Exit codes: 0 done; 1 done with findings (documents skipped, shapes violated); 2 usage or input error. A
command's module is imported when the command runs, so that `kg query` does not wait for the recognizer. What
is shown is in the language of the locale (`language`), what is not typed may stand in kg.toml (`project`).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from difflib import get_close_matches
from gettext import gettext as _
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from kg import __version__
from kg.cli import language, project
from kg.cli.language import told
from kg.cli.options import print_skipped
from kg.errors import EmptyCorpus, KgError

# Command, and where it is.
COMMANDS: Mapping[str, str] = {
    "init": "kg.cli.init:init",
    "build": "kg.cli.build:build",
    "open": "kg.cli.open:open_",
    "query": "kg.cli.query:query",
    "explain": "kg.cli.explain:explain",
    "serve": "kg.cli.serve:serve",
    "export": "kg.cli.export:export",
    "load": "kg.cli.load:load",
    "validate": "kg.cli.validate:validate",
    "diff": "kg.cli.diff:diff",
    "evaluate": "kg.cli.evaluate:evaluate",
    "audit": "kg.cli.audit:audit",
    "undecided": "kg.cli.identity:undecided",
    "merge": "kg.cli.identity:merge",
    "split": "kg.cli.identity:split",
    "train": "kg.cli.train:train",
    "bench": "kg.cli.bench:bench",
    "doctor": "kg.cli.doctor:doctor",
    "completion": "kg.cli.completion:completion",
}


class _Commands(click.Group):
    """A group that finds its commands by name and turns kg's own errors into one line and exit code 2."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        return language.localized(command(cmd_name))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        near = get_close_matches(name, COMMANDS, n=1)
        if near and name not in COMMANDS:
            ctx.fail(_("No such command {name!r}. Did you mean {near!r}?").format(name=name, near=near[0]))
        return super().resolve_command(ctx, args)

    def make_context(self, info_name: str | None, args: list[str], *more: Any, **extra: Any) -> click.Context:
        # Before anything is parsed, for what goes wrong then is told in this language too.
        language.use(language.asked_for(args) or language.language_of(os.environ))
        return super().make_context(info_name, args, *more, **extra)

    def get_help(self, ctx: click.Context) -> str:
        return click.Group.get_help(language.localized(self), ctx)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except EmptyCorpus as error:
            print_skipped(error.skipped)
            _fail(error)
        except KgError as error:
            _fail(error)
        except BrokenPipeError:
            # The reader of our output (head, less) has left: nothing is wrong.
            sys.stderr.close()
            sys.exit(0)


def command(name: str) -> click.Command:
    """The command of this name as it is declared, in English."""
    module, attribute = COMMANDS[name].split(":")
    found: click.Command = getattr(import_module(module), attribute)
    return found


def _fail(error: KgError) -> None:
    click.echo(f"kg: {told(error)}", err=True)
    sys.exit(2)


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.option(
    "--lang",
    type=click.Choice(language.LANGUAGES),
    help="The language of help and messages; otherwise that of the locale.",
)
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Options that are not typed are read from this file. [default: kg.toml, where it is there]",
)
@click.version_option(__version__, prog_name="kg", help="Show the version and exit.")
@click.pass_context
def main(ctx: click.Context, lang: str | None, config: Path | None) -> None:
    """From a folder of news to a knowledge graph that you explore in a browser and query with SPARQL.

    \b
    kg build corpus -o out        articles in, graph out
    kg open out                   explore it
    kg query out posts            who holds which post, and which sentence says so
    kg init news                  a project to begin with: articles, options, a Makefile
    """
    if os.environ.get("NO_COLOR"):
        ctx.color = False
    ctx.default_map = project.defaults(config, ctx.invoked_subcommand)
