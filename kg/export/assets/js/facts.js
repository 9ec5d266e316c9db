// One fact with the sentences that say it: what every part of the right-hand panel is made of.

import { changeBadge, changedFields } from "./changes.js";
import { append, button, h, mark } from "./dom.js";
import { quoteOf } from "./data.js";
import { neighboursOf } from "./paths.js";
import { pieces, safeUrl } from "./text.js";

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

/** A button that goes to an entity, with the mark of its kind. */
export function entityButton(app, index, { text = null, className = "" } = {}) {
  const kind = app.data.kindName(index);
  return h(
    "button",
    {
      type: "button",
      class: `entity ${kind} ${className}`,
      on: {
        click: () => app.select(index),
        mouseenter: () => app.light(index),
        mouseleave: () => app.light(-1),
      },
    },
    mark(kind),
    h("span", { class: "entity-name" }, text === null ? app.data.name(index) : text),
  );
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

/** Evidence of a statement that the filters let through, in the order of documents. */
export function openEvidence(app, s) {
  return Array.from(app.data.evidenceOf.of(s)).filter((e) => app.mask.evidence[e]);
}

/** A fact as seen from `index`, or as a whole when `index` is -1. */
export function factRow(app, s, index = -1) {
  const { data } = app;
  const { subject, object } = data.statements;
  const status = data.statements.status(s);
  const words = statusWord(app, s);
  const dates = dateSpan(app, s);
  const predicate = data.predicates[data.statements.predicate[s]];
  const claim = h("div", { class: "claim" });
  if (index < 0) {
    append(claim, [
      entityButton(app, subject[s]),
      h("span", { class: "predicate" }, app.w.forward(predicate)),
      entityButton(app, object[s]),
    ]);
  } else {
    append(claim, [entityButton(app, subject[s] === index ? object[s] : subject[s])]);
  }
  append(claim, [
    changeBadge(app, s),
    data.statements.title(s) ? h("strong", { class: "post" }, data.statements.title(s)) : null,
    data.statements.amount(s) ? h("strong", { class: "amount" }, data.statements.amount(s)) : null,
    words ? h("span", { class: `status ${status}` }, words) : null,
    dates ? h("span", { class: "dates" }, dates) : null,
    data.statements.sources[s] > 1
      ? h("span", { class: "count" }, app.w("nSources", { n: data.statements.sources[s] }))
      : null,
  ]);
  const [first, ...rest] = openEvidence(app, s);
  return h(
    "li",
    { class: `fact ${status} ${data.changeOf(s)}`, "data-statement": data.statements.id[s] },
    claim,
    changedFields(app, s),
    first === undefined ? null : evidenceFigure(app, first),
    rest.length ? folded(app, "more", rest.length, () => rest.map((e) => evidenceFigure(app, e))) : null,
  );
}

/** A fold that makes its content when it is first opened: most are never opened. */
export function folded(app, word, n, make) {
  const details = h("details", { class: "fold" }, h("summary", {}, app.w(word, { n })));
  details.fill = () => {
    if (details.children.length === 1) append(details, [make()]);
  };
  details.addEventListener("toggle", () => details.open && details.fill());
  return details;
}

/** The sentence with its mentions coloured and its trigger underlined, and where it stands. */
export function evidenceFigure(app, e) {
  const { data } = app;
  const { document: documentOf, start, end, trigger, triggerEnd } = data.evidence;
  const number = documentOf[e];
  const speaker = data.evidence.speaker(e);
  const marks = mentionsBetween(data, number, start[e], end[e]);
  const span = trigger[e] >= 0 ? [trigger[e], triggerEnd[e]] : null;
  const quote = h("blockquote", { lang: data.documents[number].language, dir: "auto" });
  append(
    quote,
    pieces(quoteOf(data, e), start[e], marks, span).map((piece) => pieceElement(app, piece)),
  );
  return h(
    "figure",
    { class: "evidence" },
    quote,
    h(
      "figcaption",
      {},
      citation(app, number),
      h(
        "span",
        { class: "why", title: `${app.w("trust")} ${data.evidence.confidence[e]}` },
        `${app.w("rule")} ${app.w.rule(data.evidence.rule(e))}`,
      ),
      speaker ? h("span", { class: "speaker" }, `${app.w("said")} `, speakerName(app, speaker)) : null,
      originalLink(app, number),
      data.hasText
        ? button(`${app.w("read")} ›`, () => app.read(number, start[e]), { className: "link read" })
        : null,
    ),
  );
}

/** The link to the page that an article was read from, or null. */
export function originalLink(app, number) {
  const url = safeUrl(app.data.documents[number].url);
  return url
    ? h(
        "a",
        { href: url, target: "_blank", rel: "noopener noreferrer", class: "original" },
        `${app.w("original")} ↗`,
      )
    : null;
}

/** Who said it: an entity of the graph, or a name. */
function speakerName(app, speaker) {
  const index = app.data.indexOf(speaker);
  return index < 0 ? speaker : entityButton(app, index);
}

/** Where a sentence stands: publisher, date and title. */
export function citation(app, number) {
  const { title, source, publisher, published } = app.data.documents[number];
  return h(
    "span",
    { class: "citation" },
    [publisher, published].filter(Boolean).map((part) => h("span", {}, part)),
    h("cite", { dir: "auto" }, title || source),
  );
}

export function mentionsBetween(data, number, from, to) {
  const { start, end, entity } = data.mentions;
  const found = [];
  for (const m of data.mentionsIn.of(number)) {
    if (start[m] < to && end[m] > from) found.push({ start: start[m], end: end[m], entity: entity[m] });
  }
  return found;
}

export function pieceElement(app, piece, attributes = {}) {
  const classes = [piece.trigger ? "trigger" : ""];
  if (piece.entity < 0)
    return piece.trigger ? h("span", { class: "trigger", ...attributes }, piece.text) : piece.text;
  classes.push("mention", app.data.kindName(piece.entity));
  return h(
    "a",
    {
      class: classes.join(" ").trim(),
      href: "#",
      title: app.data.name(piece.entity),
      ...attributes,
      on: {
        click: (event) => {
          event.preventDefault();
          app.select(piece.entity);
        },
        mouseenter: () => app.light(piece.entity),
        mouseleave: () => app.light(-1),
      },
    },
    piece.text,
  );
}

/** Facts of one kind under a title, the present before the past, the best attested first; many fold away. */
export function factGroup(app, index, title, list) {
  const { sources } = app.data.statements;
  list.sort(
    (one, other) => isPast(app, one) - isPast(app, other) || sources[other] - sources[one] || one - other,
  );
  const shown = list.slice(0, FACTS_AT_FIRST);
  const rest = list.slice(FACTS_AT_FIRST);
  return h(
    "section",
    { class: "facts" },
    h("h3", {}, title, list.length > 1 ? h("span", { class: "count" }, list.length) : null),
    h(
      "ul",
      {},
      shown.map((s) => factRow(app, s, index)),
    ),
    rest.length
      ? folded(app, "more", rest.length, () =>
          h(
            "ul",
            {},
            rest.map((s) => factRow(app, s, index)),
          ),
        )
      : null,
  );
}

function isPast(app, s) {
  return ["current", "acting"].includes(app.data.statements.status(s)) ? 0 : 1;
}

/** What tells one entity from another of its name: its description, or its best attested post. */
export function describe(app, index) {
  const { data } = app;
  if (data.description(index)) return data.description(index);
  const [post] = data
    .statementsOf(index)
    .filter((s) => data.statements.subject[s] === index && data.statements.title(s))
    .sort((one, other) => data.statements.sources[other] - data.statements.sources[one] || one - other);
  if (post !== undefined) return `${data.name(data.statements.object[post])}${data.statements.title(post)}`;
  const [near] = neighboursOf(data, app.mask, index);
  if (near !== undefined) return data.name(near);
  const [number] = data.documentsOf(index);
  return number === undefined ? "" : data.documents[number].title || data.documents[number].source;
}
