"""kg.export.network: the network, its measures, the layout and the files."""

from __future__ import annotations

import csv
import gzip
import math
from itertools import combinations, pairwise
from pathlib import Path

import networkx as nx
import pytest

from kg.errors import NoTripleTerms, UnknownExport
from kg.export import FORMATS, export, export_file
from kg.export.network import (
    layout,
    measures,
    safe_cell,
    to_networkx,
    write_csv,
    write_gexf,
    write_graphml,
)
from kg.records import Entity, Graph, Status
from tests.builders import Fact, document, fact, graph, organization, person, town


def cliques(count: int, size: int) -> Graph:
    """`count` groups of `size` people who all met, each group joined to the next by one meeting."""
    source = document("会见")
    people = [[person(f"人{group}-{number}") for number in range(size)] for group in range(count)]
    facts: list[Fact] = []
    for group in people:
        facts += [fact(one, "met", other, source) for one, other in combinations(group, 2)]
    facts += [fact(one[0], "met", other[0], source) for one, other in pairwise(people)]
    return graph([source], [one for group in people for one in group], facts)


def named(drawn: Graph, name: str) -> Entity:
    return next(item for item in drawn.entities if item.name == name)


def test_entities_are_nodes_and_statements_are_edges() -> None:
    network = to_networkx(town())
    assert (network.number_of_nodes(), network.number_of_edges()) == (10, 13)
    wife = named(town(), "王芳")
    assert network.nodes[wife.id] == {
        "label": "王芳", "kind": "PER", "aliases": [], "description": "", "documents": 1, "mentions": 1,
    }  # fmt: skip
    edges = [values for _, _, values in network.out_edges(wife.id, data=True)]
    assert {(edge["predicate"], edge["label_zh"], edge["weight"]) for edge in edges} == {
        ("holdsPost", "任职", 1), ("spouseOf", "配偶", 1),
    }  # fmt: skip


def test_what_one_article_repeats_weighs_no_more_than_what_two_say() -> None:
    one, other, third = person("甲"), person("乙"), person("丙")
    often = document("甲和乙。甲和乙。甲和乙。甲和乙。", "1.txt")
    twice = [document("甲和丙。", f"{number}.txt") for number in (2, 3)]
    said = [fact(one, "coOccursWith", other, often, often, often), fact(one, "coOccursWith", third, *twice)]
    drawn = graph([often, *twice], [one, other, third], said)
    network = to_networkx(drawn)
    ties = {network.nodes[end]["label"]: n for a, b, n in network.edges(data="weight") for end in (a, b)}
    assert (ties["乙"], ties["丙"]) == (1, 2)


def test_degree_counts_statements_and_importance_their_documents() -> None:
    one, other = person("甲"), organization("乙")
    sources = [document("甲乙", f"{number}.txt") for number in range(3)]
    said = [fact(one, "holdsPost", other, *sources), fact(one, "visited", other, sources[0])]
    found = measures(graph(sources, [one, other], said))
    assert (found.degree[one.id], found.importance[one.id]) == (2, 4)


@pytest.mark.parametrize(
    ("predicate", "status"), [("coOccursWith", Status.CURRENT), ("spouseOf", Status.DENIED)]
)
def test_what_is_denied_or_merely_together_joins_nobody(predicate: str, status: Status) -> None:
    one, other, source = person("甲"), person("乙"), document("甲乙")
    found = measures(graph([source], [one, other], [fact(one, predicate, other, source, status=status)]))
    assert found.degree == {one.id: 0, other.id: 0}
    assert found.component[one.id] != found.component[other.id]


def test_communities_are_found_and_the_largest_is_the_first() -> None:
    drawn = cliques(3, 6)
    found = measures(drawn)
    groups = {found.community[item.id] for item in drawn.entities}
    assert groups == {0, 1, 2}
    for number in range(3):
        members = [item for item in drawn.entities if item.name.startswith(f"人{number}-")]
        assert len({found.community[item.id] for item in members}) == 1
    assert set(found.component.values()) == {0}


def test_components_agree_with_networkx() -> None:
    drawn = town()
    expected = nx.number_connected_components(
        nx.Graph((s.subject, s.object) for s in drawn.statements if s.status is not Status.DENIED)
    )
    assert len(set(measures(drawn).component.values())) == expected


def test_measures_and_layout_do_not_depend_on_the_order_of_records() -> None:
    one = cliques(4, 5)
    other = Graph(
        one.documents, one.entities[::-1], one.mentions[::-1], one.statements[::-1], one.evidence[::-1]
    )
    assert measures(one) == measures(other)
    assert layout(one) == layout(other)


@pytest.mark.parametrize("drawn", [graph([], []), graph([], [person("甲")]), town(), cliques(5, 12)],
                         ids=["nobody", "one", "town", "cliques"])  # fmt: skip
def test_everybody_has_a_place_of_their_own(drawn: Graph) -> None:
    places = layout(drawn)
    assert places.keys() == {item.id for item in drawn.entities}
    assert all(math.dist(one, other) > 0.6 for one, other in combinations(places.values(), 2))


def test_communities_do_not_overlap() -> None:
    drawn = cliques(6, 10)
    found, places = measures(drawn), layout(drawn)
    discs = []
    for number in set(found.community.values()):
        points = [place for node, place in places.items() if found.community[node] == number]
        centre = (sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points))
        discs.append((centre, max(math.dist(centre, point) for point in points)))
    assert len(discs) == 6
    for (one, radius), (other, other_radius) in combinations(discs, 2):
        assert math.dist(one, other) > radius + other_radius


def test_friends_stand_nearer_than_strangers() -> None:
    drawn = cliques(4, 8)
    places, network = layout(drawn), nx.Graph(to_networkx(drawn))
    pairs = list(combinations(places, 2))
    joined = [math.dist(places[a], places[b]) for a, b in pairs if network.has_edge(a, b)]
    apart = [math.dist(places[a], places[b]) for a, b in pairs if not network.has_edge(a, b)]
    assert sum(joined) / len(joined) < 0.5 * sum(apart) / len(apart)


def test_another_seed_gives_another_picture() -> None:
    assert layout(cliques(4, 5), seed=0) != layout(cliques(4, 5), seed=1)


def test_graphml_can_be_read_again(tmp_path: Path) -> None:
    write_graphml(town(), tmp_path / "graph.graphml")
    network = nx.read_graphml(tmp_path / "graph.graphml", force_multigraph=True)
    assert {values["label"] for _, values in network.nodes(data=True)} == {i.name for i in town().entities}
    assert network.number_of_edges() == 13
    assert {values["status"] for *_, values in network.edges(data=True)} == {"current", "former", "denied"}


def test_gexf_can_be_read_again_and_has_no_date(tmp_path: Path) -> None:
    write_gexf(town(), tmp_path / "graph.gexf")
    assert "lastmodifieddate" not in (tmp_path / "graph.gexf").read_text(encoding="utf-8")
    network = nx.read_gexf(tmp_path / "graph.gexf")
    assert network.number_of_nodes() == 10


@pytest.mark.parametrize("text", ["<script>", '"]}', "\x00\x0b\ud800\ufffe", "=1+1", "&amp;\r\n"], ids=ascii)
def test_no_text_breaks_a_file(tmp_path: Path, text: str) -> None:
    one, other, source = person(f"甲{text}", text), organization(text, key="o"), document(f"甲乙{text}")
    drawn = graph([source], [one, other], [fact(one, "holdsPost", other, source, title=text, amount=text)])
    export(drawn, tmp_path, ["graphml", "gexf", "csv"])
    assert nx.read_graphml(tmp_path / "graph.graphml").number_of_nodes() == 2
    assert nx.read_gexf(tmp_path / "graph.gexf").number_of_nodes() == 2
    with (tmp_path / "csv" / "nodes.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == 2


def test_csv_opens_in_a_spreadsheet_without_running(tmp_path: Path) -> None:
    drawn = graph([], [person('=HYPERLINK("http://x")', "@SUM(1)"), person("-1"), person("李明")])
    write_csv(drawn, tmp_path)
    content = (tmp_path / "nodes.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf"), "Excel needs the mark to see that it is UTF-8"
    with (tmp_path / "nodes.csv").open(encoding="utf-8-sig", newline="") as file:
        names = sorted(row["name"] for row in csv.DictReader(file))
    assert names == ["'-1", '\'=HYPERLINK("http://x")', "李明"]


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\tx", "\rx", "  =1", "＝1"])
def test_cells_that_would_run_are_made_text(cell: str) -> None:
    assert safe_cell(cell) == f"'{cell}"


def test_an_unknown_export_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(UnknownExport, match="Known: trig, ttl"):
        export(town(), tmp_path / "out", ["trig", "docx"])
    assert not (tmp_path / "out").exists()


def test_every_format_is_written(tmp_path: Path) -> None:
    paths = export(town(), tmp_path, FORMATS, base_iri="https://news.example/")
    assert len(paths) == len(FORMATS)
    assert all(path.exists() for path in paths)
    assert "https://news.example/" in (tmp_path / "graph.ttl").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["x.ttl", "x.nq.gz", "x.ftm.json.gz", "x.gexf"])
def test_the_ending_of_one_file_tells_its_format(tmp_path: Path, name: str) -> None:
    path = export_file(town(), tmp_path / "new" / name)
    assert path == tmp_path / "new" / name
    assert path.read_bytes().startswith(b"\x1f\x8b") == name.endswith(".gz")


@pytest.mark.parametrize("name", ["x", "x.json", "x.csv", "x.gexf.gz", "x.foo"])
def test_an_ending_that_says_nothing_is_refused_before_anything_is_written(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnknownExport, match="Known: trig"):
        export_file(town(), tmp_path / "new" / name)
    assert not (tmp_path / "new").exists()


def test_triple_terms_are_written_on_request(tmp_path: Path) -> None:
    with pytest.raises(NoTripleTerms, match=r"no triple terms. Give .trig, .ttl, .nq, .nt"):
        export_file(town(), tmp_path / "more.jsonld", rdf12=True)
    assert b"<<(" not in export_file(town(), tmp_path / "plain.ttl").read_bytes()
    assert b"<<(" in export_file(town(), tmp_path / "more.ttl", rdf12=True).read_bytes()


def test_a_format_may_be_packed(tmp_path: Path) -> None:
    paths = export(town(), tmp_path, ["ttl.gz", "trig", "ftm.gz"])
    assert [path.name for path in paths] == ["graph.ttl.gz", "graph.trig", "graph.ftm.json.gz"]
    export(town(), tmp_path, ["ttl"])
    assert gzip.decompress(paths[0].read_bytes()) == (tmp_path / "graph.ttl").read_bytes()
    with pytest.raises(UnknownExport, match="cannot be packed"):
        export(town(), tmp_path, ["csv.gz"])
