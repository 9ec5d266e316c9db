"""`kg build` as a command: what it says, and how it ends."""

from __future__ import annotations

import json
import os
import pty
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest

from kg.cli.options import LogLines
from tests.build.conftest import ARTICLES, contents, kg, start


def skipped(out: Path) -> dict[str, str]:
    found = json.loads((out / "report.json").read_text("utf-8"))["skipped"]
    return {item["document"]: item["reason"] for item in found}


def test_done(corpus: Path, tmp_path: Path) -> None:
    code, output, messages = kg("build", corpus, "-o", tmp_path / "out")
    assert 0 == code
    assert output.startswith("3 documents (0 unchanged), ")
    assert "extract: 3 of 3 documents" in messages


def test_quiet(corpus: Path, tmp_path: Path) -> None:
    code, output, messages = kg("build", corpus, "-o", tmp_path / "out", "--quiet")
    assert (0, "") == (code, output)
    assert {"a library that prints"} >= set(messages.splitlines())


def test_bad_input_costs_itself_only(corpus: Path, tmp_path: Path) -> None:
    """Everything that a folder of news has been seen to hold."""
    (corpus / "blank.txt").write_text(" \n\n", encoding="utf-8")
    (corpus / "zero.txt").write_bytes(b"")
    (corpus / "binary.txt").write_bytes(bytes(range(256)) * 40)
    sound = "李明到示例县调研。".encode() * 50
    (corpus / "undecodable.txt").write_bytes(sound + b"\xff" + sound)
    (corpus / "unreadable.txt").symlink_to(tmp_path / "nowhere.txt")
    (corpus / "oneline.txt").write_bytes("示例县".encode() * (50 * 1024 * 1024 // 9))
    (corpus / "page.html").write_text("<html><body></body></html>", encoding="utf-8")
    rows = ['{"text": "李明到示例县调研。"}', '{"text": ', '{"text": "王芳在示例县人民医院工作。"}']
    (corpus / "rows.jsonl").write_text("\n".join(rows), encoding="utf-8")
    (corpus / "twice.txt").write_text(ARTICLES["a.txt"], encoding="utf-8")
    script = '李明说：<script>alert(1)</script> "]} 示例县 </script> \\u003c'
    (corpus / "script.txt").write_text(script, encoding="utf-8")
    (corpus / "nothing").mkdir()
    code, _, messages = kg("build", corpus, "-o", tmp_path / "out")
    assert 1 == code
    reasons = skipped(tmp_path / "out")
    expected = {
        "blank.txt": "white space",
        "zero.txt": "empty",
        "binary.txt": "",
        "undecodable.txt": "",
        "unreadable.txt": "cannot be read",
        "oneline.txt": "longer than",
        "page.html": "no article",
        "rows.jsonl": "row 2",
        "twice.txt": "same content as a.txt",
    }
    assert set(expected) == set(reasons)
    for name, reason in expected.items():
        assert reason in reasons[name]
        assert 1 == sum(line.startswith(f"skipped {name}: ") for line in messages.splitlines())
    html = (tmp_path / "out" / "graph.html").read_text("utf-8")
    assert "<script>alert(1)" not in html


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere"], "nowhere: no such file or folder"),
        (["empty"], "empty: no document could be read"),
        (["corpus", "-o", "corpus"], "it holds other files"),
        (["corpus", "-o", "corpus/a.txt"], "it is a file"),
        (["corpus", "-o", "corpus/a.txt/out"], "cannot be written"),
        (["corpus", "--formats", "docx"], "docx: not an export format"),
        (["corpus", "--columns", "text"], "write role=column"),
        (["corpus", "--columns", "colour=blau"], "no such field"),
        (["corpus", "--encoding", "klingon"], "no such encoding"),
        (["corpus", "--max-chars", "0"], "max_chars must be at least 1"),
        (["corpus", "--jobs", "0"], "--jobs"),
        (["corpus", "--patterns", "nowhere.toml"], "nowhere.toml: no such file"),
    ],
)
def test_usage_and_input_errors(corpus: Path, tmp_path: Path, arguments: list[str], said: str) -> None:
    (tmp_path / "empty").mkdir()
    code, output, messages = kg("build", *arguments, cwd=tmp_path)
    assert (2, "") == (code, output)
    assert said in " ".join(messages.split())
    assert "Traceback" not in messages
    assert {"corpus", "empty"} == {path.name for path in tmp_path.iterdir()}
    assert set(ARTICLES) == {path.name for path in corpus.iterdir()}


def test_the_same_bytes_in_any_order(corpus: Path, tmp_path: Path) -> None:
    files = [corpus / name for name in ARTICLES]
    for seed, order in enumerate((files, files[::-1], [files[1], files[0], files[2]])):
        hashes = {"PYTHONHASHSEED": str(seed)}
        told = ("-o", tmp_path / f"out{seed}", "--jobs", str(1 + seed))
        assert 0 == kg("build", *order, *told, environment=hashes)[0]
    first, *others = [contents(tmp_path / f"out{seed}") for seed in range(3)]
    assert [first, first] == others


def test_interrupted(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert 0 == kg("build", corpus, "-o", out)[0]
    before = contents(out)
    (corpus / "d.txt").write_text("示例县举行了运动会。", encoding="utf-8")
    # In a group of its own, as a terminal's Ctrl-C reaches it.
    process = start("build", corpus, "-o", out, environment={"TOY_SECONDS": "60"}, process_group=0)
    time.sleep(3)
    os.killpg(process.pid, signal.SIGINT)
    _, messages = process.communicate(timeout=20)
    assert 130 == process.returncode
    assert "interrupted" in messages
    assert "Traceback" not in messages
    assert before == contents(out)
    assert {"corpus", "out"} == {path.name for path in tmp_path.iterdir()}


def test_a_bar_on_a_terminal(corpus: Path, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    process = start("build", corpus, "-o", tmp_path / "out", environment={"TERM": "xterm"}, stderr=theirs)
    os.close(theirs)
    shown = b""
    # Linux tells with an error that the other end of a terminal is closed.
    with suppress(OSError):
        while piece := os.read(ours, 4096):
            shown += piece
    process.communicate()
    os.close(ours)
    assert 0 == process.returncode
    assert b"extract" in shown
    assert b"extract: " not in shown


def test_lines_in_a_log(capsys: pytest.CaptureFixture[str]) -> None:
    lines = LogLines(every=0.0)
    lines("read", 256, None)
    lines("extract", 50, 200)
    lines("extract", 200, 200)
    said = capsys.readouterr().err.splitlines()
    assert said[0].startswith("read: 256 documents, ")
    assert said[1].startswith("extract: 50 of 200 documents, ")
    assert said[1].endswith(" left")
    assert said[2].startswith("extract: 200 of 200 documents, ")
