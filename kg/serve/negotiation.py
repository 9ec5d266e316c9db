"""Which of several forms a client would rather have (RFC 9110, section 12.5)."""

from __future__ import annotations

from collections.abc import Sequence


def preferred(accept: str, offered: Sequence[str]) -> str | None:
    """The media type of `offered` that the `Accept` header likes best, or None where it likes none.

    Of equals the one that is offered first is taken, as is the first where nothing is asked for.

    >>> preferred("text/csv;q=0.5, application/*", ["text/csv", "application/json"])
    'application/json'
    >>> preferred("image/png", ["text/csv"]) is None
    True
    """
    ranges = [_range(part) for part in accept.split(",") if part.strip()]
    if not ranges:
        return offered[0]
    best, quality = None, 0.0
    for media_type in offered:
        wanted = _quality(media_type, ranges)
        if wanted > quality:
            best, quality = media_type, wanted
    return best


def _range(text: str) -> tuple[str, float]:
    name, *parameters = (part.strip() for part in text.lower().split(";"))
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            try:
                return name, min(max(float(value), 0.0), 1.0)
            except ValueError:
                return name, 0.0
    return name, 1.0


def _quality(media_type: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The most exact range that fits decides, whatever its quality."""
    for fitting in (media_type, media_type.split("/")[0] + "/*", "*/*"):
        found = [quality for name, quality in ranges if name == fitting]
        if found:
            return max(found)
    return 0.0
