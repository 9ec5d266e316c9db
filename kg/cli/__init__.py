"""The command line (floor 8): parses what is typed, calls the stage, prints what came of it.

Exit codes: 0 done; 1 done with findings (documents skipped, shapes violated); 2 usage or input error. A
command's module is imported when the command runs, so that `kg query` does not wait for the recognizer.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from kg import __version__
from kg.errors import EmptyCorpus, KgError

# Command, and where it is.
_COMMANDS: Mapping[str, str] = {
    "build": "kg.cli.build:build",
    "open": "kg.cli.open:open_",
    "query": "kg.cli.query:query",
    "serve": "kg.cli.serve:serve",
    "export": "kg.cli.export:export",
    "validate": "kg.cli.validate:validate",
    "diff": "kg.cli.diff:diff",
    "evaluate": "kg.cli.evaluate:evaluate",
    "merge": "kg.cli.identity:merge",
    "split": "kg.cli.identity:split",
    "undecided": "kg.cli.identity:undecided",
    "explain": "kg.cli.explain:explain",
    "train": "kg.cli.train:train",
    "doctor": "kg.cli.doctor:doctor",
}


class _Commands(click.Group):
    """A group that finds its commands by name and turns kg's own errors into one line and exit code 2."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, name = _COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except EmptyCorpus as error:
            for item in error.skipped:
                click.echo(f"skipped {item}", err=True)
            _fail(error)
        except KgError as error:
            _fail(error)
        except BrokenPipeError:
            # The reader of our output (head, less) has left: nothing is wrong.
            sys.stderr.close()
            sys.exit(0)


def _fail(error: KgError) -> None:
    click.echo(f"kg: {error}", err=True)
    sys.exit(2)


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="kg")
def main() -> None:
    """From a folder of news to a knowledge graph that you explore in a browser and query with SPARQL.

    \b
    kg build corpus -o out        articles in, graph out
    kg open out                   explore it
    kg query out posts            who holds which post, and which sentence says so
    """
