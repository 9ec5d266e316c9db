"""The identity ledger: rulings are replayed, kept to the letter, and reported when they no longer apply."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.build.ruling import NothingToDivide, documents_of, merge, split
from kg.explain import find_one
from kg.records import Graph, Kind
from kg.resolve import Ledger, read_ledger, resolve, write_ledger
from kg.resolve.ledger import LedgerUnreadable
from tests.resolve.articles import article, groups

POLICE = article("police.txt", "[襄垣县公安局:ORG]副局长[李伟:PER]介绍了案情。")
DOCTOR = article("doctor.txt", "[襄垣县人民医院:ORG]医生[李伟:PER]正在查房。")
OLD = article("old.txt", "[老李头:PER]也来了。")
CORPUS = (POLICE, DOCTOR, OLD)


def merged() -> tuple[Graph, Ledger]:
    graph = resolve(CORPUS)
    people = [e for e in graph.entities if e.kind is Kind.PER]
    ledger = Ledger().with_ruling(merge(graph, people, "asked"))
    return resolve(CORPUS, ledger=ledger), ledger


def test_a_merge_joins_what_the_scores_keep_apart() -> None:
    graph, ledger = merged()
    assert groups(graph, Kind.PER, "李伟") == {frozenset({"police.txt", "doctor.txt", "old.txt"})}
    assert ledger.stale(graph) == ()


def test_merging_and_splitting_restores() -> None:
    _, ledger = merged()
    for name in ("doctor.txt", "old.txt"):
        graph = resolve(CORPUS, ledger=ledger)
        (whole,) = (e for e in graph.entities if e.kind is Kind.PER and name in documents_of(graph, e))
        ledger = ledger.with_ruling(split(graph, whole, [name]))
    restored, before = resolve(CORPUS, ledger=ledger), resolve(CORPUS)
    assert restored.entities == before.entities
    assert restored.mentions == before.mentions


def test_replaying_changes_nothing_more(tmp_path: Path) -> None:
    graph, ledger = merged()
    write_ledger(ledger, graph, tmp_path / "identity.toml")
    first = (tmp_path / "identity.toml").read_text("utf-8")
    again = read_ledger(tmp_path / "identity.toml")
    assert again.rulings == ledger.rulings
    replayed = resolve(CORPUS, ledger=again)
    assert replayed == graph
    write_ledger(again, replayed, tmp_path / "identity.toml")
    assert (tmp_path / "identity.toml").read_text("utf-8") == first


def test_what_people_write_stays_to_the_letter(tmp_path: Path) -> None:
    path = tmp_path / "identity.toml"
    mine = (
        "# checked by phone, 3 May\n[[split]]\nkind = 'PER'   # a person\n"
        "of = [{names=['李伟'], documents=['police.txt']}, {names=['李伟'], documents=['doctor.txt']}]\n"
    )
    path.write_text(mine, "utf-8")
    ledger = read_ledger(path)
    write_ledger(ledger, resolve(CORPUS, ledger=ledger), path)
    assert path.read_text("utf-8").startswith(mine)


def test_a_ruling_without_its_documents_is_told_and_kept(tmp_path: Path) -> None:
    _, ledger = merged()
    graph = resolve([POLICE], ledger=ledger)
    assert ledger.stale(graph) == ledger.rulings
    write_ledger(ledger, graph, tmp_path / "identity.toml")
    assert read_ledger(tmp_path / "identity.toml").rulings == ledger.rulings


def test_a_new_document_does_not_undo_a_split() -> None:
    again = article("again.txt", "[襄垣县公安局:ORG]副局长[李伟:PER]提醒市民。")
    graph = resolve([POLICE, again])
    ledger = Ledger().with_ruling(split(graph, find_one(graph, "李伟"), ["again.txt"]))
    third = article("third.txt", "[襄垣县公安局:ORG]副局长[李伟:PER]走访。")
    found = groups(resolve([POLICE, again, third], ledger=ledger), Kind.PER, "李伟")
    assert not any({"police.txt", "again.txt"} <= group for group in found)


def test_organizations_can_be_merged_and_split() -> None:
    one, other = article("a.txt", "[云坞茶业:ORG]开业。"), article("b.txt", "[云坞集团:ORG]开业。")
    graph = resolve([one, other])
    ledger = Ledger().with_ruling(merge(graph, [find_one(graph, "云坞茶业"), find_one(graph, "云坞集团")]))
    joined = resolve([one, other], ledger=ledger)
    assert groups(joined, Kind.ORG, "云坞茶业") == {frozenset({"a.txt", "b.txt"})}
    ledger = ledger.with_ruling(split(joined, find_one(joined, "云坞茶业"), ["b.txt"]))
    assert resolve([one, other], ledger=ledger).entities == graph.entities


def test_a_split_needs_some_and_not_all_documents() -> None:
    graph = resolve([POLICE])
    with pytest.raises(NothingToDivide):
        split(graph, find_one(graph, "李伟"), ["police.txt"])


@pytest.mark.parametrize("text", ["[[merge]", "[[merge]]\nkind = 'PER'\n", "[[split]]\nkind='X'\nof=[]\n"])
def test_a_ledger_that_cannot_be_read_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "identity.toml").write_text(text, "utf-8")
    with pytest.raises(LedgerUnreadable):
        read_ledger(tmp_path / "identity.toml")
