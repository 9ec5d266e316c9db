// The payload's columns with the few indexes that the page needs. Nothing here changes after `decode`.

/** Items by key, in two flat arrays: `of(key)` costs no object per key. */
function grouped(count, keys) {
  const start = new Int32Array(count + 1);
  for (const key of keys) start[key + 1] += 1;
  for (let i = 0; i < count; i += 1) start[i + 1] += start[i];
  const items = new Int32Array(keys.length);
  const next = start.slice();
  for (let i = 0; i < keys.length; i += 1) items[next[keys[i]]++] = i;
  return {
    of: (key) => items.subarray(start[key], start[key + 1]),
    size: (key) => start[key + 1] - start[key],
  };
}

export function decode(raw) {
  const text = (number) => (number < 0 ? null : raw.strings[number]);
  const [e, s, v, m] = [raw.entities, raw.statements, raw.evidence, raw.mentions].map(spread);
  const count = e.id.length;
  const data = {
    title: raw.title,
    hasText: raw.text,
    base: raw.base,
    kinds: raw.kinds,
    predicates: raw.predicates,
    communities: raw.communities,
    readings: Object.fromEntries(
      Object.entries(raw.pinyin).map(([character, list]) => [character, list.split(" ")]),
    ),
    fold: folder(raw.folded || ["", ""]),
    documents: raw.documents,
    count,
    id: e.id,
    kind: e.kind,
    weight: e.weight,
    community: e.community,
    x: e.x,
    y: e.y,
    name: (i) => text(e.name[i]),
    kindName: (i) => raw.kinds[e.kind[i]],
    description: (i) => text(e.description[i]),
    aliases: (i) => pairsOf(e.aliases[i]).map(([name, rule]) => ({ name: text(name), rule: text(rule) })),
    opening: raw.opening,
    apart: apartTable(raw.apart, text),
    ...changesTable(raw.changes, text),
  };
  const numbers = new Map(e.id.map((id, i) => [id, i]));
  data.indexOf = (id) => (numbers.has(id) ? numbers.get(id) : -1);
  data.statements = statementTable(s, text);
  data.evidence = evidenceTable(v, text);
  data.mentions = { ...m, rule: (i) => text(m.rule[i]) };
  data.evidenceOf = grouped(s.id.length, v.statement);
  data.evidenceIn = grouped(raw.documents.length, v.document);
  data.mentionsIn = grouped(raw.documents.length, m.document);
  data.mentionsOf = grouped(count, m.entity);
  data.documentNumber = new Map(raw.documents.map((document, i) => [document.id, i]));
  data.documentsOf = (i) => [...new Set(Array.from(data.mentionsOf.of(i), (mention) => m.document[mention]))];
  // What a search compares, folded once: names and aliases, titles, texts.
  data.foldedNames = kept((i) => [data.name(i), ...data.aliases(i).map(({ name }) => name)].map(data.fold));
  data.foldedTitle = kept((number) => data.fold(raw.documents[number].title || raw.documents[number].source));
  data.foldedText = kept((number) => data.fold(raw.documents[number].text || ""));
  data.isCoOccurrence = s.predicate.map((p) => raw.predicates[p].name === "coOccursWith");
  Object.assign(data, linkTables(data));
  return data;
}

/**
 * Columns as the exporter meant them: one that holds the same value throughout comes as that value and a
 * count.
 */
export function spread(columns) {
  const whole = {};
  for (const [name, values] of Object.entries(columns)) {
    if (name.endsWith("*")) whole[name.slice(0, -1)] = new Array(values[1]).fill(values[0]);
    else whole[name] = values;
  }
  return whole;
}

/** From a text to the form in which it is matched: lower case, one script. The length stays. */
function folder([written, matched]) {
  const others = [...matched];
  const forms = new Map([...written].map((character, i) => [character, others[i]]));
  // Most texts hold none of these, and a pattern says so faster than a look at each character.
  const any = written ? new RegExp(`[${written}]`, "gu") : null;
  return (text) => {
    const lower = text.toLowerCase();
    return any && lower.search(any) >= 0 ? lower.replace(any, (character) => forms.get(character)) : lower;
  };
}

/** By entity, whom it was compared with and not joined to, and why: a Map from one to a Map from the other. */
function apartTable(table, text) {
  const found = new Map();
  if (!table) return found;
  const put = (one, other, verdict) => {
    if (!found.has(one)) found.set(one, new Map());
    found.get(one).set(other, verdict);
  };
  table.one.forEach((one, row) => {
    const flat = table.features[row];
    const features = [];
    for (let i = 0; i < flat.length; i += 3)
      features.push({ name: text(flat[i]), odds: flat[i + 1], detail: text(flat[i + 2]) });
    const verdict = {
      judgement: text(table.judgement[row]),
      by: text(table.by[row]),
      score: table.score[row],
      features,
    };
    put(one, table.other[row], verdict);
    put(table.other[row], one, verdict);
  });
  return found;
}

/**
 * Where the page shows two graphs as one: `changeOf(s)` and `entityChange(i)` are added, removed, changed or
 * same, and `changedFields(s)` holds [field, before, after]. Where it shows one graph everything is the same.
 */
function changesTable(table, text) {
  if (!table)
    return { hasChanges: false, changeOf: () => "same", entityChange: () => "same", changedFields: () => [] };
  const kind = (number) => (number < 0 ? "same" : table.kinds[number]);
  return {
    hasChanges: true,
    changeOf: (s) => kind(table.statements[s]),
    entityChange: (i) => kind(table.entities[i]),
    changedFields: (s) => {
      const flat = (table.fields[s] || []).map(text);
      const fields = [];
      for (let i = 0; i < flat.length; i += 3) fields.push(flat.slice(i, i + 3));
      return fields;
    },
  };
}

/** `make(i)` for each i, made when first asked for and then kept. */
function kept(make) {
  const found = [];
  return (i) => (found[i] === undefined ? (found[i] = make(i)) : found[i]);
}

function pairsOf(flat) {
  const pairs = [];
  for (let i = 0; i < flat.length; i += 2) pairs.push([flat[i], flat[i + 1]]);
  return pairs;
}

function statementTable(s, text) {
  const numbers = new Map(s.id.map((id, i) => [id, i]));
  return {
    ...s,
    count: s.id.length,
    indexOf: (id) => (numbers.has(id) ? numbers.get(id) : -1),
    title: (i) => text(s.title[i]),
    status: (i) => text(s.status[i]),
    start: (i) => text(s.start[i]),
    end: (i) => text(s.end[i]),
    amount: (i) => text(s.amount[i]),
  };
}

function evidenceTable(v, text) {
  return {
    ...v,
    count: v.statement.length,
    quote: (i) => text(v.quote[i]),
    rule: (i) => text(v.rule[i]),
    speaker: (i) => text(v.speaker[i]),
  };
}

/**
 * Pairs are what the canvas draws: one line between two entities, whatever number of statements link them.
 */
function linkTables(data) {
  const { subject, object, count } = data.statements;
  const numbers = new Map();
  const a = [];
  const b = [];
  const pairOfStatement = new Int32Array(count);
  for (let i = 0; i < count; i += 1) {
    const [low, high] = subject[i] < object[i] ? [subject[i], object[i]] : [object[i], subject[i]];
    const key = low * data.count + high;
    if (!numbers.has(key)) {
      numbers.set(key, a.length);
      a.push(low);
      b.push(high);
    }
    pairOfStatement[i] = numbers.get(key);
  }
  const ends = new Int32Array(count * 2);
  for (let i = 0; i < count; i += 1) {
    ends[2 * i] = subject[i];
    ends[2 * i + 1] = object[i];
  }
  const byEnd = grouped(data.count, ends);
  const pairEnds = new Int32Array(a.length * 2);
  for (let i = 0; i < a.length; i += 1) {
    pairEnds[2 * i] = a[i];
    pairEnds[2 * i + 1] = b[i];
  }
  const pairsByEnd = grouped(data.count, pairEnds);
  return {
    pairs: { a, b, count: a.length, statements: grouped(a.length, pairOfStatement) },
    pairOfStatement,
    pairBetween: (one, other) => {
      const key = one < other ? one * data.count + other : other * data.count + one;
      return numbers.has(key) ? numbers.get(key) : -1;
    },
    statementsOf: (i) => Array.from(byEnd.of(i), (end) => end >> 1),
    pairsOf: (i) => Array.from(pairsByEnd.of(i), (end) => end >> 1),
    otherEnd: (pair, i) => (a[pair] === i ? b[pair] : a[pair]),
  };
}

/** The sentence of one piece of evidence. */
export function quoteOf(data, evidence) {
  const own = data.evidence.quote(evidence);
  if (own !== null) return own;
  const { document, start, end } = data.evidence;
  return data.documents[document[evidence]].text.slice(start[evidence], end[evidence]);
}

/**
 * Other entities of the same name, and those that were compared with this one for another of its names: the
 * reader must see that they are kept apart.
 */
export function namesakes(data, index) {
  const name = data.name(index);
  const compared = data.apart.get(index) || new Map();
  const found = [];
  for (let i = 0; i < data.count; i += 1) {
    if (i === index) continue;
    if (compared.has(i) || (data.kind[i] === data.kind[index] && data.name(i) === name)) found.push(i);
  }
  return found;
}
