"""A build, end to end and by stage: speed, memory, growth, a second build, a second job.

usage: python tests/bench/bench_build.py ARTICLES.jsonl... [--sizes 125,250,500,1000] [--jobs 2] [--seed 7]
                                          [--parts again,jobs,share]

Draws as many articles as the largest size from files of JSON lines, each smaller corpus being part of the
larger ones. Prints one JSON object for each measurement, with the command that it is of. `cpu` is processor
time, of workers too: on a machine that does other things as well it tells more than `seconds`. `memory` is
the most that all processes of a build held together, `largest` the most that one of them did, both in MB.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
_KG = (sys.executable, "-m", "kg.cli")
_PAGE = os.sysconf("SC_PAGE_SIZE")
# So many articles are recognized in this process to learn which part of extraction is the recognizer's.
_SHARE_OF = 250


def main() -> None:
    """Reads the options, measures, prints."""
    parser = argparse.ArgumentParser(description="Speed, memory and growth of a build.")
    parser.add_argument("articles", nargs="+", type=Path)
    parser.add_argument("--sizes", default="125,250,500,1000", help="each the double of the last")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--parts", default=",".join(_PARTS), help="what is measured beside growth; may be ''")
    given = parser.parse_args()
    sizes = [int(size) for size in given.sizes.split(",")]
    rows = drawn(given.articles, max(sizes), given.seed)
    with tempfile.TemporaryDirectory() as folder:
        measured = [grown(rows[:size], Path(folder), given.jobs) for size in sizes]
        growth(measured)
        for name, part in _PARTS.items():
            if name in given.parts.split(","):
                part(rows[: sizes[-1]], Path(folder), given.jobs)


def drawn(paths: Sequence[Path], count: int, seed: int) -> list[str]:
    """Lines of `paths` by chance, the same for the same seed."""
    rows = [line for path in sorted(paths) for line in path.read_text("utf-8").splitlines() if line.strip()]
    random.Random(seed).shuffle(rows)
    if len(rows) < count:
        raise SystemExit(f"only {len(rows)} articles for a size of {count}")
    return rows[:count]


def written(rows: Sequence[str], folder: Path) -> Path:
    corpus = folder / f"corpus-{len(rows)}"
    corpus.mkdir(exist_ok=True)
    (corpus / "news.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return corpus


def grown(rows: Sequence[str], folder: Path, count: int) -> dict[str, Any]:
    """A build from nothing."""
    corpus, out = written(rows, folder), folder / f"out-{len(rows)}"
    found = run("build", corpus, "-o", out, "--jobs", str(count), "--timings", "--quiet")
    report = json.loads((out / "report.json").read_text("utf-8"))
    characters = sum(len(json.loads(row).get("text", "")) for row in rows)
    found |= {
        "articles": len(rows),
        "characters": characters,
        "articles_per_second": round(len(rows) / found["seconds"], 1),
        "characters_per_second": round(characters / found["seconds"]),
        "stages": report["seconds"],
        "characters_per_second_by_stage": {
            stage: round(characters / seconds) for stage, seconds in report["seconds"].items() if seconds
        },
        "counts": report["counts"],
        "bytes": {path.name: path.stat().st_size for path in sorted(out.iterdir()) if path.is_file()},
    }
    told("from nothing", found)
    return found


def growth(measured: Sequence[dict[str, Any]]) -> None:
    """The exponent k of n^k over each doubling and over all of them."""
    for what in ("cpu", "seconds", "memory"):
        pairs = [(one["articles"], one[what]) for one in measured]
        steps = [exponent(one, other) for one, other in pairwise(pairs)]
        if steps:
            told(f"growth of {what}", {"over doublings": steps, "over all": exponent(pairs[0], pairs[-1])})


def exponent(one: tuple[float, float], other: tuple[float, float]) -> float:
    return round(math.log(other[1] / one[1]) / math.log(other[0] / one[0]), 2)


def again(rows: Sequence[str], folder: Path, count: int) -> None:
    """The second build: with nothing changed, and with one article in a hundred."""
    corpus, out = folder / f"corpus-{len(rows)}", folder / f"out-{len(rows)}"
    # A build with --timings writes what differs each time, and is therefore never taken for done.
    command = ("build", corpus, "-o", out, "--jobs", str(count), "--quiet")
    run(*command)
    told("nothing changed", run(*command))
    changed = [changed_row(row) if number % 100 == 0 else row for number, row in enumerate(rows)]
    (corpus / "news.jsonl").write_text("\n".join(changed) + "\n", encoding="utf-8")
    told("one in a hundred changed", run(*command))


def changed_row(row: str) -> str:
    fields = json.loads(row)
    return json.dumps({**fields, "text": f"{fields['text']}\n本报记者李明报道。"}, ensure_ascii=False)


def jobs(rows: Sequence[str], folder: Path, most: int) -> None:
    """One job against several."""
    corpus = written(rows, folder)
    found = [
        run("build", corpus, "-o", folder / f"jobs-{n}", "--jobs", str(n), "--no-cache", "--quiet")
        for n in (1, most)
    ]
    for one in found:
        told("jobs", one)
    told(f"{most} jobs against one", {"times": round(found[0]["seconds"] / found[1]["seconds"], 2)})


def share(rows: Sequence[str], folder: Path, _: int) -> None:
    """Which part of the processor time of a build is the recognizer's: some articles, stage by stage."""
    # Only here, so that what is measured above does not share its memory with the recognizer.
    from kg.build.codec import ExtractionCodec
    from kg.build.pool import batches
    from kg.build.stages import Setup, key_of, load_stages
    from kg.coreference import link
    from kg.corpus import read_corpus
    from kg.ner.mentions import assemble
    from kg.records import Document, Extraction
    from kg.relations import relate

    (folder / "share").mkdir()
    corpus = written(rows[:_SHARE_OF], folder / "share")
    whole = run("build", corpus, "-o", folder / "share-out", "--jobs", "1", "--no-cache", "--quiet")
    seconds: defaultdict[str, float] = defaultdict(float)
    before = time.process_time()
    stages = load_stages(Setup())
    codec = ExtractionCodec(stages.terms)

    def book(stage: str) -> None:
        nonlocal before
        now = time.process_time()
        seconds[stage] += now - before
        before = now

    book("load")
    documents = [item for item in read_corpus([corpus]) if isinstance(item, Document)]
    book("read")
    for batch in batches(documents):
        names = list(stages.recognizer.find(batch))
        book("recognize")
        found = [Extraction(one, assemble(one, named)) for one, named in zip(batch, names, strict=True)]
        book("mend")
        found = [link(one) for one in found]
        book("link")
        found = [relate(one, stages.patterns, terms=stages.terms) for one in found]
        book("relate")
        codec.batch([key_of(one.document) for one in found], found).serialize()
        book("store")
    told(
        "the recognizer's share",
        {
            **whole,
            "articles": len(documents),
            "cpu_by_step": {stage: round(spent, 2) for stage, spent in seconds.items()},
            "share": round(seconds["recognize"] / whole["cpu"], 2),
        },
    )


def run(*arguments: str | Path) -> dict[str, Any]:
    """Seconds, processor seconds and memory of a command of kg's, which must end well."""
    command = [*_KG, *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    started = time.perf_counter()
    before = os.times()
    process = subprocess.Popen(command, env=environment, start_new_session=True)
    memory = Memory(process.pid)
    code = process.wait()
    seconds = time.perf_counter() - started
    after = os.times()
    # Documents that are skipped are no failure.
    if code not in (0, 1):
        raise SystemExit(f"{' '.join(command)}: exit code {code}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    shown = " ".join(["kg", *(Path(a).name if isinstance(a, Path) else a for a in arguments)])
    return {
        "command": shown,
        "seconds": round(seconds, 2),
        "cpu": round(cpu, 2),
        **memory.peak(),
    }


class Memory:
    """Watches the resident memory of a session's processes until the first of them is gone (Linux)."""

    def __init__(self, session: int) -> None:
        self._session = session
        self._together = self._largest = 0
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while sizes := list(resident(self._session)):
            self._together = max(self._together, sum(sizes))
            self._largest = max(self._largest, *sizes)
            time.sleep(0.2)

    def peak(self) -> dict[str, int]:
        self._thread.join(5)
        return {"memory": self._together >> 20, "largest": self._largest >> 20}


def resident(session: int) -> Iterator[int]:
    """Bytes that each process of a session has in memory; shared pages count for each."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            # The name of the program, in brackets, may hold anything; what follows are plain numbers.
            fields = path.read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            yield int(fields[21]) * _PAGE


def told(what: str, found: dict[str, Any]) -> None:
    print(json.dumps({"what": what, **found}, ensure_ascii=False), flush=True)


_PARTS = {"again": again, "jobs": jobs, "share": share}


if __name__ == "__main__":
    main()
