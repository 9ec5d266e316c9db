"""Sentences for people that can be said in another language later (floor 0).

The library speaks English, whatever the locale, so that what it writes into a report is the same everywhere.
A sentence made with `say` is that English text and remembers how it was made; the command line looks its
template up in the catalogue of the reader's language (`kg.cli.language`).
"""

from __future__ import annotations

import gettext
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

DOMAIN = "kg"
# The catalogues of translations. English is what the texts are written in and has none.
LOCALE = Path(__file__).parent / "locale"


class Message(str):
    """English text, with the template and the values that it was made from.

    `template` is None for text that was made otherwise: such text has no other language. `plural` is the
    template for more than one, chosen by the value `n`.
    """

    template: str | None
    plural: str | None
    values: Mapping[str, Any]

    def __new__(
        cls,
        text: str,
        template: str | None = None,
        plural: str | None = None,
        values: Mapping[str, Any] | None = None,
    ) -> Message:
        made = super().__new__(cls, text)
        made.template, made.plural, made.values = template, plural, dict(values or {})
        return made


def say(template: str, /, **values: Any) -> Message:
    """The template with its values filled in, as `str.format` does it.

    >>> say("{name}: {count:,} mentions", name="李明", count=1200)
    '李明: 1,200 mentions'
    """
    return Message(template.format(**values), template, None, values)


def say_n(one: str, many: str, n: int, /, **values: Any) -> Message:
    """`one` or `many`, by the number `n`, which both may hold as a value.

    >>> say_n("{n} mention", "{n} mentions", 1), say_n("{n} mention", "{n} mentions", 2)
    ('1 mention', '2 mentions')
    """
    values = {"n": n, **values}
    return Message((one if n == 1 else many).format(**values), one, many, values)


def said_in(
    text: object, singular: Callable[[str], str], plural: Callable[[str, str, int], str] | None = None
) -> str:
    """A message in the language of a catalogue: `singular` and `plural` are its gettext and ngettext.

    Values that are messages themselves are translated too; what is no message stays as it is.

    >>> said_in(say("{path}: cannot be read", path="a.txt"), {"{path}: cannot be read": "{path}：读不了"}.get)
    'a.txt：读不了'
    """
    if not isinstance(text, Message) or text.template is None:
        return str(text)
    if text.plural is not None and plural is not None:
        template = plural(text.template, text.plural, text.values["n"])
    else:
        template = singular(text.template)
    return template.format(
        **{
            name: said_in(value, singular, plural) if isinstance(value, Message) else value
            for name, value in text.values.items()
        }
    )


def joined(separator: str, parts: Iterable[str]) -> Message:
    """The parts with the separator between them, each of which is translated by itself.

    >>> joined(", ", [say("former"), "2024"])
    'former, 2024'
    """
    values = {f"part{number}": part for number, part in enumerate(parts)}
    # Nothing in such a template is to be translated, so that no catalogue has it.
    mark = separator.replace("{", "{{").replace("}", "}}")
    return say(mark.join(f"{{{name}}}" for name in values), **values)


def in_language(text: object, language: str) -> str:
    """A message, or an error that was made with one, in `language`; for whoever answers many readers at once.

    >>> in_language(say("the query is empty"), "zh")
    '查询是空的'
    """
    if isinstance(text, BaseException):
        text = text.args[0] if text.args and isinstance(text.args[0], str) else str(text)
    found = _catalogue(language)
    return said_in(text, found.gettext, found.ngettext)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, str(LOCALE), [language], fallback=True)
