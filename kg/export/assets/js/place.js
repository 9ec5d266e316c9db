// Places for what the exporter did not place: neighbours that a reader adds, and the rings around one entity.

export const CELL = [104, 44];
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

/**
 * Sets each of `nodes` into the free cell nearest to its anchor, in the order given, so that the same steps lead to
 * the same picture. `places` is a Map from node to [x, y] and is added to; `anchorOf` gives a place or null.
 */
export function settle(places, nodes, anchorOf) {
  const cell = ([x, y]) => `${Math.round(x / CELL[0])}:${Math.round(y / CELL[1])}`;
  const taken = new Set();
  for (const place of places.values()) {
    taken.add(cell(place));
  }
  for (const node of nodes) {
    const [x, y] = anchorOf(node, places) || [0, 0];
    for (let step = 1; ; step += 1) {
      const radius = Math.sqrt(step) * 0.75;
      const angle = step * GOLDEN_ANGLE;
      const place = [
        (Math.round(x / CELL[0]) + Math.round(radius * Math.cos(angle))) * CELL[0],
        (Math.round(y / CELL[1]) + Math.round(radius * 1.9 * Math.sin(angle))) * CELL[1],
      ];
      if (taken.has(cell(place))) continue;
      taken.add(cell(place));
      places.set(node, place);
      break;
    }
  }
  return places;
}

/**
 * Rings around a centre: `levels` as `paths.rings` gives them. Each ring keeps the order of the ring inside it, so
 * that lines do not cross more than they must; a full ring is followed by another one, half a step turned.
 */
export function ringPlaces(levels, neighbours) {
  const places = new Map([[levels[0][0], [0, 0]]]);
  const angles = new Map([[levels[0][0], 0]]);
  let radius = 0;
  levels.slice(1).forEach((level) => {
    const parentAngle = (node) => {
      const inner = neighbours(node).filter((other) => angles.has(other));
      return inner.length ? angles.get(inner[0]) : 0;
    };
    const ordered = level
      .map((node) => [parentAngle(node), node])
      .sort((one, other) => one[0] - other[0] || one[1] - other[1])
      .map(([, node]) => node);
    let done = 0;
    while (done < ordered.length) {
      radius += done ? 92 : 150;
      // An ellipse, wider than high; a name needs about 76 units along it.
      const room = Math.max(6, Math.floor((2 * Math.PI * radius) / 76));
      const left = ordered.length - done;
      const here = left <= room * 1.25 ? left : room;
      for (let i = 0; i < here; i += 1) {
        const angle = -Math.PI / 2 + (2 * Math.PI * (i + (done ? 0.5 : 0))) / here;
        const node = ordered[done + i];
        places.set(node, [radius * 1.25 * Math.cos(angle), radius * 0.9 * Math.sin(angle)]);
        angles.set(node, angle);
      }
      done += here;
    }
  });
  return places;
}

/** A path from left to right, turning at the end of a line like a text. */
export function pathPlaces(path) {
  const perLine = 5;
  return new Map(path.map((node, i) => [node, [(i % perLine) * 190, Math.floor(i / perLine) * 120 + (i % 2) * 40]]));
}
