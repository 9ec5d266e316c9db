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
 * All shortest ways from one entity to another, each a list of entities, at most `most`; the ways over the more
 * important come first. Nobody in `skip` is passed through. `more` says that there are others.
 */
export function shortestPaths(data, mask, from, to, skip = new Set(), most = 20) {
  const steps = stepsTo(data, mask, from, to, skip);
  if (!steps.has(from)) return { paths: [], more: false };
  const paths = [];
  const walk = (path) => {
    const last = path[path.length - 1];
    if (last === to) return paths.push(path);
    const left = steps.get(last) - 1;
    for (const other of neighboursOf(data, mask, last)) {
      // One more than is wanted is found, to know whether there are more.
      if (steps.get(other) === left && paths.length <= most) walk([...path, other]);
    }
    return paths.length;
  };
  walk([from]);
  return { paths: paths.slice(0, most), more: paths.length > most };
}

/** Steps to `to` from each entity, as far as `from` is: a Map that lacks `from` when no way leads there. */
function stepsTo(data, mask, from, to, skip) {
  const steps = new Map([[to, 0]]);
  let edge = [to];
  for (let far = 1; edge.length && !steps.has(from); far += 1) {
    const next = [];
    for (const node of edge) {
      for (const other of neighboursOf(data, mask, node)) {
        if (steps.has(other) || (skip.has(other) && other !== from)) continue;
        steps.set(other, far);
        next.push(other);
      }
    }
    edge = next;
  }
  return steps;
}
