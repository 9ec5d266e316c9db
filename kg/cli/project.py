"""kg.toml: what need not be typed each time.

    [build]
    corpus = ["corpus"]
    formats = ["trig", "ttl", "csv"]

    [serve]
    port = 8001

A section is a command, a key one of its options without the dashes, or one of its arguments. What is typed
wins. The file is looked for where the command runs; paths in it are relative to it.
"""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from gettext import gettext as _
from pathlib import Path
from typing import Any

import click

from kg.errors import KgError
from kg.messages import Message, say

FILE = "kg.toml"
# In these the folder is followed by other words, so that it must be typed.
_OTHER_WORDS_FOLLOW = frozenset({"query", "evaluate"})
# Commands that make no sense to configure: each call has its own words.
_NOT_CONFIGURED = frozenset(
    {"init", "completion", "doctor", "merge", "split", "diff", "explain", "train", "bench"}
)
# A list of these is one word with commas on the command line.
_LISTS = frozenset({"formats"})
_PAIRS = frozenset({"columns"})
_PATHS = frozenset({"corpus", "gold"})
# A line of kg.toml that shows what may stand there, where the default says nothing.
_EXAMPLES = {
    "base-iri": "https://news.example/id/",
    "columns": {"text": "正文", "title": "标题"},
    "encoding": "gb18030",
    "max-chars": 100_000,
    "jobs": 2,
    "limit": 20,
    "cache": "cache",
    "formats": ["graphml", "csv"],
    "to": "export",
    "gold": ["gold/mine.gold.json"],
    "predicate": "holdsPost",
    "model": ["en=en_core_web_sm"],
    "ontology": ["mine.ttl"],
    "patterns": ["mine.toml"],
    "cors": ["https://notebook.example"],
}
# What is done once is no option of a project.
_ONCE = frozenset({"page", "write", "read", "expression", "as_json", "open_", "question", "parameters"})


class InvalidConfig(KgError):
    """A kg.toml that cannot be used: what is wrong in it, and what was probably meant."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path = str(path)
        super().__init__(say("{path}: {reason}", path=path, reason=reason))


def defaults(config: Path | None, invoked: str | None) -> dict[str, Any] | None:
    """What click takes as the defaults of the command that is invoked; the whole file is checked.

    Raises `InvalidConfig`: no such file, no TOML, an unknown section or key, a value of the wrong kind.
    """
    path = config or Path(FILE)
    if not path.is_file():
        if config is not None:
            raise InvalidConfig(config, say("no such file"))
        return None
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise InvalidConfig(path, say("not TOML ({reason})", reason=error)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidConfig(path, say("cannot be read ({reason})", reason=error)) from error
    commands = configurable()
    for section in content:
        if section not in commands:
            raise InvalidConfig(
                path, _unknown(say("there is no section [{name}]", name=section), section, commands)
            )
    return {
        section: dict(_section(path, section, given, commands[section]))
        for section, given in content.items()
        # An option of another command is its own affair, once its name is right.
        if invoked in (None, section) or _checked(path, section, given, commands[section])
    }


def configurable() -> Mapping[str, click.Command]:
    """The commands that a kg.toml has sections for."""
    from kg.cli import COMMANDS, command

    return {name: command(name) for name in COMMANDS if name not in _NOT_CONFIGURED}


def keys_of(command: click.Command) -> Mapping[str, click.Parameter]:
    """What a section may hold: its options by their long names, its arguments by theirs."""
    left_out = _ONCE | ({"out"} if command.name in _OTHER_WORDS_FOLLOW else set())
    return {_key(item): item for item in command.params if item.name not in left_out}


def _key(parameter: click.Parameter) -> str:
    names = (
        [name for name in parameter.opts if name.startswith("--")]
        if isinstance(parameter, click.Option)
        else []
    )
    return names[0].removeprefix("--") if names else str(parameter.name)


def _checked(path: Path, section: str, given: Any, command: click.Command) -> bool:
    for _ignored in _section(path, section, given, command):
        pass
    return False


def _section(path: Path, section: str, given: Any, command: click.Command) -> Iterator[tuple[str, Any]]:
    known = keys_of(command)
    if not isinstance(given, dict):
        raise InvalidConfig(path, say("[{section}] must be a section", section=section))
    for key, value in given.items():
        # base_iri is what a Python programmer writes.
        parameter = known.get(key.replace("_", "-"))
        if parameter is None:
            wrong = say("[{section}] has no key {key}", section=section, key=key)
            raise InvalidConfig(path, _unknown(wrong, key, known))
        yield str(parameter.name), _value(path, f"[{section}] {key}", value, parameter)


def _unknown(wrong: Message, name: str, known: Sequence[str] | Mapping[str, Any]) -> Message:
    near = get_close_matches(name, list(known), n=1, cutoff=0.5)
    if near:
        return say("{wrong}. Did you mean {near}?", wrong=wrong, near=near[0])
    return say("{wrong}. Known: {known}.", wrong=wrong, known=", ".join(known))


def _value(path: Path, where: str, value: Any, parameter: click.Parameter) -> Any:
    """The value as the command line would have it, checked by the option's own type."""
    if parameter.name in _LISTS and isinstance(value, list):
        value = ",".join(map(str, value))
    if parameter.name in _PAIRS and isinstance(value, dict):
        value = ",".join(f"{role}={column}" for role, column in value.items())
    many = parameter.multiple if isinstance(parameter, click.Option) else parameter.nargs == -1
    flag = isinstance(parameter, click.Option) and parameter.is_flag
    values = value if many and isinstance(value, list) else [value]
    for item in values:
        kinds, words = (bool, say("true or false")) if flag else _wanted(parameter.type)
        if not isinstance(item, kinds) or (isinstance(item, bool) and not flag):
            shown = json.dumps(item, default=str, ensure_ascii=False)
            reason = say("{where} must be {wanted}, not {value}", where=where, wanted=words, value=shown)
            raise InvalidConfig(path, reason)
        try:
            parameter.type.convert(item, parameter, None)
        except click.BadParameter as error:
            raise InvalidConfig(path, say("{where}: {reason}", where=where, reason=error.message)) from None
    found = [_place(path, item, parameter) for item in values]
    return found if many else found[0]


def _wanted(kind: Any) -> tuple[type | tuple[type, ...], Message]:
    """The types that a value of this option may have in TOML, and their name."""
    if isinstance(kind, click.types.FloatParamType):
        return (int, float), say("a number")
    if isinstance(kind, click.types.IntParamType):
        return int, say("a whole number")
    return str, say("text in quotation marks")


def _place(path: Path, value: Any, parameter: click.Parameter) -> Any:
    """A path as it is seen from here, where the file lies elsewhere."""
    named = isinstance(parameter.type, click.Path) or parameter.name in _PATHS
    folder = path.parent
    if (
        not named
        or not isinstance(value, str)
        or value == "-"
        or folder == Path()
        or Path(value).is_absolute()
    ):
        return value
    return os.path.join(folder, value)  # noqa: PTH118 - a pattern such as **/*.txt stays as it was written


def template(corpus: str = "corpus", out: str = "out") -> str:
    """A kg.toml with every option, each with what it does, all but the first two left to the defaults."""
    from kg.cli.language import localized

    blocks = [_("# What need not be typed each time. Lines that begin with # show defaults and examples.")]
    given = {("build", "corpus"): [corpus], ("build", "out"): out}
    for name, command in configurable().items():
        lines = [f"[{name}]"]
        shown = localized(command)
        for key, parameter in keys_of(shown).items():
            if (name, key) in given:
                lines.append(f"{key} = {json.dumps(given[name, key], ensure_ascii=False)}")
                continue
            if isinstance(parameter, click.Option) and parameter.help:
                lines += ["", f"# {parameter.help}"]
            lines.append(f"# {key} = {_example(key, parameter, out)}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def _example(key: str, parameter: click.Parameter, out: str) -> str:
    """The default, or where there is none something that may stand there, as TOML."""
    default = parameter.default
    if isinstance(parameter, click.Option) and parameter.is_flag:
        return "false"
    if key == "out":
        return json.dumps(out)
    if key in _LISTS and isinstance(default, str):
        return json.dumps(default.split(","))
    value = default if isinstance(default, str | int | float) else _EXAMPLES.get(key, _any(parameter))
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{k} = {json.dumps(v, ensure_ascii=False)}" for k, v in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)


def _any(parameter: click.Parameter) -> object:
    """Something that an option takes, where nobody has thought of a better example."""
    if isinstance(parameter.type, click.Choice):
        return parameter.type.choices[0]
    value: object = "" if _wanted(parameter.type)[0] is str else 10
    return [] if isinstance(parameter, click.Option) and parameter.multiple else value
