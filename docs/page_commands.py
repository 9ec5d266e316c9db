"""The page on the command line, in one language, from the commands themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from page_tables import cell

_COMMANDS = {
    "en": (
        "# Commands",
        "Written from the commands' own help, which `kg COMMAND --help` prints.",
        "Exit codes: 0 done; 1 done with findings (documents skipped, shapes violated, graphs that differ); "
        "2 wrong usage or input that cannot be used.",
        "| option | what it does |",
        "Default: {}.",
    ),
    "zh": (
        "# 命令",
        "本页由各条命令自己的帮助生成；在终端里用 `kg 命令 --help` 查看。",
        "退出码：0 完成；1 完成，但有情况要看（跳过了文档、违反了约束、两张图谱有差别）；"
        "2 用法不对，或输入用不了。",
        "| 选项 | 作用 |",
        "默认：{}。",
    ),
}


def commands(language: str) -> str:
    """Reference of the command line in one language, from the commands themselves."""
    import click

    from kg.cli import language as speech
    from kg.cli import main

    speech.use(language)
    title, source, codes, head, default = _COMMANDS[language]
    lines = [title, "", source, "", codes, ""]
    for names, command, context in _commands(
        speech.localized(main), click.Context(main, info_name="kg"), ("kg",)
    ):
        lines += [f"{'#' * max(len(names), 2)} {' '.join(names)}", ""]
        lines += [*_help(command.help or ""), "```text", command.get_usage(context).strip(), "```", ""]
        options = [item for item in command.params if isinstance(item, click.Option) and not item.hidden]
        if options:
            lines += [head, "|---|---|"]
            lines += [_option(option, context, default) for option in options]
            lines.append("")
    return "\n".join(lines)


def _commands(
    command: Any, context: Any, names: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    import click

    yield names, command, context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            if child is not None and not child.hidden:
                yield from _commands(
                    child, click.Context(child, info_name=name, parent=context), (*names, name)
                )


def _help(text: str) -> Iterator[str]:
    """A command's help as Markdown: what click must not wrap, after a backspace on a line, is examples."""
    for paragraph in re.split(r"\n[ \t]*\n", text.strip()):
        lines = [line.strip() for line in paragraph.splitlines()]
        if lines[0] == "\b":
            yield from ("```text", *lines[1:], "```", "")
        else:
            yield from (" ".join(lines), "")


def _option(option: Any, context: Any, default: str) -> str:
    names = ", ".join(f"`{name}`" for name in (*option.opts, *option.secondary_opts))
    value = (
        "" if option.is_flag or option.count else f" `{option.make_metavar(context).replace(' RANGE', '')}`"
    )
    words = option.help or ""
    if option.show_default and not option.is_flag:
        words = f"{words} {default.format(option.get_default(context))}"
    return f"| {names}{value} | {cell(words)} |"
