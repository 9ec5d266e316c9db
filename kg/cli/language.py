"""The language in which the command line speaks: Chinese or English, by the locale or by `--lang`.

Texts are looked up with the standard library's gettext in kg/locale. Click looks its own words up in the
same way, so that one catalogue holds both. Commands are declared in English; `localized` gives them in the
language at hand when they are shown.
"""

from __future__ import annotations

import copy
import gettext
import inspect
import os
import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import TypeVar

import click

from kg.cli.phrases import PHRASES, SYSTEM
from kg.messages import DOMAIN, LOCALE, Message, said_in

LANGUAGES = ("en", "zh")

_Command = TypeVar("_Command", bound=click.Command)
# `kg open out      explore it`: what stands after the gap is for people, the rest is to be typed.
_EXAMPLE = re.compile(r"(?P<typed>.*?\S {2,})(?P<words>\S.*)")


def language_of(environment: Mapping[str, str]) -> str:
    """The language of a locale: LC_ALL before LC_MESSAGES before LANG, as everywhere.

    >>> language_of({"LC_ALL": "", "LANG": "zh_CN.UTF-8"}), language_of({"LC_ALL": "C", "LANG": "zh_CN"})
    ('zh', 'en')
    """
    chosen = next(
        (environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), ""
    )
    return "zh" if re.match(r"(?:zh|Chinese)", chosen) else "en"


def asked_for(arguments: Sequence[str]) -> str | None:
    """The value of `--lang` before it is parsed: what goes wrong while parsing is told in it, too."""
    for word, following in pairwise([*arguments, ""]):
        name, equals, value = word.partition("=")
        if name == "--lang":
            given = value if equals else following
            return given if given in LANGUAGES else None
    return None


def use(language: str) -> None:
    """Speak this language from now on, in this process."""
    gettext.bindtextdomain(DOMAIN, str(LOCALE))
    gettext.textdomain(DOMAIN)
    # Where gettext looks first. English is what the texts are written in and has no catalogue.
    os.environ["LANGUAGE"] = language


def current() -> str:
    """The language that is spoken now."""
    spoken = os.environ.get("LANGUAGE", "en")
    return spoken if spoken in LANGUAGES else "en"


def told(text: object) -> str:
    """A message of the library, or an error, in the language that is spoken."""
    if isinstance(text, BaseException):
        text = text.args[0] if text.args and isinstance(text.args[0], str) else str(text)
    message = text if isinstance(text, Message) else understood(str(text))
    return said_in(message, gettext.gettext, gettext.ngettext)


def understood(text: str) -> Message:
    """English text of the library as the message that it was made from, where `PHRASES` or `SYSTEM` has it.

    >>> understood("row 3: empty file").values["reason"].template
    'empty file'
    """
    if isinstance(text, Message):
        return text
    for phrase in (*PHRASES, *SYSTEM):
        if match := _pattern(phrase).fullmatch(text):
            return Message(
                text, phrase, None, {name: understood(value) for name, value in match.groupdict().items()}
            )
    return Message(text)


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    """What a phrase looks like with its values filled in."""
    parts = re.split(r"\{(\w+)\}", phrase)
    pieces = [f"(?P<{part}>.+?)" if at % 2 else re.escape(part) for at, part in enumerate(parts)]
    return re.compile("".join(pieces), re.DOTALL)


def localized(command: _Command) -> _Command:
    """The command with its help in the language that is spoken; the command itself stays English."""
    found = copy.copy(command)
    found.help = _help(command.help)
    found.params = [_parameter(parameter) for parameter in command.params]
    if isinstance(found, click.Group) and isinstance(command, click.Group):
        found.commands = {name: localized(child) for name, child in command.commands.items()}
    return found


def texts_of(command: click.Command) -> list[str]:
    """What of a command's declaration a catalogue must hold."""
    found = [text for paragraph in _paragraphs(command.help) for text in _texts(paragraph)]
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            found += [text for text in (parameter.help,) if text]
    return found


def _parameter(parameter: click.Parameter) -> click.Parameter:
    if not isinstance(parameter, click.Option) or not parameter.help:
        return parameter
    found = copy.copy(parameter)
    found.help = gettext.gettext(parameter.help)
    return found


def _paragraphs(text: str | None) -> list[str]:
    return re.split(r"\n\s*\n", inspect.cleandoc(text)) if text else []


def _help(text: str | None) -> str | None:
    if text is None:
        return None
    return "\n\n".join(_translated(paragraph) for paragraph in _paragraphs(text))


def _translated(paragraph: str) -> str:
    if not paragraph.startswith("\b"):
        return gettext.gettext(_one_line(paragraph))
    return "\n".join(
        match["typed"] + gettext.gettext(match["words"]) if (match := _EXAMPLE.fullmatch(line)) else line
        for line in paragraph.splitlines()
    )


def _texts(paragraph: str) -> list[str]:
    if not paragraph.startswith("\b"):
        return [_one_line(paragraph)]
    return [match["words"] for line in paragraph.splitlines() if (match := _EXAMPLE.fullmatch(line))]


def _one_line(paragraph: str) -> str:
    return " ".join(paragraph.split())
