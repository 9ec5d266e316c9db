// Places for what the exporter did not place: neighbours that a reader adds, and the rings around one entity.

const CELL = [132, 62];
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

/**
 * Sets each of `nodes` into the free cell nearest to its anchor, in the order given, so that the same steps
 * lead to the same picture. `places` is a Map from node to [x, y] and is added to; `anchorOf` gives a place
 * or null.
 */
export function settle(places, nodes, anchorOf) {
  const room = new Map();
  const cell = ([x, y]) => [Math.round(x / CELL[0]), Math.round(y / CELL[1])];
  const put = (place) => {
    const key = cell(place).join(":");
    if (!room.has(key)) room.set(key, []);
    room.get(key).push(place);
  };
  const free = (place) => {
    const [column, row] = cell(place);
    for (const dx of [-1, 0, 1]) {
      for (const dy of [-1, 0, 1]) {
        for (const [x, y] of room.get(`${column + dx}:${row + dy}`) || []) {
          if (Math.abs(x - place[0]) < CELL[0] * 0.8 && Math.abs(y - place[1]) < CELL[1] * 0.8) return false;
        }
      }
    }
    return true;
  };
  for (const place of places.values()) put(place);
  const aside = asideOf(places);
  for (const node of nodes) {
    const [x, y] = anchorOf(node, places) || aside;
    for (let step = 1; ; step += 1) {
      const radius = Math.sqrt(step) * 0.75;
      const angle = step * GOLDEN_ANGLE;
      const place = [
        x + Math.round(radius * Math.cos(angle)) * CELL[0],
        y + Math.round(radius * 1.9 * Math.sin(angle)) * CELL[1],
      ];
      if (!free(place)) continue;
      put(place);
      places.set(node, place);
      break;
    }
  }
  return places;
}

/** Below the left corner of all places: where those stand who are linked to nobody that is drawn. */
function asideOf(places) {
  if (!places.size) return [0, 0];
  let [left, bottom] = [Infinity, -Infinity];
  for (const [x, y] of places.values()) {
    left = Math.min(left, x);
    bottom = Math.max(bottom, y);
  }
  return [left + CELL[0], bottom];
}

/**
 * Rings around a centre: `levels` as `paths.rings` gives them. Each ring keeps the order of the ring inside
 * it, so that lines do not cross more than they must; a full ring is followed by another one, half a step
 * turned.
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
function pathPlaces(path) {
  const perLine = 5;
  return new Map(
    path.map((node, i) => [node, [(i % perLine) * 190, Math.floor(i / perLine) * 120 + (i % 2) * 40]]),
  );
}
