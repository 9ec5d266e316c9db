// Names on the canvas: which are drawn, where, and how.

import { signOf } from "./changes.js";
import { GROUP_LABEL_SIZE, groupName, groupReach, placeGroupNames } from "./groups.js";
import { placeLabels, Room } from "./labels.js";
import { shortened } from "./text.js";

const EDGE_LABELS_AT_MOST = 40;
const EDGE_LABEL_SIZE = 11;
const SIGN_SIZE = 15;

/** Where a node stands in vis-network's units. */
export function placeOf(canvas, index, scene = canvas.drawn) {
  const [x, y] = scene.places.get(index);
  return [x * canvas.unit[0], y * canvas.unit[1]];
}

export function isFocused(focus) {
  return focus.index >= 0 || focus.pair >= 0 || Boolean(focus.path) || Boolean(focus.group);
}

/** From a node to its place on the screen. */
export function screenOf(canvas) {
  const scale = canvas.network.getScale();
  const { clientWidth: width, clientHeight: height } = canvas.element;
  const middle = canvas.network.getViewPosition();
  return (index) => {
    const [x, y] = placeOf(canvas, index);
    return [(x - middle.x) * scale + width / 2, (y - middle.y) * scale + height / 2];
  };
}

function layoutNames(canvas, measure) {
  const { data, focus } = canvas;
  const scale = canvas.network.getScale();
  const { clientWidth: width, clientHeight: height } = canvas.element;
  const onScreen = screenOf(canvas);
  const importance = (i) => (i === focus.index ? 0 : i === canvas.hovered ? 1 : focus.near.has(i) ? 2 : 3);
  const items = canvas.drawn.nodes
    .map((node) => {
      const [x, y] = onScreen(node);
      const force = node === focus.index || node === canvas.hovered;
      // The halo of the selected needs room too.
      const radius = canvas.radius.get(node) * scale + (node === focus.index ? 9 : 0);
      const size = Math.round(11.5 + Math.min(3, radius / 6));
      return { node, x, y, radius, name: data.name(node), size, force, dim: canvas.faded.has(node) };
    })
    .sort((one, other) => importance(one.node) - importance(other.node) || one.node - other.node);
  const room = new Room();
  // A group that is drawn by itself is named in the panel.
  const groupLabels = placeGroupNames(focus.group ? [] : canvas.groups, {
    name: (key) => groupName(data, key, canvas.language),
    onScreen,
    circles: items.map(({ x, y, radius }) => [x, y, radius]),
    // In a crowd a name may lie on small nodes.
    covered: canvas.drawn.extent ? 3 : 0,
    measure,
    width,
    height,
    reach: groupReach(canvas.drawn),
    room,
  });
  // Signs of what differs tell more than the names around them, which can step aside.
  const signs = data.hasChanges ? edgeLabels(canvas, onScreen, room, measure) : null;
  const labels = placeLabels(items, measure, { width, height, most: scale > 1.2 ? 24 : 13, room });
  return { labels, groupLabels, onLines: signs || edgeLabels(canvas, onScreen, room, measure) };
}

/** Draws the names of the scene, and on the lines of the selected what they say. */
export function drawNames(canvas, context) {
  const { network } = canvas;
  const scale = network.getScale();
  const { clientWidth: width, clientHeight: height } = canvas.element;
  const middle = network.getViewPosition();
  const font = (size, force) => `${force ? "600 " : ""}${size}px ${canvas.colours.font}`;
  const measure = (text, size) => {
    context.font = font(size, false);
    return context.measureText(text).width;
  };
  const { labels, groupLabels, onLines } = layoutNames(canvas, measure);
  canvas.labels = labels;
  canvas.groupLabels = groupLabels;
  canvas.onLines = onLines;
  context.save();
  // From the canvas's own units to pixels of the screen, so that names keep their size at every zoom.
  context.translate(middle.x, middle.y);
  context.scale(1 / scale, 1 / scale);
  context.translate(-width / 2, -height / 2);
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.font = font(GROUP_LABEL_SIZE, true);
  context.lineWidth = 3.5;
  for (const { text, x, y } of groupLabels) {
    context.strokeStyle = canvas.colours.background;
    context.strokeText(text, x, y);
    context.fillStyle = canvas.colours.muted;
    context.fillText(text, x, y);
  }
  for (const label of labels) {
    context.font = font(label.size, label.force);
    context.globalAlpha = label.dim ? 0.4 : 1;
    context.lineWidth = 3.5;
    context.strokeStyle = canvas.colours.background;
    context.strokeText(label.text, label.x, label.y);
    context.fillStyle = canvas.colours.ink;
    context.fillText(label.text, label.x, label.y);
  }
  context.globalAlpha = 1;
  for (const { text, x, y, size, bold } of onLines) {
    context.font = font(size, bold);
    context.fillStyle = bold ? canvas.colours.ink : canvas.colours.muted;
    context.strokeText(text, x, y);
    context.fillText(text, x, y);
  }
  context.restore();
}

/**
 * What the lines of the selected say, in the middle of each line where there is room; of two graphs what the
 * lines that differ say, where there is no room for it only the sign.
 */
function edgeLabels(canvas, onScreen, room, measure) {
  const { data, word, strong, drawn } = canvas;
  if (strong.length > EDGE_LABELS_AT_MOST) return [];
  const told = strong.length ? strong : drawn.edges.filter(({ change }) => change !== "same");
  const placed = [];
  for (const { a, b, statements } of told) {
    // Of several the one that differs is told.
    const s = statements.find((one) => data.changeOf(one) !== "same") ?? statements[0];
    const sign = signOf(data.changeOf(s));
    const says = data.statements.title(s) || word(data.predicates[data.statements.predicate[s]]);
    const [ax, ay] = onScreen(a);
    const [bx, by] = onScreen(b);
    const [x, y, long] = [(ax + bx) / 2, (ay + by) / 2, Math.hypot(ax - bx, ay - by)];
    const text = `${sign}${shortened(says, 9)}`;
    const width = measure(text, EDGE_LABEL_SIZE);
    const box = [x - width / 2 - 2, y - 8, x + width / 2 + 2, y + 8];
    if (long >= width + 24 && room.free(box)) {
      room.take(box);
      placed.push({ text, x, y, size: EDGE_LABEL_SIZE, bold: Boolean(sign) });
    } else if (sign && long > SIGN_SIZE * 2) {
      room.take([x - 6, y - 6, x + 6, y + 6]);
      placed.push({ text: sign, x, y, size: SIGN_SIZE, bold: true });
    }
  }
  return placed;
}
