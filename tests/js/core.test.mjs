import assert from "node:assert/strict";
import { test } from "node:test";
import { inSpan } from "../../kg/export/assets/js/filters.js";
import { nameScore, pinyinStart } from "../../kg/export/assets/js/search.js";
import { START, begin, change, fromHash, push, redo, toHash, undo } from "../../kg/export/assets/js/state.js";
import { Room, placeLabels } from "../../kg/export/assets/js/labels.js";
import { settle } from "../../kg/export/assets/js/place.js";
import { iri, literal } from "../../kg/export/assets/js/rdf.js";
import { xml } from "../../kg/export/assets/js/svg.js";
import { bins } from "../../kg/export/assets/js/time.js";
import { dropView, readViews, saveView } from "../../kg/export/assets/js/views.js";
import { languageOf, wordsFor } from "../../kg/export/assets/js/words.js";
import { csv, pieces, safeUrl, shortened } from "../../kg/export/assets/js/text.js";

const READINGS = { 孙: ["sun"], 大: ["da", "dai"], 军: ["jun"], 长: ["zhang", "chang"], 治: ["zhi"] };

test("initials, syllables and any mix of them spell a name", () => {
  for (const typed of ["sdj", "sundajun", "sundj", "sdajun", "sdaij"])
    assert.equal(pinyinStart("孙大军", typed, READINGS), 0, typed);
  assert.equal(pinyinStart("孙大军", "dj", READINGS), 1);
  assert.equal(pinyinStart("孙大军", "sjd", READINGS), -1);
  assert.equal(pinyinStart("长治", "changzhi", READINGS), 0);
});

test("an exact name answers best, then its beginning, written or spelled, then a part", () => {
  const scores = ["孙大军", "孙大", "大军", "sdj", "dj"].map((typed) => nameScore("孙大军", typed, READINGS));
  assert.deepEqual(scores, [0, 1, 2, 1.4, 4]);
  assert.equal(nameScore("Lanyue New Materials", "w", READINGS), null);
  assert.equal(nameScore("Lanyue New Materials", "new", READINGS), 2);
  assert.equal(nameScore("Lanyue New Materials", "ater", READINGS), 5);
  assert.equal(nameScore("孙大军", "李", READINGS), null);
});

test("a link holds the whole state and leaves out what is as at the start", () => {
  assert.equal(toHash(START), "");
  const state = change(START, {
    selection: ["entity", "per-1~2%7E&=#"],
    filters: { kinds: ["LOC"], predicates: [], from: "2020-01-01", confidence: 0.5 },
    hidden: ["a", "b"],
    positions: { "per-1": [3.4, -5] },
    view: { mode: "ego", depth: 3, centre: "per-1" },
  });
  assert.deepEqual(fromHash(`#${toHash(state)}`), { ...state, positions: { "per-1": [3, -5] } });
});

test("a malformed link does no harm", () => {
  for (const hash of ["#%%%", "#m=evil&tab=x&depth=99&c=7", "#xy=a~b", "#s=~~~", "#p"]) {
    const state = fromHash(hash);
    assert.ok(["opening", "all", "ego"].includes(state.view.mode));
    assert.ok(state.view.depth <= 3 && state.filters.confidence <= 1);
  }
});

test("undo goes back one value, redo forward, and a new step forgets what was undone", () => {
  const [a, b, c] = ["a", "b", "c"].map((id) => change(START, { selection: ["entity", id] }));
  let history = push(push(begin(a), b), c);
  history = undo(history);
  assert.equal(history.present, b);
  assert.equal(redo(history).present, c);
  assert.equal(undo(undo(undo(history))).present, a);
  assert.deepEqual(push(history, a).future, []);
});

test("a quiet change is no step", () => {
  const history = push(begin(START), change(START, { view: { tab: "list" } }), true);
  assert.equal(history.past.length, 0);
});

test("a date as precise as its source lies in a span when it may", () => {
  assert.equal(inSpan("2020", "2020-06-01", ""), true);
  assert.equal(inSpan("2020-05", "2020-06-01", ""), false);
  assert.equal(inSpan("2020-06-15", "2020-06-01", "2020-06-30"), true);
  assert.equal(inSpan(null, "", ""), true);
  assert.equal(inSpan(null, "2020-01-01", ""), false);
});

test("pieces join to the text again and carry mention and trigger", () => {
  const text = "长治市委书记孙大军";
  const found = pieces(
    text,
    10,
    [
      { start: 10, end: 14, entity: 1 },
      { start: 16, end: 19, entity: 2 },
    ],
    [[14, 16]],
  );
  assert.equal(found.map((piece) => piece.text).join(""), text);
  assert.deepEqual(
    found.map((piece) => [piece.entity, piece.trigger]),
    [
      [1, false],
      [-1, true],
      [2, false],
    ],
  );
});

test("a name inside a longer name is shown as the longer one", () => {
  const found = pieces(
    "长治市委书记",
    0,
    [
      { start: 0, end: 3, entity: 1 },
      { start: 0, end: 4, entity: 2 },
    ],
    [],
  );
  assert.deepEqual(
    found.map((piece) => [piece.text, piece.entity]),
    [
      ["长治市委", 2],
      ["书记", -1],
    ],
  );
});

test("a cell never becomes a formula and keeps its quotes", () => {
  assert.equal(csv(["a"], [["=1+1"], ['x"y,z'], [-3]]), '\ufeffa\r\n\'=1+1\r\n"x""y,z"\r\n-3\r\n');
});

test("a literal and an IRI cannot be left", () => {
  assert.equal(literal('a"b\\c\n'), '"a\\"b\\\\c\\n"');
  assert.equal(iri("https://x/> <y"), "<https://x/%3E%20%3Cy>");
});

test("markup in a picture's text is text", () => {
  assert.equal(xml("<a>&\u0000"), "&#60;a&#62;&#38;");
});

test("saved views survive a store that holds nonsense or refuses", () => {
  const store = new Map();
  const page = { getItem: (key) => store.get(key) ?? null, setItem: (key, value) => store.set(key, value) };
  assert.ok(
    saveView(page, "k", { name: "a", hash: "s=1" }) && saveView(page, "k", { name: "a", hash: "s=2" }),
  );
  assert.deepEqual(readViews(page, "k"), [{ name: "a", hash: "s=2" }]);
  dropView(page, "k", "a");
  assert.deepEqual(readViews(page, "k"), []);
  store.set("k", '[1, {"name": 2}]');
  assert.deepEqual(readViews(page, "k"), []);
  assert.equal(
    saveView(
      {
        getItem: () => null,
        setItem: () => {
          throw new Error();
        },
      },
      "k",
      { name: "a", hash: "" },
    ),
    false,
  );
});

test("bars are as fine as there is room for", () => {
  assert.equal(bins(["2020-01-01", "2020-01-03"]).length, 3);
  assert.deepEqual(
    bins(["2020-01-01", "2020-12", null])
      .map(({ label }) => label)
      .slice(0, 2),
    ["2020-01", "2020-02"],
  );
  assert.equal(bins(["1999", "2020-12"]).length, 22);
  assert.equal(bins([]).length, 0);
});

test("nobody is set on another's place, and the same steps give the same places", () => {
  const run = () => settle(new Map([[0, [0, 0]]]), [1, 2, 3, 4, 5, 6, 7, 8], () => [0, 0]);
  assert.deepEqual([...run()], [...run()]);
  const places = [...run().values()];
  for (const [i, one] of places.entries()) {
    for (const other of places.slice(i + 1))
      assert.ok(Math.abs(one[0] - other[0]) > 80 || Math.abs(one[1] - other[1]) > 34);
  }
});

test("names are placed apart, the more important first", () => {
  const items = [0, 1, 2].map((node) => ({
    node,
    x: 100 + node,
    y: 100,
    radius: 5,
    name: "长治市委",
    size: 12,
    force: false,
  }));
  const placed = placeLabels(items, (text, size) => text.length * size, {
    width: 400,
    height: 300,
    most: 12,
    room: new Room(),
  });
  for (const [i, one] of placed.entries()) {
    for (const other of placed.slice(i + 1)) {
      assert.ok(
        one.box[2] <= other.box[0] ||
          other.box[2] <= one.box[0] ||
          one.box[3] <= other.box[1] ||
          other.box[3] <= one.box[1],
      );
    }
  }
  assert.equal(placed[0].node, 0);
});

test("every word is there in both languages and a rule without words keeps its name", () => {
  const [zh, en] = [wordsFor("zh"), wordsFor("en")];
  assert.equal(zh("people"), "人物");
  assert.equal(en("more", { n: 3 }), "3 more");
  assert.equal(en.rule("some-new-rule"), "some-new-rule");
  assert.equal(zh.rule("place-short-form-elsewhere"), "地名简称（另一篇）");
  assert.equal(en.inverse({ name: "unheardOf", labels: {}, symmetric: false }), "← unheardOf");
  const parentOf = { name: "parentOf", labels: { zh: "父母", en: "parent of" }, symmetric: false };
  assert.deepEqual(
    [zh.forward(parentOf), zh.inverse(parentOf), zh.predicate(parentOf)],
    ["子女", "父母", "父母"],
  );
  assert.equal(languageOf("zh-TW"), "zh");
  assert.equal(languageOf("fr"), "en");
});

test("only web addresses become links", () => {
  assert.equal(safeUrl("https://example.org/a"), "https://example.org/a");
  for (const url of ["javascript:alert(1)", " javascript:x", "data:text/html,x", "//x", null])
    assert.equal(safeUrl(url), null);
});

test("a long name keeps its end, where organizations differ", () => {
  assert.equal(shortened("长治医学院附属和济医院", 8), "长治医学…济医院");
  assert.equal(shortened("长治市委", 8), "长治市委");
});
