// The rows of the two tables, entities and statements, in the order in which they are shown and saved.

import { CHANGES } from "./changes.js";

/** Columns by table: `word` is the head's; `text` columns begin with A, others with the most. */
const COLUMNS = {
  entities: [
    { key: "name", word: "name", text: true },
    { key: "links", word: "links" },
    { key: "documents", word: "sourcesShort" },
  ],
  statements: [
    { key: "subject", word: "subject", text: true },
    { key: "predicate", word: "relation", text: true },
    { key: "object", word: "object", text: true },
    { key: "title", word: "post", text: true },
    { key: "status", word: "status", text: true },
    { key: "date", word: "date", text: true },
    { key: "sources", word: "sourcesShort" },
  ],
};

/** The columns of a table; facts of two graphs have one more. */
export function columnsOf(data, table) {
  const extra =
    table === "statements" && data.hasChanges ? [{ key: "change", word: "change", text: true }] : [];
  return [...extra, ...COLUMNS[table]];
}

/** By what a table is sorted, as {key, down}; `down` is the column's own first direction. */
export function sortOf(view, table) {
  return table === "statements"
    ? { key: view.factSort, down: view.factDown }
    : { key: view.sort, down: view.down };
}

/** The part of the view that a press on a column's head changes. */
export function sortedBy(view, table, key) {
  const now = sortOf(view, table);
  const down = now.key === key ? !now.down : true;
  return table === "statements" ? { factSort: key, factDown: down } : { sort: key, down };
}

/** Entities that pass. Sorting never moves the selection. */
export function entityRows(app) {
  const { data, mask } = app;
  const spread = documentCounts(app);
  const values = {
    links: (i) => mask.links[i],
    documents: (i) => spread[i],
    name: (i) => nameRanks(app)[i],
  };
  return sorted(app, "entities", passingOf(mask.entity), values);
}

/** Statements that pass. */
export function statementRows(app) {
  const { data, mask, w } = app;
  const { statements } = data;
  const name = (i) => nameRanks(app)[i];
  const collated = (text) => (text === null ? null : collatedRank(app, text));
  const values = {
    subject: (s) => name(statements.subject[s]),
    predicate: (s) => collated(w.forward(data.predicates[statements.predicate[s]])),
    object: (s) => name(statements.object[s]),
    title: (s) => collated(statements.title(s)),
    status: (s) => collated(w(statements.status(s))),
    date: (s) => statements.start(s) || statements.end(s),
    sources: (s) => statements.sources[s],
    change: (s) => (data.changeOf(s) === "same" ? null : CHANGES.indexOf(data.changeOf(s))),
  };
  return sorted(app, "statements", passingOf(mask.statement), values);
}

export function documentCounts(app) {
  if (app.spread && app.spread.mask === app.mask) return app.spread.counts;
  const counts = new Int32Array(app.data.count);
  for (let i = 0; i < counts.length; i += 1) {
    counts[i] = app.data.documentsOf(i).filter((number) => app.mask.document[number]).length;
  }
  app.spread = { mask: app.mask, counts };
  return counts;
}

function passingOf(mask) {
  const rows = [];
  for (let i = 0; i < mask.length; i += 1) if (mask[i]) rows.push(i);
  return rows;
}

/** Rows by the table's column; what has no value there comes last either way, and equals keep their order. */
function sorted(app, table, rows, values) {
  const { key, down } = sortOf(app.state.view, table);
  const column = columnsOf(app.data, table).find((other) => other.key === key);
  if (!column) return rows;
  const turn = Boolean(column.text) === Boolean(down) ? 1 : -1;
  const found = new Map(rows.map((row) => [row, values[key](row)]));
  return rows.sort((one, other) => {
    const [a, b] = [found.get(one), found.get(other)];
    if (a === b) return one - other;
    if (a === null || b === null) return a === null ? 1 : -1;
    return (a < b ? -1 : 1) * turn;
  });
}

/** The rank of each entity's name among all, by the reader's alphabet: pinyin in Chinese. */
function nameRanks(app) {
  if (app.nameRanks) return app.nameRanks;
  const { data } = app;
  const order = Array.from({ length: data.count }, (_, i) => i);
  const { compare } = collatorOf(app);
  order.sort((one, other) => compare(data.name(one), data.name(other)) || one - other);
  app.nameRanks = new Int32Array(data.count);
  let rank = 0;
  order.forEach((i, at) => {
    if (at && data.name(i) !== data.name(order[at - 1])) rank = at;
    app.nameRanks[i] = rank;
  });
  return app.nameRanks;
}

/** The rank of a text among those that the statements hold besides names; they are few. */
function collatedRank(app, text) {
  if (!app.textRanks) {
    const { data, w } = app;
    const texts = new Set(data.predicates.map((predicate) => w.forward(predicate)));
    for (let s = 0; s < data.statements.count; s += 1) {
      texts.add(w(data.statements.status(s)));
      if (data.statements.title(s) !== null) texts.add(data.statements.title(s));
    }
    const order = [...texts].sort(collatorOf(app).compare);
    app.textRanks = new Map(order.map((one, rank) => [one, rank]));
  }
  return app.textRanks.get(text);
}

function collatorOf(app) {
  return new Intl.Collator(app.w.language === "zh" ? "zh-Hans-u-co-pinyin" : "en");
}
