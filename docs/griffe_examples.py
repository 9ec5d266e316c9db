"""Examples of docstrings as blocks of code: Markdown alone takes `>>>` for three quotations."""

from __future__ import annotations

import re
from typing import Any

from griffe import Extension, Object

# A paragraph that begins with >>>: it ends at an empty line, since one that is printed is <BLANKLINE>.
_EXAMPLE = re.compile(r"^>>> .*(?:\n(?!\s*$).*)*", re.MULTILINE)


def fenced(text: str) -> str:
    """A docstring with a fence around each example.

    >>> fenced("Adds.\\n\\n>>> 1 + 1\\n2").splitlines()
    ['Adds.', '', '```pycon', '>>> 1 + 1', '2', '```']
    """
    return _EXAMPLE.sub(lambda match: f"```pycon\n{match[0].replace('<BLANKLINE>', '')}\n```", text)


class Examples(Extension):
    """Puts the fences in while docstrings are collected."""

    def on_object(self, *, obj: Object, **_: Any) -> None:
        """Called by griffe for each module, class, function and attribute."""
        if obj.docstring is not None:
            obj.docstring.value = fenced(obj.docstring.value)
