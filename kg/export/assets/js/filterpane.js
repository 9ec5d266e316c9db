// The filters: kinds as chips, relations, statuses, sources and dates in folds. All obey one value,
// `state.filters`.

import { CHANGES, changeCounts, signOf } from "./changes.js";
import { button, h, mark, replace } from "./dom.js";
import { predicateOrder } from "./facts.js";
import { folded } from "./panelparts.js";
import { narrowing, publisherOf } from "./filters.js";
import { toggled } from "./state.js";
import { KINDS_WORD } from "./words.js";

const ARTICLES_AT_FIRST = 40;
const STATUSES = ["current", "acting", "former", "proposed", "denied"];

/**
 * Counts that do not change: entities by kind, statements by predicate and status, documents by publisher.
 */
export function totals(data) {
  const kinds = new Map(data.kinds.map((kind) => [kind, 0]));
  for (let i = 0; i < data.count; i += 1) kinds.set(data.kindName(i), kinds.get(data.kindName(i)) + 1);
  const predicates = new Int32Array(data.predicates.length);
  const byStatus = new Map();
  for (let s = 0; s < data.statements.count; s += 1) {
    predicates[data.statements.predicate[s]] += 1;
    const status = data.statements.status(s);
    byStatus.set(status, (byStatus.get(status) || 0) + 1);
  }
  const publishers = new Map();
  data.documents.forEach((document, number) => {
    const name = publisherOf(document);
    if (!publishers.has(name)) publishers.set(name, []);
    publishers.get(name).push(number);
  });
  return { kinds, predicates, statuses: byStatus, publishers, changes: changeCounts(data) };
}

export function drawKinds(app, element) {
  const off = app.state.filters.kinds;
  replace(
    element,
    app.data.kinds.map((kind) =>
      h(
        "button",
        {
          type: "button",
          class: `chip kind-chip ${kind}`,
          "aria-pressed": String(!off.includes(kind)),
          on: { click: () => app.filter({ kinds: toggled(off, kind) }) },
        },
        mark(kind),
        app.w(KINDS_WORD[kind]),
        h("span", { class: "count" }, app.totals.kinds.get(kind)),
      ),
    ),
  );
}

export function drawFilters(app, element) {
  const opened = new Set([...element.querySelectorAll("details[open]")].map(({ dataset }) => dataset.fold));
  replace(
    element,
    app.data.hasChanges ? fold(app, "change", opened, changes(app)) : null,
    fold(app, "relations", opened, relations(app)),
    fold(app, "sources", opened, sources(app)),
    fold(app, "dates", opened, [dates(app), statuses(app), confidence(app)]),
    narrowing(app.state.filters, app.startFilters)
      ? button(app.w("reset"), () => app.filter(app.startFilters), { className: "link reset" })
      : null,
  );
}

function fold(app, word, opened, ...content) {
  const title = word === "dates" ? `${app.w("dates")} · ${app.w("status")}` : app.w(word);
  return h(
    "details",
    { "data-fold": word, open: opened.has(word) },
    h("summary", {}, title),
    h("div", { class: "fold-body" }, ...content),
  );
}

function check(app, id, label, on, press, count, dim = false) {
  return h(
    "label",
    { class: dim ? "check dim" : "check" },
    h("input", { type: "checkbox", id, checked: on, on: { change: press } }),
    h("span", { class: "check-name", dir: "auto" }, label),
    h("span", { class: "count" }, count),
  );
}

function bulk(app, allOff, set) {
  return h(
    "div",
    { class: "bulk" },
    button(app.w("all"), () => set([]), { className: "link" }),
    button(app.w("none"), () => set(allOff), { className: "link" }),
  );
}

function relations(app) {
  const off = app.state.filters.predicates;
  const order = app.data.predicates
    .map((predicate, number) => ({ predicate, number }))
    .sort(
      (one, other) =>
        predicateOrder(one.predicate.name) - predicateOrder(other.predicate.name) ||
        one.number - other.number,
    );
  return [
    bulk(
      app,
      app.data.predicates.map(({ name }) => name),
      (predicates) => app.filter({ predicates }),
    ),
    order.map(({ predicate, number }) =>
      check(
        app,
        `relation-${predicate.name}`,
        app.w.predicate(predicate),
        !off.includes(predicate.name),
        () => app.filter({ predicates: toggled(off, predicate.name) }),
        app.totals.predicates[number],
      ),
    ),
  ];
}

function sources(app) {
  const { publishers } = app.state.filters;
  const names = [...app.totals.publishers.keys()].sort(
    (one, other) =>
      app.totals.publishers.get(other).length - app.totals.publishers.get(one).length ||
      (one < other ? -1 : 1),
  );
  return names.map((name, i) => {
    const numbers = app.totals.publishers.get(name);
    return [
      check(
        app,
        `publisher-${i}`,
        name || app.w("noPublisher"),
        !publishers.includes(name),
        () => app.filter({ publishers: toggled(publishers, name) }),
        numbers.length,
      ),
      h(
        "div",
        { class: "nested" },
        numbers.slice(0, ARTICLES_AT_FIRST).map((number) => article(app, number)),
        numbers.length > ARTICLES_AT_FIRST
          ? folded(app, "more", numbers.length - ARTICLES_AT_FIRST, () =>
              numbers.slice(ARTICLES_AT_FIRST).map((number) => article(app, number)),
            )
          : null,
      ),
    ];
  });
}

function article(app, number) {
  const { documents, publishers } = app.state.filters;
  const document = app.data.documents[number];
  return check(
    app,
    `document-${number}`,
    document.title || document.source,
    !documents.includes(document.id),
    () => app.filter({ documents: toggled(documents, document.id) }),
    (document.published || "").slice(5),
    publishers.includes(publisherOf(document)),
  );
}

function dates(app) {
  const { from, to } = app.state.filters;
  const input = (name, value) =>
    h(
      "label",
      { class: "date" },
      app.w(name),
      h("input", {
        type: "date",
        id: `date-${name}`,
        value,
        on: { change: (event) => app.filter({ [name]: event.target.value }) },
      }),
    );
  return h("div", { class: "dates-row" }, input("from", from), input("to", to));
}

function statuses(app) {
  const off = app.state.filters.statuses;
  return STATUSES.filter((status) => app.totals.statuses.has(status)).map((status) =>
    check(
      app,
      `status-${status}`,
      app.w(status),
      !off.includes(status),
      () => app.filter({ statuses: toggled(off, status) }),
      app.totals.statuses.get(status),
    ),
  );
}

function changes(app) {
  const off = app.state.filters.changes;
  return CHANGES.map((change) =>
    check(
      app,
      `change-${change}`,
      `${signOf(change)} ${app.w(change)}`.trim(),
      !off.includes(change),
      () => app.filter({ changes: toggled(off, change) }),
      app.totals.changes[change],
    ),
  );
}

function confidence(app) {
  const value = app.state.filters.confidence;
  return h(
    "label",
    { class: "range" },
    h("span", {}, `${app.w("confidence")} ${value.toFixed(2)}`),
    h("input", {
      type: "range",
      id: "confidence",
      min: 0,
      max: 1,
      step: 0.05,
      value,
      on: { change: (event) => app.filter({ confidence: Number(event.target.value) }) },
    }),
  );
}
