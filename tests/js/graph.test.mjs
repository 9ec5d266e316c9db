// The graph's own modules on a small payload made by hand: four people and an office.

import assert from "node:assert/strict";
import { test } from "node:test";
import { decode, namesakes, quoteOf, spread } from "../../kg/export/assets/js/data.js";
import { compile, lineOf, passing } from "../../kg/export/assets/js/filters.js";
import { rings, shortestPath } from "../../kg/export/assets/js/paths.js";
import { active, scene, toAdd } from "../../kg/export/assets/js/scene.js";
import { search } from "../../kg/export/assets/js/search.js";
import { START, change } from "../../kg/export/assets/js/state.js";
import { turtleOf } from "../../kg/export/assets/js/rdf.js";

// 甲 - 乙 - 丙, 甲 - 县委, and another 甲 whom only a sentence puts beside 丙.
const STRINGS = [
  "甲",
  "乙",
  "丙",
  "县委",
  "老甲",
  "short-form",
  "current",
  "denied",
  "书记",
  "2020-01",
  "r",
  "另一句",
  "2021-05",
];
const RAW = {
  title: "t",
  text: true,
  base: "https://x/",
  kinds: ["PER", "ORG", "LOC"],
  predicates: [
    { name: "coOccursWith", symmetric: true, labels: {} },
    { name: "holdsPost", symmetric: false, labels: { zh: "任职" } },
    { name: "siblingOf", symmetric: true, labels: {} },
  ],
  entities: {
    id: ["p0", "p1", "p2", "o3", "p4"],
    kind: [0, 0, 0, 1, 0],
    name: [0, 1, 2, 3, 0],
    aliases: [[4, 5], [], [], [], []],
    "description*": [-1, 5],
    weight: [4, 3, 2, 1, 0],
    community: [0, 0, 0, 0, -1],
    x: [0, 200, 400, 0, 600],
    y: [0, 0, 0, 200, 0],
  },
  statements: {
    id: ["s0", "s1", "s2", "s3"],
    subject: [0, 1, 0, 2],
    predicate: [2, 2, 1, 0],
    object: [1, 2, 3, 4],
    title: [-1, -1, 8, -1],
    status: [6, 7, 6, 6],
    start: [-1, -1, 9, -1],
    end: [-1, -1, 12, -1],
    "amount*": [-1, 4],
    confidence: [0.9, 0.4, 0.9, 1],
    sources: [3, 1, 1, 1],
  },
  evidence: {
    statement: [0, 1, 2, 3],
    document: [0, 0, 1, 1],
    start: [0, 3, 0, 0],
    end: [3, 6, 3, 3],
    quote: [-1, -1, 11, -1],
    "rule*": [10, 4],
    "confidence*": [0.9, 4],
    "trigger*": [-1, 4],
    "triggerEnd*": [-1, 4],
    "speaker*": [-1, 4],
  },
  mentions: { entity: [0, 1, 3], document: [0, 0, 1], start: [0, 1, 0], end: [1, 2, 2], "rule*": [10, 3] },
  documents: [
    {
      id: "d0",
      source: "a",
      title: "首篇",
      published: "2020-01-05",
      publisher: "报",
      authors: [],
      language: "zh",
      url: null,
      text: "甲乙。乙丙。",
      regions: [],
    },
    {
      id: "d1",
      source: "b",
      title: null,
      published: "2022",
      publisher: null,
      authors: [],
      language: "zh",
      url: null,
      text: "县委。",
      regions: [],
    },
  ],
  communities: [[0, 1, 2, 3]],
  strings: STRINGS,
  folded: ["縣", "县"],
  pinyin: { 甲: "jia", 乙: "yi" },
  opening: { entity: [0, 1], x: [0, 100], y: [0, 0] },
};
const data = decode(RAW);
const all = compile(data, START.filters);
const state = (part) => change(START, part);

test("a column of one value is spread again", () => {
  assert.deepEqual(spread({ "a*": [7, 3], b: [1] }), { a: [7, 7, 7], b: [1] });
});

test("standing together is off at the start and other filters let through what they say", () => {
  assert.deepEqual([...all.statement], [1, 1, 1, 0]);
  const mask = (filters) => [...compile(data, { ...START.filters, ...filters }).statement];
  assert.deepEqual(mask({ predicates: [] }), [1, 1, 1, 1]);
  assert.deepEqual(mask({ kinds: ["ORG"] }), [1, 1, 0, 0]);
  assert.deepEqual(mask({ statuses: ["denied"] }), [1, 0, 1, 0]);
  assert.deepEqual(mask({ confidence: 0.5 }), [1, 0, 1, 0]);
  assert.deepEqual(mask({ documents: ["d0"] }), [0, 0, 1, 0]);
  assert.deepEqual(mask({ publishers: [""] }), [1, 1, 0, 0]);
  assert.deepEqual(mask({ from: "2021-01-01" }), [0, 0, 1, 0]);
});

test("by the clock of events a statement passes while it held", () => {
  const held = (from, to) => compile(data, { ...START.filters, clock: "event", from, to }).statement[2];
  assert.equal(held("2020-06-01", "2020-07-31"), 1);
  assert.equal(held("2021-06-01", ""), 0);
  assert.equal(held("", "2019-12-31"), 0);
});

test("who is in no article that passes is not listed", () => {
  const mask = compile(data, { ...START.filters, documents: ["d1"] });
  assert.deepEqual([...mask.entity], [1, 1, 1, 0, 0]);
});

test("a line is solid when anything holds now, dashed when denied, faint when it only stands together", () => {
  assert.equal(lineOf(data, [0]).form, "solid");
  assert.equal(lineOf(data, [1]).form, "dashed");
  assert.equal(lineOf(data, [3]).form, "faint");
  assert.equal(lineOf(data, [0, 1]).sources, 3);
  assert.deepEqual(passing(data, all, data.pairBetween(0, 1)), [0]);
});

test("rings and paths go over what passes and around what is hidden", () => {
  assert.deepEqual(rings(data, all, 0, 2), [[0], [1, 3], [2]]);
  assert.deepEqual(shortestPath(data, all, 3, 2), [3, 0, 1, 2]);
  assert.equal(shortestPath(data, all, 3, 2, new Set([1])), null);
  assert.equal(shortestPath(data, all, 0, 4), null);
});

test("the opening view, an entity added to it, one hidden from it, and all", () => {
  assert.deepEqual(scene(data, all, START).nodes, [0, 1]);
  assert.deepEqual(scene(data, all, state({ added: ["p2"] })).nodes, [0, 1, 2]);
  assert.deepEqual(scene(data, all, state({ hidden: ["p1"] })).nodes, []);
  assert.deepEqual(scene(data, all, state({ view: { mode: "all" } })).nodes, [0, 1, 2, 3]);
  assert.deepEqual(scene(data, all, state({ view: { mode: "ego", centre: "o3" } })).nodes, [0, 3]);
  assert.deepEqual(scene(data, all, state({ selection: ["path", "o3", "p2"] })).path, [3, 0, 1, 2]);
  assert.deepEqual(scene(data, all, state({ selection: ["entity", "nobody"] })).nodes, [0, 1]);
  assert.deepEqual(toAdd(data, all, new Set([0, 1]), 2), [2]);
});

test("a moved node keeps its place", () => {
  assert.deepEqual(scene(data, all, state({ positions: { p1: [7, 8] } })).places.get(1), [7, 8]);
});

test("while an article is read the graph shows where it was opened from", () => {
  assert.deepEqual(active(state({ selection: ["article", "d0", "0", "entity", "p1"] })), ["entity", "p1"]);
  assert.equal(active(state({ selection: ["article", "d0", "0"] })), null);
});

test("names, aliases, titles and sentences are found", () => {
  assert.deepEqual(
    search(data, "甲").entities.map(({ index }) => index),
    [0, 4],
  );
  assert.equal(search(data, "老甲").entities[0].via, "老甲");
  assert.equal(search(data, "jia").entities.length, 2);
  assert.equal(search(data, "縣委").entities[0].index, 3);
  assert.equal(search(data, "首篇").articles[0].number, 0);
  assert.deepEqual(
    search(data, "乙丙").sentences.map(({ text }) => text),
    ["乙丙。"],
  );
});

test("a quote is cut from its article, or its own when the article does not hold it", () => {
  assert.equal(quoteOf(data, 1), "乙丙。");
  assert.equal(quoteOf(data, 2), "另一句");
});

test("others of the same name are known", () => {
  assert.deepEqual(namesakes(data, 0), [4]);
});

test("Turtle holds the entity and what is said about it", () => {
  const turtle = turtleOf(data, all, 0);
  assert.match(turtle, /<https:\/\/x\/p0> a schema:Person ;\n {2}skos:prefLabel "甲"@zh/);
  assert.match(turtle, /kg:startDate "2020-01"\^\^xsd:gYearMonth/);
});
