// Walks over the pairs that the filters let through.

/** Neighbours of an entity over passing statements, the most important first (an index is a rank). */
export function neighboursOf(data, mask, index) {
  const found = new Set();
  for (const s of data.statementsOf(index)) {
    if (!mask.statement[s]) continue;
    const { subject, object } = data.statements;
    found.add(subject[s] === index ? object[s] : subject[s]);
  }
  return [...found].sort((one, other) => one - other);
}

/** Entities by their distance from `index`: `[[index], [neighbours], …]`, without those that `skip` holds. */
export function rings(data, mask, index, depth, skip = new Set()) {
  const seen = new Set([index, ...skip]);
  const found = [[index]];
  for (let step = 0; step < depth; step += 1) {
    const next = [];
    for (const node of found[step]) {
      for (const other of neighboursOf(data, mask, node)) {
        if (seen.has(other)) continue;
        seen.add(other);
        next.push(other);
      }
    }
    if (!next.length) break;
    found.push(next);
  }
  return found;
}

/**
 * The shortest way from one entity to another as a list of entities, or null. Ties go to the more important.
 */
export function shortestPath(data, mask, from, to, skip = new Set()) {
  const before = new Map([[from, -1]]);
  let edge = [from];
  while (edge.length && !before.has(to)) {
    const next = [];
    for (const node of edge) {
      for (const other of neighboursOf(data, mask, node)) {
        if (before.has(other) || (skip.has(other) && other !== to)) continue;
        before.set(other, node);
        next.push(other);
      }
    }
    edge = next;
  }
  if (!before.has(to)) return null;
  const path = [];
  for (let node = to; node !== -1; node = before.get(node)) path.unshift(node);
  return path;
}
