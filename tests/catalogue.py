"""The texts of the command line, and the catalogue that translates them.

`python -m tests.catalogue` brings kg/locale/zh/LC_MESSAGES/kg.po up to date (new texts come without a
translation, gone ones go) and compiles kg.mo beside it, which is what an installed kg reads.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from kg import __version__

ROOT = Path(__file__).parents[1]
PO = ROOT / "kg" / "locale" / "zh" / "LC_MESSAGES" / "kg.po"
_KEYWORDS = {"_": None, "say": None, "say_n": (1, 2), "gettext": None, "ngettext": (1, 2)}
# What click itself says. Its other texts are for programmers.
_CLICK = ("core", "exceptions", "formatting", "parser", "types", "decorators")

_DAY = datetime(2024, 1, 1, tzinfo=UTC)

Text = str | tuple[str, str]


def texts() -> dict[Text, list[str]]:
    """Every text that is shown, and where it comes from."""
    found: dict[Text, list[str]] = {}
    for text, source in (*_in_source(), *_in_commands(), *_in_phrases(), *_in_click()):
        found.setdefault(text, []).append(source)
    return found


def _in_source() -> Iterator[tuple[Text, str]]:
    for path in sorted((ROOT / "kg").rglob("*.py")):
        # `language` looks up what it is given; training speaks to nobody but its makers.
        if "training" in path.parts or path.name == "language.py":
            continue
        for _line, message, _comments, _context in extract_from_file("python", path, keywords=_KEYWORDS):
            yield _text(message), path.relative_to(ROOT).as_posix()


def _in_commands() -> Iterator[tuple[Text, str]]:
    from kg.cli import COMMANDS, command, language, main

    for root in (main, *(command(name) for name in COMMANDS)):
        for shown in _all(root):
            for text in language.texts_of(shown):
                yield text, f"kg {shown.name}"


def _all(command: click.Command) -> Iterator[click.Command]:
    yield command
    if isinstance(command, click.Group):
        for child in command.commands.values():
            yield from _all(child)


def _in_phrases() -> Iterator[tuple[Text, str]]:
    from kg.cli.phrases import PHRASES, SYSTEM

    yield from ((phrase, "kg/cli/phrases.py") for phrase in (*PHRASES, *SYSTEM))


def _in_click() -> Iterator[tuple[Text, str]]:
    folder = Path(str(click.__file__)).parent
    for name in _CLICK:
        for _line, message, _comments, _context in extract_from_file(
            "python", folder / f"{name}.py", keywords={"_": None, "ngettext": (1, 2)}
        ):
            yield _text(message), "click"


def _text(message: str | tuple[str, ...]) -> Text:
    return message if isinstance(message, str) else (message[0], message[1])


def read() -> Catalog:
    """The catalogue as it is."""
    if not PO.exists():
        return Catalog(locale="zh")
    with PO.open("rb") as file:
        return read_po(file, locale="zh")


def compiled(catalog: Catalog) -> bytes:
    """The catalogue as gettext reads it."""
    content = io.BytesIO()
    write_mo(content, catalog)
    return content.getvalue()


def written(catalog: Catalog) -> bytes:
    """The catalogue as translators read it."""
    content = io.BytesIO()
    write_po(content, catalog, width=110, no_location=False, sort_output=False, omit_header=False)
    return content.getvalue()


def main() -> int:
    """Bring both files up to date; the exit code is 1 where a translation is missing."""
    old = read()
    new = Catalog(
        locale="zh",
        project="kg",
        charset="utf-8",
        fuzzy=False,
        header_comment="# What the command line says, in Chinese; see `make messages`.",
        # The same texts give the same file, on any day.
        creation_date=_DAY,
        revision_date=_DAY,
        version=__version__,
        msgid_bugs_address="kg",
        last_translator="kg",
        language_team="zh",
    )
    missing = []
    for text, sources in sorted(texts().items(), key=lambda item: (item[1][0], str(item[0]))):
        known = old.get(text[0] if isinstance(text, tuple) else text)
        string: Any = known.string if known is not None else ""
        if isinstance(text, tuple) and not isinstance(string, tuple):
            string = (string,)
        if not string or string == ("",):
            if sources == ["click"]:
                # Said to programmers only, or by features that kg does not use.
                continue
            missing.append(text)
        # Babel's types want a line number, its writer takes none.
        places: Any = [(source.replace(" ", "-"), None) for source in dict.fromkeys(sources)]
        new.add(text, string, locations=places)
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(written(new))
    PO.with_suffix(".mo").write_bytes(compiled(new))
    for text in missing:
        print("not translated:", text)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
