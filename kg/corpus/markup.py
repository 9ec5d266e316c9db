"""Front matter, and article text from HTML."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping

from kg.corpus.fields import Fields, fields_of

_FRONT_MATTER = re.compile(r"---[ \t]*\n(?P<yaml>.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
# A page of YAML is not front matter, and parsing it takes long.
_LONGEST_FRONT_MATTER = 20_000
_SILENT = logging.NullHandler()
_CHARSET = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
# Pages say gb2312 and mean the superset; the same with Big5.
_MEANT = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "big5": "big5hkscs"}


def front_matter(text: str) -> tuple[Fields, int]:
    """What the YAML between two `---` lines at the top says, and where it ends (0: there is none).

    YAML that cannot be read is text like any other.

    >>> fields, end = front_matter("---\\ntitle: 示例\\n---\\n正文。")
    >>> fields.title, end
    ('示例', 18)
    """
    match = _FRONT_MATTER.match(text[: _LONGEST_FRONT_MATTER + 8])
    if not match:
        return Fields(), 0
    import yaml

    try:
        values = yaml.safe_load(match["yaml"])
    # ValueError: a date that no calendar has. RecursionError: brackets in brackets, thousands deep.
    except (yaml.YAMLError, ValueError, RecursionError):
        return Fields(), 0
    if not isinstance(values, Mapping):
        return Fields(), 0
    return fields_of({str(name): value for name, value in values.items()}), match.end()


def declared_encoding(raw: bytes) -> str | None:
    """The encoding that a page names in its head, as Python knows it."""
    match = _CHARSET.search(raw[:4096])
    name = match[1].decode("ascii").lower() if match else None
    return _MEANT.get(name, name) if name else None


def article(html: str) -> tuple[str, Fields] | None:
    """The article text of a page and what the page says about it; None if there is no text.

    Navigation, advertisements and comments are left out by trafilatura.
    """
    # Heavy to import, and most corpora have no HTML.
    from trafilatura import bare_extraction

    # Its remarks on broken pages would stand between our own lines; what is lost is reported as skipped.
    for name in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(name).addHandler(_SILENT)
    # lxml refuses text that declares an encoding: it is decoded already.
    html = re.sub(r"^\s*<\?xml[^>]*\?>", "", html)
    found = bare_extraction(
        html,
        with_metadata=True,
        include_comments=False,
        include_tables=True,
        # The default latest date is today: output would depend on the clock.
        date_extraction_params={"original_date": True, "extensive_search": False, "max_date": "2199-12-31"},
    )
    if found is None or isinstance(found, dict) or not found.text or not found.text.strip():
        return None
    values = {
        "title": found.title,
        "date": found.date,
        "source": found.sitename,
        "author": [name.strip() for name in (found.author or "").split(";")],
        "url": found.url,
        "language": _page_language(html),
    }
    return found.text, fields_of(values)


def _page_language(html: str) -> str | None:
    match = re.search(r"<html[^>]{0,500}?\blang\s*=\s*[\"']?([A-Za-z-]{2,12})", html[:10_000], re.IGNORECASE)
    return match[1] if match else None
