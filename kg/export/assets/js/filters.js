// Which statements, evidence, documents and entities the filters let through, as one byte each.

/** Whether a date as precise as its source ("2020", "2020-02") can lie in a span of days. */
export function inSpan(date, from, to) {
  if (!from && !to) return true;
  if (!date) return false;
  const earliest = (date + "-01-01").slice(0, 10);
  const latest = date.length === 4 ? `${date}-12-31` : date.length === 7 ? `${date}-31` : date;
  return (!from || latest >= from) && (!to || earliest <= to);
}

export function publisherOf(document) {
  return document.publisher || "";
}

/** All masks for one value of the filters. */
export function compile(data, filters) {
  const document = documentMask(data, filters);
  const evidence = new Uint8Array(data.evidence.count);
  const told = new Uint8Array(data.statements.count);
  for (let i = 0; i < evidence.length; i += 1) {
    evidence[i] = document[data.evidence.document[i]];
    if (evidence[i]) told[data.evidence.statement[i]] = 1;
  }
  const statement = statementMask(data, filters, told);
  const narrowed = document.includes(0) || byEvent(filters);
  const changesOff = new Set(data.hasChanges ? filters.changes : []);
  const entity = new Uint8Array(data.count);
  const links = new Int32Array(data.count);
  for (let i = 0; i < statement.length; i += 1) {
    if (!statement[i]) continue;
    links[data.statements.subject[i]] += 1;
    links[data.statements.object[i]] += 1;
  }
  for (let i = 0; i < data.count; i += 1) {
    if (filters.kinds.includes(data.kindName(i))) continue;
    if (changesOff.size) {
      entity[i] = links[i] || !changesOff.has(data.entityChange(i)) ? 1 : 0;
      continue;
    }
    entity[i] = !narrowed || links[i] || (!byEvent(filters) && mentioned(data, i, document)) ? 1 : 0;
  }
  return { document, evidence, statement, entity, links };
}

/** Whether the span of time is one of events, as statements date them, instead of reports. */
function byEvent(filters) {
  return filters.clock === "event" && Boolean(filters.from || filters.to);
}

function documentMask(data, filters) {
  const [from, to] = filters.clock === "event" ? ["", ""] : [filters.from, filters.to];
  const off = new Set(filters.documents);
  const publishersOff = new Set(filters.publishers);
  return Uint8Array.from(data.documents, (document) =>
    !off.has(document.id) && !publishersOff.has(publisherOf(document)) && inSpan(document.published, from, to)
      ? 1
      : 0,
  );
}

function statementMask(data, filters, told) {
  const { subject, object, predicate, confidence, status, count } = data.statements;
  const predicateOn = data.predicates.map((p) => !filters.predicates.includes(p.name));
  const kindOn = data.kinds.map((kind) => !filters.kinds.includes(kind));
  const statusOff = new Set(filters.statuses);
  const dated = byEvent(filters);
  const changesOff = new Set(data.hasChanges ? filters.changes : []);
  const mask = new Uint8Array(count);
  for (let i = 0; i < count; i += 1) {
    mask[i] =
      told[i] &&
      predicateOn[predicate[i]] &&
      kindOn[data.kind[subject[i]]] &&
      kindOn[data.kind[object[i]]] &&
      confidence[i] >= filters.confidence &&
      !(statusOff.size && statusOff.has(status(i))) &&
      !(changesOff.size && changesOff.has(data.changeOf(i))) &&
      (!dated || happened(data, i, filters))
        ? 1
        : 0;
  }
  return mask;
}

/** Whether a statement says that it held at some time within the span; one without a date does not say so. */
function happened(data, s, { from, to }) {
  const [start, end] = [data.statements.start(s), data.statements.end(s)];
  if (!start && !end) return false;
  const begins = !start || !to || inSpan(start, "", to);
  const ends = !end || !from || inSpan(end, from, "");
  return begins && ends;
}

function mentioned(data, entity, document) {
  for (const mention of data.mentionsOf.of(entity))
    if (document[data.mentions.document[mention]]) return true;
  return false;
}

/** Statements between the ends of a pair that pass, the best attested first. */
export function passing(data, mask, pair) {
  const { sources } = data.statements;
  return Array.from(data.pairs.statements.of(pair))
    .filter((s) => mask.statement[s])
    .sort(
      (one, other) =>
        data.isCoOccurrence[one] - data.isCoOccurrence[other] || sources[other] - sources[one] || one - other,
    );
}

/** How a line is drawn: what is so now outweighs what was, and a stated fact outweighs standing together. */
export function lineOf(data, statements) {
  const rank = { current: 0, acting: 0, former: 1, denied: 1, proposed: 2 };
  let form = 3;
  let sources = 1;
  let forward = 0;
  let backward = 0;
  let change = "same";
  for (const s of statements) {
    const faint = data.isCoOccurrence[s];
    const differs = data.changeOf(s);
    if (differs !== "same") change = change === "same" || change === differs ? differs : "changed";
    form = Math.min(form, faint ? 3 : rank[data.statements.status(s)]);
    if (!faint) sources = Math.max(sources, data.statements.sources[s]);
    if (data.predicates[data.statements.predicate[s]].symmetric) continue;
    if (data.statements.subject[s] < data.statements.object[s]) forward += 1;
    else backward += 1;
  }
  return {
    form: ["solid", "dashed", "dotted", "faint"][form],
    sources,
    change,
    forward: forward > 0,
    backward: backward > 0,
  };
}

/** Whether anything differs from the start, so that "reset" is offered only when it would do something. */
export function narrowing(filters, start) {
  return JSON.stringify(filters) !== JSON.stringify(start);
}
