// The whole state of the page is one plain value. A view is drawn from the data and this value alone; undo is
// a list of such values; a link holds one. Nobody changes a value: `change` makes the next one.

// Filters say what is off, so that a new relation or source in a rebuilt graph is shown without being asked
// for.
export const START = {
  selection: null,
  filters: {
    kinds: [],
    predicates: ["coOccursWith"],
    statuses: [],
    publishers: [],
    documents: [],
    changes: [],
    from: "",
    to: "",
    clock: "",
    confidence: 0,
  },
  hidden: [],
  pinned: [],
  added: [],
  positions: {},
  view: {
    mode: "opening",
    depth: 1,
    centre: "",
    from: "",
    sort: "links",
    down: true,
    factSort: "sources",
    factDown: true,
    tab: "graph",
    theme: "",
    rows: "entities",
  },
};

export function change(state, part) {
  const next = { ...state };
  for (const [key, value] of Object.entries(part)) {
    next[key] = key === "filters" || key === "view" ? { ...state[key], ...value } : value;
  }
  return next;
}

export function without(list, item) {
  return list.filter((other) => other !== item);
}

export function toggled(list, item) {
  return list.includes(item) ? without(list, item) : [...list, item];
}

// ---- history

export function begin(state) {
  return { past: [], present: state, future: [] };
}

/** `quiet` replaces the present value: moving the view is not a step that a reader wants back. */
export function push(history, state, quiet = false) {
  if (quiet) return { ...history, present: state };
  return { past: [...history.past.slice(-199), history.present], present: state, future: [] };
}

export function undo({ past, present, future }) {
  if (!past.length) return { past, present, future };
  return { past: past.slice(0, -1), present: past[past.length - 1], future: [present, ...future] };
}

export function redo({ past, present, future }) {
  if (!future.length) return { past, present, future };
  return { past: [...past, present], present: future[0], future: future.slice(1) };
}

// ---- the link

const LISTS = {
  k: ["filters", "kinds"],
  p: ["filters", "predicates"],
  st: ["filters", "statuses"],
  pub: ["filters", "publishers"],
  d: ["filters", "documents"],
  ch: ["filters", "changes"],
};
const TEXTS = {
  from: ["filters", "from"],
  to: ["filters", "to"],
  clock: ["filters", "clock"],
  m: ["view", "mode"],
  o: ["view", "centre"],
  path: ["view", "from"],
  sort: ["view", "sort"],
  fsort: ["view", "factSort"],
  tab: ["view", "tab"],
  theme: ["view", "theme"],
  rows: ["view", "rows"],
};
const OWN_LISTS = { h: "hidden", pin: "pinned", add: "added" };

/**
 * The part of a url after `#`: only what differs from the start, so that an untouched page has a bare url.
 */
export function toHash(state) {
  const out = new URLSearchParams();
  if (state.selection) out.set("s", state.selection.map(encode).join("~"));
  for (const [key, [group, name]] of Object.entries(LISTS)) {
    const list = state[group][name].map(encode).join("~");
    if (list !== START[group][name].join("~")) out.set(key, list);
  }
  for (const [key, [group, name]] of Object.entries(TEXTS)) {
    if (state[group][name] !== START[group][name]) out.set(key, state[group][name] || "");
  }
  for (const [key, name] of Object.entries(OWN_LISTS)) {
    if (state[name].length) out.set(key, state[name].map(encode).join("~"));
  }
  if (state.filters.confidence) out.set("c", String(state.filters.confidence));
  if (state.view.depth !== START.view.depth) out.set("depth", String(state.view.depth));
  if (!state.view.down) out.set("up", "1");
  if (!state.view.factDown) out.set("fup", "1");
  const places = Object.entries(state.positions);
  if (places.length) {
    out.set("xy", places.map(([id, [x, y]]) => `${encode(id)}~${Math.round(x)}~${Math.round(y)}`).join("~"));
  }
  return out.toString();
}

/** The value of a link. A link may come from anyone: whatever is malformed in it is left out. */
export function fromHash(hash) {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const list = (key) => (given.get(key) || "").split("~").filter(Boolean).map(decode);
  const state = structuredClone(START);
  if (given.get("s")) state.selection = list("s");
  for (const [key, [group, name]] of Object.entries(LISTS))
    if (given.has(key)) state[group][name] = list(key);
  for (const [key, [group, name]] of Object.entries(TEXTS))
    if (given.has(key)) state[group][name] = given.get(key);
  for (const [key, name] of Object.entries(OWN_LISTS)) state[name] = list(key);
  state.filters.confidence = bounded(given.get("c"), 0, 1, 0);
  state.view.depth = Math.round(bounded(given.get("depth"), 1, 3, 1));
  state.view.down = !given.has("up");
  state.view.factDown = !given.has("fup");
  if (!["opening", "all", "ego"].includes(state.view.mode)) state.view.mode = "opening";
  if (state.filters.clock !== "event") state.filters.clock = "";
  if (!["list", "graph", "evidence"].includes(state.view.tab)) state.view.tab = "graph";
  const places = list("xy");
  for (let i = 0; i + 2 < places.length; i += 3) {
    const [x, y] = [Number(places[i + 1]), Number(places[i + 2])];
    if (Number.isFinite(x) && Number.isFinite(y)) state.positions[places[i]] = [x, y];
  }
  return state;
}

function bounded(text, low, high, otherwise) {
  const number = Number.parseFloat(text);
  return Number.isFinite(number) ? Math.min(high, Math.max(low, number)) : otherwise;
}

// The tilde parts lists, and nothing else needs care: URLSearchParams escapes the rest.
function encode(text) {
  return String(text).replace(/[%~]/g, (c) => (c === "~" ? "%7E" : "%25"));
}

function decode(text) {
  return text.replace(/%7E/g, "~").replace(/%25/g, "%");
}
