"""Which files are read, and what they are called."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from kg.corpus.sources import find_sources, suffix_of
from kg.errors import MissingPath


def write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")


def names(*paths: str | Path) -> list[str]:
    return [source.name for source in find_sources(paths)]


def test_a_folder_is_read_with_all_below_it_in_order(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "a/z.md", "a/x.html", "c.csv", "d.jsonl.gz")
    assert ["a/x.html", "a/z.md", "b.txt", "c.csv", "d.jsonl.gz"] == names(tmp_path)


def test_hidden_files_and_unknown_suffixes_in_folders_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", ".hidden.txt", ".git/b.txt", "picture.png", "gold.json")
    assert ["a.txt"] == names(tmp_path)


def test_office_documents_in_folders_come_with_the_reason(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "b.docx", "sub/c.PDF", "picture.png")
    reasons = {source.name: source.reason for source in find_sources([tmp_path])}
    assert ["a.txt", "b.docx", "sub/c.PDF"] == list(reasons)
    assert reasons["a.txt"] is None
    assert ".pdf is not read. Save it as .txt or .html" == reasons["sub/c.PDF"]


def test_a_folder_that_may_not_be_entered_comes_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "a.txt", "locked/b.txt")
    scandir = os.scandir

    def refused(path: str) -> object:
        if path.endswith("locked"):
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refused)
    reason = "cannot be read (Permission denied)"
    found = [(source.name, source.reason) for source in find_sources([tmp_path])]
    assert [("a.txt", None), ("locked/", reason)] == found
    assert [("locked/", reason)] == [(s.name, s.reason) for s in find_sources([tmp_path / "locked"])]


def test_a_file_given_directly_is_called_by_its_name(tmp_path: Path) -> None:
    write(tmp_path, "sub/a.txt")
    assert ["a.txt"] == names(tmp_path / "sub" / "a.txt")


def test_an_unknown_suffix_given_directly_comes_with_the_reason(tmp_path: Path) -> None:
    write(tmp_path, "a.docx")
    (source,) = find_sources([tmp_path / "a.docx"])
    assert source.reason is not None
    assert ".docx" in source.reason


def test_globs(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "b.md", "b.png", "sub/c.txt")
    assert ["a.txt"] == names(tmp_path / "*.txt")
    assert ["a.txt", "c.txt"] == names(str(tmp_path / "**" / "*.txt"))
    assert ["a.txt", "b.md", "c.txt"] == names(tmp_path / "*")


def test_a_file_whose_name_looks_like_a_glob_is_a_file(tmp_path: Path) -> None:
    write(tmp_path, "a[1].txt")
    assert ["a[1].txt"] == names(tmp_path / "a[1].txt")


@pytest.mark.parametrize("missing", ["nothing", "nothing.txt", "*.nothing"])
def test_a_missing_path_is_an_error(tmp_path: Path, missing: str) -> None:
    with pytest.raises(MissingPath, match="nothing"):
        find_sources([tmp_path / missing])


def test_names_that_collide_get_their_folder_in_front(tmp_path: Path) -> None:
    write(tmp_path, "2020/a.txt", "2021/a.txt", "2021/b.txt")
    assert ["2020/a.txt", "2021/a.txt", "b.txt"] == names(tmp_path / "2020", tmp_path / "2021")


def test_as_far_up_as_it_takes(tmp_path: Path) -> None:
    write(tmp_path, "north/x/a.txt", "south/x/a.txt")
    given = [tmp_path / "north" / "x" / "a.txt", tmp_path / "south" / "x"]
    assert ["north/x/a.txt", "south/x/a.txt"] == names(*given)
    assert names(*given) == names(*reversed(given))


def test_a_file_reached_twice_is_read_once(tmp_path: Path) -> None:
    write(tmp_path, "sub/a.txt")
    assert ["sub/a.txt"] == names(tmp_path, tmp_path / "sub" / "a.txt", tmp_path)


def test_a_link_to_a_parent_ends(tmp_path: Path) -> None:
    write(tmp_path, "sub/a.txt")
    (tmp_path / "sub" / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert ["sub/a.txt"] == names(tmp_path)


def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    os.mkfifo(tmp_path / "b.txt")
    assert ["a.txt"] == names(tmp_path)


def test_standard_input_has_a_name(tmp_path: Path) -> None:
    write(tmp_path, "stdin.txt", "z.txt")
    assert ["stdin.txt"] == names("-")
    assert ["-/stdin.txt", "stdin.txt", "z.txt"] == names("-", tmp_path)


def test_an_empty_folder_has_no_sources(tmp_path: Path) -> None:
    assert [] == names(tmp_path)


def test_suffix_of() -> None:
    assert [".txt", ".jsonl", "", ""] == [suffix_of(name) for name in ("A.TXT", "a.jsonl.gz", "a", "a.gz")]
