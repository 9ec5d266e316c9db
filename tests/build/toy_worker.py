"""A worker whose recognizer knows a handful of names, loads at once, and fails when a text tells it to."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.build import worker
from kg.build.stages import Setup, Stages
from kg.records import Document, Kind, Mention

NAMES = {"李明": Kind.PER, "王芳": Kind.PER, "示例县": Kind.LOC, "示例县人民医院": Kind.ORG}
_NAME = re.compile("|".join(sorted(NAMES, key=len, reverse=True)))


class Toy:
    """Fails as it is told: 崩溃 crashes, 退出 exits, 时而 crashes once, 卡住 hangs, 出错 raises."""

    name = "toy-1"

    def find(self, documents: Sequence[Document]) -> Iterator[tuple[Mention, ...]]:
        for document in documents:
            if "崩溃" in document.text:
                os.kill(os.getpid(), signal.SIGSEGV)
            if "退出" in document.text:
                os._exit(3)
            if "时而" in document.text:
                crash_once(Path(os.environ["TOY_ONCE"]))
            if "卡住" in document.text:
                time.sleep(600)
            if "出错" in document.text:
                raise ValueError("as told")
            # For a build that is to be interrupted in its midst.
            time.sleep(float(os.environ.get("TOY_SECONDS", "0")))
            found = _NAME.finditer(document.text)
            yield tuple(Mention(m.start(), m.end(), NAMES[m[0]], m[0], 0.9) for m in found)


def crash_once(crashed: Path) -> None:
    """As if the system had run out of memory: the file says that it has happened."""
    if not crashed.exists():
        crashed.touch()
        os.kill(os.getpid(), signal.SIGKILL)


def load(setup: Setup) -> Stages:
    print("a library that prints")
    terms = setup.vocabulary()
    return Stages(Toy(), setup.patterns(terms), terms)


if __name__ == "__main__":
    worker.load_stages = load  # type: ignore[attr-defined]  # it is what the worker calls
    worker.main()
