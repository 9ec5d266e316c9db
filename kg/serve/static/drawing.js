// Results as a small graph: what a CONSTRUCT gives, or the entities that stand together in the rows of a SELECT.

import { idOf, isEntity, textOf } from "./table.js";
import { cellWord, columnWord } from "./words.js";

/** More than this is no picture any more; the explorer is made for it. */
export const MOST_EDGES = 300;

/** [{from, to, label}] from rows: each entity of a row with the next one. */
export function edgesOfRows(variables, rows, setup) {
  const found = new Map();
  for (const row of rows) {
    const ends = variables.filter((name) => isEntity(idOf(row[name], setup.base)));
    for (let i = 0; i + 1 < ends.length; i += 1) {
      const told = row.relation ? textOf(row.relation, setup.prefixes) : "";
      // "met ←" is what the second says of the first: the arrow is drawn, not written.
      const pair = [row[ends[i]].value, row[ends[i + 1]].value];
      const [from, to] = told.endsWith(" ←") ? pair.reverse() : pair;
      if (from === to) continue;
      // A title says more than that somebody holds a post, and both are too much for a line.
      const said = row.title ? textOf(row.title, setup.prefixes) : cellWord("relation", told.replace(/ [←→]$/, ""), setup);
      const label = said || columnWord(ends[i + 1], setup);
      found.set(`${from} ${to} ${label}`, { from, to, label });
    }
  }
  return [...found.values()].slice(0, MOST_EDGES);
}

/** The same from triples; literals become labels elsewhere and are no nodes. */
export function edgesOfTriples(triples, setup) {
  const edges = triples.filter(({ object }) => object.type !== "literal");
  return edges.slice(0, MOST_EDGES).map(({ subject, predicate, object }) => ({
    from: subject.value,
    to: object.value,
    label: cellWord("relation", textOf(predicate, setup.prefixes), setup).replace(/^\w+:/, ""),
  }));
}

export function draw(place, edges, nameOf, setup) {
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const ids = [...new Set(edges.flatMap(({ from, to }) => [from, to]))];
  const nodes = ids.map((iri) => {
    const id = iri.startsWith(setup.base) ? iri.slice(setup.base.length) : "";
    const kind = isEntity(id) ? id.slice(0, 3) : "";
    return {
      id: iri,
      label: nameOf(iri).slice(0, 24),
      shape: { per: "dot", org: "square", loc: "diamond" }[kind] || "dot",
      size: kind ? 14 : 8,
      color: colour(kind ? `--${kind}` : "--muted"),
    };
  });
  const font = { face: colour("--font"), color: colour("--ink"), size: 22 };
  const network = new vis.Network(
    place,
    { nodes, edges: edges.map((edge, id) => ({ id, ...edge })) },
    {
      autoResize: true,
      layout: { randomSeed: 7 },
      nodes: { font, scaling: { label: { drawThreshold: 3 } } },
      edges: { arrows: "to", color: colour("--muted"), font: { ...font, size: 16, color: colour("--muted"), strokeWidth: 3, strokeColor: colour("--ground") }, smooth: { type: "dynamic" } },
      physics: { stabilization: { iterations: 200 }, barnesHut: { springLength: 150, centralGravity: 0.7 } },
      interaction: { hover: true },
    },
  );
  network.on("doubleClick", ({ nodes: chosen }) => {
    if (chosen.length && chosen[0].startsWith(setup.base)) location.assign(`/id/${chosen[0].slice(setup.base.length)}`);
  });
  return network;
}
