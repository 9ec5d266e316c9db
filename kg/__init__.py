"""A knowledge-graph builder for news, Chinese first.

    graph = kg.build("corpus/")
    graph["龚志刚"]

`kg.api` has the whole of it. Nothing is loaded before it is used, so that `import kg` is quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.api import build, open, show

__version__ = "0.1.0"
__all__ = ["__version__", "build", "open", "show"]


def __getattr__(name: str) -> Any:
    if name in ("open", "show"):
        return getattr(import_module("kg.api"), name)
    if name == "build":
        # The package kg.build, which can be called: whoever imports it finds the same thing under this name.
        return import_module("kg.build")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
