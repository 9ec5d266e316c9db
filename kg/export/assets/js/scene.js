// What of the data is drawn for one state: nodes with their places, and pairs.

import { namesakes } from "./data.js";
import { neighboursOf, rings, shortestPaths } from "./paths.js";
import { passing, lineOf } from "./filters.js";
import { ringPlaces, settle } from "./place.js";

// At most so many nodes are drawn at once: of a larger graph those in the frame that matter most, and more of
// them the closer one looks, as on a map.
export const MANY = 600;
const LINES_A_NODE = 1.5;
const ADDED_AT_ONCE = 12;
const NAMESAKES_AT_MOST = 6;

/** What the graph shows as selected. While an article is read, that is what it was opened from. */
export function active(state) {
  const { selection } = state;
  if (!selection || selection[0] !== "article") return selection;
  return selection.length > 3 ? selection.slice(3) : null;
}

export function selectedEntity(data, state) {
  const selection = active(state);
  return selection && selection[0] === "entity" ? data.indexOf(selection[1]) : -1;
}

/** The ways between the two that are selected, with the number of the one that is lit, or null. */
export function selectedPaths(data, mask, state) {
  const selection = active(state);
  if (!selection || selection[0] !== "path") return null;
  const [from, to] = [data.indexOf(selection[1]), data.indexOf(selection[2])];
  if (from < 0 || to < 0) return null;
  const { paths, more } = shortestPaths(data, mask, from, to, hiddenSet(data, state));
  const chosen = Number.parseInt(selection[3] || "0", 10);
  return paths.length ? { paths, more, chosen: chosen < paths.length ? Math.max(0, chosen) : 0 } : null;
}

function hiddenSet(data, state) {
  return new Set(state.hidden.map(data.indexOf));
}

/**
 * The entities and pairs to draw, as `{nodes, edges, places, path, onWays, extent}`; nodes in the order of
 * importance. `path` is the way that is lit, `onWays` holds whoever is on it or on another of its length.
 *
 * At most `most` of the layout's nodes are drawn. `frame` is what the canvas shows of it, as [left, top, right,
 * bottom], or null for all of it. `extent` is the size of the whole when only a part is drawn, else null.
 */
export function scene(data, mask, state, frame = null, most = MANY) {
  const hidden = hiddenSet(data, state);
  const allowed = (i) => i >= 0 && mask.entity[i] && !hidden.has(i);
  const ways = selectedPaths(data, mask, state);
  const path = ways && ways.paths[ways.chosen];
  const onWays = ways ? ways.paths.flat() : [];
  const added = state.added.map(data.indexOf).filter(allowed);
  const centre = selectedCentre(data, state);
  const group = state.view.mode === "opening" ? selectedGroup(data, state) : null;
  let places;
  let extent = null;
  if (state.view.mode === "ego" && allowed(centre)) {
    const levels = rings(data, mask, centre, state.view.depth, hidden);
    places = ringPlaces(capped(levels, most), (node) => neighboursOf(data, mask, node));
  } else if (state.view.mode === "all") {
    ({ places, extent } = partInFrame(data, (i) => allowed(i) && mask.links[i], frame, most));
  } else if (group) {
    places = new Map(group.slice(0, most).map((node) => [node, [data.x[node], data.y[node]]]));
  } else {
    places = new Map(data.opening.entity.map((node, i) => [node, [data.opening.x[i], data.opening.y[i]]]));
  }
  const pinned = state.pinned.map(data.indexOf);
  const wanted = [...added, ...pinned, ...onWays, ...endsOfSelection(data, state)];
  const missing = [...new Set(wanted)].filter((node) => allowed(node) && !places.has(node));
  // Whoever is wanted is drawn, in the frame or not.
  if (state.view.mode === "all")
    for (const node of missing.splice(0)) places.set(node, [data.x[node], data.y[node]]);
  settle(places, missing, (node, known) => {
    const near = neighboursOf(data, mask, node).find((other) => known.has(other));
    if (near !== undefined) return known.get(near);
    // Someone whom nobody here knows is here for his name, and stands by whoever has the same.
    return known.get(selectedEntity(data, state)) || null;
  });
  for (const [id, place] of Object.entries(state.positions)) {
    const node = data.indexOf(id);
    if (places.has(node)) places.set(node, place);
  }
  const candidates = [...places.keys()].filter(allowed).sort((one, other) => one - other);
  const edges = telling(edgesAmong(data, mask, candidates), extent, new Set(wanted), most);
  const linked = new Set();
  for (const edge of edges) linked.add(edge.a).add(edge.b);
  const kept = new Set(wanted);
  const nodes = candidates.filter((node) => linked.has(node) || kept.has(node));
  return { nodes, edges, places, path, onWays, extent, around: state.view.mode === "ego" };
}

/**
 * The most important entities in the frame with their places, and the size of the whole if that is not all.
 */
function partInFrame(data, allowed, frame, most) {
  const places = new Map();
  const extent = [Infinity, Infinity, -Infinity, -Infinity];
  let all = 0;
  for (let i = 0; i < data.count; i += 1) {
    if (!allowed(i)) continue;
    const [x, y] = [data.x[i], data.y[i]];
    all += 1;
    extent[0] = Math.min(extent[0], x);
    extent[1] = Math.min(extent[1], y);
    extent[2] = Math.max(extent[2], x);
    extent[3] = Math.max(extent[3], y);
    if (frame && (x < frame[0] || y < frame[1] || x > frame[2] || y > frame[3])) continue;
    if (places.size < most) places.set(i, [x, y]);
  }
  return { places, extent: all > most ? extent : null };
}

/** The rings without the least important of the outer ones, when there are too many to draw. */
function capped(levels, most) {
  let left = most;
  return levels
    .map((level) => {
      const kept = level
        .slice()
        .sort((one, other) => one - other)
        .slice(0, Math.max(0, left));
      left -= kept.length;
      return kept;
    })
    .filter((level) => level.length);
}

/** Of a part of a large graph only the best attested lines, and those of whoever is selected. */
function telling(edges, extent, wanted, most) {
  if (!extent || edges.length <= most * LINES_A_NODE) return edges;
  const score = ({ a, b, sources }) => (wanted.has(a) || wanted.has(b) ? 1e9 : 0) + sources * 1e6 - a - b;
  return edges.sort((one, other) => score(other) - score(one)).slice(0, most * LINES_A_NODE);
}

function selectedCentre(data, state) {
  return state.view.centre ? data.indexOf(state.view.centre) : selectedEntity(data, state);
}

/** The members of the group that is selected, the most important first, or null. */
function selectedGroup(data, state) {
  const [kind, id] = active(state) || [];
  const index = kind === "group" ? data.indexOf(id) : -1;
  return index < 0 ? null : data.communities[data.community[index]] || null;
}

function endsOfSelection(data, state) {
  const selection = active(state);
  if (!selection) return [];
  const [kind, ...ids] = selection;
  if (kind === "entity") {
    const index = data.indexOf(ids[0]);
    // Whoever has the same name is shown, too: that there are two is part of reading one.
    return [index, ...(index < 0 ? [] : namesakes(data, index).slice(0, NAMESAKES_AT_MOST))];
  }
  return kind === "pair" ? ids.slice(0, 2).map(data.indexOf) : [];
}

function edgesAmong(data, mask, nodes) {
  const shown = new Set(nodes);
  const edges = [];
  const seen = new Set();
  for (const node of nodes) {
    for (const pair of data.pairsOf(node)) {
      if (seen.has(pair)) continue;
      seen.add(pair);
      if (!shown.has(data.pairs.a[pair]) || !shown.has(data.pairs.b[pair])) continue;
      const statements = passing(data, mask, pair);
      if (!statements.length) continue;
      edges.push({
        pair,
        a: data.pairs.a[pair],
        b: data.pairs.b[pair],
        statements,
        ...lineOf(data, statements),
      });
    }
  }
  return edges;
}

/** Who to add when an entity that is not drawn is selected: itself and its most important neighbours. */
export function toAdd(data, mask, drawn, index, most = ADDED_AT_ONCE) {
  const near = neighboursOf(data, mask, index).filter((other) => !drawn.has(other));
  return [index, ...near.slice(0, most)].filter((node) => !drawn.has(node));
}
