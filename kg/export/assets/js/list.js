// The left-hand list: everything that the canvas shows, to be sorted, walked and read. Only rows in view
// exist.

import { h, mark, replace } from "./dom.js";
import { dateSpan, statusWord } from "./facts.js";
import { signOf } from "./changes.js";
import { columnsOf, documentCounts, entityRows, sortOf, sortedBy, statementRows } from "./rows.js";

const ROW = 30;

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
  list.scroller.setAttribute("aria-rowcount", String(list.rows.length + 1));
  list.scroller.setAttribute("aria-label", app.w(list.facts ? "facts" : "list"));
  list.body.style.height = `${list.rows.length * ROW}px`;
  drawHead(list);
  drawRows(list);
}

/** The rows, sorted again only when what is sorted has changed. */
function rowsOf(list) {
  const { app } = list;
  const { key, down } = sortOf(app.state.view, tableOf(list));
  const order = `${tableOf(list)} ${key} ${down}`;
  if (list.sorted && list.sorted.mask === app.mask && list.sorted.order === order) return list.sorted.rows;
  list.sorted = { mask: app.mask, order, rows: list.facts ? statementRows(app) : entityRows(app) };
  return list.sorted.rows;
}

function tableOf(list) {
  return list.facts ? "statements" : "entities";
}

function drawHead(list) {
  const { app } = list;
  const table = tableOf(list);
  const sort = sortOf(app.state.view, table);
  const head = ({ key, word, text }) => {
    const by = sort.key === key;
    const ascending = Boolean(text) === sort.down;
    return h(
      "span",
      {
        role: "columnheader",
        class: key,
        "aria-sort": by ? (ascending ? "ascending" : "descending") : "none",
      },
      h(
        "button",
        {
          type: "button",
          id: `sort-${key}`,
          on: { click: () => app.act({ view: sortedBy(app.state.view, table, key) }, { quiet: true }) },
        },
        app.w(word),
        h("span", { "aria-hidden": "true" }, by ? (ascending ? " ▴" : " ▾") : ""),
      ),
    );
  };
  list.head.classList.toggle("statement", list.facts);
  list.scroller.classList.toggle("with-change", app.data.hasChanges);
  replace(list.head, columnsOf(app.data, table).map(head));
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
      "aria-rowindex": at + 2,
      "aria-selected": String(index === app.selected),
      title: app.drawnSet.has(index) ? null : app.w("offCanvas"),
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
  const { statements } = data;
  const s = list.rows[at];
  const cell = (key, ...content) =>
    h("span", { role: "gridcell", class: key, dir: "auto", title: content[0] || null }, ...content);
  const end = (key, i) =>
    h(
      "span",
      { role: "gridcell", class: key, dir: "auto", title: data.name(i) },
      mark(data.kindName(i)),
      data.name(i),
    );
  return h(
    "div",
    {
      class: ["row statement", data.changeOf(s), at === list.active && "active", isOpen(app, s) && "selected"]
        .filter(Boolean)
        .join(" "),
      role: "row",
      id: `row-${at}`,
      "data-row": at,
      "aria-rowindex": at + 2,
      "aria-selected": String(isOpen(app, s)),
    },
    data.hasChanges ? cell("change", signOf(data.changeOf(s))) : null,
    end("subject", statements.subject[s]),
    cell("predicate", app.w.forward(data.predicates[statements.predicate[s]])),
    end("object", statements.object[s]),
    cell("title", statements.title(s)),
    cell("status", statusWord(app, s)),
    cell("date", dateSpan(app, s)),
    h("span", { role: "gridcell", class: "sources" }, statements.sources[s]),
  );
}

/** Whether the panel tells of the pair that a statement links. */
function isOpen(app, s) {
  const [kind, ...ids] = app.state.selection || [];
  const { subject, object } = app.data.statements;
  const ends = [app.data.id[subject[s]], app.data.id[object[s]]];
  return kind === "pair" && ends.every((id) => ids.includes(id));
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
