from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from kg.build.crew import Crew
from kg.errors import EmptyCorpus, MissingPath

# What the other processes call must be found by its name there too.
TESTS = str(Path(__file__).parents[2])


@pytest.fixture(autouse=True)
def _importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [TESTS, *sys.path])


def whose(number: int) -> tuple[int, int]:
    """Who did it, slowly enough for the others to get something to do."""
    time.sleep(0.05)
    return number, os.getpid()


def killed_elsewhere(builder: int, number: int) -> int:
    if os.getpid() != builder:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.05)
    return number


def fails(number: int) -> int:
    if number == 3:
        raise EmptyCorpus(["a.txt"], [])
    return number


def full_disk() -> None:
    raise OSError(28, "No space left on device", "graph.trig")


def misses() -> None:
    raise MissingPath(Path("a.txt"))


def test_calls_are_spread_and_answered_in_their_order() -> None:
    with Crew(1) as crew:
        crew.beside(whose, 0)()
        found = crew.map(whose, [(number,) for number in range(20)])
    assert list(range(20)) == [number for number, _ in found]
    assert 2 == len({process for _, process in found})


def test_what_a_process_that_died_was_at_is_done_here() -> None:
    with Crew(2) as crew:
        assert list(range(30)) == crew.map(killed_elsewhere, [(os.getpid(), n) for n in range(30)])
        assert 7 == crew.beside(killed_elsewhere, os.getpid(), 7)()


def test_a_crew_that_was_dismissed_does_all_here() -> None:
    with Crew(1) as crew:
        crew.beside(whose, 0)()
        crew.dismiss()
        assert 0 == crew.size
        assert (7, os.getpid()) == crew.beside(whose, 7)()
        assert [(7, os.getpid())] == crew.map(whose, [(7,)])


@pytest.mark.parametrize("size", [0, 1])
def test_an_error_of_a_call_is_raised(size: int) -> None:
    with Crew(size) as crew:
        with pytest.raises(EmptyCorpus, match=r"a\.txt"):
            crew.map(fails, [(number,) for number in range(40)])
        with pytest.raises(OSError, match="No space left") as caught:
            crew.beside(full_disk)()
        assert (28, "graph.trig") == (caught.value.errno, caught.value.filename)
        with pytest.raises(MissingPath, match=r"a\.txt"):
            crew.beside(misses)()


def test_a_crew_that_is_left_in_the_midst_of_work_ends_it() -> None:
    before = time.monotonic()
    with Crew(1) as crew:
        crew.beside(whose, 0)()
        crew.beside(time.sleep, 600)
    assert time.monotonic() - before < 60
