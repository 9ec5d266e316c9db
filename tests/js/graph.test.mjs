// The graph's own modules on a small payload made by hand: four people and an office.

import assert from "node:assert/strict";
import { test } from "node:test";
import { decode, namesakes, quoteOf, spread } from "../../kg/export/assets/js/data.js";
import { compile, lineOf, passing } from "../../kg/export/assets/js/filters.js";
import { rings, shortestPaths } from "../../kg/export/assets/js/paths.js";
import { active, scene, toAdd } from "../../kg/export/assets/js/scene.js";
import { search } from "../../kg/export/assets/js/search.js";
import { START, change, fromHash, toHash } from "../../kg/export/assets/js/state.js";
import { groupAt, groupName, groupsOf, placeGroupNames } from "../../kg/export/assets/js/groups.js";
import { Room } from "../../kg/export/assets/js/labels.js";
import { reasonText } from "../../kg/export/assets/js/apart.js";
import { entityRows, sortedBy, statementRows } from "../../kg/export/assets/js/rows.js";
import { wordsFor } from "../../kg/export/assets/js/words.js";
import { turtleOf } from "../../kg/export/assets/js/rdf.js";
import { isOffice, officeOf } from "../../kg/export/assets/js/office.js";
import { bySentence, dateSpan } from "../../kg/export/assets/js/facts.js";

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
  assert.deepEqual(shortestPaths(data, all, 3, 2), { paths: [[3, 0, 1, 2]], more: false });
  assert.deepEqual(shortestPaths(data, all, 3, 2, new Set([1])).paths, []);
  assert.deepEqual(shortestPaths(data, all, 0, 4).paths, []);
});

/** `ways` people between a first and a last one, each a way of two steps. */
function lens(ways) {
  const count = ways + 2;
  const column = (value) => new Array(ways * 2).fill(value);
  const middle = Array.from({ length: ways }, (_, i) => i + 1);
  return decode({
    ...RAW,
    entities: {
      ...RAW.entities,
      ...Object.fromEntries(
        ["kind", "name", "description", "weight", "community", "x", "y"].map((name) => [
          name,
          new Array(count).fill(0),
        ]),
      ),
      id: Array.from({ length: count }, (_, i) => `p${i}`),
      aliases: new Array(count).fill([]),
    },
    statements: {
      id: Array.from({ length: ways * 2 }, (_, i) => `s${i}`),
      subject: [...middle.map(() => 0), ...middle],
      object: [...middle, ...middle.map(() => ways + 1)],
      predicate: column(2),
      title: column(-1),
      status: column(6),
      start: column(-1),
      end: column(-1),
      amount: column(-1),
      confidence: column(1),
      sources: column(1),
    },
    evidence: {
      ...RAW.evidence,
      statement: Array.from({ length: ways * 2 }, (_, i) => i),
      document: column(0),
      quote: column(-1),
      start: column(0),
      end: column(3),
    },
    mentions: { entity: [], document: [], start: [], end: [], rule: [] },
  });
}

test("all shortest paths are found, over the more important first, and no more than are wanted", () => {
  const two = lens(2);
  const mask = compile(two, START.filters);
  assert.deepEqual(shortestPaths(two, mask, 0, 3), {
    paths: [
      [0, 1, 3],
      [0, 2, 3],
    ],
    more: false,
  });
  assert.deepEqual(shortestPaths(two, mask, 3, 0).paths, [
    [3, 1, 0],
    [3, 2, 0],
  ]);
  assert.deepEqual(shortestPaths(two, mask, 0, 3, new Set([1])).paths, [[0, 2, 3]]);
  const many = lens(30);
  const found = shortestPaths(many, compile(many, START.filters), 0, 31, new Set(), 5);
  assert.deepEqual([found.paths.length, found.more], [5, true]);
});

test("of several paths one is lit and all are drawn", () => {
  const two = lens(2);
  const mask = compile(two, START.filters);
  const drawn = (number) => scene(two, mask, state({ selection: ["path", "p0", "p3", number] }));
  assert.deepEqual(drawn("0").path, [0, 1, 3]);
  assert.deepEqual(drawn("1").path, [0, 2, 3]);
  assert.deepEqual(drawn("7").path, [0, 1, 3]);
  assert.deepEqual(drawn("1").nodes, [0, 1, 2, 3]);
});

test("tables are sorted by any column either way, what has no value last", () => {
  const app = (view) => ({ data, mask: all, w: wordsFor("zh"), state: state({ view }) });
  const facts = (factSort, factDown) => statementRows(app({ factSort, factDown }));
  assert.deepEqual(facts("sources", true), [0, 1, 2]);
  assert.deepEqual(facts("sources", false), [1, 2, 0]);
  assert.deepEqual(facts("title", true), [2, 0, 1]);
  assert.deepEqual(facts("title", false), [2, 0, 1]);
  assert.deepEqual(
    facts("object", true).map((s) => data.name(data.statements.object[s])),
    ["丙", "县委", "乙"],
  );
  assert.deepEqual(facts("no such column", true), [0, 1, 2]);
  const names = (down) => entityRows(app({ sort: "name", down })).map((i) => data.name(i));
  assert.deepEqual(names(true), ["丙", "甲", "甲", "县委", "乙"]);
  assert.deepEqual(names(false), ["乙", "县委", "甲", "甲", "丙"]);
});

test("a press on a column sorts by it, a second one turns it, and a link keeps both tables' order", () => {
  const first = sortedBy(START.view, "statements", "title");
  assert.deepEqual(first, { factSort: "title", factDown: true });
  const second = sortedBy({ ...START.view, ...first }, "statements", "title");
  assert.deepEqual(second, { factSort: "title", factDown: false });
  const kept = fromHash(toHash(state({ view: { ...second, sort: "name" } }))).view;
  assert.deepEqual([kept.factSort, kept.factDown, kept.sort, kept.down], ["title", false, "name", true]);
});

test("who was compared and kept apart is known from both sides, with the reasons", () => {
  const strings = [...STRINGS, "split", "rule", "other_field", "media | school", "name"];
  const at = (text) => strings.indexOf(text);
  const compared = decode({
    ...RAW,
    strings,
    apart: {
      one: [0],
      other: [4],
      judgement: [at("split")],
      by: [at("rule")],
      score: [0.05],
      features: [[at("other_field"), -4.5, at("media | school"), at("name"), -1, -1]],
    },
  });
  assert.equal(compared.apart.get(4).get(0), compared.apart.get(0).get(4));
  const [field, name] = compared.apart.get(0).get(4).features;
  const words = (language) => ({ w: wordsFor(language) });
  assert.equal(reasonText(words("zh"), field), "行业不同（媒体 / 教育）");
  assert.equal(reasonText(words("en"), field), "different fields (media / education)");
  assert.equal(reasonText(words("en"), name), "a common name");
  assert.equal(
    reasonText(words("en"), { name: "some_new-thing", odds: 1, detail: "x | y" }),
    "some new thing (x / y)",
  );
});

test("groups are those with enough members drawn, and their names lie on no node", () => {
  const drawn = {
    nodes: [0, 1, 2, 3],
    edges: [
      { a: 0, b: 1, form: "solid" },
      { a: 0, b: 2, form: "faint" },
    ],
  };
  const none = { near: new Set(), group: false };
  assert.deepEqual(groupsOf(data, drawn, none, false), [{ key: 0, members: [0, 1, 2, 3], edges: [[0, 1]] }]);
  assert.deepEqual(groupsOf(data, { ...drawn, nodes: [0, 1, 2] }, none, false), []);
  assert.deepEqual(groupsOf(data, drawn, none, true), []);
  const places = [
    [100, 100],
    [200, 100],
    [100, 200],
    [200, 200],
  ];
  const [label] = placeGroupNames(groupsOf(data, drawn, none, false), {
    name: (key) => groupName(data, key, "zh"),
    onScreen: (node) => places[node],
    circles: places.map(([x, y]) => [x, y, 8]),
    measure: (text, size) => text.length * size,
    width: 400,
    height: 300,
    reach: 19,
    room: new Room(),
  });
  assert.equal(label.text, "甲、乙 4");
  assert.equal(groupAt([label], label.x, label.y), 0);
  assert.equal(groupAt([label], 0, 0), -1);
  for (const [x, y] of places)
    assert.ok(x < label.box[0] || x > label.box[2] || y < label.box[1] || y > label.box[3]);
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

test("whoever holds an office is found by it, by its whole name first and not by its deputy's", () => {
  assert.deepEqual(
    search(data, "书记").holders.map(({ statement }) => statement),
    [2],
  );
  assert.equal(search(data, "縣委书记").holders.length, 1);
  assert.deepEqual(search(data, "县长").holders, []);
  assert.ok(isOffice("示例市副市长", "副市长"));
  assert.ok(!isOffice("示例市副市长", "市长"));
});

test("an office says the division once that its body and its title both name", () => {
  const office = (name, title) =>
    officeOf({ name: () => name, statements: { object: [0], title: () => title } }, 0);
  assert.equal(office("示例县", "县长"), "示例县长");
  assert.equal(office("中国", "国家主席"), "中国国家主席");
  assert.equal(office("示例公司", "司机"), "示例公司司机");
  assert.equal(office("Acme", "CEO"), "Acme CEO");
});

test("facts of one sentence stand together in its order, the past apart", () => {
  const sentence = "示例厂厂长、工程师周某，曾任示例厂技术员。";
  const facts = [
    { title: "工程师", status: "current" },
    { title: "技术员", status: "former" },
    { title: "厂长", status: "current" },
    { title: "顾问", status: "current" },
  ];
  const quoted = { document: [0, 0, 0, 0], start: [0, 0, 0, 30], end: [21, 21, 21, 40] };
  const told = {
    evidence: { ...quoted, speaker: () => null, quote: () => sentence },
    evidenceOf: { of: (s) => [s] },
    mentions: { start: [], end: [], entity: [] },
    mentionsIn: { of: () => [] },
    statements: { status: (s) => facts[s].status, title: (s) => facts[s].title, subject: [], object: [] },
  };
  const app = { data: told, mask: { evidence: [1, 1, 1, 1] } };
  assert.deepEqual(bySentence(app, [0, 1, 2, 3], -1), [[2, 0], [1], [3]]);
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

test("what happens has a day, what lasts has a span", () => {
  const day = (event, start, end) =>
    dateSpan(
      {
        data: {
          predicates: [{ event }],
          statements: { predicate: [0], start: () => start, end: () => end },
        },
      },
      0,
    );
  assert.equal(day(true, "2023-06", null), "2023-06");
  assert.equal(day(false, "2023-06", null), "2023-06 –");
  assert.equal(day(true, "2023-06", "2023-07"), "2023-06 – 2023-07");
  assert.equal(day(false, null, "2023-07"), "… – 2023-07");
  assert.equal(day(true, null, null), null);
});
