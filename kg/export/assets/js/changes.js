// Where the page shows two graphs as one: what came, went and changed, as signs, words and lists.

import { h } from "./dom.js";

export const CHANGES = ["added", "removed", "changed", "same"];
// Signs and not colours, which carry kind alone.
const SIGNS = { added: "+", removed: "−", changed: "~", same: "" };

export function signOf(change) {
  return SIGNS[change];
}

/** How many statements there are of each kind, co-occurrences not counted. */
export function changeCounts(data) {
  const counts = Object.fromEntries(CHANGES.map((change) => [change, 0]));
  for (let s = 0; s < data.statements.count; s += 1)
    if (!data.isCoOccurrence[s]) counts[data.changeOf(s)] += 1;
  return counts;
}

/** The badge of a statement that differs, or null. */
export function changeBadge(app, s) {
  const change = app.data.changeOf(s);
  if (change === "same") return null;
  return h("span", { class: `change ${change}` }, `${SIGNS[change]} ${app.w(change)}`);
}

/** What differs in a changed statement, field by field, or null. */
export function changedFields(app, s) {
  const fields = app.data.changedFields(s);
  if (!fields.length) return null;
  return h(
    "ul",
    { class: "changed-fields" },
    fields.map(([field, before, after]) =>
      h(
        "li",
        {},
        h("span", {}, fieldWord(app, field)),
        ` ${said(app, field, before)} → ${said(app, field, after)}`,
      ),
    ),
  );
}

const FIELD_WORDS = {
  title: "post",
  status: "status",
  start_date: "from",
  end_date: "to",
  amount: "amount",
  confidence: "trust",
  document_count: "sources",
  evidence: "sentences",
};

function fieldWord(app, field) {
  return app.w(FIELD_WORDS[field] || field);
}

function said(app, field, value) {
  if (value === null || value === "") return app.w("empty_value");
  return field === "status" ? app.w(value) : value;
}
