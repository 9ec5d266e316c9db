"""Characters a second of the recognizer, end to end from text to spans; loading apart.

usage: python tests/bench/bench_ner.py [FILE...] [--seconds 10] [--threads 2]

Without files it repeats sentences of its own. Prints one JSON line.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Sequence
from pathlib import Path

from kg.model import Tagger

OWN = (
    "昨天上午，青石县人民医院的护士长周敏和同事们把新到的设备送进了柳林镇卫生院，镇长何志远在门口等着他们。",
    "这家名为远帆科技有限公司的企业三年前从深圳迁到成都，如今有四百多名员工，产品卖到了越南、泰国和巴西。",
    "天气预报说，今夜到明天白天多云转小雨，气温八到十五度，出门的市民请带好雨具，注意保暖。",
    "东湖大学历史系教授梁怀瑾在讲座里说，这座老桥修于一八九三年，见证了江城一百多年的变迁。",
    "会议听取了市财政局关于上半年预算执行情况的汇报，讨论了老旧小区改造和乡村道路养护的安排。",
)


def measure(tagger: Tagger, texts: Sequence[str], seconds: float) -> dict[str, float]:
    """Tags the texts over and over for about so many seconds; warms up first."""
    tagger.tag(texts[:200])
    characters = sum(map(len, texts))
    done, found, started = 0, 0, time.perf_counter()
    while (elapsed := time.perf_counter() - started) < seconds or not done:
        found = sum(map(len, tagger.tag(texts)))
        done += characters
    elapsed = time.perf_counter() - started
    return {
        "characters_per_second": round(done / elapsed),
        "characters": characters,
        "spans": found,
        "seconds": round(elapsed, 2),
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def main() -> None:
    """Reads the options, measures, prints."""
    parser = argparse.ArgumentParser(description="Speed of the recognizer.")
    parser.add_argument("files", type=Path, nargs="*")
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--model", type=Path)
    given = parser.parse_args()
    texts = [
        line for path in given.files for line in path.read_text(encoding="utf-8").splitlines() if line.strip()
    ]
    started = time.perf_counter()
    tagger = Tagger.load(given.model, threads=given.threads)
    loading = round(time.perf_counter() - started, 2)
    print(json.dumps({"load_seconds": loading, **measure(tagger, texts or list(OWN) * 400, given.seconds)}))


if __name__ == "__main__":
    main()
