// Starts the page and holds the one value that it is drawn from.

import {
  createCanvas,
  drawScene,
  fit,
  frameOf,
  hover,
  inView,
  readColours,
  reveal,
  shift,
  zoom,
} from "./canvas.js";
import { decode, namesakes } from "./data.js";
import { byId } from "./dom.js";
import { drawFilters, drawKinds, totals } from "./filterpane.js";
import { compile } from "./filters.js";
import { createFinder } from "./finder.js";
import { drawControls, drawHeader, drawHint, drawLegend, drawRowsSwitch, drawTabs } from "./frame.js";
import { listenToKeys } from "./keys.js";
import { createList, drawList, lightRow } from "./list.js";
import { groupOf } from "./overview.js";
import { drawPanel } from "./panel.js";
import { copyText, toast } from "./notice.js";
import { neighboursOf } from "./paths.js";
import { sparqlOf } from "./rdf.js";
import { listenToPaper } from "./paper.js";
import { savePng, saveEntities, saveStatements, saveSvg } from "./save.js";
import { MANY, active, scene, selectedEntity, toAdd } from "./scene.js";
import { START, begin, change, fromHash, push, redo, toggled, toHash, undo } from "./state.js";
import { createTime, drawTime } from "./time.js";
import { dropView, readViews, saveView, storeOf, viewsKey } from "./views.js";
import { languageOf, wordsFor } from "./words.js";

const data = decode(JSON.parse(byId("content").textContent));
const MANY_ON_TELEPHONE = 120;
// On a telephone half as many names are legible.
if (narrow())
  for (const column of ["entity", "x", "y"]) data.opening[column] = data.opening[column].slice(0, 40);
const language = languageOf(navigator.language);
const app = {
  data,
  w: wordsFor(language),
  totals: totals(data),
  coOccurrences: data.isCoOccurrence.filter(Boolean).length,
  // Of two graphs only what differs is shown at first.
  startFilters: { ...START.filters, changes: data.hasChanges ? ["same"] : [] },
  history: null,
  get state() {
    return app.history.present;
  },
};
app.history = begin(opened(location.hash));

/** The state of a link; without one the page as it opens. */
function opened(hash) {
  const state = fromHash(hash);
  return hash.length > 1 ? state : change(state, { filters: app.startFilters });
}

document.documentElement.lang = language === "zh" ? "zh-Hans" : "en";

// ---- changing the state

/** The next state. `quiet` is not a step for undo; `fit` brings all of the new scene into view. */
app.act = (part, { quiet = false, fit: refit = false } = {}) => {
  app.history = push(app.history, change(app.state, part), quiet);
  draw({ refit });
};
app.filter = (filters) => app.act({ filters });
app.undo = () => {
  app.history = undo(app.history);
  draw({});
};
app.redo = () => {
  app.history = redo(app.history);
  draw({});
};
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

app.select = (index) => {
  const id = data.id[index];
  const { from } = app.state.view;
  if (from && from !== id) {
    return app.act({
      selection: ["path", from, id],
      view: { from: "", mode: app.state.view.mode === "ego" ? "opening" : app.state.view.mode },
    });
  }
  if (same(app.state.selection, ["entity", id])) return reveal(app.canvas, index);
  const part = { selection: ["entity", id], view: {} };
  if (!app.drawnSet.has(index)) {
    part.added = [...app.state.added, ...toAdd(data, app.mask, app.drawnSet, index).map((i) => data.id[i])];
    part.hidden = app.state.hidden.filter((other) => other !== id);
  }
  if (narrow()) part.view.tab = "evidence";
  app.act(part);
  // Someone new at the rim is shown with everybody, not alone in the middle.
  if (part.added && !app.drawn.extent && !inView(app.canvas, index)) return app.fit();
  return reveal(app.canvas, index);
};
app.selectPair = (pair) => {
  const selection = ["pair", data.id[data.pairs.a[pair]], data.id[data.pairs.b[pair]]];
  if (!same(app.state.selection, selection))
    app.act({ selection, view: narrow() ? { tab: "evidence" } : {} });
};
/** A group is drawn by itself, and the view goes back when it is left. */
app.selectGroup = (key) =>
  app.act(
    { selection: ["group", data.id[data.communities[key][0]]], view: narrow() ? { tab: "graph" } : {} },
    { fit: true },
  );
app.clear = () => {
  const [kind] = app.state.selection || [];
  if (kind || app.state.view.from)
    app.act({ selection: null, view: { from: "" } }, { fit: kind === "group" });
};
app.read = (number, at) => {
  const back = active(app.state) || [];
  app.act({
    selection: ["article", data.documents[number].id, String(at), ...back],
    view: narrow() ? { tab: "evidence" } : {},
  });
};
app.closeArticle = () => app.act({ selection: active(app.state) });
app.canExpand = (index) => neighboursOf(data, app.mask, index).some((other) => !app.drawnSet.has(other));
app.canCollapse = (index) =>
  neighboursOf(data, app.mask, index).some((other) => app.state.added.includes(data.id[other]));
/** Adds the neighbours that are not drawn; when all are, takes away those that were added. */
app.expand = (index) => {
  const more = toAdd(data, app.mask, app.drawnSet, index, 40);
  if (more.length) return app.act({ added: [...app.state.added, ...more.map((i) => data.id[i])] });
  const near = new Set(neighboursOf(data, app.mask, index).map((i) => data.id[i]));
  return app.act({ added: app.state.added.filter((id) => !near.has(id)) });
};
app.around = (index) => {
  const id = data.id[index];
  const on = app.state.view.mode === "ego" && app.state.view.centre === id;
  app.turnTo(
    on
      ? { mode: "opening", centre: "" }
      : { mode: "ego", centre: id, tab: narrow() ? "graph" : app.state.view.tab },
  );
};
/** Another view has places of its own: those to which nodes were moved mean nothing in it. */
app.turnTo = (view) => app.act({ view, positions: {} }, { fit: true });
app.startPath = (index) => {
  const id = data.id[index];
  app.act({ view: { from: app.state.view.from === id ? "" : id } }, { quiet: true });
};
app.pin = (index) => app.act({ pinned: toggled(app.state.pinned, data.id[index]) });
app.hide = (index) => {
  const hidden = toggled(app.state.hidden, data.id[index]);
  app.act({ hidden, selection: hidden.includes(data.id[index]) ? null : app.state.selection });
};

// ---- pointing, looking, taking away

app.light = (index) => {
  hover(app.canvas, index);
  lightRow(app.list, index);
};
app.fit = () => {
  fit(app.canvas);
  lookNow();
};
app.zoom = (factor) => {
  zoom(app.canvas, factor);
  lookNow();
};
app.shift = (step) => {
  shift(app.canvas, step);
  look();
};
app.savePng = () => savePng(app);
app.saveSvg = () => saveSvg(app);
app.copySparql = () => app.copy(sparqlOf(data, app.drawn.nodes));
const store = storeOf(window);
app.savedViews = () => readViews(store, viewsKey(data.title));
app.saveView = (name) => {
  if (!saveView(store, viewsKey(data.title), { name, hash: toHash(app.state) })) toast(app.w("notStored"));
  drawHeader(app);
};
app.dropView = (name) => {
  dropView(store, viewsKey(data.title), name);
  drawHeader(app);
};
app.openView = (hash) => {
  app.history = push(app.history, fromHash(hash));
  draw({ refit: true });
};
app.saveEntities = () => saveEntities(app);
app.saveStatements = () => saveStatements(app);
app.turnTheme = () => {
  const dark = document.documentElement.dataset.theme === "dark";
  app.act({ view: { theme: dark ? "light" : "dark" } }, { quiet: true });
};
app.copy = async (text) => {
  await copyText(text);
  toast(app.w("copied"));
};

function narrow() {
  return matchMedia("(max-width: 760px)").matches;
}

// ---- drawing

const preferred = matchMedia("(prefers-color-scheme: dark)");

function applyTheme() {
  const theme = app.state.view.theme || (preferred.matches ? "dark" : "light");
  if (document.documentElement.dataset.theme === theme) return;
  document.documentElement.dataset.theme = theme;
  readColours(app.canvas);
}

function focusOf() {
  const { state } = app;
  const [kind, ...ids] = active(app.state) || [];
  const focus = { index: -1, pair: -1, path: app.drawn.path, near: new Set() };
  if (kind === "entity" && app.selected >= 0) {
    focus.index = app.selected;
    focus.same = namesakes(data, app.selected);
    focus.near = new Set([app.selected, ...neighboursOf(data, app.mask, app.selected), ...focus.same]);
  } else if (kind === "pair") {
    const [one, other] = ids.map(data.indexOf);
    if (one >= 0 && other >= 0) {
      focus.pair = data.pairBetween(one, other);
      focus.near = new Set([one, other]);
    }
  } else if (kind === "group") {
    focus.near = new Set(groupOf(app, ids[0]) || []);
    focus.group = focus.near.size > 0;
  } else if (app.drawn.path) focus.near = new Set(app.drawn.onWays);
  // Around one entity everything that is drawn is near it.
  if (state.view.mode === "ego" && focus.index >= 0) focus.near = app.drawnSet;
  return focus;
}

let filtersDrawn = null;

function draw({ refit = false }) {
  const { state } = app;
  applyTheme();
  if (filtersDrawn !== state.filters) {
    app.mask = compile(data, state.filters);
    app.openCount = app.mask.entity.reduce((sum, on) => sum + on, 0);
    filtersDrawn = state.filters;
    drawKinds(app, byId("kinds"));
    drawFilters(app, byId("filters"));
    drawLegend(app, byId("legend"));
    drawTime(app.time);
  }
  app.selected = selectedEntity(data, state);
  drawCanvas(app.drawn && app.drawn.extent && !refit ? frameOf(app.canvas) : null);
  drawHeader(app);
  drawControls(app, byId("controls"));
  drawHint(app, byId("hint"));
  drawTabs(app, byId("tabs"));
  drawRowsSwitch(app, byId("rows"));
  drawList(app.list);
  drawPanelOnce();
  if (refit) app.fit();
  remember();
}

function drawCanvas(frame) {
  app.drawn = scene(data, app.mask, app.state, frame, narrow() ? MANY_ON_TELEPHONE : MANY);
  app.drawnSet = new Set(app.drawn.nodes);
  drawScene(app.canvas, app.drawn, focusOf(), app.state.pinned.map(data.indexOf));
}

/**
 * After the view has moved over a graph of which only a part is drawn: draws the part that is now in view.
 */
function lookNow() {
  if (!app.drawn.extent) return;
  drawCanvas(frameOf(app.canvas));
  drawControls(app, byId("controls"));
  drawList(app.list);
}

let lookTimer = 0;

/** The same, once the wheel or the finger has come to rest. */
function look() {
  clearTimeout(lookTimer);
  lookTimer = setTimeout(lookNow, 120);
}

let panelKey = "";
let panelFilters = null;

/** The panel keeps its scroll and folds while nothing that it shows has changed. */
function drawPanelOnce() {
  const { selection, filters, hidden, pinned, added, view } = app.state;
  const key = JSON.stringify([selection, hidden, pinned, added, view.mode, view.centre, view.from]);
  if (key === panelKey && panelFilters === filters) return;
  const moved = JSON.stringify(selection) !== JSON.stringify(JSON.parse(panelKey || "[null]")[0]);
  const element = byId("panel");
  const top = moved ? 0 : element.scrollTop;
  [panelKey, panelFilters] = [key, filters];
  element.scrollTop = top;
  drawPanel(app, element);
  // An article has scrolled to what was to be read in it.
  if (!moved) element.scrollTop = top;
}

function remember() {
  const hash = toHash(app.state);
  // A page shown inside another document (srcdoc) has no url of its own to write to.
  try {
    history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
  } catch {
    /* the page works without its state in the url */
  }
}

// ---- start

const canvasElement = byId("canvas");
canvasElement.setAttribute("aria-label", app.w("canvas"));
app.canvas = createCanvas(
  canvasElement,
  data,
  { word: app.w.forward, language },
  {
    select: app.select,
    selectPair: app.selectPair,
    selectGroup: app.selectGroup,
    clear: app.clear,
    expand: app.expand,
    hover: app.light,
    viewed: look,
    moved: (index, place) => app.act({ positions: { ...app.state.positions, [data.id[index]]: place } }),
  },
);
canvasElement.tabIndex = 0;
app.time = createTime(app, byId("time"));
app.list = createList(app, byId("list"));
createFinder(app);
for (const [id, word] of [
  ["left", "who"],
  ["middle", "graph"],
  ["panel", "evidence"],
]) {
  byId(id).setAttribute("aria-label", app.w(word));
}
listenToKeys(app);
listenToPaper(app, () => draw({}));
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]"))
    if (!menu.contains(event.target)) menu.open = false;
});
preferred.addEventListener("change", () => draw({}));
window.addEventListener("hashchange", () => {
  if (location.hash.slice(1) !== toHash(app.state)) {
    app.history = push(app.history, opened(location.hash));
    draw({ refit: true });
  }
});
readColours(app.canvas);
draw({ refit: true });
// The canvas has no size while its tab is hidden on a narrow screen.
let seen = canvasElement.clientWidth > 0;
let fitted = canvasElement.clientWidth;
const RESIZED = 60;
new ResizeObserver(() => {
  const now = canvasElement.clientWidth > 0;
  const width = canvasElement.clientWidth;
  // A column beside it has opened or closed, or the tab that it is in.
  if (now && (!seen || Math.abs(width - fitted) > RESIZED)) {
    fitted = width;
    requestAnimationFrame(() => fit(app.canvas));
  }
  seen = now;
}).observe(canvasElement);
document.documentElement.dataset.ready = "true";
