from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kg.build.folder import replacing
from kg.errors import UnwritableOutput
from tests.build.conftest import ROOT

# Dies before its n-th change of the file system.
_DYING = """
import os, sys
from pathlib import Path
from kg.build.folder import replacing
left = int(sys.argv[2])
def hook(event, arguments):
    global left
    if event in {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.copyfile"}:
        left -= 1
        if left < 0:
            os._exit(9)
sys.addaudithook(hook)
with replacing(Path(sys.argv[1])) as folder:
    (folder / "tables").mkdir()
    (folder / "tables" / "a").write_text("new", encoding="utf-8")
    (folder / "report.json").write_text("new", encoding="utf-8")
"""


def write(out: Path, text: str) -> None:
    with replacing(out) as folder:
        (folder / "report.json").write_text(text, encoding="utf-8")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_new_takes_the_place_of_the_old(tmp_path: Path) -> None:
    write(tmp_path / "out", "old")
    write(tmp_path / "out", "new")
    assert "new" == (tmp_path / "out" / "report.json").read_text("utf-8")
    assert ["out"] == names(tmp_path)


def test_what_a_build_does_not_write_is_kept(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write(out, "old")
    (out / "identity.toml").write_text("ledger", encoding="utf-8")
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    (out / "cache").mkdir()
    (out / "graph.nq").write_text("of the old build", encoding="utf-8")
    write(out, "new")
    assert ["cache", "identity.toml", "notes.txt", "report.json"] == names(out)


def test_a_failure_leaves_the_old(tmp_path: Path) -> None:
    write(tmp_path / "out", "old")
    unwritable = "half a character: \ud800"
    with pytest.raises(UnicodeEncodeError):
        write(tmp_path / "out", unwritable)
    assert "old" == (tmp_path / "out" / "report.json").read_text("utf-8")
    assert ["out"] == names(tmp_path)


def test_killed_before_any_step_the_old_or_the_new_stands(tmp_path: Path) -> None:
    outcomes = []
    for step in range(100):
        out = tmp_path / str(step) / "out"
        write(out, "old")
        (out / "tables").mkdir()
        (out / "tables" / "a").write_text("old", encoding="utf-8")
        (out / "notes.txt").write_text("mine", encoding="utf-8")
        done = subprocess.run([sys.executable, "-c", _DYING, out, str(step)], cwd=ROOT, check=False)
        if out.exists():
            now = (out / "report.json").read_text("utf-8")
            assert now == (out / "tables" / "a").read_text("utf-8")
            outcomes.append(now)
        else:
            outcomes.append("gone")
        # The next build repairs what is left, and has not lost the user's file.
        write(out, "next")
        assert ["notes.txt", "report.json"] == names(out)
        assert ["out"] == names(out.parent)
        if done.returncode == 0:
            break
    assert 0 == done.returncode
    assert {"old", "gone", "new"} == set(outcomes)
    assert 1 == outcomes.count("gone")


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    with pytest.raises(UnwritableOutput, match="it is a file"):
        write(tmp_path / "out", "new")
    assert "mine" == (tmp_path / "out").read_text("utf-8")


def test_other_peoples_files_are_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UnwritableOutput, match="holds other files"):
        write(tmp_path / "out", "new")
    assert ["thesis.txt"] == names(tmp_path / "out")
    assert ["out"] == names(tmp_path)


def test_what_people_decided_waits_for_the_next_build(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    for name in ("identity.toml", "audit.toml"):
        (tmp_path / "out" / name).write_text("mine", encoding="utf-8")
    write(tmp_path / "out", "new")
    assert ["audit.toml", "identity.toml", "report.json"] == names(tmp_path / "out")
    assert "mine" == (tmp_path / "out" / "identity.toml").read_text("utf-8")


def test_below_a_file_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(UnwritableOutput):
        write(tmp_path / "file" / "out", "new")


def test_a_linked_folder_stays_linked(tmp_path: Path) -> None:
    write(tmp_path / "real", "old")
    (tmp_path / "link").symlink_to("real")
    write(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert "new" == (tmp_path / "real" / "report.json").read_text("utf-8")


def test_two_builds_do_not_write_one_folder(tmp_path: Path) -> None:
    with replacing(tmp_path / "out") as folder:
        with pytest.raises(UnwritableOutput, match="another build"):
            write(tmp_path / "out", "second")
        (folder / "report.json").write_text("first", encoding="utf-8")
    assert "first" == (tmp_path / "out" / "report.json").read_text("utf-8")


@pytest.mark.skipif(not Path("/sys/kernel").is_dir(), reason="no folder that is shut even to root")
def test_a_folder_without_permission() -> None:
    with pytest.raises(UnwritableOutput, match=r"ermitted|denied|Read-only"):
        write(Path("/sys/out"), "new")
