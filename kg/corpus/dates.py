"""Dates as newspapers write them, to ISO. No clock is asked: a date without its year is no date."""

from __future__ import annotations

import re
from datetime import date

# As an expression: every name in full begins with one of these.
MONTH_NAMES = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_MONTHS = {name: number for number, name in enumerate(MONTH_NAMES.lower().split("|"), 1)}
_MONTH = rf"(?P<name>{MONTH_NAMES})[a-z]*\.?"
_YEAR = r"(?<![0-9])(?P<year>(?:1[6-9]|20|21)[0-9]{2})"
_MD = r"(?P<month>1[0-2]|0?[1-9])%s(?P<day>3[01]|[12][0-9]|0?[1-9])%s"

# The most complete first. A pattern without a day gives a month, and only the last gives a bare year.
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        _YEAR + " ?年 ?" + _MD % (" ?月 ?", " ?[日号]"),
        _YEAR + "-" + _MD % ("-", "(?![0-9])"),
        _YEAR + "/" + _MD % ("/", "(?![0-9])"),
        _YEAR + r"\." + _MD % (r"\.", "(?![0-9])"),
        _YEAR + r"(?P<month>1[0-2]|0[1-9])(?P<day>3[01]|[12][0-9]|0[1-9])(?![0-9])",
        rf"\b{_MONTH} ?(?P<day>3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?[,，]? {_YEAR}(?![0-9])",
        rf"(?<![0-9])(?P<day>3[01]|[12][0-9]|0?[1-9]) {_MONTH}[,，]? {_YEAR}(?![0-9])",
        _YEAR + " ?年 ?(?P<month>1[0-2]|0?[1-9]) ?月(?! ?[0-9])",
        rf"\b{_MONTH} {_YEAR}(?![0-9])",
        rf"^\s*{_YEAR}[-/](?P<month>1[0-2]|0?[1-9])\s*$",
        rf"^\s*{_YEAR} ?年?\s*$",
    )
)


def find_date(text: str) -> tuple[str, int, int] | None:
    """The first date in `text` as ISO, with where it stands; a date that no calendar has is passed over.

    >>> find_date("发布于2020年02月26日20:40")
    ('2020-02-26', 3, 14)
    """
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if iso := _iso(match.groupdict()):
                return iso, *match.span()
    return None


def parse_date(text: str) -> str | None:
    """The date that a field holds, as `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; None if it holds none.

    >>> parse_date("Feb. 26, 2020"), parse_date("2020-02-26T20:40:00+08:00"), parse_date("2020-02-30")
    ('2020-02-26', '2020-02-26', None)
    """
    found = find_date(text)
    return found[0] if found else None


def _iso(parts: dict[str, str | None]) -> str | None:
    year, day = int(parts["year"] or 0), parts.get("day")
    name = parts.get("name")
    month = _MONTHS[name[:3].lower()] if name else int(parts.get("month") or 0)
    if not month:
        return f"{year:04}"
    if day is None:
        return f"{year:04}-{month:02}"
    try:
        return date(year, month, int(day)).isoformat()
    except ValueError:
        return None
