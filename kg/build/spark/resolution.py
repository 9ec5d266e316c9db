"""Resolution as a plan of shuffles: candidates by block key, components, decisions within a component.

    extractions -> found          local entities, pairs of spellings, bands of reprints
    found       -> moved, divided names that are short for others; names that many places have
                -> settled        organizations and places, by component of names
    settled     -> persons        with the entities around them, by document
                -> naming         how many texts name each thing
                -> clustered      people of one name
                -> joined         what spellings and rulings tie together, by component of entities
    joined      -> told           mentions, evidence, claims and shared sentences, by document

What is common to all steps: a name that every document has is combined before it is sent, and never gathers
its documents in one place.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from pyspark.sql import functions as F  # noqa: N812 - the name that everybody uses for it

from kg.build.spark import steps
from kg.build.spark.components import components
from kg.build.spark.frames import Frames, packed, unpacked
from kg.resolve.blocks import block_key
from kg.resolve.decisions import of_rulings
from kg.resolve.ledger import Ledger, Links, links

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


@dataclass(frozen=True)
class Resolution:
    """The outcome, as frames.

    extractions: doc, payload and text (what the document prints, empty where it is its own).
    owners: doc, kind, name and id: the entity of each local entity.
    groups: payload: what becomes an entity.
    decisions: rank and payload, of which the entities may have been renamed since.
    renamed: name and id: the entity that an entity became.
    applied: the ids of the rulings that found something to apply to.
    """

    extractions: DataFrame
    owners: DataFrame
    groups: DataFrame
    decisions: DataFrame
    renamed: DataFrame
    applied: frozenset[str]


def resolved(frames: Frames, extractions: DataFrame, ledger: Ledger) -> Resolution:
    """Which entities there are in `extractions` (doc, payload)."""
    named = frozenset(d for ruling in ledger.rulings for side in ruling.sides for d in side.documents)
    found = frames.kept(
        frames.mapped(extractions, partial(steps.found, in_ledger=named), steps.FOUND), "found", by="what"
    )
    # As many rows as the documents that people wrote down in the ledger have names.
    in_ledger = found.where("what = 'ruled'").select("payload").collect()
    rulings = links(ledger, [unpacked(row["payload"]) for row in in_ledger])
    extractions = _with_texts(frames, extractions, found)
    locals_ = found.where("what = 'local'")
    settled = _settled(frames, locals_, rulings)
    owners = _owners(locals_, settled)
    persons = _persons(frames, extractions, owners)
    clustered = _clustered(frames, persons, rulings)
    both = settled.union(clustered)
    owners = owners.select("doc", "kind", "name", "id").union(
        clustered.where("what = 'owner'").select("doc", "kind", "name", "id")
    )
    owners = frames.kept(owners, "owners")
    joined = _joined(frames, found.where("what = 'pair'"), persons, owners, both, rulings)
    renamed = joined.where("what = 'renamed'").select("name", "id")
    touched = joined.where("what = 'touched'").select("id")
    groups = both.where("what = 'group'").join(touched, "id", "left_anti").select("payload")
    last = _renamed(owners, renamed)
    return Resolution(
        extractions,
        last,
        groups.union(joined.where("what = 'group'").select("payload")),
        both.union(joined.select(both.columns))
        .where("what = 'decision'")
        .select("rank", "payload")
        .union(_of_rulings(frames, rulings, last)),
        renamed,
        frozenset(ruling.id for ruling, _, _ in rulings.applied),
    )


def _with_texts(frames: Frames, extractions: DataFrame, found: DataFrame) -> DataFrame:
    """The extractions with the text that each document prints, of those that print another's."""
    bands = found.where("what = 'band'").select("doc", "key")
    # In a bucket of documents that share a band each is tied to the least: as many edges as documents.
    least = bands.groupBy("key").agg(F.min("doc").alias("b"), F.count("*").alias("n")).where("n > 1")
    edges = bands.join(least, "key").select(F.col("doc").alias("a"), "b")
    alike = components(frames, edges, "reprints")
    candidates = extractions.join(alike.withColumnRenamed("item", "doc"), "doc").select(
        "component", "payload"
    )
    texts = frames.kept(frames.grouped(candidates, "component", steps.reprinted, steps.TEXT), "texts")
    return extractions.join(texts.where("doc != text"), "doc", "left").select("doc", "text", "payload")


def _settled(frames: Frames, locals_: DataFrame, rulings: Links) -> DataFrame:
    """Organizations and places. Columns as steps.SETTLED."""
    targets = _targets(frames, locals_, rulings)
    aimed = locals_.join(targets, "block", "left").select(
        "block", "doc", "kind", "name", "surfaces", "code", "stated", "implied", "why",
        F.coalesce("target", "block").alias("target"),
        F.coalesce("component", "block").alias("component"),
    )  # fmt: skip
    # The few names that may stand for several things; only their members are told apart by document.
    marks = aimed.select("target", "kind", "code", "stated").distinct()
    maybe = frames.mapped(aimed.select("target").distinct(), steps.divides, "target string")
    split = frames.grouped(marks.join(maybe, "target", "left_semi"), "target", steps.divided, "target string")
    split = frames.kept(split.withColumn("split", F.lit(True)), "divided")
    ruled = {*rulings.together, *(key for pair in rulings.apart for key in pair)}
    ruled |= {key for _, one, other in rulings.applied for key in (one, other)}
    by_hand = frames.rows([(d, k.value, n, True) for d, k, n in sorted(ruled)], _BY_HAND)
    marked = aimed.join(split, "target", "left").join(by_hand, ["doc", "kind", "name"], "left")
    # What no longer tells documents apart is counted where it lies, and only the counts are sent.
    combined = marked.select(
        "component", "block", "target", "why", "kind", "name", "surfaces", "code", "doc",
        F.when(F.expr("split or by_hand"), F.col("doc")).alias("alone"),
        F.when(F.col("split"), F.col("stated")).alias("stated"),
        F.when(F.col("split"), F.col("implied")).alias("implied"),
    ).groupBy(
        "component", "block", "target", "why", "kind", "name", "surfaces", "code", "alone", "stated",
        "implied",
    ).agg(F.min("doc").alias("doc"), F.count("*").alias("count"))  # fmt: skip
    step = partial(steps.settled, links=rulings)
    return frames.kept(frames.grouped(combined, "component", step, steps.SETTLED), "settled")


_BY_HAND = "doc string, kind string, name string, by_hand boolean"


def _targets(frames: Frames, locals_: DataFrame, rulings: Links) -> DataFrame:
    """For each block that is short for another, or tied to one, where it ends. Columns as steps.TARGET."""
    names = frames.kept(locals_.select("block", "kind", "name", "surfaces").distinct(), "names")
    short = frames.mapped(
        names.select("block", "surfaces").distinct(), steps.shortened, steps.SHORT
    ).distinct()
    short = short.join(names.select("block").distinct(), "block", "left_semi")
    long = frames.grouped(short, "block", steps.long_forms, steps.SHORT)
    places = names.where("kind = 'LOC'").select("name").distinct()
    sounds = frames.kept(frames.mapped(places, steps.place_sounds, steps.SOUND), "place-sounds")
    heard = sounds.join(sounds.where("latin").select("sound").distinct(), "sound", "left_semi")
    spelled = frames.grouped(heard, "sound", steps.spelled_places, steps.SHORT)
    moved = frames.kept(long.join(spelled, "block", "left_anti").union(spelled), "moved")
    tied = {
        tuple(f"{kind.value} {name}" for kind, name in (block_key(*one[1:]), block_key(*other[1:])))
        for one, other in rulings.together.items()
    }
    by_hand = frames.rows(sorted(tied), "a string, b string")
    edges = moved.select(F.col("block").alias("a"), F.col("target").alias("b")).union(by_hand)
    tied_blocks = components(frames, edges, "blocks").withColumnRenamed("item", "block")
    chains = tied_blocks.join(moved, "block", "left").select("component", "block", "target", "why")
    return frames.kept(frames.grouped(chains, "component", steps.final_targets, steps.TARGET), "targets")


def _owners(locals_: DataFrame, settled: DataFrame) -> DataFrame:
    """The organization or place of each local entity: doc, kind, name, id, shown."""
    owner = settled.where("what = 'owner'").select("doc", "kind", "name", "id", "shown")
    by_name = owner.where("doc is null").drop("doc").distinct()
    alone = owner.where("doc is not null").selectExpr(
        "doc", "kind", "name", "id as own", "shown as own_shown"
    )
    return (
        locals_.select("doc", "kind", "name")
        .join(alone, ["doc", "kind", "name"], "left")
        .join(by_name, ["kind", "name"], "left")
        .selectExpr("doc", "kind", "name", "coalesce(own, id) as id", "coalesce(own_shown, shown) as shown")
    )


def _persons(frames: Frames, extractions: DataFrame, owners: DataFrame) -> DataFrame:
    """The people of each document. Columns as steps.PERSON, and text."""
    made = frames.paired(extractions.select("doc", "payload"), owners, "doc", steps.persons, steps.PERSON)
    texts = extractions.select("doc", "text")
    return frames.kept(made.join(texts, "doc"), "persons")


def _clustered(frames: Frames, persons: DataFrame, rulings: Links) -> DataFrame:
    """Who of the people of one name is one. Columns as steps.SETTLED."""
    printed = persons.select(F.coalesce("text", "doc").alias("text"), "name", "named")
    documents = printed.select("text").distinct().count()
    words = printed.select(F.explode("named").alias("word"), "text").distinct()
    # A word of one text or two weighs as much as one that is not counted (kg.resolve.score.Corpus).
    naming = words.groupBy("word").agg(F.count("*").alias("count")).where("count > 2")
    shared = persons.groupBy("name").agg(F.count("*").alias("n")).where("n > 1").select("name")
    asked = (
        persons.join(shared, "name", "left_semi").select("name", F.explode("named").alias("word")).distinct()
    )
    known = asked.join(naming, "word").select("name", "word", "count")
    step = partial(steps.clustered, documents=documents, links=rulings)
    people = persons.select("name", "doc", "text", "payload")
    return frames.kept(frames.paired(people, known, "name", step, steps.SETTLED), "clustered")


def _joined(
    frames: Frames,
    within: DataFrame,
    persons: DataFrame,
    owners: DataFrame,
    groups: DataFrame,
    rulings: Links,
) -> DataFrame:
    """What spellings and rulings make one. Columns as steps.SETTLED; `touched` are the entities looked at."""
    spoken = persons.select(F.explode("sounds").alias("sound"), "latin", "doc", "name", "payload")
    sounds = spoken.where("latin").select("sound").distinct()
    heard = spoken.join(sounds, "sound", "left_semi").drop("latin")
    people = owners.where("kind = 'PER'").select("doc", "name", "id")
    across = frames.grouped(heard.join(people, ["doc", "name"]), "sound", steps.spelled_people, steps.FOUND)
    pairs = within.select("key", "payload").union(across.select("key", "payload"))
    ends = frames.mapped(pairs, steps.ends, steps.ENDS).join(owners, ["doc", "kind", "name"])
    spelled = frames.kept(
        ends.where("number = 0").selectExpr("rank", "payload", "id as a")
        .join(ends.where("number = 1").selectExpr("rank", "payload", "id as b"), ["rank", "payload"]),
        "spelled",
    )  # fmt: skip
    by_hand = frames.rows(
        [(i, *key) for i, pair in enumerate(sorted(rulings.together.items())) for key in pair],
        "pair bigint, doc string, kind string, name string",
    ).join(owners, ["doc", "kind", "name"])
    tied = by_hand.groupBy("pair").agg(F.min("id").alias("a"), F.max("id").alias("b")).select("a", "b")
    tied_entities = components(frames, spelled.select("a", "b").union(tied), "entities")
    touched = tied_entities.withColumnRenamed("item", "id")
    parts = groups.where("what = 'group'").join(touched, "id").select("component", "payload")
    between = spelled.join(touched.withColumnRenamed("id", "a"), "a")
    step = partial(steps.last_joined, links=rulings)
    joined = frames.paired(parts, between.select("component", "rank", "a", "b", "payload"), "component", step,
                           steps.SETTLED)  # fmt: skip
    return frames.kept(joined, "joined").union(
        touched.selectExpr(
            "'touched'", "null", "null", "null", "id", "null", "cast(null as bigint)", "cast(null as binary)"
        )
    )


def _renamed(owners: DataFrame, renamed: DataFrame) -> DataFrame:
    now = renamed.select(F.col("name").alias("id"), F.col("id").alias("now"))
    return owners.join(now, "id", "left").select("doc", "kind", "name", F.coalesce("now", "id").alias("id"))


def _of_rulings(frames: Frames, rulings: Links, owners: DataFrame) -> DataFrame:
    """What people have ruled, as decisions: as many as there are rulings."""
    ends = {key for _, one, other in rulings.applied for key in (one, other)}
    asked = frames.rows([(d, k.value, n) for d, k, n in sorted(ends)], "doc string, kind string, name string")
    found = asked.join(owners, ["doc", "kind", "name"]).collect() if ends else ()
    ids = {(row["doc"], row["kind"], row["name"]): row["id"] for row in found}
    of_end = {key: ids[key[0], key[1].value, key[2]] for key in ends}
    made = of_rulings(rulings, of_end)
    return frames.rows(
        [(steps.RULINGS, packed(decision)) for decision in made], "rank bigint, payload binary"
    )
