// Facts with the sentences that say them: what every part of the right-hand panel is made of.

import { changeBadge, changedFields } from "./changes.js";
import { h } from "./dom.js";
import { evidenceFigure, mentionsBetween, openEvidence, sentenceKey } from "./evidence.js";
import { quoteOf } from "./data.js";
import { isPast, officeOf } from "./office.js";
import { entityButton, folded } from "./panelparts.js";
import { neighboursOf } from "./paths.js";

// Posts first, kin next, standing in one sentence last; a relation that is not here comes before the last.
const ORDER = [
  "holdsPost",
  "worksAt",
  "memberOf",
  "parentOf",
  "spouseOf",
  "siblingOf",
  "relativeOf",
  "partOf",
  "locatedIn",
  "founded",
  "invests",
  "supports",
  "cooperatesWith",
  "met",
  "visited",
  "bornIn",
  "residesIn",
  "studiedAt",
];

const FACTS_AT_FIRST = 6;

export function predicateOrder(name) {
  if (name === "coOccursWith") return ORDER.length + 1;
  const at = ORDER.indexOf(name);
  return at < 0 ? ORDER.length : at;
}

export function statusWord(app, s) {
  const status = app.data.statements.status(s);
  const post = app.data.predicates[app.data.statements.predicate[s]].name === "holdsPost";
  if (status === "current" && !post) return null;
  return app.w(post ? `${status}Post` : status);
}

/** When it holds, or the day of what happens and is over: whom somebody met in June he has not met since June. */
export function dateSpan(app, s) {
  const [start, end] = [app.data.statements.start(s), app.data.statements.end(s)];
  if (!start && !end) return null;
  const { event } = app.data.predicates[app.data.statements.predicate[s]];
  return start === end || (event && !end) ? start : `${start || "…"} – ${end || ""}`.trim();
}

/** Facts of one kind under a title, the present before the past, the best attested first; many fold away. */
export function factGroup(app, index, title, list) {
  const { data } = app;
  const { sources } = data.statements;
  list.sort(
    (one, other) => isPast(data, one) - isPast(data, other) || sources[other] - sources[one] || one - other,
  );
  return h(
    "section",
    { class: "facts" },
    h("h3", {}, title, list.length > 1 ? h("span", { class: "count" }, list.length) : null),
    factList(app, list, index, FACTS_AT_FIRST),
  );
}

/**
 * Facts as seen from `index`, or as a whole when `index` is -1. Those that rest on the same sentences stand together
 * above them. From the one that reaches `most` on, the others fold away.
 */
export function factList(app, list, index = -1, most = Infinity) {
  const shown = [];
  const rest = [];
  let count = 0;
  for (const facts of bySentence(app, list, index)) {
    (count < most ? shown : rest).push(facts);
    count += facts.length;
  }
  const rows = (groups) =>
    h(
      "ul",
      {},
      groups.map((facts) => factRow(app, facts, index)),
    );
  const hidden = rest.reduce((sum, facts) => sum + facts.length, 0);
  return [rows(shown), hidden ? folded(app, "more", hidden, () => rows(rest)) : null];
}

/** Facts in lists that rest on the same sentences, in the order of the first of each list; the past stays apart. */
export function bySentence(app, list, index) {
  const groups = new Map();
  for (const s of list) {
    const places = openEvidence(app, s).map((e) => sentenceKey(app.data, e));
    const key = `${isPast(app.data, s)} ${[...new Set(places)].sort().join()}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(s);
  }
  return [...groups.values()].map((facts) => inReadingOrder(app, facts, index));
}

/** Facts of one sentence as it tells them: by where their title stands in it, or their other end. */
function inReadingOrder(app, facts, index) {
  const { data } = app;
  const [e] = openEvidence(app, facts[0]);
  if (e === undefined || facts.length === 1) return facts;
  const { document, start, end } = data.evidence;
  const quote = quoteOf(data, e);
  const mentions = mentionsBetween(data, document[e], start[e], end[e]);
  const place = (s) => {
    const title = data.statements.title(s);
    if (title && quote.includes(title)) return quote.indexOf(title);
    const mention = mentions.find(({ entity }) => entity === otherEnd(data, s, index));
    return mention ? mention.start - start[e] : quote.length;
  };
  const places = new Map(facts.map((s) => [s, place(s)]));
  return [...facts].sort((one, other) => places.get(one) - places.get(other) || one - other);
}

function otherEnd({ statements: { subject, object } }, s, index) {
  return object[s] === index ? subject[s] : object[s];
}

/** Facts that rest on the same sentences, and those sentences once. */
function factRow(app, facts, index) {
  const sentences = new Map();
  for (const e of facts.flatMap((s) => openEvidence(app, s))) {
    const place = sentenceKey(app.data, e);
    if (!sentences.has(place)) sentences.set(place, []);
    sentences.get(place).push(e);
  }
  const [first, ...rest] = sentences.values();
  return h(
    "li",
    { class: "fact" },
    facts.map((s) => [claim(app, s, index), changedFields(app, s)]),
    first ? evidenceFigure(app, first) : null,
    rest.length ? folded(app, "more", rest.length, () => rest.map((same) => evidenceFigure(app, same))) : null,
  );
}

function claim(app, s, index) {
  const { data } = app;
  const { subject, object, sources } = data.statements;
  const words = statusWord(app, s);
  const dates = dateSpan(app, s);
  const ends =
    index < 0
      ? [
          entityButton(app, subject[s]),
          h("span", { class: "predicate" }, app.w.forward(data.predicates[data.statements.predicate[s]])),
          entityButton(app, object[s]),
        ]
      : entityButton(app, otherEnd(data, s, index));
  return h(
    "div",
    {
      class: `claim ${data.statements.status(s)} ${data.changeOf(s)}`,
      "data-statement": data.statements.id[s],
    },
    ends,
    changeBadge(app, s),
    data.statements.title(s) ? h("strong", { class: "post" }, data.statements.title(s)) : null,
    data.statements.amount(s) ? h("strong", { class: "amount" }, data.statements.amount(s)) : null,
    words ? h("span", { class: `status ${data.statements.status(s)}` }, words) : null,
    dates ? h("span", { class: "dates" }, dates) : null,
    sources[s] > 1 ? h("span", { class: "count" }, app.w("nSources", { n: sources[s] })) : null,
  );
}

/** What tells one entity from another of its name: its description, or its best attested post, one held now first. */
export function describe(app, index) {
  const { data } = app;
  if (data.description(index)) return data.description(index);
  const [post] = data
    .statementsOf(index)
    .filter((s) => data.statements.subject[s] === index && data.statements.title(s))
    .sort(
      (one, other) =>
        isPast(data, one) - isPast(data, other) ||
        data.statements.sources[other] - data.statements.sources[one] ||
        one - other,
    );
  if (post !== undefined) return officeOf(data, post);
  const [near] = neighboursOf(data, app.mask, index);
  if (near !== undefined) return data.name(near);
  const [number] = data.documentsOf(index);
  return number === undefined ? "" : data.documents[number].title || data.documents[number].source;
}
