// Names on the canvas: one size at every zoom, never on top of each other, the more important first.

import { shortened } from "./text.js";

const GRID = 48;
const CROWD = 150;
const NAMED_ANYHOW = 6;

/** Boxes that are taken, kept by squares of a grid so that a test looks at a few of them only. */
export class Room {
  constructor() {
    this.squares = new Map();
  }

  keys([left, top, right, bottom]) {
    const keys = [];
    for (let x = Math.floor(left / GRID); x <= Math.floor(right / GRID); x += 1) {
      for (let y = Math.floor(top / GRID); y <= Math.floor(bottom / GRID); y += 1) keys.push(`${x}:${y}`);
    }
    return keys;
  }

  take(box) {
    for (const key of this.keys(box)) {
      if (!this.squares.has(key)) this.squares.set(key, []);
      this.squares.get(key).push(box);
    }
  }

  free(box, own = null) {
    return this.keys(box).every((key) =>
      (this.squares.get(key) || []).every((other) => other === own || apart(box, other)),
    );
  }

  /** How many of the taken boxes a box touches. */
  count(box, own = null) {
    const touched = new Set();
    for (const key of this.keys(box)) {
      for (const other of this.squares.get(key) || [])
        if (other !== own && !apart(box, other)) touched.add(other);
    }
    return touched.size;
  }
}

function apart(one, other) {
  return one[0] >= other[2] || other[0] >= one[2] || one[1] >= other[3] || other[1] >= one[3];
}

/**
 * Where names go. `items` are {node, x, y, radius, name, size, force} in pixels of the screen, the most
 * important first; `measure(text, size)` gives a width. A name tries below, above, beside and at the corners
 * of its node; one without room is left out, except when it is forced. `room` is a `Room` and is filled.
 * Returns {node, text, x, y, size, box}.
 */
export function placeLabels(items, measure, { width, height, most, room }) {
  const nodes = new Room();
  const bodies = new Map();
  const inView = items.filter(
    ({ x, y, radius }) => x > -radius && y > -radius && x < width + radius && y < height + radius,
  );
  // In a crowd a name may lie over the small nodes around: else the most important would have no room for
  // theirs.
  const solid = inView.length > CROWD ? inView.slice(0, CROWD / 3) : inView;
  for (const { node, x, y, radius } of solid) {
    const box = [x - radius, y - radius, x + radius, y + radius];
    bodies.set(node, box);
    nodes.take(box);
  }
  const placed = [];
  for (const [rank, item] of inView.entries()) {
    const text = item.force ? item.name : shortened(item.name, most);
    const labelWidth = measure(text, item.size) + 4;
    const labelHeight = item.size + 4;
    const spots = spotsAround(item, labelWidth, labelHeight);
    const inside = ([left, , right]) => item.x < 0 || item.x > width || (left >= 0 && right <= width);
    const own = bodies.get(item.node);
    let box = spots.find((spot) => inside(spot) && room.free(spot) && nodes.free(spot, own));
    // The most important are named even where their name lies over a neighbour, over as few as may be.
    if (!box && rank < NAMED_ANYHOW) {
      const covered = (spot) => nodes.count(spot, own);
      [box] = spots
        .filter((spot) => inside(spot) && room.free(spot))
        .sort((one, other) => covered(one) - covered(other));
    }
    if (!box && item.force) box = spots.find(inside) || spots[0];
    if (!box) continue;
    room.take(box);
    placed.push({ ...item, text, box, x: (box[0] + box[2]) / 2, y: (box[1] + box[3]) / 2 });
  }
  for (const box of bodies.values()) room.take(box);
  return placed;
}

function spotsAround({ x, y, radius }, width, height) {
  const gap = 2;
  const beside = (left, top) => [left, top, left + width, top + height];
  return [
    beside(x - width / 2, y + radius + gap),
    beside(x - width / 2, y - radius - gap - height),
    beside(x + radius + gap, y - height / 2),
    beside(x - radius - gap - width, y - height / 2),
    beside(x + radius * 0.7, y + radius * 0.7),
    beside(x - radius * 0.7 - width, y + radius * 0.7),
    beside(x + radius * 0.7, y - radius * 0.7 - height),
    beside(x - radius * 0.7 - width, y - radius * 0.7 - height),
  ];
}

/** The label under a point of the screen, so that a click on a name is a click on its node. */
export function labelAt(placed, x, y) {
  return placed.find(({ box }) => box[0] <= x && x <= box[2] && box[1] <= y && y <= box[3]) || null;
}
