// What a reader takes to other tools: an entity as Turtle, the shown part of the graph as a SPARQL query.

const PREFIXES = {
  kg: "https://kg.example/ontology#",
  schema: "https://schema.org/",
  org: "http://www.w3.org/ns/org#",
  skos: "http://www.w3.org/2004/02/skos/core#",
  xsd: "http://www.w3.org/2001/XMLSchema#",
};
const CLASSES = { PER: "schema:Person", ORG: "org:Organization", LOC: "schema:Place" };

/** A string of Turtle and SPARQL: nothing in it can end it. */
export function literal(text) {
  const escapes = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };
  const escaped = String(text).replace(/["\\\n\r\t]/g, (character) => escapes[character]);
  return `"${escaped.replace(/[\u0000-\u001f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`)}"`;
}

/** An IRI in angle brackets; characters that may not stand in one are percent-encoded. */
export function iri(text) {
  return `<${String(text).replace(/[\u0000-\u0020<>"{}|\\^`]/g, (c) => encodeURIComponent(c))}>`;
}

/** The language tag that the script of a name suggests, as in the exported RDF. */
function scriptOf(text) {
  if (/[\u3040-\u30ff]/.test(text)) return "ja";
  if (/[\uac00-\ud7af]/.test(text)) return "ko";
  if (/\p{Script=Han}/u.test(text)) return "zh";
  return /[A-Za-z\u00c0-\u024f]/.test(text) ? "en" : "und";
}

function named(text) {
  return `${literal(text)}@${scriptOf(text)}`;
}

/** A date as precise as its source; one that no calendar has stays a plain string, as in the exported RDF. */
function dated(date) {
  const type = { 4: "gYear", 7: "gYearMonth", 10: "date" }[date.length];
  const known = new Date(`${date}T00:00:00Z`);
  const inCalendar = type !== "date" || (!Number.isNaN(+known) && known.toISOString().startsWith(date));
  return type && inCalendar && !date.startsWith("0000") ? `${literal(date)}^^xsd:${type}` : literal(date);
}

/** An xsd:decimal as the exported RDF writes it: four places at most, and a point. */
function decimal(number) {
  const text = String(Number(number.toFixed(4)));
  return text.includes(".") ? text : `${text}.0`;
}

function header(names) {
  return names.map((name) => `PREFIX ${name}: <${PREFIXES[name]}>`).join("\n");
}

/** An entity with its names and the statements about it that the filters let through. */
export function turtleOf(data, mask, index) {
  const node = (id) => iri(data.base + id);
  const lines = [header(["kg", "schema", "org", "skos", "xsd"]), ""];
  const own = [`a ${CLASSES[data.kindName(index)]}`, `skos:prefLabel ${named(data.name(index))}`];
  for (const { name } of data.aliases(index)) own.push(`skos:altLabel ${named(name)}`);
  lines.push(`${node(data.id[index])} ${own.join(" ;\n  ")} .`);
  const { statements } = data;
  for (const s of data.statementsOf(index)) {
    if (!mask.statement[s] || data.isCoOccurrence[s]) continue;
    const status = statements.status(s);
    const parts = [
      "a kg:Statement",
      `kg:subject ${node(data.id[statements.subject[s]])}`,
      `kg:predicate ${iri(PREFIXES.kg + data.predicates[statements.predicate[s]].name)}`,
      `kg:object ${node(data.id[statements.object[s]])}`,
      statements.title(s) ? `kg:title ${named(statements.title(s))}` : null,
      `kg:status kg:${status[0].toUpperCase()}${status.slice(1)}`,
      statements.start(s) ? `kg:startDate ${dated(statements.start(s))}` : null,
      statements.end(s) ? `kg:endDate ${dated(statements.end(s))}` : null,
      statements.amount(s) ? `kg:amount ${literal(statements.amount(s))}` : null,
      `kg:confidence ${decimal(statements.confidence[s])}`,
      `kg:documentCount ${statements.sources[s]}`,
    ];
    lines.push("", `${node(statements.id[s])} ${parts.filter(Boolean).join(" ;\n  ")} .`);
  }
  return `${lines.join("\n")}\n`;
}

/** A query for the statements between the entities that are drawn, with their sentences. */
export function sparqlOf(data, nodes) {
  const values = nodes.map((i) => `    ${iri(data.base + data.id[i])}`).join("\n");
  return `${header(["kg", "skos"])}
PREFIX oa: <http://www.w3.org/ns/oa#>

SELECT ?subjectName ?predicate ?objectName ?title ?status ?sentence WHERE {
  VALUES ?subject {
${values}
  }
  VALUES ?object {
${values}
  }
  ?statement kg:subject ?subject ; kg:predicate ?predicate ; kg:object ?object ; kg:status ?status ; kg:evidence ?evidence .
  ?evidence oa:hasTarget/oa:hasSelector/oa:exact ?sentence .
  ?subject skos:prefLabel ?subjectName .
  ?object skos:prefLabel ?objectName .
  OPTIONAL { ?statement kg:title ?title }
}
`;
}
