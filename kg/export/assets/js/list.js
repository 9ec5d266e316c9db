// The left-hand list: everything that the canvas shows, to be sorted, walked and read. Only rows in view
// exist.

import { h, mark, replace } from "./dom.js";
import { openEvidence, statusWord } from "./facts.js";

const ROW = 30;

/** Rows for the present state: entities, or statements. Sorting never moves the selection. */
export function entityRows(app) {
  const { data, mask, state } = app;
  const rows = [];
  for (let i = 0; i < data.count; i += 1) if (mask.entity[i]) rows.push(i);
  const spread = documentCounts(app);
  const collator = new Intl.Collator(app.w.language === "zh" ? "zh-Hans-u-co-pinyin" : "en");
  const by =
    {
      links: (one, other) => mask.links[other] - mask.links[one],
      documents: (one, other) => spread[other] - spread[one],
      name: (one, other) => collator.compare(data.name(one), data.name(other)),
    }[state.view.sort] || (() => 0);
  const turn = state.view.down ? 1 : -1;
  return rows.sort((one, other) => turn * by(one, other) || one - other);
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

export function statementRows(app) {
  const rows = [];
  for (let s = 0; s < app.data.statements.count; s += 1) if (app.mask.statement[s]) rows.push(s);
  const { subject, sources } = app.data.statements;
  return rows.sort(
    (one, other) => sources[other] - sources[one] || subject[one] - subject[other] || one - other,
  );
}

/** The list inside `element`, made once; `draw` brings it to the present state. */
export function createList(app, element) {
  const head = h("div", { class: "list-head", role: "row" });
  const body = h("div", { class: "list-body", role: "rowgroup" });
  const scroller = h("div", { class: "list-scroll", role: "grid", tabindex: "0" }, head, body);
  element.append(scroller);
  const list = { app, head, body, scroller, rows: [], active: 0, facts: false, lit: -1, sorted: null };
  scroller.addEventListener("scroll", () => drawRows(list));
  scroller.addEventListener("keydown", (event) => walk(list, event));
  scroller.addEventListener("mousemove", (event) => {
    const row = event.target.closest("[data-row]");
    app.light(row && !list.facts ? list.rows[Number(row.dataset.row)] : -1);
  });
  scroller.addEventListener("mouseleave", () => app.light(-1));
  scroller.addEventListener("click", (event) => {
    const row = event.target.closest("[data-row]");
    if (row) open(list, Number(row.dataset.row));
  });
  new ResizeObserver(() => drawRows(list)).observe(scroller);
  return list;
}

export function drawList(list) {
  const { app } = list;
  list.facts = app.state.view.rows === "statements";
  list.rows = rowsOf(list);
  const selected = app.selected;
  if (!list.facts && selected >= 0) {
    const at = list.rows.indexOf(selected);
    if (at >= 0 && at !== list.active) {
      list.active = at;
      if (document.activeElement !== list.scroller) show(list, at);
    }
  }
  list.active = Math.max(0, Math.min(list.active, list.rows.length - 1));
  list.scroller.setAttribute("aria-rowcount", String(list.rows.length));
  list.scroller.setAttribute("aria-label", app.w(list.facts ? "facts" : "list"));
  list.body.style.height = `${list.rows.length * ROW}px`;
  drawHead(list);
  drawRows(list);
}

/** The rows, sorted again only when what is sorted has changed. */
function rowsOf(list) {
  const { app } = list;
  const { sort, down } = app.state.view;
  const key = `${list.facts} ${sort} ${down}`;
  if (list.sorted && list.sorted.mask === app.mask && list.sorted.key === key) return list.sorted.rows;
  list.sorted = { mask: app.mask, key, rows: list.facts ? statementRows(app) : entityRows(app) };
  return list.sorted.rows;
}

function drawHead(list) {
  const { app } = list;
  const { sort, down } = app.state.view;
  const column = (key, word) =>
    h(
      "span",
      {
        role: "columnheader",
        class: key,
        "aria-sort": sort === key ? ((key === "name") === down ? "ascending" : "descending") : null,
      },
      h(
        "button",
        {
          type: "button",
          on: { click: () => app.act({ view: sort === key ? { down: !down } : { sort: key, down: true } }) },
        },
        app.w(word),
        sort === key ? (down ? " ▾" : " ▴") : "",
      ),
    );
  if (list.facts) replace(list.head, h("span", { role: "columnheader", class: "name" }, app.w("facts")));
  else
    replace(list.head, column("name", "name"), column("links", "links"), column("documents", "sourcesShort"));
}

function drawRows(list) {
  const { scroller, body, rows, app } = list;
  const first = Math.max(0, Math.floor(scroller.scrollTop / ROW) - 6);
  const last = Math.min(rows.length, Math.ceil((scroller.scrollTop + scroller.clientHeight) / ROW) + 6);
  const made = [];
  for (let at = first; at < last; at += 1)
    made.push(list.facts ? statementRow(list, at) : entityRow(list, at));
  replace(body, made);
  made.forEach((row, i) => {
    row.style.top = `${(first + i) * ROW}px`;
  });
  const active = list.active >= first && list.active < last ? `row-${list.active}` : "";
  list.scroller.setAttribute("aria-activedescendant", active);
  if (!rows.length) replace(body, h("p", { class: "nothing" }, app.w("noResult")));
}

function entityRow(list, at) {
  const { app } = list;
  const { data, mask, state } = app;
  const index = list.rows[at];
  const id = data.id[index];
  const classes = ["row", data.kindName(index)];
  if (index === app.selected) classes.push("selected");
  if (index === list.lit) classes.push("lit");
  if (state.hidden.includes(id)) classes.push("hidden-one");
  if (!app.drawnSet.has(index)) classes.push("off-canvas");
  if (at === list.active) classes.push("active");
  return h(
    "div",
    {
      class: classes.join(" "),
      role: "row",
      id: `row-${at}`,
      "data-row": at,
      "aria-rowindex": at + 1,
      "aria-selected": String(index === app.selected),
    },
    h(
      "span",
      { role: "gridcell", class: "name", dir: "auto" },
      mark(data.kindName(index)),
      h("span", {}, data.name(index)),
    ),
    h("span", { role: "gridcell", class: "links" }, mask.links[index] || ""),
    h("span", { role: "gridcell", class: "documents" }, documentCounts(app)[index] || ""),
  );
}

function statementRow(list, at) {
  const { app } = list;
  const { data } = app;
  const s = list.rows[at];
  const predicate = data.predicates[data.statements.predicate[s]];
  return h(
    "div",
    {
      class: `row statement ${at === list.active ? "active" : ""}`,
      role: "row",
      id: `row-${at}`,
      "data-row": at,
      "aria-rowindex": at + 1,
    },
    h(
      "span",
      { role: "gridcell", class: "name", dir: "auto" },
      h("b", { class: data.kindName(data.statements.subject[s]) }, data.name(data.statements.subject[s])),
      h("span", { class: "predicate" }, app.w.forward(predicate)),
      h("b", { class: data.kindName(data.statements.object[s]) }, data.name(data.statements.object[s])),
      data.statements.title(s) ? h("span", {}, data.statements.title(s)) : null,
      data.statements.status(s) === "current" ? null : h("span", { class: "status" }, statusWord(app, s)),
    ),
    h("span", { role: "gridcell", class: "links" }, openEvidence(app, s).length),
  );
}

function open(list, at) {
  const { app, rows } = list;
  list.active = at;
  if (!list.facts) return app.select(rows[at]);
  const { subject, object } = app.data.statements;
  return app.selectPair(app.data.pairBetween(subject[rows[at]], object[rows[at]]));
}

function walk(list, event) {
  const page = Math.max(1, Math.floor(list.scroller.clientHeight / ROW) - 1);
  if (event.target !== list.scroller) return;
  const step = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity }[
    event.key
  ];
  if (step !== undefined) {
    event.preventDefault();
    list.active = Math.max(0, Math.min(list.rows.length - 1, list.active + step));
    show(list, list.active);
    drawRows(list);
    if (!list.facts) list.app.light(list.rows[list.active]);
  } else if (event.key === "Enter" && list.rows.length) {
    event.preventDefault();
    open(list, list.active);
  }
}

function show(list, at) {
  const { scroller, head } = list;
  const top = at * ROW;
  // The head stays in view and takes its part of the height.
  const height = scroller.clientHeight - head.offsetHeight;
  if (top < scroller.scrollTop) scroller.scrollTop = top;
  else if (top + ROW > scroller.scrollTop + height) scroller.scrollTop = top + ROW - height;
}

/** Lights the row of an entity that is pointed at on the canvas. */
export function lightRow(list, index) {
  if (list.lit === index) return;
  list.lit = index;
  for (const row of list.body.querySelectorAll("[data-row]")) {
    row.classList.toggle("lit", !list.facts && list.rows[Number(row.dataset.row)] === index);
  }
}
