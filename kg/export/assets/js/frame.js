// What stands around the graph: title and tools above, legend and view below, tabs on a narrow screen.

import { button, byId, h, icon, mark, replace } from "./dom.js";
import { CHANGES, signOf } from "./changes.js";
import { toggled } from "./state.js";
import { KIND_WORD } from "./words.js";

export function summary(app) {
  const { data, w } = app;
  const dates = data.documents
    .map(({ published }) => published)
    .filter(Boolean)
    .sort();
  const [first, last] = [dates[0], dates[dates.length - 1]];
  return [
    `${data.documents.length} ${w("articles")}`,
    `${data.count ? app.data.statements.count - app.coOccurrences : 0} ${w("statements")}`,
    dates.length ? (first === last ? first : `${first} – ${last}`) : null,
  ]
    .filter(Boolean)
    .join(" · ");
}

export function drawHeader(app) {
  const { w, history } = app;
  byId("summary").textContent = summary(app);
  replace(
    byId("tools"),
    button(w("undo"), () => app.undo(), { iconName: "undo", disabled: !history.past.length }),
    button(w("redo"), () => app.redo(), { iconName: "redo", disabled: !history.future.length }),
    button(w("share"), () => app.copy(location.href), { iconName: "share" }),
    viewsMenu(app),
    menu(app),
    button(w("theme"), () => app.turnTheme(), { iconName: "theme" }),
  );
}

function viewsMenu(app) {
  const { w } = app;
  const field = h("input", {
    type: "text",
    "aria-label": w("viewName"),
    placeholder: w("viewName"),
    maxlength: 60,
  });
  const save = (event) => {
    event.preventDefault();
    if (field.value.trim()) app.saveView(field.value.trim());
  };
  const saved = app.savedViews();
  return h(
    "details",
    { class: "menu" },
    h("summary", { title: w("views"), "aria-label": w("views") }, icon("views")),
    h(
      "div",
      {},
      h(
        "form",
        { class: "save-view", on: { submit: save } },
        field,
        h("button", { type: "submit" }, w("saveView")),
      ),
      saved.length ? null : h("p", { class: "nothing" }, w("noViews")),
      saved.map(({ name, hash }) =>
        h(
          "div",
          { class: "saved-view" },
          button(name, () => app.openView(hash)),
          button(`${w("drop")}: ${name}`, () => app.dropView(name), {
            iconName: "close",
            className: "plain",
          }),
        ),
      ),
    ),
  );
}

function menu(app) {
  const { w } = app;
  const item = (word, press) =>
    button(w(word), (event) => {
      event.target.closest("details").open = false;
      press();
    });
  return h(
    "details",
    { class: "menu" },
    h("summary", { title: w("export"), "aria-label": w("export") }, icon("export")),
    h(
      "div",
      {},
      item("image", app.savePng),
      item("drawing", app.saveSvg),
      item("csvEntities", app.saveEntities),
      item("csvStatements", app.saveStatements),
      item("sparql", app.copySparql),
      item("print", () => window.print()),
    ),
  );
}

export function drawLegend(app, element) {
  const { w, data, state } = app;
  const { kinds, statuses, predicates } = state.filters;
  const item = (on, press, ...content) =>
    h(
      "button",
      { type: "button", class: "legend-item", "aria-pressed": String(on), on: { click: press } },
      ...content,
    );
  const form = (name, word, values) => {
    const present = values.filter((value) => app.totals.statuses.has(value));
    if (!present.length) return null;
    const on = !present.every((value) => statuses.includes(value));
    const next = on
      ? [...new Set([...statuses, ...present])]
      : statuses.filter((value) => !present.includes(value));
    return item(on, () => app.filter({ statuses: next }), h("span", { class: `line ${name}` }), w(word));
  };
  const near = data.predicates.some(({ name }) => name === "coOccursWith")
    ? item(
        !predicates.includes("coOccursWith"),
        () => app.filter({ predicates: toggled(predicates, "coOccursWith") }),
        h("span", { class: "line faint" }),
        w("coOccurrence"),
      )
    : null;
  element.setAttribute("aria-label", w("legend"));
  replace(
    element,
    data.kinds.map((kind) =>
      item(
        !kinds.includes(kind),
        () => app.filter({ kinds: toggled(kinds, kind) }),
        mark(kind),
        w(KIND_WORD[kind]),
      ),
    ),
    form("solid", "solid", ["current", "acting"]),
    form("dashed", "dashed", ["former", "denied"]),
    form("dotted", "dotted", ["proposed"]),
    near,
    data.hasChanges ? changeItems(app, item) : null,
    h("span", { class: "legend-note" }, w("width")),
  );
}

/** The signs of what differs between two graphs. */
function changeItems(app, item) {
  const { changes } = app.state.filters;
  return CHANGES.filter((change) => signOf(change) && app.totals.changes[change]).map((change) =>
    item(
      !changes.includes(change),
      () => app.filter({ changes: toggled(changes, change) }),
      h("b", { class: "sign", "aria-hidden": "true" }, signOf(change)),
      app.w(change),
    ),
  );
}

export function drawControls(app, element) {
  const { w, state, data } = app;
  const { mode, depth } = state.view;
  const choose = (value, word) =>
    button(w(word), () => app.turnTo({ mode: value, centre: "" }), { pressed: mode === value });
  const parts = [
    h("div", { class: "segment", role: "group" }, choose("opening", "opening"), choose("all", "everything")),
  ];
  if (mode === "ego") {
    const step = (n) =>
      button(String(n), () => app.act({ view: { depth: n } }, { fit: true }), { pressed: depth === n });
    const centre = data.indexOf(state.view.centre);
    parts.push(
      h(
        "div",
        { class: "segment", role: "group" },
        h(
          "span",
          { class: "segment-label" },
          `${w("around")} ${centre < 0 ? "" : data.name(centre)} · ${w("depth")}`,
        ),
        [1, 2, 3].map(step),
      ),
    );
  }
  parts.push(
    h(
      "span",
      { class: "shown", role: "status" },
      `${app.drawn.nodes.length} / ${app.openCount}`,
      app.drawn.extent ? ` · ${w("closer")}` : "",
    ),
    state.hidden.length
      ? button(
          `${w("hiddenOnes", { n: state.hidden.length })} · ${w("showHidden")}`,
          () => app.act({ hidden: [] }),
          { className: "link" },
        )
      : null,
    h(
      "div",
      { class: "segment zoom", role: "group" },
      button(w("zoomOut"), () => app.zoom(1 / 1.3), { iconName: "zoomOut" }),
      button(w("zoomIn"), () => app.zoom(1.3), { iconName: "zoomIn" }),
      button(w("fit"), () => app.fit(), { iconName: "fit" }),
    ),
  );
  replace(element, parts);
}

export function drawHint(app, element) {
  const picking = app.state.view.from;
  const none = !app.drawn.nodes.length && app.data.count;
  element.hidden = !picking && !none;
  if (picking)
    replace(
      element,
      h("span", {}, app.w("pathPick")),
      button(app.w("cancel"), () => app.act({ view: { from: "" } }), { className: "link" }),
    );
  else if (none) replace(element, h("span", {}, app.w("emptyFiltered")));
}

export function drawTabs(app, element) {
  const { w, state } = app;
  const tab = (name, word) =>
    h(
      "button",
      {
        type: "button",
        role: "tab",
        "aria-selected": String(state.view.tab === name),
        on: { click: () => app.act({ view: { tab: name } }, { quiet: true }) },
      },
      w(word),
    );
  element.setAttribute("aria-label", app.data.title);
  replace(element, tab("list", "list"), tab("graph", "graph"), tab("evidence", "evidence"));
  document.body.dataset.tab = state.view.tab;
}

export function drawRowsSwitch(app, element) {
  const { w, state } = app;
  const choose = (value, word) =>
    button(w(word), () => app.act({ view: { rows: value } }, { quiet: true }), {
      pressed: state.view.rows === value,
    });
  document.body.dataset.rows = state.view.rows;
  const save = state.view.rows === "statements" ? app.saveStatements : app.saveEntities;
  replace(
    element,
    h("div", { class: "segment", role: "group" }, choose("entities", "list"), choose("statements", "facts")),
    button(w("asCsv"), save, { className: "link save-rows" }),
  );
}
