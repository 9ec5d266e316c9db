// The canvas: vis-network moves, zooms and draws shapes; names are drawn here. Physics never runs.

import { drawGrounds, groupAt, groupReach, groupsOf } from "./groups.js";
import { labelAt } from "./labels.js";
import { drawNames, isFocused, placeOf } from "./names.js";

const SHAPES = { PER: "dot", ORG: "square", LOC: "diamond" };
const DASHES = { solid: false, dashed: [7, 5], dotted: [1.5, 5], faint: false };
// So many square pixels for each node, and it is drawn in full size.
const ROOM_OF_A_NODE = 4000;
const ROOM_FOR_HEADS = 12_000;
// Nodes of a part stand as close as the whole is wide.
const PART_SCALE = 0.65;
export const FADED = 0.22;
// vis-network zooms in tenfold at most: far enough to tell neighbours apart at this many pixels a unit.
const WIDE_UNIT = 0.3;
// A diamond of the same radius looks smaller than a circle.
const SHAPE_SCALE = { PER: 1, ORG: 0.88, LOC: 1.15 };

/**
 * `on` holds viewed(), select(index), selectPair(pair), selectGroup(community), clear(), expand(index),
 * hover(index or -1) and moved(index, place); `word` names a predicate in `language`.
 */
export function createCanvas(element, data, { word, language }, on) {
  const nodes = new vis.DataSet();
  const edges = new vis.DataSet();
  const network = new vis.Network(
    element,
    { nodes, edges },
    {
      autoResize: true,
      physics: { enabled: false },
      layout: { improvedLayout: false },
      interaction: {
        hover: true,
        keyboard: false,
        selectConnectedEdges: false,
        hoverConnectedEdges: false,
        tooltipDelay: 3_600_000,
        zoomSpeed: 0.7,
      },
      nodes: { chosen: false, borderWidth: 1.5, font: { size: 0 } },
      edges: {
        chosen: false,
        smooth: false,
        hoverWidth: 0,
        selectionWidth: 0,
        arrows: { to: { scaleFactor: 0.32 }, from: { scaleFactor: 0.32 } },
      },
    },
  );
  const canvas = {
    network,
    element,
    data,
    word,
    language,
    nodes,
    edges,
    drawn: { nodes: [], edges: [], places: new Map(), path: null },
    radius: new Map(),
    hovered: -1,
    focus: { index: -1, near: new Set() },
    labels: [],
    groups: [],
    groupLabels: [],
    colours: {},
    strong: [],
    lines: [],
    faded: new Set(),
    // Pixels for a unit of the layout at zoom 1, across and down: chosen when a scene is fitted, so that
    // nodes, lines and names have the sizes of a screen and the picture fills its frame.
    unit: [1, 1],
  };
  network.on("afterDrawing", (context) => drawNames(canvas, context));
  network.on("beforeDrawing", (context) => drawHalos(canvas, context));
  network.on("click", (event) => click(canvas, event, on));
  network.on("doubleClick", (event) => {
    const index = nodeAt(canvas, event.pointer.DOM);
    if (index >= 0) on.expand(index);
  });
  network.on("zoom", () => on.viewed());
  network.on("hoverNode", ({ node }) => on.hover(node));
  network.on("blurNode", () => on.hover(-1));
  network.on("dragging", ({ nodes: [index] }) => {
    if (index === undefined) return;
    const { x, y } = network.getPosition(index);
    canvas.drawn.places.set(index, [x / canvas.unit[0], y / canvas.unit[1]]);
  });
  network.on("dragEnd", ({ nodes: [index] }) => {
    if (index === undefined) on.viewed();
    else on.moved(index, canvas.drawn.places.get(index).map(Math.round));
  });
  return canvas;
}

function nodeAt(canvas, { x, y }) {
  const index = canvas.network.getNodeAt({ x, y });
  if (index !== undefined) return index;
  const label = labelAt(canvas.labels, x, y);
  return label ? label.node : -1;
}

function click(canvas, { pointer }, on) {
  const index = nodeAt(canvas, pointer.DOM);
  if (index >= 0) return on.select(index);
  const group = groupAt(canvas.groupLabels, pointer.DOM.x, pointer.DOM.y);
  if (group >= 0) return on.selectGroup(group);
  const pair = canvas.network.getEdgeAt(pointer.DOM);
  return pair === undefined ? on.clear() : on.selectPair(pair);
}

/** The colours of the page's theme, for a canvas cannot read a style sheet. */
export function readColours(canvas) {
  const style = getComputedStyle(canvas.element);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  canvas.colours = {
    PER: colour("per"),
    ORG: colour("org"),
    LOC: colour("loc"),
    background: colour("ground"),
    ink: colour("ink"),
    muted: colour("muted"),
    edge: colour("edge"),
    strong: colour("edge-strong"),
    accent: colour("accent"),
    ground: colour("group"),
    groundLine: colour("group-line"),
    font: style.fontFamily,
  };
}

/** Draws a scene. `focus` is what is selected: {index, near, pair, path, group}; everything else steps back. */
export function drawScene(canvas, scene, focus, pinned) {
  // vis-network may draw as soon as its nodes change: nothing of the scene before may be left by then.
  canvas.drawn = scene;
  canvas.focus = focus;
  canvas.pinned = pinned;
  const onPath = pathPairs(canvas.data, focus.path);
  canvas.strong = scene.edges.filter((edge) => isStrong(edge, focus, onPath));
  const focused = isFocused(focus);
  canvas.faded = new Set(focused ? scene.nodes.filter((i) => !focus.near.has(i)) : []);
  canvas.lines = linesOf(canvas, scene, focused);
  canvas.groups = groupsOf(canvas.data, scene, focus, focused);
  // Of a graph that is too large to be drawn at once, what is drawn changes with the zoom; its size then does not.
  const zoomed = scene.extent ? 1 / canvas.network.getScale() : 1;
  sync(canvas.nodes, nodeItems(canvas, scene, zoomed));
  sync(canvas.edges, edgeItems(canvas, scene, zoomed));
  canvas.network.redraw();
}

/** Square pixels for each node. */
function roomOf(canvas, scene) {
  const { clientWidth: width, clientHeight: height } = canvas.element;
  return (width * height) / Math.max(1, scene.nodes.length);
}

function nodeItems(canvas, scene, zoomed) {
  const { data, colours, focus } = canvas;
  // Many nodes in one frame are drawn smaller.
  const fitting = Math.sqrt(roomOf(canvas, scene) / ROOM_OF_A_NODE) * (scene.extent ? PART_SCALE : 1);
  const crowd = Math.min(1, Math.max(0.45, fitting));
  const heaviest = scene.nodes.reduce((most, i) => Math.max(most, data.weight[i]), 1);
  canvas.radius = new Map();
  return scene.nodes.map((i) => {
    const kind = data.kindName(i);
    const size = (4.5 + 10 * Math.sqrt(data.weight[i] / heaviest)) * SHAPE_SCALE[kind] * crowd * zoomed;
    canvas.radius.set(i, size);
    const [x, y] = placeOf(canvas, i, scene);
    const chosen = i === focus.index;
    return {
      id: i,
      shape: SHAPES[kind],
      size,
      x,
      y,
      opacity: canvas.faded.has(i) ? FADED : 1,
      // vis-network keeps a border at its width whatever the zoom.
      borderWidth: chosen ? 3 : 1.5 * crowd,
      color: {
        background: colours[kind],
        border: chosen ? colours.ink : colours.background,
        hover: { background: colours[kind], border: colours.ink },
      },
    };
  });
}

/** The lines with their looks, in pixels of the screen. */
function linesOf(canvas, scene, focused) {
  const degree = new Map();
  for (const { a, b } of scene.edges) for (const end of [a, b]) degree.set(end, (degree.get(end) || 0) + 1);
  const strong = new Set(canvas.strong);
  return scene.edges.map((edge) => {
    // The many lines of a hub would otherwise hide the few between its neighbours, and its own names.
    const crowded = Math.max(degree.get(edge.a), degree.get(edge.b));
    const calm = Math.min(1, Math.max(0.45, 4 / Math.sqrt(crowded)));
    const plain = strong.has(edge) ? Math.max(0.6, calm) : focused ? 0.25 * calm : calm;
    return {
      ...edge,
      strong: strong.has(edge),
      opacity: edge.form === "faint" ? 0.35 : plain,
      width: edge.form === "faint" ? 0.8 : Math.min(5, 1 + 0.8 * Math.log2(edge.sources)),
    };
  });
}

function edgeItems(canvas, scene, zoomed) {
  const { colours } = canvas;
  // Heads on every line would hide the small nodes that they point at.
  const roomy = roomOf(canvas, scene) > ROOM_FOR_HEADS;
  return canvas.lines.map(({ pair, a, b, strong, opacity, width, form, forward, backward }) => {
    const heads = strong || roomy;
    return {
      id: pair,
      from: a,
      to: b,
      width: width * zoomed,
      dashes: DASHES[form],
      arrows: { to: { enabled: heads && forward }, from: { enabled: heads && backward } },
      color: { color: strong ? colours.strong : colours.edge, hover: colours.strong, opacity },
    };
  });
}

function isStrong(edge, focus, onPath) {
  if (focus.index >= 0) return edge.a === focus.index || edge.b === focus.index;
  if (focus.group) return focus.near.has(edge.a) && focus.near.has(edge.b);
  return focus.path ? onPath.has(edge.pair) : edge.pair === focus.pair;
}

function pathPairs(data, path) {
  const pairs = new Set();
  if (path) for (let i = 0; i + 1 < path.length; i += 1) pairs.add(data.pairBetween(path[i], path[i + 1]));
  return pairs;
}

/** Brings a DataSet to `items` with as few events as there are changes. */
function sync(set, items) {
  const wanted = new Set(items.map(({ id }) => id));
  const gone = set.getIds().filter((id) => !wanted.has(id));
  if (gone.length) set.remove(gone);
  set.update(items);
}

/** Grounds under groups; halos under the selected, its namesakes, the hovered and the pinned. */
function drawHalos(canvas, context) {
  const ring = (index, colour, extra, width, dash = []) => {
    if (!canvas.radius.has(index)) return;
    const place = placeOf(canvas, index);
    context.beginPath();
    context.arc(place[0], place[1], canvas.radius.get(index) + extra, 0, 2 * Math.PI);
    context.lineWidth = width;
    context.strokeStyle = colour;
    context.setLineDash(dash);
    context.stroke();
    context.setLineDash([]);
  };
  const reach = groupReach(canvas.drawn) / (canvas.drawn.extent ? canvas.network.getScale() : 1);
  drawGrounds(context, canvas.groups, (node) => placeOf(canvas, node), reach, canvas.colours);
  const { accent, muted } = canvas.colours;
  for (const index of canvas.pinned || []) ring(index, muted, 5, 1);
  // Others of the selected one's name: alike, and yet not the same.
  for (const index of canvas.focus.same || []) ring(index, accent, 6, 1.5, [3, 3]);
  if (canvas.hovered >= 0) ring(canvas.hovered, accent, 5, 2);
  if (canvas.focus.index >= 0) ring(canvas.focus.index, accent, 7, 3);
}

export function hover(canvas, index) {
  if (canvas.hovered === index) return;
  canvas.hovered = index;
  canvas.element.classList.toggle("pointing", index >= 0);
  canvas.network.redraw();
}

const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Brings all nodes of the scene into view, with room for their names, at zoom 1. */
export function fit(canvas) {
  const { nodes, places, extent } = canvas.drawn;
  const { clientWidth: width, clientHeight: height } = canvas.element;
  if (!nodes.length || !width) return;
  const [left, top, right, bottom] = extent || extentOf(nodes.map((node) => places.get(node)));
  const margin = { side: Math.min(70, width * 0.11), top: 74, bottom: 34 };
  const across = (width - 2 * margin.side) / Math.max(1, right - left);
  const down = (height - margin.top - margin.bottom) / Math.max(1, bottom - top);
  // A picture may be drawn out to fit its frame, but not so that it looks stretched.
  const both = Math.min(across, down);
  const drawnOut = [across, down].map((side) => Math.min(side / both, 1.5));
  const unit = extent ? WIDE_UNIT : Math.min(both, 1.3);
  canvas.unit = drawnOut.map((factor) => Math.min(unit * factor, 1.6));
  canvas.nodes.update(
    nodes.map((node) => {
      const [x, y] = placeOf(canvas, node);
      return { id: node, x, y };
    }),
  );
  const middle = { x: ((left + right) / 2) * canvas.unit[0], y: ((top + bottom) / 2) * canvas.unit[1] };
  const scale = extent ? both / WIDE_UNIT : 1;
  canvas.network.moveTo({
    position: { x: middle.x, y: middle.y + (margin.bottom - margin.top) / 2 / scale },
    scale,
  });
}

function extentOf(places) {
  return places.reduce(
    ([left, top, right, bottom], [x, y]) => [
      Math.min(left, x),
      Math.min(top, y),
      Math.max(right, x),
      Math.max(bottom, y),
    ],
    [Infinity, Infinity, -Infinity, -Infinity],
  );
}

/** What of the layout the canvas shows, with a rim, as [left, top, right, bottom]. */
export function frameOf(canvas) {
  const { clientWidth: width, clientHeight: height } = canvas.element;
  if (!width) return null;
  const one = canvas.network.DOMtoCanvas({ x: -60, y: -60 });
  const other = canvas.network.DOMtoCanvas({ x: width + 60, y: height + 60 });
  return [one.x / canvas.unit[0], one.y / canvas.unit[1], other.x / canvas.unit[0], other.y / canvas.unit[1]];
}

/** Whether a node is drawn well inside the frame. */
export function inView(canvas, index) {
  if (!canvas.radius.has(index)) return false;
  const [x, y] = placeOf(canvas, index);
  const at = canvas.network.canvasToDOM({ x, y });
  const { clientWidth: width, clientHeight: height } = canvas.element;
  return at.x > 40 && at.y > 50 && at.x < width - 40 && at.y < height - 40;
}

/** Brings a node into view when it is not. */
export function reveal(canvas, index) {
  if (!canvas.radius.has(index) || !canvas.element.clientWidth || inView(canvas, index)) return;
  const [x, y] = placeOf(canvas, index);
  canvas.network.moveTo({
    position: { x, y },
    scale: Math.max(canvas.network.getScale(), 0.8),
    animation: still() ? false : { duration: 180, easingFunction: "easeOutQuad" },
  });
}

export function zoom(canvas, factor) {
  canvas.network.moveTo({ scale: Math.min(10, canvas.network.getScale() * factor) });
}

/** Moves the view by so many pixels of the screen. */
export function shift(canvas, [dx, dy]) {
  const { network } = canvas;
  const { x, y } = network.getViewPosition();
  network.moveTo({ position: { x: x + dx / network.getScale(), y: y + dy / network.getScale() } });
}
