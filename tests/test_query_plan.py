"""kg.query: what --explain tells, and the time that --timeout gives."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from kg.cli.query import query
from kg.errors import NotAGraph, QueryError, QueryTimeout
from kg.export.rdf import write_rdf
from kg.ontology import PREFIXES
from kg.query import Plan, ask
from kg.query.limit import ask_within
from tests.builders import town

# Every quad with every other and with every third: hours on the smallest graph.
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plan")
    write_rdf(town(), folder / "graph.trig")
    return folder


def plan_of(out: Path, asked: str, **parameters: str) -> Plan:
    found = ask(out, asked, parameters=parameters, explain=True).plan
    assert found is not None
    return found


def test_without_explain_there_is_no_plan(out: Path) -> None:
    assert ask(out, "posts").plan is None


def test_a_plan_says_whom_a_name_stands_for(out: Path) -> None:
    told = plan_of(out, "posts", person="李明")
    # There are two of that name.
    assert [name.split()[-1] for name in told.parameters["person"]] == ["李明", "李明"]
    assert "# --body = any" in str(told)


def test_a_plan_counts_what_each_pattern_matches(out: Path) -> None:
    counted = {item.text: item.matches for item in plan_of(out, "posts", person="王芳").patterns}
    assert counted["?statement kg:predicate kg:holdsPost"] == 6
    # Bound to one person, it matches the two statements that are about her.
    assert counted["?statement kg:subject ?person"] == 2
    assert counted["?statement kg:endDate ?until"] == 1


def test_a_path_between_unknown_ends_is_not_counted(out: Path) -> None:
    (pattern,) = plan_of(out, "SELECT * { ?a kg:locatedIn+ ?b }").patterns
    assert pattern.matches is None
    known = plan_of(out, "SELECT * { ?a kg:locatedIn+ ?b . VALUES ?b { id:nothing } }").patterns
    assert [item.matches for item in known] == [0]


def test_the_sparql_of_a_plan_runs_in_any_store(out: Path) -> None:
    told = plan_of(out, "posts", person="王芳")
    assert not told.sparql.startswith("#")
    elsewhere = ox.Store()
    elsewhere.bulk_load(path=str(out / "graph.trig"), format=ox.RdfFormat.TRIG)
    found = elsewhere.query(told.sparql, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    assert len(list(found)) == told.rows == 1


def test_a_prefix_is_not_declared_twice(out: Path) -> None:
    text = f"PREFIX kg: <{PREFIXES['kg']}> ASK {{ ?a kg:holdsPost ?b . ?a a schema:Person }}"
    sparql = plan_of(out, text).sparql
    assert sparql.count("PREFIX kg:") == 1
    assert "PREFIX schema: <https://schema.org/>" in sparql


def test_the_plans_of_one_query_name_the_same_patterns_in_the_same_order(out: Path) -> None:
    first, second = (plan_of(out, "timeline", entity="王芳").patterns for _ in range(2))
    assert [(item.text, item.matches) for item in first] == [(item.text, item.matches) for item in second]
    assert [item.matches for item in first] == sorted(item.matches or 0 for item in first)


def test_about_everybody_patterns_are_read_through_and_about_somebody_looked_up(out: Path) -> None:
    everybody, somebody = plan_of(out, "posts").sparql, plan_of(out, "posts", person="王芳").sparql
    scanned = "{ SELECT * WHERE { ?statement kg:object ?body } }"
    assert scanned in everybody
    assert "read through once" in everybody
    assert scanned not in somebody
    assert "?statement kg:object ?body .\n" in somebody
    assert "# scan" not in everybody + somebody


def test_explain_prints_the_plan_instead_of_rows(out: Path) -> None:
    done = CliRunner().invoke(query, [str(out), "posts", "--person", "王芳", "--explain"])
    assert done.exit_code == 0
    assert "PREFIX kg:" in done.output
    assert "\n1 row in" in done.output
    assert "# limit" not in done.output
    assert "───" not in done.output


def test_within_its_time_an_answer_is_the_same(out: Path) -> None:
    within = ask_within(60, out, "posts", parameters={"person": "王芳"}, limit=5, explain=True)
    assert within.plan is not None
    plain = ask(out, "posts", parameters={"person": "王芳"}, limit=5)
    assert (plain.variables, plain.rows, plain.more) == (within.variables, within.rows, within.more)
    assert ask_within(60, out, "DESCRIBE schema:Person").triples == ask(out, "DESCRIBE schema:Person").triples
    assert ask_within(60, out, "ASK {}").boolean is True


def test_a_query_that_takes_too_long_is_stopped(out: Path) -> None:
    started = time.monotonic()
    with pytest.raises(QueryTimeout, match=r"after 0\.5 seconds.*--timeout"):
        ask_within(0.5, out, ENDLESS)
    assert time.monotonic() - started < 30


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="reads /proc")
def test_nothing_works_on_after_it(out: Path) -> None:
    with pytest.raises(QueryTimeout):
        ask_within(0.2, out, ENDLESS)
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text("ascii").split()
    commands = [Path(f"/proc/{child}/cmdline").read_bytes() for child in children]
    assert [] == [words for words in commands if b"kg.query.limit" in words]


def test_what_is_wrong_is_said_as_without_a_limit(out: Path) -> None:
    with pytest.raises(QueryError, match="Did you mean posts"):
        ask_within(60, out, "posst")
    with pytest.raises(NotAGraph) as raised:
        ask_within(60, out / "nowhere", "posts")
    assert raised.value.missing == "graph.trig"


def test_the_command_ends_with_two(out: Path) -> None:
    from kg.cli import main

    done = CliRunner().invoke(main, ["query", str(out), "-e", ENDLESS, "--timeout", "0.3"])
    assert done.exit_code == 2
    assert "stopped after 0.3 seconds" in done.output
    assert CliRunner().invoke(main, ["query", str(out), "posts", "--timeout", "0"]).exit_code == 2
