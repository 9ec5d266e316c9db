"""Auditing: what is drawn, how it is asked, where the answers go, what they tell."""

from __future__ import annotations

import csv
import json
import os
import pty
import select
import subprocess
import sys
import termios
import time
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.audit import (
    Answer,
    Answers,
    draw,
    measure,
    read_answers,
    read_sheet,
    wilson,
    write_answers,
    write_sheet,
)
from kg.audit.answers import AnswersUnreadable
from kg.cli import main
from kg.errors import UnknownPredicate
from kg.records import Entity, Graph
from kg.tables import write_tables
from tests.builders import document, fact, graph, person, place

ROOT = Path(__file__).parents[1]


def many(visits: int, births: int = 2) -> Graph:
    """So many statements of two relations, each in a document of its own."""
    county = place("示例县")
    people = [person(f"李{chr(0x4E00 + number)}") for number in range(visits + births)]
    texts = [document(f"{one.name}到示例县。", f"{number}.txt") for number, one in enumerate(people)]
    kinds = ["visited"] * visits + ["bornIn"] * births
    facts = [fact(one, kind, county, text) for one, kind, text in zip(people, kinds, texts, strict=True)]
    return graph(texts, [county, *people], facts)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    write_tables(many(6), tmp_path / "out" / "tables")
    return tmp_path / "out"


def audit(out: Path, *arguments: str, typed: str = "") -> Result:
    found = CliRunner().invoke(main, ["--lang", "en", "audit", str(out), *arguments], input=typed)
    assert 0 == found.exit_code, found.output
    return found


def judged(out: Path) -> dict[str, bool]:
    return {key: answer.right for key, answer in read_answers(out / "audit.toml").items()}


def test_the_sample_is_the_same_every_time_and_grows_with_its_size() -> None:
    small, large = (draw(many(40), n) for n in (5, 20))
    assert [q.statement.id for q in small] == [q.statement.id for q in draw(many(40), 5)]
    assert {q.statement.id for q in small} < {q.statement.id for q in large}
    assert {"visited": 20, "bornIn": 2} == {
        name: sum(q.statement.predicate == name for q in large) for name in ("visited", "bornIn")
    }
    other = draw(many(40), 5, seed=1)
    assert {q.statement.id for q in small} != {q.statement.id for q in other}


def test_no_statement_is_likelier_drawn_than_another() -> None:
    """Over many seeds each of ten is drawn about as often; the bound is five standard deviations."""
    drawn = [
        q.statement.id for seed in range(200) for q in draw(many(10, 0), 3, predicate="visited", seed=seed)
    ]
    counts = [drawn.count(key) for key in set(drawn)]
    assert 10 == len(counts)
    assert all(abs(count - 60) < 5 * (200 * 0.3 * 0.7) ** 0.5 for count in counts)


def test_co_occurrence_is_not_asked_about() -> None:
    one, other, text = person("李明"), person("王芳"), document("李明和王芳到了。")
    both = [fact(one, "coOccursWith", other, text), fact(one, "met", other, text)]
    assert ["met"] == [q.statement.predicate for q in draw(graph([text], [one, other], both), 50)]
    with pytest.raises(UnknownPredicate, match="Did you mean visited"):
        draw(many(1), 1, predicate="visitted")


def test_the_two_names_are_marked_one_within_the_other_too() -> None:
    county, seat = place("示例县"), Entity("org-1", place("x").kind, "示例县委", ("县委",), ("short-form",))
    text = document("示例县委开会。")
    inside = graph([text], [county, seat], [fact(seat, "locatedIn", county, text)])
    nested = [
        replace(m, id="men-0", entity=county.id, end=m.start + 3, text="示例县") for m in inside.mentions[:1]
    ]
    (question,) = draw(replace(inside, mentions=(*inside.mentions, *nested)), 1)
    assert "【【示例县】委】开会。" == question.quotes[0].marked()
    assert "示例县委开会。" == question.quotes[0].text


def test_answers_are_kept_and_not_asked_again(out: Path) -> None:
    first = audit(out, "-n", "2", typed="y\nn\ns\nq\n")
    assert "[1/4]" in first.output
    assert "【李" in first.output
    assert [False, True] == sorted(judged(out).values())
    second = audit(out, "-n", "2", typed="y\ny\n")
    assert "[1/2]" in second.output
    assert 4 == len(judged(out))
    assert "[1/" not in audit(out, "-n", "2").output


def test_what_is_typed_wrong_is_asked_again(out: Path) -> None:
    found = audit(out, "-n", "1", "--predicate", "visited", typed="what\n\nY\n")
    assert 3 == found.output.count("Does it say so?")
    assert [True] == [*judged(out).values()]


def test_the_end_of_the_input_ends_it(out: Path) -> None:
    assert "nothing judged yet" in audit(out).output
    assert not (out / "audit.toml").exists()


def test_a_key_on_a_terminal_is_enough(out: Path) -> None:
    """y, n and Ctrl-C, as a person presses them: no Return."""
    controller, terminal = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "kg.cli", "--lang", "en", "audit", str(out)],
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm"},
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
    )
    os.close(terminal)
    shown, until = b"", time.monotonic() + 60
    for number, key in enumerate((b"y", b"n", b"\x03"), 1):
        # Not before its question is there and the terminal hands over single keys: what is typed earlier is
        # thrown away.
        while shown.count(b"Does it say so?") < number and time.monotonic() < until:
            if select.select([controller], [], [], 0.05)[0]:
                shown += os.read(controller, 4096)
        while termios.tcgetattr(controller)[3] & termios.ICANON and time.monotonic() < until:
            time.sleep(0.01)
        os.write(controller, key)
    try:
        while time.monotonic() < until:
            if select.select([controller], [], [], 0.5)[0]:
                shown += os.read(controller, 4096)
    except OSError:
        # Linux says so when the other end of a terminal is closed.
        pass
    finally:
        if time.monotonic() >= until:
            process.kill()
    assert 0 == process.wait(30)
    assert [False, True] == sorted(judged(out).values())
    assert b"\x1b[" in shown
    assert "【".encode() not in shown
    assert b"precision" in shown


def test_a_rebuild_keeps_the_answers(out: Path) -> None:
    from kg.build.folder import replacing

    audit(out, "-n", "1", typed="y\nn\n")
    before = (out / "audit.toml").read_bytes()
    (out / "report.json").write_text("{}", encoding="utf-8")
    with replacing(out) as folder:
        write_tables(many(6), folder / "tables")
        (folder / "report.json").write_text("{}", encoding="utf-8")
    assert before == (out / "audit.toml").read_bytes()


def test_answers_that_cannot_be_read_are_not_written_over(out: Path) -> None:
    (out / "audit.toml").write_text("[[answer]]\nstatement = 1\nright = 'maybe'\n", encoding="utf-8")
    found = CliRunner().invoke(main, ["--lang", "en", "audit", str(out)], input="y\n")
    assert 2 == found.exit_code
    assert "audit.toml: an [[answer]] needs" in found.output
    assert "maybe" in (out / "audit.toml").read_text("utf-8")


def test_any_text_survives_the_file(tmp_path: Path) -> None:
    nasty = Answer("st-1", False, 'a"b\\c\n', "\x7f\x00\t【】", "\u2028 '''")
    write_answers({"st-1": nasty}, tmp_path / "audit.toml")
    assert {"st-1": nasty} == read_answers(tmp_path / "audit.toml")


def test_a_sheet_goes_out_and_comes_back(out: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sample.csv"
    audit(out, "-n", "2", "--write", str(sheet))
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert 4 == len(rows)
    for row, word in zip(rows, ("y", "否", "", "N"), strict=True):
        row["right"] = word
    # As a spreadsheet on a Chinese Windows saves it.
    with sheet.open("w", encoding="gb18030", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    assert "3 answers read" in audit(out, "--read", str(sheet)).output
    assert [True, False, False] == [*judged(out).values()]


def test_a_sheet_that_is_none_is_named_with_its_row(tmp_path: Path) -> None:
    sheet = tmp_path / "sample.csv"
    sheet.write_text("statement,right\nst-1,y\nst-2,perhaps\n", encoding="utf-8")
    with pytest.raises(AnswersUnreadable, match="row 3: 'perhaps' is neither y nor n"):
        read_sheet(sheet)
    sheet.write_text("name,age\nx,1\n", encoding="utf-8")
    with pytest.raises(AnswersUnreadable, match="columns statement and right"):
        read_sheet(sheet)


def test_a_sheet_holds_no_formulas(tmp_path: Path) -> None:
    county, one = place("示例县"), person("=cmd|'/c calc'!A1")
    text = document("=cmd|'/c calc'!A1到示例县。")
    questions = draw(graph([text], [county, one], [fact(one, "visited", county, text)]), 1)
    write_sheet(questions, {}, tmp_path / "s.csv")
    with (tmp_path / "s.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert not any(value.startswith(("=", "+", "-", "@")) for value in row.values())


@pytest.mark.parametrize(
    ("right", "n", "low", "high"),
    # From Wilson's formula as statsmodels' proportion_confint(method="wilson") gives it.
    [(9, 10, 0.5958, 0.9821), (45, 50, 0.7864, 0.9565), (50, 50, 0.9287, 1.0), (0, 20, 0.0, 0.1611)],
)
def test_the_interval_is_wilsons(right: int, n: int, low: float, high: float) -> None:
    assert (low, high) == pytest.approx(wilson(right / n, n), abs=1e-4)


def answered(found: Graph, verdicts: dict[str, list[bool]]) -> Answers:
    answers = {}
    for predicate, values in verdicts.items():
        keys = [item.id for item in found.statements if item.predicate == predicate]
        answers.update({key: Answer(key, value) for key, value in zip(keys, values, strict=False)})
    return answers


def test_the_whole_is_weighted_by_how_many_there_are() -> None:
    """Ten of 90 and ten of 10 judged: the frequent relation counts nine times as much."""
    found = many(90, 10)
    verdicts = {"visited": [True] * 9 + [False], "bornIn": [True] * 5 + [False] * 5}
    figures, together = measure(found, answered(found, verdicts))
    assert (0.9, 0.5) == (figures["visited"].share, figures["bornIn"].share)
    assert 0.9 * 0.9 + 0.1 * 0.5 == pytest.approx(together.share)
    assert (20, 100, 14) == (together.judged, together.population, together.right)
    # Less is known than of twenty drawn from all alike.
    assert together.high - together.low > wilson(together.share, 20)[1] - wilson(together.share, 20)[0]


def test_answers_on_what_is_gone_do_not_count() -> None:
    figures, together = measure(many(3), {"st-gone": Answer("st-gone", False)})
    assert ({}, 0) == (figures, together.judged)


def test_machines_get_figures_and_are_asked_nothing(out: Path) -> None:
    audit(out, "-n", "1", typed="y\nn\n")
    found = json.loads(audit(out, "--json").stdout)
    assert {"predicates", "all"} == set(found)
    assert {"bornIn", "visited"} == set(found["predicates"])
    assert {"population", "judged", "right", "share", "low", "high"} == set(found["all"])
    assert 2 == found["all"]["judged"]
