from __future__ import annotations

from pathlib import Path

import pytest

from kg.build import cache as module
from kg.build.cache import Cache, extractions_of
from kg.build.codec import ExtractionCodec
from kg.build.stages import Setup, digest_of, key_of
from kg.ontology import vocabulary
from kg.records import Extraction
from tests.builders import document

CODEC = ExtractionCodec(vocabulary())


def opened(folder: Path, digest: str = "stages") -> Cache:
    return Cache(folder, digest, CODEC)


def extraction(n: int) -> Extraction:
    return Extraction(document(f"第{n}条。", f"{n}.txt"))


def key(n: int) -> bytes:
    return key_of(extraction(n).document)


def fill(folder: Path, *numbers: int) -> None:
    cache = opened(folder)
    cache.recognizer = "toy-1"
    cache.add(CODEC.batch([key(n) for n in numbers], [extraction(n) for n in numbers]))
    cache.flush()


def found(cache: Cache, *keys: bytes) -> list[Extraction]:
    return list(extractions_of(cache.segments(keys), CODEC))


def test_what_was_added_is_found_by_the_next(tmp_path: Path) -> None:
    fill(tmp_path, 1, 2)
    cache = opened(tmp_path)
    assert key(1) in cache
    assert key(3) not in cache
    assert "toy-1" == cache.recognizer
    assert [extraction(2)] == found(cache, key(2))


def test_other_stages_find_nothing(tmp_path: Path) -> None:
    fill(tmp_path, 1)
    assert 0 == len(opened(tmp_path, "others"))


@pytest.mark.parametrize("damage", [b"", b"junk", None])
def test_damage_is_noticed(tmp_path: Path, damage: bytes | None) -> None:
    fill(tmp_path, 1)
    (path,) = tmp_path.rglob("*.arrow")
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content if damage is None else damage)
    cache = opened(tmp_path)
    assert key(1) not in cache
    assert [path] == cache.damaged
    assert not path.exists()


def test_what_is_gone_is_dropped(tmp_path: Path) -> None:
    fill(tmp_path, 1)
    fill(tmp_path, 2)
    (tmp_path / "older").mkdir()
    opened(tmp_path).prune([key(2)])
    assert [tmp_path / "stages"] == list(tmp_path.iterdir())
    assert 1 == len(opened(tmp_path))


def test_thin_segments_are_joined(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_THIN_SEGMENTS", 3)
    for n in range(5):
        fill(tmp_path, n)
    keys = [key(n) for n in range(1, 5)]
    opened(tmp_path).prune(keys)
    cache = opened(tmp_path)
    assert 1 == len(list(tmp_path.rglob("*.arrow")))
    assert 4 == len(cache)
    assert {f"{n}.txt" for n in range(1, 5)} == {e.document.source_name for e in found(cache, *keys)}


def test_a_document_that_was_stored_twice_comes_once(tmp_path: Path) -> None:
    fill(tmp_path, 1)
    fill(tmp_path, 1, 2)
    assert 2 == len(found(opened(tmp_path), key(1), key(2)))


def test_a_key_tells_documents_apart() -> None:
    text = "示例县开会。"
    others = [document(text, "b.txt"), document(text, title="会"), document(text, published="2020-01-01")]
    assert 4 == len({key_of(one) for one in [document(text), *others]})


def test_patterns_and_models_tell_stages_apart(tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_text("", encoding="utf-8")
    before = digest_of(Setup(pattern_files=(tmp_path / "p.toml",)))
    (tmp_path / "p.toml").write_text("# changed", encoding="utf-8")
    after = digest_of(Setup(pattern_files=(tmp_path / "p.toml",)))
    assert 4 == len({before, after, digest_of(Setup()), digest_of(Setup(models=("zh_core_web_sm",)))})
