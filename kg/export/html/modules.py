"""Join the explorer's ES modules into one script, so that the page needs no request and no bundler.

Each module becomes a function that returns what it exports, in the order in which modules need one another.
This reads a small part of the language, which the modules under assets/js keep to: named imports at the top,
and `export` before `function`, `async function`, `class` or `const`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.errors import KgError

_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w-]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?function\*?|class|const) (\w+)", re.MULTILINE)


def join(sources: Mapping[str, str], entry: str) -> str:
    """One script from the modules of `sources`, by file name, that runs `entry` last."""
    order: list[str] = []
    _visit(entry, sources, order, ())
    parts = ["(() => {", '"use strict";']
    parts += [_wrap(name, sources[name]) for name in order]
    parts.append("})();")
    return "\n".join(parts) + "\n"


def _visit(name: str, sources: Mapping[str, str], order: list[str], above: tuple[str, ...]) -> None:
    if name in above:
        raise KgError(f"modules need one another in a circle: {' -> '.join([*above, name])}")
    if name in order:
        return
    for _, needed in _IMPORT.findall(sources[name]):
        _visit(needed, sources, order, (*above, name))
    order.append(name)


def _wrap(name: str, source: str) -> str:
    body = _IMPORT.sub(lambda found: f"const {{{_renamed(found[1])}}} = {_variable(found[2])};\n", source)
    exported = [found[1] for found in _EXPORT.findall(source)]
    body = _EXPORT.sub(r"\1 \2", body)
    return f"const {_variable(name)} = (() => {{\n{body}\nreturn {{ {', '.join(exported)} }};\n}})();"


def _renamed(names: str) -> str:
    """`a as b` of an import is `a: b` of a destructuring."""
    return re.sub(r"(\w+) as (\w+)", r"\1: \2", names)


def _variable(name: str) -> str:
    return "$" + re.sub(r"\W", "_", name.removesuffix(".js"))
