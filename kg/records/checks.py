"""The rules that records check when they are made: each raises `InvalidRecord`, which says what is broken."""

from __future__ import annotations

import re

from kg.errors import InvalidRecord

# xsd:gYear, xsd:gYearMonth or xsd:date: a date is only as precise as its source.
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def require(condition: bool, rule: str) -> None:
    if not condition:
        raise InvalidRecord(rule)


# Records are made by the million. Rules that tell a value are therefore put into words only when they are
# broken, in functions that each take a range of offsets or a number.
def require_range(start: int, end: int, what: str) -> None:
    if not 0 <= start < end:
        raise InvalidRecord(f"{what} needs 0 <= start < end, not {start}, {end}")


def require_share(value: float, what: str) -> None:
    if not 0.0 <= value <= 1.0:
        raise InvalidRecord(f"{what} must be in [0, 1], not {value}")


def require_date(date: str | None, name: str) -> None:
    if date is not None and _DATE.fullmatch(date) is None:
        raise InvalidRecord(f"{name} must be YYYY, YYYY-MM or YYYY-MM-DD, not {date!r}")
