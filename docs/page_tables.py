"""What the generated pages have in common."""

from __future__ import annotations


def cell(text: str) -> str:
    """A text as a cell of a table: on one line, and nothing in it read as Markdown or HTML."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")
