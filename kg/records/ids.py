"""Ids that name what they are made of."""

from __future__ import annotations

import hashlib


def stable_id(prefix: str, *parts: str) -> str:
    """`prefix-` and 16 hex digits of the parts' SHA-256: the same parts give the same id on any machine.

    >>> stable_id("per", "李明") == stable_id("per", "李明")
    True
    """
    # NUL cannot be in a part that came from text readers, so that ("ab", "c") and ("a", "bc") differ.
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{prefix}-{digest[:16]}"
