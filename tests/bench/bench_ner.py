"""Characters a second of the recognizer on sentences of our own; `kg bench ner FILE` measures files.

usage: python tests/bench/bench_ner.py [--seconds 10] [--threads 2] [--model FOLDER]

Prints one JSON object with the peak memory added.
"""

from __future__ import annotations

import argparse
import json
import resource
from dataclasses import asdict
from pathlib import Path

from kg.model import Tagger
from kg.model.speed import measure

OWN = (
    "昨天上午，青石县人民医院的护士长周敏和同事们把新到的设备送进了柳林镇卫生院，镇长何志远在门口等着他们。",
    "这家名为远帆科技有限公司的企业三年前从深圳迁到成都，如今有四百多名员工，产品卖到了越南、泰国和巴西。",
    "天气预报说，今夜到明天白天多云转小雨，气温八到十五度，出门的市民请带好雨具，注意保暖。",
    "东湖大学历史系教授梁怀瑾在讲座里说，这座老桥修于一八九三年，见证了江城一百多年的变迁。",
    "会议听取了市财政局关于上半年预算执行情况的汇报，讨论了老旧小区改造和乡村道路养护的安排。",
)


def main() -> None:
    """Reads the options, measures, prints."""
    parser = argparse.ArgumentParser(description="Speed of the recognizer.")
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--model", type=Path)
    given = parser.parse_args()
    speed = measure(Tagger.load(given.model, threads=given.threads), OWN * 400, seconds=given.seconds)
    peak = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    print(json.dumps({**asdict(speed), "peak_memory_mb": peak}))


if __name__ == "__main__":
    main()
