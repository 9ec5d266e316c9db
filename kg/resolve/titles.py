"""The titles that stand right beside a person's name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.lexicon import alternation, words
from kg.lexicon.titles import title_pattern
from kg.resolve.locals import LocalEntity, Page
from kg.resolve.settings import fields, high_offices

_LONGEST = 24


def titles_beside(page: Page, local: LocalEntity) -> Iterator[str]:
    """The titles right before the name, those of surname with title, and high offices behind the name:
    校长|王芳, 王校长, 王芳|总理.
    """
    for i in local.mentions:
        mention = page.extraction.mentions[i]
        surface = page.context.folded[mention.start : mention.end]
        if surface != local.name:
            within = _title_within().search(surface)
            if within:
                yield within.group()
            continue
        before = _title_before().search(page.before(i, _LONGEST))
        behind = _office_behind().match(page.context.folded, mention.end)
        yield from (match["title"] for match in (before, behind) if match)


@cache
def _office_behind() -> re.Pattern[str]:
    """A high office behind a name; 王芳总理|夫人 is another."""
    offices = alternation(high_offices())
    return re.compile(f"(?P<title>{offices})(?!{alternation(words('titles', 'of_another'))})")


@cache
def _title() -> str:
    """A title of the lexicon or of a field of work, as a regular expression."""
    return f"(?:{title_pattern().pattern}|副?(?:{alternation(title for title, _ in fields().titles)}))"


@cache
def _title_before() -> re.Pattern[str]:
    return re.compile(f"(?P<title>{_title()})$")


@cache
def _title_within() -> re.Pattern[str]:
    return re.compile(f"(?<=.)(?:{_title()}|总)$")
