"""A build (floor 7): composes the stages.

local      the build itself, on one machine;  request: what it is asked for
stages     recognition, coreference and relations of one document, and what they depend on
pool       many documents through worker processes;  worker: what such a process does
pending    documents that wait, on disk
cache      extractions on disk, by document and stages;  codec: extractions as Arrow rows
unchanged  whether there is anything to do
folder     OUT, replaced as a whole
options    what a build can be told;  report: what it did;  course: how it comes along
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.build.course import Progress
    from kg.build.local import build
    from kg.build.options import BuildOptions
    from kg.build.report import Report

__all__ = ["BuildOptions", "Progress", "Report", "build"]

_HOMES = {"BuildOptions": "options", "Progress": "course", "Report": "report", "build": "local"}


def __getattr__(name: str) -> Any:
    # A worker is of this package too, and has no use for resolution and the exporters.
    if name in _HOMES:
        return getattr(import_module(f"kg.build.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class _Callable(ModuleType):
    def __call__(self, *paths: Any, **options: Any) -> Any:
        """`kg.build(paths, out)`: the Python API's function has the name of this package."""
        return import_module("kg.api").build(*paths, **options)


sys.modules[__name__].__class__ = _Callable
