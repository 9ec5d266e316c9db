from __future__ import annotations

import json
import random
import shutil
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kg.build import BuildOptions, build
from kg.build.report import Report
from kg.errors import EmptyCorpus, InvalidBaseIri, MissingPath, UnknownExport, UnwritableOutput
from kg.tables import read_tables
from tests.build.conftest import contents, start

pytestmark = pytest.mark.usefixtures("toy")


def again(corpus: Path, out: Path) -> tuple[Report, dict[str, str]]:
    return build([corpus], out), contents(out)


def anew(corpus: Path, out: Path) -> dict[str, str]:
    """A build from nothing."""
    build([corpus], out, BuildOptions(use_cache=False, jobs=1))
    return contents(out)


def test_a_build(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    report = build([corpus], out)
    assert 3 == report.counts["documents"]
    assert () == report.skipped
    assert "toy-1" == report.recognizer
    assert {"cache", "graph.html", "graph.trig", "graph.ttl", "identity.toml", "report.json", "tables"} == {
        path.name for path in out.iterdir()
    }
    assert "toy-1" == json.loads((out / "report.json").read_text("utf-8"))["versions"]["recognizer"]
    assert {"corpus", "out"} == {path.name for path in tmp_path.iterdir()}


def test_nothing_changed(corpus: Path, tmp_path: Path) -> None:
    _, before = again(corpus, tmp_path / "out")
    report, after = again(corpus, tmp_path / "out")
    assert 3 == report.cached
    assert before == after


def test_nothing_changed_and_nothing_is_written(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    before, _ = again(corpus, out)
    page = (out / "graph.html").stat().st_ino
    report, _ = again(corpus, out)
    assert page == (out / "graph.html").stat().st_ino
    assert replace(before, seconds={}, cached=3) == replace(report, seconds={})


@pytest.mark.parametrize("touched", ["graph.html", "tables/entities.parquet", "identity.toml"])
def test_what_was_damaged_is_made_again(corpus: Path, tmp_path: Path, touched: str) -> None:
    out = tmp_path / "out"
    _, before = again(corpus, out)
    with (out / touched).open("ab") as file:
        file.write(b"\n# 1\n")
    _, after = again(corpus, out)
    assert before == after


def test_other_options_build_again(corpus: Path, tmp_path: Path) -> None:
    build([corpus], tmp_path / "out")
    build([corpus], tmp_path / "out", BuildOptions(formats=("nt",), title="别的"))
    assert (tmp_path / "out" / "graph.nt").exists()
    assert "别的" in (tmp_path / "out" / "graph.html").read_text("utf-8")


def test_rulings_outlive_a_build_that_died_between_its_renames(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build([corpus], out)
    ledger = out / "identity.toml"
    ledger.write_text("# checked with the village\n" + ledger.read_text("utf-8"), encoding="utf-8")
    out.rename(tmp_path / ".out.replaced")
    build([corpus], out)
    assert ledger.read_text("utf-8").startswith("# checked with the village")


def test_added_changed_removed(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build([corpus], out)
    (corpus / "a.txt").write_text("王芳是示例县人民医院的医生。", encoding="utf-8")
    (corpus / "b.txt").unlink()
    (corpus / "d.txt").write_text("示例县举行了运动会，李明参加了。", encoding="utf-8")
    report, after = again(corpus, out)
    assert 1 == report.cached
    assert anew(corpus, tmp_path / "anew") == after
    assert ["a.txt", "c.txt", "d.txt"] == [d.source_name for d in read_tables(out / "tables").documents]


def test_a_damaged_cache_is_made_anew(corpus: Path, tmp_path: Path) -> None:
    _, before = again(corpus, tmp_path / "out")
    for path in (tmp_path / "out" / "cache").rglob("*.arrow"):
        path.write_bytes(path.read_bytes()[:-100])
    (tmp_path / "out" / "graph.ttl").unlink()
    report, after = again(corpus, tmp_path / "out")
    assert 0 == report.cached
    assert before == after


def test_an_output_inside_the_corpus_is_not_read(corpus: Path) -> None:
    _, before = again(corpus, corpus / "out")
    report, after = again(corpus, corpus / "out")
    assert 3 == report.cached == report.counts["documents"]
    assert before == after


def test_a_cache_for_two_outputs(corpus: Path, tmp_path: Path) -> None:
    options = BuildOptions(cache=tmp_path / "cache")
    build([corpus], tmp_path / "one", options)
    build([corpus / "a.txt"], tmp_path / "two", options)
    assert 3 == build([corpus], tmp_path / "three", options).cached
    assert contents(tmp_path / "one") == contents(tmp_path / "three")
    assert not (tmp_path / "one" / "cache").exists()


def test_a_document_that_crashes_the_recognizer(corpus: Path, tmp_path: Path) -> None:
    (corpus / "bad.txt").write_text("李明的文章让程序崩溃了。", encoding="utf-8")
    report = build([corpus], tmp_path / "out", BuildOptions(jobs=2))
    assert [("bad.txt", "ended the process that analysed it (SIGSEGV)")] == [
        (item.source_name, item.reason) for item in report.skipped
    ]
    assert 3 == report.counts["documents"]
    listed = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))["skipped"]
    assert [{"document": "bad.txt", "reason": report.skipped[0].reason}] == listed


def test_what_cannot_be_built(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    _, before = again(corpus, out)
    (tmp_path / "empty").mkdir()
    with pytest.raises(EmptyCorpus):
        build([tmp_path / "empty"], out)
    with pytest.raises(MissingPath):
        build([tmp_path / "nowhere"], out)
    with pytest.raises(MissingPath):
        build([corpus], out, BuildOptions(pattern_files=(tmp_path / "nowhere.toml",)))
    with pytest.raises(UnknownExport):
        build([corpus], out, BuildOptions(formats=("docx",)))
    with pytest.raises(InvalidBaseIri):
        build([corpus], out, BuildOptions(base_iri="no iri"))
    assert before == contents(out)
    assert {"corpus", "empty", "out"} == {path.name for path in tmp_path.iterdir()}


def test_a_full_disk(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    _, before = again(corpus, out)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kg.build.products.write_html", full)
    (corpus / "d.txt").write_text("示例县举行了运动会。", encoding="utf-8")
    with pytest.raises(UnwritableOutput, match="No space left"):
        build([corpus], out)
    assert before == contents(out)


def test_an_interrupted_build_leaves_what_it_found_to_the_next(corpus: Path, tmp_path: Path) -> None:
    (corpus / "long.txt").write_text("李明到示例县。" * 4000, encoding="utf-8")

    def interrupt(stage: str, done: int, total: int | None) -> None:
        if stage == "extract" and done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build([corpus], tmp_path / "out", BuildOptions(jobs=1, cache=tmp_path / "cache"), progress=interrupt)
    assert not (tmp_path / "out").exists()
    told: list[str] = []
    options = BuildOptions(jobs=1, cache=tmp_path / "cache")
    report = build([corpus], tmp_path / "out", options, progress=lambda stage, *_: told.append(stage))
    # The three short ones are a batch, the long one is another.
    assert 3 == report.cached
    assert ["extract", "resolve", "write"] == list(dict.fromkeys(told))


def test_killed_while_it_extracts_it_leaves_what_it_found(corpus: Path, tmp_path: Path) -> None:
    (corpus / "long.txt").write_text("李明到示例县。" * 4000, encoding="utf-8")
    cache = tmp_path / "cache"
    # No batch waits in memory here: a real build writes every ten seconds.
    process = start(
        *("build", corpus, "-o", tmp_path / "out", "--cache", cache, "--jobs", "1"),
        environment={"TOY_SECONDS": "0.5"},
        setup="from kg.build import cache; cache._SECONDS = 0.0",
    )
    while not list(cache.rglob("*.arrow")) and process.poll() is None:
        time.sleep(0.02)
    process.kill()
    process.communicate()
    report = build([corpus], tmp_path / "out", BuildOptions(cache=cache))
    assert 3 == report.cached
    assert contents(tmp_path / "out") == anew(corpus, tmp_path / "anew")


def test_nothing_changed_with_a_cache_elsewhere(corpus: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    options = BuildOptions(cache=tmp_path / "cache")
    for out in (one, two):
        build([corpus], out, options)
    for out in (one, two):
        page = (out / "graph.html").stat().st_ino
        assert 3 == build([corpus], out, options).cached
        assert page == (out / "graph.html").stat().st_ino
    (corpus / "a.txt").unlink()
    assert 2 == build([corpus], one, options).counts["documents"]


@pytest.fixture
def kills() -> random.Random:
    # The moments are chosen by chance, once: a failure can be had again.
    return random.Random(7)


def test_killed_at_any_moment(corpus: Path, tmp_path: Path, kills: random.Random) -> None:
    out = tmp_path / "out"
    build([corpus], out)
    # As large corpora are built, with a process beside the builder to the end.
    more: dict[str, Any] = {"setup": "from kg.build import crew; crew.ALONE = 1"}
    started = time.monotonic()
    assert 0 == start("build", corpus, "-o", tmp_path / "whole", "--no-cache", "--jobs", "2", **more).wait()
    whole = time.monotonic() - started
    good = [contents(out)]
    for turn in range(20):
        (corpus / "d.txt").write_text(f"示例县第{turn}次运动会，李明参加了。", encoding="utf-8")
        process = start(
            *("build", corpus, "-o", out, "--quiet", "--jobs", "2"),
            environment={"TOY_SECONDS": "0.02"},
            **more,
        )
        time.sleep(kills.uniform(0.0, whole))
        process.kill()
        process.communicate()
        if not out.exists():
            (tmp_path / ".out.replaced").rename(out)
        if (now := contents(out)) not in good:
            # The new one: then all of it.
            shutil.rmtree(tmp_path / "anew", ignore_errors=True)
            assert anew(corpus, tmp_path / "anew") == now
            good = [now]
    _, now = again(corpus, out)
    shutil.rmtree(tmp_path / "anew", ignore_errors=True)
    assert anew(corpus, tmp_path / "anew") == now
    left = {path.name for path in tmp_path.iterdir()}
    assert {"anew", "corpus", "out", "whole"} == left
