"""What the command line says, in two languages."""

from __future__ import annotations

import gettext
import json
import os
import re
import string
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli import language
from kg.cli.phrases import PHRASES
from kg.messages import DOMAIN, LOCALE, joined, said_in, say, say_n
from tests import catalogue
from tests.builders import town

HAN = range(0x4E00, 0xA000)


def kg(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """`kg` in a process of its own, without the locale of whoever runs the tests."""
    mine = {name: value for name, value in os.environ.items() if name not in ("LANG", "LANGUAGE", "LC_ALL")}
    mine.pop("LC_MESSAGES", None)
    return subprocess.run(
        [sys.executable, "-m", "kg.cli", *arguments],
        cwd=cwd,
        env={**mine, "PYTHONPATH": str(catalogue.ROOT), "PYTHONUTF8": "1", **environment},
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        timeout=120,
    )


def chinese(text: str) -> bool:
    return any(ord(character) in HAN for character in text)


def test_no_message_lacks_a_translation() -> None:
    catalog = catalogue.read()
    missing = []
    for text, sources in catalogue.texts().items():
        entry = catalog.get(text[0] if isinstance(text, tuple) else text)
        if sources != ["click"] and (entry is None or not entry.string or entry.string == ("",)):
            missing.append(f"{sources[0]}: {text}")
    assert [] == missing, "run make messages, and translate what it names"


def test_no_translation_is_left_over() -> None:
    known = {text[0] if isinstance(text, tuple) else text for text in catalogue.texts()}
    ids = [entry.id[0] if isinstance(entry.id, tuple) else entry.id for entry in catalogue.read() if entry.id]
    assert [] == [text for text in ids if text not in known], "run make messages"


def placeholders(text: str) -> set[tuple[str, str, str]]:
    """Names, conversions and formats of what is filled in."""
    fields = string.Formatter().parse(text)
    return {(name, kind or "", form or "") for _, name, form, kind in fields if name is not None}


def _forms(text: object) -> tuple[str, ...]:
    """The singular and the plural of a message, or its only form."""
    return tuple(str(form) for form in text) if isinstance(text, tuple | list) else (str(text or ""),)


def test_placeholders_agree() -> None:
    wrong: list[str] = []
    for entry in catalogue.read():
        if not entry.id or "%(" in str(entry.id):
            continue
        originals = _forms(entry.id)
        allowed = set().union(*(placeholders(text) for text in originals))
        needed = set.intersection(*(placeholders(text) for text in originals))
        translations = _forms(entry.string)
        wrong += [text for text in translations if not needed <= placeholders(text) <= allowed]
    assert [] == wrong


def test_what_is_installed_is_what_is_translated() -> None:
    with catalogue.PO.with_suffix(".mo").open("rb") as file:
        installed = gettext.GNUTranslations(file)
    for entry in catalogue.read():
        if entry.id and entry.string and isinstance(entry.id, str):
            assert entry.string == installed.gettext(entry.id), "run make messages"


def test_every_phrase_still_stands_in_the_source() -> None:
    files = sorted({*(catalogue.ROOT / "kg").rglob("*.py")} - {catalogue.ROOT / "kg" / "cli" / "phrases.py"})
    # The source may break a long text between two lines.
    source = re.sub(r'"\s*\n\s*f?"', "", "\n".join(path.read_text("utf-8") for path in files))
    gone = []
    for phrase in PHRASES:
        literals = [
            part for literal, *_ in string.Formatter().parse(phrase) for part in re.split("[.;:]", literal)
        ]
        if any(part.strip(" \n()?") not in source for part in literals):
            gone.append(phrase)
    assert [] == gone


def test_a_message_is_english_and_can_be_said_otherwise() -> None:
    words = {"{who} in {where}": "{where}有{who}", "{n} person": "{n}人", "the town": "镇上"}
    said = say("{who} in {where}", who=say_n("{n} person", "{n} people", 2), where=say("the town"))
    assert "2 people in the town" == said
    assert "镇上有2人" == said_in(said, lambda text: words.get(text, text), lambda one, _many, _n: words[one])
    assert "a, 镇上" == said_in(joined(", ", ["a", say("the town")]), lambda text: words.get(text, text))
    assert "plain" == said_in("plain", lambda text: "wrong")


def test_reasons_that_went_through_a_report_are_understood() -> None:
    found = language.understood("row 12: no column 'text'; there are: a, b")
    assert ("row {number}: {reason}", "12") == (found.template, found.values["number"])
    assert "no column {wanted}; there are: {have}" == found.values["reason"].template
    assert language.understood("a sentence of nobody's").template is None


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_TW"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, "zh"),
        ({"LANG": "ja_JP.UTF-8"}, "en"),
    ],
)
def test_the_locale_chooses(environment: dict[str, str], expected: str) -> None:
    assert expected == language.language_of(environment)


def test_help_and_errors_are_in_chinese_by_locale(tmp_path: Path) -> None:
    found = kg("--help", cwd=tmp_path, LC_ALL="zh_CN.UTF-8")
    assert 0 == found.returncode
    for line in found.stdout.splitlines():
        # Whatever explains anything explains it in Chinese.
        words = line.split("  ")[-1].strip()
        assert chinese(words) or not words or words == "kg [OPTIONS] COMMAND [ARGS]..." or "用法" in line, (
            line
        )
    for arguments in (
        ["buidl"],
        ["build"],
        ["build", "nowhere"],
        ["open", "nowhere"],
        ["serve", "x", "--port", "x"],
    ):
        found = kg(*arguments, cwd=tmp_path, LANG="zh_CN.UTF-8")
        assert 2 == found.returncode
        assert chinese(found.stderr.splitlines()[-1]), found.stderr


def test_the_option_overrules_the_locale(tmp_path: Path) -> None:
    assert "Options:" in kg("--lang", "en", "build", "--help", cwd=tmp_path, LANG="zh_CN.UTF-8").stdout
    assert "选项:" in kg("--lang=zh", "build", "--help", cwd=tmp_path, LANG="en_US.UTF-8").stdout
    found = kg("--lang", "fr", "build", "--help", cwd=tmp_path)
    assert 2 == found.returncode
    assert "'fr' is not one of 'en', 'zh'" in found.stderr


def test_the_library_speaks_english_whatever_the_locale(tmp_path: Path) -> None:
    language.use("zh")
    try:
        from kg.errors import MissingPath

        assert "a: no such file or folder. Check the spelling." == str(MissingPath("a"))
        assert "a：没有这个文件或文件夹。请检查拼写。" == language.told(MissingPath("a"))
    finally:
        language.use("en")
    assert "a: no such file or folder. Check the spelling." == language.told(MissingPath("a"))


def test_machines_get_the_same_keys_in_any_language(tmp_path: Path) -> None:
    from kg.tables import write_tables

    write_tables(town(), tmp_path / "out" / "tables")
    for arguments in (
        ["explain", "out", "县医院"],
        ["undecided", "out"],
        ["audit", "out"],
        ["diff", "out", "out"],
    ):
        zh, en = (kg("--lang", code, *arguments, "--json", cwd=tmp_path) for code in ("zh", "en"))
        assert 0 == zh.returncode == en.returncode, zh.stderr + en.stderr
        assert json.loads(zh.stdout) == json.loads(en.stdout)


def test_what_a_table_says_beside_its_cells_is_translated_and_said_once(tmp_path: Path) -> None:
    from kg.export import export
    from kg.tables import write_tables

    write_tables(town(), tmp_path / "out" / "tables")
    asked = ["query", "out", "-e", "SELECT ?p WHERE { ?p a schema:Persn }"]
    for code, rows, note in (("zh", "0 行", "是不是"), ("en", "0 rows", "did you mean")):
        # Without the export that is asked, the way to it is told.
        (tmp_path / "out" / "graph.trig").unlink(missing_ok=True)
        missing = kg("--lang", code, *asked, cwd=tmp_path)
        assert (2, True) == (missing.returncode, "kg export out --formats trig" in missing.stderr)

        export(town(), tmp_path / "out", ["trig"])
        found = kg("--lang", code, *asked, cwd=tmp_path)
        assert rows in found.stdout
        assert 1 == found.stdout.count(note)
        assert "" == found.stderr


def test_every_reason_for_one_person_or_two_has_words() -> None:
    from kg.explain import reason
    from kg.resolve.settings import weights

    for name in weights()["feature"]:
        assert name != reason(f"{name} +0.50 (李明)").removesuffix(" +0.50 (李明)")


def test_every_field_of_work_has_a_word_in_chinese() -> None:
    from kg.explain import reason
    from kg.resolve.settings import fields

    zh = gettext.translation(DOMAIN, LOCALE, ["zh"])
    named = {name for _, name in (*fields().titles, *fields().bodies)}
    told = [reason(f"same_field +0.80 ({name})") for name in sorted(named)]
    shown = [said_in(text, zh.gettext, zh.ngettext) for text in told]

    assert [] == [text for text in shown if re.search("[a-z]", text)]
